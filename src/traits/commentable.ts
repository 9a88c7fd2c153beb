/** Commentable: people write on a record, to everybody it concerns (public) or among the operation's staff (internal). */
import { actorId, clients, staff } from '../model/actor.ts'
import { choice, instant, optional, prose, ref, system, text, type Fields } from '../model/field.ts'
import { traitVerb, type Trait } from '../model/record.ts'
import { scope } from './scope.ts'

const body = prose({ label: 'Text', max: 20_000 })
const fields: Fields = {
  ...scope,
  audience: choice({ public: 'Public', internal: 'Internal' }, { label: 'Audience' }),
  body,
  authorId: optional(system(ref('person', { label: 'Author' }))),
  authorName: text({ label: 'Author', max: 200 }),
  at: instant({ label: 'Written' }),
}

const written = (audience: 'public' | 'internal') => ({ row, input, now, id, actor }: {
  row: Readonly<Record<string, unknown>>; input: Readonly<Record<string, unknown>>; now: string; id: () => string; actor: Parameters<typeof actorId>[0]
}) => [{
  table: 'comment', op: 'insert' as const,
  row: { id: id(), recordId: row['id'], orgId: row['orgId'], requesterId: row['requesterId'] ?? null, audience, body: input['body'], authorId: actor.kind === 'person' ? actor.id : null, authorName: actor.name, at: now },
}]

export const commentable = {
  name: 'commentable',
  fields: {},
  tables: [{ name: 'comment', fields, searched: 'body' }],
  verbs: {
    comment: traitVerb({
      label: 'Reply', says: 'wrote', help: 'Everybody whom the record concerns reads it.', from: 'any', to: 'same', by: [...clients, ...staff], audience: 'public', quiet: true,
      input: { body }, effects: written('public'),
    }),
    note: traitVerb({
      label: 'Note', says: 'noted', help: "Only the operation's staff reads it.", from: 'any', to: 'same', by: staff, audience: 'internal', quiet: true,
      input: { body }, effects: written('internal'),
    }),
  },
} satisfies Trait
