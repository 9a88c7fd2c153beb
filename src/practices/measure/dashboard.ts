/** Dashboard: the measures that somebody looks at, as tiles in the order they chose, for oneself or for everybody of the organization. */
import { z } from 'zod'
import type { Actor } from '../../model/actor.ts'
import { personId, readers } from '../../model/actor.ts'
import { choice, initially, json, optional, ref, system, text } from '../../model/field.ts'
import { conditionSchema, steps } from '../../model/measure.ts'
import { defineRecord, type Refusal, type RowOf } from '../../model/record.ts'

/** One tile: a measure, what it is divided by and how far it looks back. */
export const tileSchema = z.strictObject({
  measure: z.string().min(1).max(80),
  title: z.string().max(120).optional(),
  by: z.array(z.string().max(120)).max(2).default([]),
  step: z.enum(steps).default('month'),
  /** How many steps back from now. */
  back: z.int().min(1).max(400).default(13),
  where: z.array(conditionSchema).max(10).default([]),
  chart: z.enum(['line', 'bars', 'number', 'table']).default('line'),
  width: z.enum(['small', 'wide']).default('small'),
})
export type Tile = z.infer<typeof tileSchema>

const own = ({ row, actor }: { row: { ownerId: string | null }; actor: Actor }): Refusal | null =>
  actor.kind !== 'rule' && row.ownerId !== personId(actor) && actor.role !== 'manager' && actor.role !== 'admin'
    ? { code: 'forbidden', message: 'This dashboard belongs to somebody else; save it under a name of your own.' } : null

export const dashboard = defineRecord({
  name: 'dashboard',
  plural: 'dashboards',
  prefix: 'DSH',
  words: { one: 'Dashboard', many: 'Dashboards', purpose: 'The numbers that somebody watches, side by side.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 80, search: 'A' }),
    tiles: json(z.array(tileSchema).max(40), { label: 'Tiles' }),
    audience: initially(choice({ me: 'Only me', everybody: 'Everybody here' }, { label: 'For' }), 'me'),
    ownerId: optional(system(ref('person', { label: 'Owner' }))),
  },
  states: { kept: { label: 'Kept', group: 'open' }, removed: { label: 'Removed', group: 'done' } },
  initial: 'kept',
  read: readers,
  sort: 'name',
  create: (verb) => verb({ label: 'New dashboard', says: 'made it', from: 'any', to: 'kept', by: readers, set: ({ actor }) => ({ ownerId: personId(actor) }) }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['kept'], to: 'same', edits: ['name', 'tiles', 'audience'], by: readers, quiet: true, refuse: own }),
    remove: verb({ label: 'Remove', says: 'removed it', from: ['kept'], to: 'removed', by: readers, refuse: own }),
  }),
})
export type Dashboard = RowOf<typeof dashboard>
