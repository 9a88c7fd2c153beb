/** Relation: "from stands on to", known from somewhere, valid for a time; the graph that impact is read from. */
import { z } from 'zod'
import { type Actor, managers, readers, staff } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { AppError } from '../../model/error.ts'
import { choice, fixed, initially, instant, integer, optional, ratio, system, text } from '../../model/field.ts'
import { confidenceAt, type NodeRecord, relationKinds, relationSources } from '../../model/graph.ts'
import { is } from '../../model/query.ts'
import { type Common, defineRecord, type Defined, refuse, type Refusal, type RowOf } from '../../model/record.ts'
import { organization } from '../organization/record.ts'
import { person } from '../people/person.ts'
import { service } from '../service/record.ts'
import { ci } from './ci.ts'
import { type Circle, circleOf, mostMoments, type Tie } from './circle.ts'

const node = { ci: 'Configuration item', service: 'Service', person: 'Person', organization: 'Organization' } as const satisfies Readonly<Record<NodeRecord, string>>
const nodeId = (label: string) => fixed({ ...text({ label, max: 36 }), schema: z.uuid().transform((id) => id.toLowerCase()) as unknown as z.ZodType<string>, column: 'uuid' })
/** What a confirmation by a person is worth, 0 to 1: people err too. */
const confirmed = 0.98

export const relation = defineRecord({
  name: 'relation',
  plural: 'relations',
  prefix: 'REL',
  words: { one: 'Relation', many: 'Relations', purpose: 'What stands on what, since when and until when, and how sure that is. Impact and single points of failure are read from it.' },
  title: 'name',
  fields: {
    name: system(text({ label: 'Relation', max: 400, search: 'B', help: 'Both ends by the names they had when it was recorded.' })),
    fromRecord: fixed(choice(node, { label: 'What stands on it is a' })),
    fromId: nodeId('What stands on it'),
    toRecord: fixed(choice(node, { label: 'What it stands on is a' })),
    toId: nodeId('What it stands on'),
    kind: initially(fixed(choice(relationKinds, { label: 'Kind' })), 'depends_on'),
    role: initially(fixed(choice({ series: 'Needed', alternate: 'One of several' }, { label: 'Role', help: 'Needed: without it nothing works. One of several: others of its group can take over.' })), 'series'),
    groupName: optional(fixed(text({ label: 'Group', max: 80, help: 'Alternates of one group stand in for each other.' }))),
    atLeast: optional(fixed(integer({ label: 'At least', min: 1, max: 1000, help: 'So many of the group must work; 1 where nobody says.' }))),
    standby: optional(fixed(choice({ hot: 'Takes over by itself', warm: 'Must be started' }, { label: 'Standby' }))),
    validFrom: optional(fixed(instant({ label: 'Valid from', help: 'From when it was so; the moment of recording where nobody says.' }))),
    validTo: optional(fixed(instant({ label: 'Valid until', help: 'Empty: it is so now.' }))),
    source: initially(fixed(choice(relationSources, { label: 'Known from' })), 'person'),
    sourceName: optional(fixed(text({ label: 'Name of the source', max: 200 }))),
    confidence: initially(fixed(ratio({ label: 'Confidence', help: 'When it was last confirmed; it fades by the half-life of its source until it is confirmed again.' })), 0.9),
    confirmedAt: system(instant({ label: 'Last confirmed' })),
  },
  states: { valid: { label: 'Valid', group: 'open' }, ended: { label: 'Ended', group: 'done', help: 'It was so until its end and still counts for that time.' } },
  initial: 'valid',
  read: readers,
  shareable: true,
  sort: '-createdAt',
  create: (verb) => verb({
    label: 'New relation', says: 'recorded it', from: 'any', by: staff,
    // Two of one moment could close a circle together: the second waits for the first, and its walk sees it.
    along: async (ctx, row) => { if (row.kind !== 'connected_to') await ctx.alone('structure') },
    facts: async (ctx, row, input, beside): Promise<Found> => {
      const [from, to] = [await endOf(ctx, row.fromRecord, row.fromId, 'fromId'), await endOf(ctx, row.toRecord, row.toId, 'toId')]
      const orgId = await whoseOf(ctx, row, [from, to], input.orgId !== undefined)
      const validFrom = row.validFrom ?? ctx.now()
      // What another organization recorded carries a failure round just the same.
      const circle = await ctx.seeingAll((all) => circleOf(all, itself() as Defined<Tie>, row, beside))
      return { from, to, orgId, circle: circle === null || circle === 'too_many_moments' ? circle : await namesOf(ctx, [row.fromId, ...circle]), other: await overlapOf(ctx, row, validFrom) }
    },
    refuse: ({ row, now, facts }) => shapeRefusal(row) ?? timeRefusal(row, now)
      ?? (row.validTo === null ? endRefusal(facts.from, 'fromId') ?? endRefusal(facts.to, 'toId') : null)
      ?? circleRefusal(facts)
      ?? (facts.other === null ? null : refuse(`${facts.other} says the same for some of this time. Confirm it, or end it first.`, 'validFrom')),
    set: ({ row, now, facts }) => ({
      orgId: facts.orgId, name: `${facts.from.name} ${relationKinds[row.kind].toLowerCase()} ${facts.to.name}`.slice(0, 400),
      validFrom: row.validFrom ?? now, confirmedAt: now, ...(row.role === 'alternate' ? { atLeast: row.atLeast ?? 1, standby: row.standby ?? 'hot' } : {}),
    }),
    to: ({ row }) => (row.validTo === null ? 'valid' : 'ended'),
  }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['valid'], to: 'same', edits: ['shared'], by: managers, quiet: true, help: 'What a relation says does not change: end it and record another, so that the past stays as it was.' }),
    confirm: verb({
      label: 'It is so', says: 'confirmed it', from: ['valid'], to: 'same', by: staff, reason: 'optional',
      set: ({ row, now }) => ({ confirmedAt: now, confidence: Math.max(confirmed, confidenceAt({ ...row }, now)) }),
    }),
    deny: verb({ label: 'It is not so', says: 'said it is not so', from: ['valid'], to: 'ended', by: staff, reason: 'optional', set: ({ now }) => ({ validTo: now }) }),
    end: verb({
      label: 'End', says: 'ended it', from: ['valid'], to: 'ended', by: staff, reason: 'optional',
      input: { endedAt: optional(instant({ label: 'Ended at', help: 'Now, where nobody says.' })) },
      // Ended in the moment it was recorded: it was so for no time at all.
      refuse: ({ row, input, now }) => (input.endedAt ? timeRefusal({ validFrom: row.validFrom, validTo: input.endedAt }, now, 'endedAt') : null),
      set: ({ input, now }) => ({ validTo: input.endedAt ?? now }),
    }),
  }),
})
export type Relation = RowOf<typeof relation>

/** What a relation says, as its rules look at it. */
export interface Said {
  readonly orgId: string
  readonly fromRecord: NodeRecord
  readonly fromId: string
  readonly toRecord: NodeRecord
  readonly toId: string
  readonly kind: keyof typeof relationKinds
  readonly role: 'series' | 'alternate'
  readonly groupName: string | null
  readonly atLeast: number | null
  readonly standby: 'hot' | 'warm' | null
  readonly validFrom: string | null
  readonly validTo: string | null
}

/** What is looked up before one is recorded. */
interface Found {
  readonly from: End
  readonly to: End
  readonly orgId: string
  /** With names in place of ids, and without those that the actor may not see. */
  readonly circle: Circle
  readonly other: string | null
}

/** An end of a relation as its rules look at it. */
interface End {
  readonly id: string
  readonly orgId: string
  readonly name: string
  readonly isShared: boolean
  /** Why nothing new may be said of it, such as "is retired"; null while it may. */
  readonly gone: string | null
}
interface Node extends Common { readonly name: string; readonly shared?: boolean }

const nodeTypes: Readonly<Record<NodeRecord, Defined<Node>>> = { ci: ci as Defined<Node>, service: service as Defined<Node>, person: person as Defined<Node>, organization: organization as Defined<Node> }
const goneStates: readonly string[] = ['retired', 'disposed', 'left']

const noSuch = (record: string, id: string, at: string): AppError =>
  new AppError('invalid', `/${at} : there is no ${record} ${id} that this organization could use.`, { faults: [{ at: `/${at}`, message: `there is no ${record} ${id} that this organization could use` }] })

async function endOf(ctx: Context, record: NodeRecord, id: string, at: string): Promise<End> {
  const type = nodeTypes[record]
  const row = await ctx.seek(type, id)
  if (row === null) throw noSuch(record, id, at)
  return { id, orgId: row.orgId, name: row.name, isShared: row.shared === true || record === 'organization', gone: goneStates.includes(row.state) ? `is ${type.states[row.state]?.label.toLowerCase() ?? row.state}` : null }
}

/**
 * Whose relation it is: as asked for, else that of the end that is neither shared nor a provider's. An end of another organization is
 * refused in the words of one that is not there, as every reference is.
 */
async function whoseOf(ctx: Context, row: Said, ends: readonly [End, End], isSaid: boolean): Promise<string> {
  const owners = await ctx.seekMany(organization, ends.map((end) => end.orgId))
  const isCommon = (end: End): boolean => end.isShared || owners.get(end.orgId)?.kind === 'provider'
  const seesAll = (actor: Actor): boolean => actor.kind === 'rule' || actor.reach === 'all'
  const orgId = isSaid || !seesAll(ctx.actor) ? row.orgId : ends.find((end) => !isCommon(end))?.orgId ?? ends[0].orgId
  for (const [i, end] of ends.entries()) if (end.orgId !== orgId && !isCommon(end)) throw noSuch(i === 0 ? row.fromRecord : row.toRecord, end.id, i === 0 ? 'fromId' : 'toId')
  return orgId
}

const endRefusal = (end: End, at: string): Refusal | null => (end.gone === null ? null : refuse(`${end.name} ${end.gone}; nothing new stands on it or is held by it.`, at))

/** What the words of a relation must fit together. */
export function shapeRefusal(row: Omit<Said, 'orgId' | 'fromRecord' | 'validFrom' | 'validTo'>): Refusal | null {
  if (row.fromId === row.toId) return refuse('Nothing stands on itself.', 'toId')
  if (row.kind === 'supplied_by' && row.toRecord !== 'organization') return refuse('What supplies is an organization.', 'toRecord')
  if (row.kind === 'supported_by' && row.toRecord !== 'person' && row.toRecord !== 'organization') return refuse('Who looks after it is a person or an organization.', 'toRecord')
  if (row.role === 'alternate' && row.groupName === null) return refuse('Say which group of alternates it belongs to.', 'groupName')
  if (row.role === 'series' && (row.groupName !== null || row.atLeast !== null || row.standby !== null)) return refuse('Only one of several has a group, a least number and a standby.', 'role')
  return null
}

/** Why it would make something stand on itself, or why nobody can tell. */
function circleRefusal({ from, to, circle }: Found): Refusal | null {
  if (circle === null) return null
  return circle === 'too_many_moments' ? refuse(`What lies between ${from.name} and ${to.name} changed at more than ${mostMoments} moments of this time, too many to tell whether ${from.name} stood on itself at one of them. Record it for a shorter time.`, 'validFrom')
    : refuse(`${from.name} would stand on itself: ${circle.join(' → ')}.`, 'toId')
}

function timeRefusal(row: Span, now: string, at = 'validTo'): Refusal | null {
  if (row.validFrom !== null && row.validFrom > now) return refuse('A relation is recorded once it is so; this begins in the future.', 'validFrom')
  if (row.validTo !== null && row.validTo > now) return refuse('A relation is ended once it is over; this end lies in the future.', at)
  if (row.validTo !== null && row.validTo <= (row.validFrom ?? now)) return refuse('It would end before it begins.', at)
  return null
}

const unseen = 'something you may not see'
async function namesOf(ctx: Context, ids: readonly string[]): Promise<readonly string[]> {
  const names = new Map<string, string>()
  for (const type of Object.values(nodeTypes)) for (const [id, row] of await ctx.seekMany(type, ids)) names.set(id, row.name)
  // How many there are is not told either.
  return ids.map((id) => names.get(id) ?? unseen).filter((name, i, all) => name !== unseen || all[i - 1] !== unseen)
}

// The record's own verb looks at other relations; the function breaks the circle of the value with itself.
interface Span { readonly validFrom: string | null; readonly validTo: string | null }
const itself = (): Defined<Span> => relation as Defined<Span>

/** Number of a relation of the same kind between the same ends whose time overlaps; null where there is none. */
async function overlapOf(ctx: Context, row: Said, validFrom: string): Promise<string | null> {
  const same = await ctx.list(itself(), { where: [is('fromId', row.fromId), is('toId', row.toId), is('kind', row.kind)], limit: 200 })
  return same.items.find((other) => (other.validTo === null || other.validTo > validFrom) && (row.validTo === null || (other.validFrom ?? '') < row.validTo))?.number ?? null
}
