/** Linkable: a record points to another with a named relation; kept at the record where it was made, shown at both. */
import { staff } from '../model/actor.ts'
import { choice, instant, system, text, type Fields } from '../model/field.ts'
import { traitVerb, type Trait } from '../model/record.ts'
import { z } from 'zod'
import { scope } from './scope.ts'

const relation = choice({ relates_to: 'relates to', duplicate_of: 'duplicate of', parent_of: 'parent of', child_of: 'child of', repeat_of: 'repeat of', caused_by: 'caused by' }, { label: 'Relation' })
const target = { ...text({ label: 'Linked record', max: 36 }), schema: z.uuid(), column: 'uuid' }
const targetRecord = { ...text({ label: 'Kind', max: 40 }), schema: z.string().max(40).regex(/^[a-z_]+$/) }
const targetNumber = { ...text({ label: 'Number', max: 40 }), schema: z.string().max(40).regex(/^[A-Z]{2,5}-\d{1,12}$/) }

const fields: Fields = {
  ...scope, relation, toRecord: targetRecord, toId: target, toNumber: targetNumber, since: instant({ label: 'Since' }),
}

export const linkable = {
  name: 'linkable',
  fields: {},
  tables: [{ name: 'link', fields }],
  verbs: {
    link: traitVerb({
      label: 'Link', says: 'linked it', key: 'L', from: 'any', to: 'same', by: staff, quiet: true,
      input: { relation, toRecord: targetRecord, toId: target, toNumber: targetNumber },
      effects: ({ row, input, now, id }) => [{
        table: 'link', op: 'insert',
        row: { id: id(), recordId: row.id, orgId: row.orgId, requesterId: row['requesterId'] ?? null, relation: input.relation, toRecord: input.toRecord, toId: input.toId, toNumber: input.toNumber, since: now },
      }],
    }),
    unlink: traitVerb({
      label: 'Remove link', says: 'removed a link', from: 'any', to: 'same', by: staff, quiet: true,
      input: { linkId: system(target) },
      effects: ({ input }) => [{ table: 'link', op: 'delete', row: { id: input.linkId } }],
    }),
  },
} satisfies Trait
