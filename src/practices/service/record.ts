/** Service: what is promised to customers and operated by a team; and what it stands on. */
import { everyone, managers } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { choice, initially, instant, integer, internal, optional, prose, ref, refs, searched, tags, text, yesno } from '../../model/field.ts'
import { is } from '../../model/query.ts'
import { defineRecord, type Defined, refuse, type RowOf } from '../../model/record.ts'
import { commentable } from '../../traits/commentable.ts'
import { tagged } from '../../traits/tagged.ts'

export const service = defineRecord({
  name: 'service',
  plural: 'services',
  prefix: 'SVC',
  words: { one: 'Service', many: 'Services', purpose: 'What customers use and were promised. Alerts find their service by its key; incidents hurt one.' },
  title: 'name',
  traits: [commentable, tagged],
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    key: text({ label: 'Key', max: 80, search: 'A', help: 'How monitoring names it, in the label "service".' }),
    aliases: initially(internal(searched(tags({ label: 'Also known as', help: 'Other names in alert labels.' }), 'B')), []),
    description: optional(prose({ label: 'What it does for its users', max: 10_000, search: 'C' })),
    tier: initially(choice({ gold: 'Gold', silver: 'Silver', bronze: 'Bronze', supporting: 'Supporting' }, { label: 'Tier', help: 'Supporting services have no customers of their own.' }), 'silver'),
    layer: initially(choice({ service: 'Service', application: 'Application', infrastructure: 'Infrastructure', supplier: 'Supplier' }, { label: 'Layer on the map' }), 'service'),
    ownerId: optional(internal(ref('person', { label: 'Owner', help: 'Answers for it to the customer.' }))),
    teamId: optional(internal(ref('team', { label: 'Team', help: 'Restores it; told of its incidents.' }))),
    dependsOnIds: initially(internal(refs('service', { label: 'Stands on' })), []),
    users: optional(integer({ label: 'Users', min: 0, max: 100_000_000, help: 'How many work with it: at most so many are hurt where nobody counted them.' })),
    vitalFunctions: initially(tags({ label: 'Vital business functions' }), []),
    runbookUrl: optional(internal(text({ label: 'Runbook', max: 2000, help: 'Where the steps to restore it are written.' }))),
    dependencySince: optional(instant({ label: 'Business depends on it since' })),
  },
  states: {
    planned: { label: 'Planned', group: 'waiting' },
    live: { label: 'Live', group: 'open' },
    retired: { label: 'Retired', group: 'done' },
  },
  initial: 'live',
  read: everyone,
  shareable: true,
  sort: 'name',
  create: (verb) => verb({
    label: 'New service', says: 'added it', from: 'any', by: managers,
    input: { isPlanned: optional(yesno({ label: 'Planned, not live yet' })) },
    to: ({ input }) => (input.isPlanned === true ? 'planned' : 'live'),
  }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['planned', 'live'], to: 'same', by: managers, quiet: true,
      facts: async (ctx, row, input) => ({ circle: input.dependsOnIds ? await circleOf(ctx, row.id, input.dependsOnIds) : null }),
      refuse: ({ row, input, facts }) => (input.dependsOnIds?.includes(row.id) ? refuse('A service cannot stand on itself.', 'dependsOnIds')
        : facts.circle !== null ? refuse(`It would stand on itself, by way of ${facts.circle}.`, 'dependsOnIds') : null),
    }),
    goLive: verb({ label: 'Go live', says: 'took it into use', from: ['planned'], to: 'live', by: managers, audience: 'public', reason: 'optional' }),
    putBack: verb({ label: 'Back to planned', says: 'put it back to planned', from: ['live', 'retired'], to: 'planned', by: managers, reason: 'required', audience: 'public', quiet: true }),
    retire: verb({
      label: 'Retire', says: 'retired it', from: ['planned', 'live'], to: 'retired', by: managers, reason: 'required', audience: 'public',
      facts: async (ctx, row) => ({ above: (await ctx.list(itself(), { where: [is('dependsOnIds', row.id)], group: 'active', limit: namedAtMost + 1 })).items.map((s) => s.name) }),
      refuse: ({ facts }) => (facts.above.length === 0 ? null
        : refuse(`${facts.above.slice(0, namedAtMost).join(', ')}${facts.above.length > namedAtMost ? ' and others' : ''} ${facts.above.length === 1 ? 'stands' : 'stand'} on it. Change what they stand on first.`)),
    }),
    revive: verb({ label: 'Take back into use', says: 'took it back into use', from: ['retired'], to: 'live', by: managers, reason: 'required', audience: 'public' }),
  }),
})
export type Service = RowOf<typeof service>

/** Names in a refusal; more would not be read. */
const namedAtMost = 5
/** A map has hundreds of services; a walk beyond this is cut. */
const walkedAtMost = 5000

// The record's own verbs look at other services; the function breaks the circle of the value with itself.
interface Node { readonly name: string; readonly dependsOnIds: readonly string[] }
function itself(): Defined<Node> { return service as Defined<Node> }

/** Name of the service below `ids` that stands on `id`; null where none does. */
async function circleOf(ctx: Context, id: string, ids: readonly string[]): Promise<string | null> {
  const seen = new Set<string>()
  let next = ids.filter((one) => one !== id)
  while (next.length > 0 && seen.size < walkedAtMost) {
    for (const one of next) seen.add(one)
    const found = [...(await ctx.seekMany(itself(), next)).values()]
    const closing = found.find((s) => s.dependsOnIds.includes(id))
    if (closing) return closing.name
    next = [...new Set(found.flatMap((s) => s.dependsOnIds))].filter((one) => !seen.has(one))
  }
  return null
}

/** A label value as a key: what people write as "Freight Booking" is `freight-booking`. */
export const keyOf = (name: string): string => name.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')
