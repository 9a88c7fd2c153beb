/** Watchable: people who want to hear what happens to a record. */
import { everyone, staff } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { instant, ref, system, type Fields } from '../model/field.ts'
import { type Effect, traitVerb, type Trait } from '../model/record.ts'
import { scope } from './scope.ts'

const fields: Fields = { ...scope, personId: system(ref('person', { label: 'Watcher' })), since: instant({ label: 'Since' }) }

/** One watcher row for a record and person, always the same id: watching twice changes nothing. */
export const watchId = (recordId: string, person: string): string => {
  const [a, b] = [recordId, person].map((x) => BigInt(`0x${x.replaceAll('-', '')}`))
  const hex = ((a ?? 0n) ^ (b ?? 0n)).toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const me = (actor: { kind: string; id?: string }): string => {
  if (actor.kind !== 'person' || actor.id === undefined) throw new AppError('invalid', 'Only a person can watch; sign in as one.')
  return actor.id
}

export const watchable = {
  name: 'watchable',
  fields: {},
  tables: [{ name: 'watch', fields }],
  verbs: {
    watch: traitVerb({
      label: 'Watch', says: 'watches it', key: 'W', from: 'any', to: 'same', by: everyone.filter((r) => r !== 'auditor'), quiet: true,
      effects: ({ row, now, actor }): Effect[] => [
        { table: 'watch', op: 'insert', row: { id: watchId(row.id, me(actor)), recordId: row.id, orgId: row.orgId, requesterId: row['requesterId'] ?? null, personId: me(actor), since: now } },
      ],
    }),
    unwatch: traitVerb({
      label: 'Stop watching', says: 'stopped watching', from: 'any', to: 'same', by: [...staff, 'requester', 'customer'], quiet: true,
      effects: ({ row, actor }) => [{ table: 'watch', op: 'delete', row: { id: watchId(row.id, me(actor)) } }],
    }),
  },
} satisfies Trait
