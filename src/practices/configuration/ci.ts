/** Configuration item: a thing that must be managed to deliver a service, with what it is worth (the asset) and who answers for it. */
import { z } from 'zod'
import { managers, readers, staff } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { AppError } from '../../model/error.ts'
import { choice, day, initially, instant, integer, json, optional, plainText, ref, searched, system, tags, text } from '../../model/field.ts'
import { defineRecord, type Defined, refuse, type Refusal, type RowOf } from '../../model/record.ts'
import { attachable } from '../../traits/attachable.ts'
import { commentable } from '../../traits/commentable.ts'
import { linkable } from '../../traits/linkable.ts'
import { tagged } from '../../traits/tagged.ts'
import { organization } from '../organization/record.ts'
import { service } from '../service/record.ts'
import { type Attr, attrFaults } from './attrs.ts'
import { ciType } from './ci-type.ts'

const attrsSchema: z.ZodType<Readonly<Record<string, Attr>>> = z.record(z.string().max(40), z.union([plainText(4000), z.number(), z.boolean(), z.null()]))
  .refine((a) => Object.keys(a).length <= 60, 'has more than 60 values')
const currency = { ...text({ label: 'Currency', max: 3 }), schema: z.string().regex(/^[A-Z]{3}$/, 'must be a code such as EUR') }

const counted = integer({ label: 'Unexplained differences', min: 0, max: 1_000_000 })

/** States in which somebody must answer for it. */
const inUse: readonly string[] = ['live', 'maintenance']

const unowned = (state: string, row: { ownerId: string | null; teamId: string | null }): Refusal | null =>
  inUse.includes(state) && row.ownerId === null && row.teamId === null ? refuse('What is live needs an owner or a team; say who answers for it.', 'teamId') : null

export const ci = defineRecord({
  name: 'ci',
  plural: 'cis',
  prefix: 'CI',
  words: { one: 'Configuration item', many: 'Configuration items', purpose: 'A thing that must be managed to deliver a service: a machine, a database, a place, a document, a contract.' },
  title: 'name',
  traits: [commentable, linkable, attachable, tagged],
  fields: {
    name: text({ label: 'Name', max: 160, search: 'A' }),
    key: text({ label: 'Key', max: 120, search: 'A', help: 'What it is known by in its organization; one item has it.' }),
    aliases: initially(searched(tags({ label: 'Also known as', help: 'Host names and label values.' }), 'B'), []),
    typeId: ref('ci_type', { label: 'Type' }),
    attrs: initially(json(attrsSchema, { label: 'Fields of its type' }), {}),
    ownerId: optional(ref('person', { label: 'Owner' })),
    teamId: optional(ref('team', { label: 'Team', help: 'Repairs it.' })),
    supplierId: optional(ref('organization', { label: 'Supplier' })),
    siteId: optional(ref('site', { label: 'Site' })),
    assetTag: optional(text({ label: 'Asset tag', max: 80, search: 'A' })),
    serialNumber: optional(text({ label: 'Serial number', max: 120, search: 'A' })),
    boughtOn: optional(day({ label: 'Bought' })),
    costMinor: optional(integer({ label: 'Cost', min: 0, max: 2_000_000_000, help: 'In the smallest unit of the currency, such as cents.' })),
    currency: optional(currency),
    endOfSupport: optional(day({ label: 'End of support' })),
    warrantyUntil: optional(day({ label: 'Warranty until' })),
    verifiedAt: optional(system(instant({ label: 'Last verified', help: 'When somebody or something last found it to be as recorded.' }))),
    comparedAt: optional(system(instant({ label: 'Last looked at', help: 'When somebody or something last compared it with what is there, whatever was found.' }))),
    differences: optional(system(integer({ label: 'Unexplained differences', min: 0, max: 1_000_000, help: 'None where nobody has counted them.' }))),
  },
  states: {
    planned: { label: 'Planned', group: 'waiting' },
    received: { label: 'Received', group: 'waiting' },
    build_test: { label: 'Build and test', group: 'waiting' },
    live: { label: 'Live', group: 'open' },
    maintenance: { label: 'In maintenance', group: 'open', help: 'Out of work for a planned time.' },
    retired: { label: 'Retired', group: 'done' },
    disposed: { label: 'Disposed of', group: 'done' },
  },
  initial: 'planned',
  read: readers,
  shareable: true,
  sort: 'name',
  create: (verb) => verb({
    label: 'New configuration item', says: 'recorded it', from: 'any', by: staff,
    input: { inState: optional(choice({ planned: 'Planned', received: 'Received', build_test: 'Build and test', live: 'Live' }, { label: 'State' })) },
    facts: async (ctx, row) => {
      await checkAttrs(ctx, row, true)
      await checkSupplier(ctx, row.orgId, row.supplierId)
    },
    refuse: ({ row, input }) => unowned(input.inState ?? 'planned', row),
    // Of what was not recorded before nothing can have been told.
    set: () => ({ differences: 0 }),
    to: ({ input }) => input.inState ?? 'planned',
  }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['planned', 'received', 'build_test', 'live', 'maintenance', 'retired'], to: 'same', by: staff, quiet: true,
      facts: async (ctx, row, input) => {
        if (input.attrs !== undefined || input.typeId !== undefined) await checkAttrs(ctx, { typeId: input.typeId ?? row.typeId, attrs: input.attrs ?? row.attrs }, input.typeId !== undefined && input.typeId !== row.typeId)
        await checkSupplier(ctx, row.orgId, input.supplierId ?? null)
      },
      refuse: ({ row, input }) => unowned(row.state, { ownerId: input.ownerId === undefined ? row.ownerId : input.ownerId, teamId: input.teamId === undefined ? row.teamId : input.teamId }),
    }),
    receive: verb({ label: 'Receive', says: 'received it', from: ['planned'], to: 'received', by: staff, reason: 'optional' }),
    build: verb({ label: 'Build and test', says: 'began to build and test it', from: ['planned', 'received'], to: 'build_test', by: staff, reason: 'optional' }),
    goLive: verb({
      label: 'Go live', says: 'took it into use', from: ['planned', 'received', 'build_test', 'maintenance'], to: 'live', by: staff, reason: 'optional', edits: ['ownerId', 'teamId'],
      refuse: ({ row, input }) => unowned('live', { ownerId: input.ownerId ?? row.ownerId, teamId: input.teamId ?? row.teamId }),
    }),
    maintain: verb({ label: 'Maintenance', says: 'took it out for maintenance', from: ['live'], to: 'maintenance', by: staff, reason: 'optional' }),
    retire: verb({
      label: 'Retire', says: 'retired it', from: ['planned', 'received', 'build_test', 'live', 'maintenance'], to: 'retired', by: managers, reason: 'required',
      facts: async (ctx, row) => ({ above: await namesAbove(ctx, row.id) }),
      refuse: ({ facts }) => (facts.above.length === 0 ? null
        : refuse(`${facts.above.slice(0, namedAtMost).join(', ')}${facts.above.length > namedAtMost ? ' and others' : ''} ${facts.above.length === 1 ? 'stands' : 'stand'} on it. End those relations first.`)),
    }),
    revive: verb({ label: 'Take back', says: 'took it back', from: ['retired'], to: 'build_test', by: managers, reason: 'required', help: 'It is built and tested again before it goes live.' }),
    dispose: verb({ label: 'Dispose of it', says: 'disposed of it', from: ['retired'], to: 'disposed', by: managers, reason: 'required' }),
    verify: verb({
      label: 'Verified', says: 'found it as recorded', from: ['planned', 'received', 'build_test', 'live', 'maintenance', 'retired'], to: 'same', by: staff, reason: 'optional',
      set: ({ now }) => ({ verifiedAt: now, comparedAt: now }),
    }),
    compare: verb({
      label: 'Looked at', says: 'found it other than recorded, as before', from: 'any', to: 'same', by: staff, ruleOnly: true, quiet: true, set: ({ now }) => ({ comparedAt: now }),
    }),
    count: verb({
      label: 'Count what was found', says: 'counted what was found on it', help: 'After somebody or something looked at it.', from: 'any', to: 'same', by: staff, ruleOnly: true, quiet: true,
      input: { found: counted }, set: ({ input, now }) => ({ differences: input.found, comparedAt: now }),
    }),
    recount: verb({
      label: 'Count differences', says: 'counted its unexplained differences', help: 'After an answer; nobody looked at it.', from: 'any', to: 'same', by: staff, ruleOnly: true, quiet: true,
      input: { found: counted }, set: ({ input }) => ({ differences: input.found }),
    }),
  }),
})
export type Ci = RowOf<typeof ci>

/** Names in a refusal; more would not be read. */
const namedAtMost = 5

/** Refused as invalid with a fault for each value that the type does not allow, and where a retired type is chosen anew. */
async function checkAttrs(ctx: Context, { typeId, attrs }: Pick<Ci, 'typeId' | 'attrs'>, isNewType: boolean): Promise<void> {
  const type = await ctx.seek(ciType, typeId)
  // A type that is not there is refused by the door, in the words of every reference.
  if (type === null) return
  if (isNewType && type.state === 'retired') throw new AppError('refused', `${type.name} is retired; take another type.`, { faults: [{ at: '/typeId', message: 'is retired' }] })
  const faults = attrFaults(type.fields, attrs)
  if (faults.length > 0) throw new AppError('invalid', `${faults[0]?.at.replace('/attrs/', '')} ${faults[0]?.message}.`, { faults: faults.slice(0, 20) })
}

/** A customer supplies nobody else: that it exists is not told to others, in the words of one that does not. */
async function checkSupplier(ctx: Context, orgId: string, id: string | null): Promise<void> {
  if (id === null || id === orgId || (await ctx.seek(organization, id))?.kind !== 'customer') return
  const message = `there is no organization ${id} that this organization could use`
  throw new AppError('invalid', `/supplierId : ${message}.`, { faults: [{ at: '/supplierId', message }] })
}

// The record's own verb looks at other items; the function breaks the circle of the value with itself.
const itself = (): Defined<{ readonly name: string }> => ci as Defined<{ readonly name: string }>

/** Names of the items and services that stand directly on it today. */
async function namesAbove(ctx: Context, id: string): Promise<readonly string[]> {
  const above = await ctx.around([id], { direction: 'above', depth: 1, most: 200 })
  const ids = (record: string): string[] => above.filter((one) => one.record === record).map((one) => one.id)
  const items = await ctx.seekMany(itself(), ids('ci'))
  const services = await ctx.seekMany(service, ids('service'))
  return above.map((one) => items.get(one.id)?.name ?? services.get(one.id)?.name ?? `one ${one.record}`)
}
