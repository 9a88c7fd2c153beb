/** What a planned change would collide with: other work on the same things or on what they stand on, people, suppliers, windows, customers' hours. Pure. */
import { createHash } from 'node:crypto'
import { indexSpans, meets, sayInstant, shared, type Span, type SpanIndex } from './spans.ts'
import { covers, holdsWithin, isLetThrough, nameOfWindow, type Reach, type WindowKind, type WindowRule } from './window-rules.ts'

export const conflictKinds = {
  unknown_scope: 'Nothing named', same_item: 'Same item', dependency: 'What it stands on', hurts_same: 'Hurts the same', person: 'Same person', supplier: 'Same supplier',
  freeze: 'Freeze', business_event: 'Business event', outside_maintenance: 'Outside maintenance', customer_hours: 'Customers’ hours', late_back_out: 'Back-out too late',
} as const
export type ConflictKind = keyof typeof conflictKinds

/** `block`: not now; `serious`: only where somebody accepts it by name; `note`: to be known. */
export type Gravity = 'block' | 'serious' | 'note'

/** One collision, named before it happens. */
export interface Conflict {
  readonly kind: ConflictKind
  readonly gravity: Gravity
  /** What it collides with; null where nothing else is part of it. */
  readonly with: { readonly record: 'change' | 'window' | 'service'; readonly id: string; readonly number: string } | null
  /** Of something that is not to be named: by this the same is known again, of the same plan; what it is cannot be told from it. */
  readonly mark?: string
  /** All items, services, people or suppliers that both need; each by itself, however many. */
  readonly itemIds: readonly string[]
  readonly from: string
  readonly to: string
  /** When the other came to that time, or the window was made or changed last; null where it is about this change alone. */
  readonly since: string | null
  readonly sentence: string
}

/** Work on a calendar. `endMs` includes the time to get back. */
export interface Work extends Span {
  readonly id: string
  readonly number: string
  readonly title: string
  /** Of an organization whose staff is not to be named to those who see the plan. */
  readonly isForeign?: boolean
  /** Items and services that are worked on. */
  readonly touches: readonly string[]
  /** What stands on them: hurt where it fails. */
  readonly above: readonly string[]
  readonly peopleIds: readonly string[]
  readonly supplierIds: readonly string[]
  /** When it came to this time; absent: long ago. */
  readonly since?: string | null
}

/** The change that is looked at. */
export interface Planned extends Work {
  readonly orgId: string
  /** What the work itself stands on. */
  readonly below: readonly string[]
  readonly reach: Reach
  /** When the work ends if all goes well, without the time to get back. */
  readonly doneMs: number
  /** Last moment at which one can still go back; null: until the end. */
  readonly noReturnMs: number | null
  readonly isEmergency: boolean
  /** When a manager agreed to it at this time; null: none has. */
  readonly agreedAt: string | null
}

/** Hours in which a customer was promised a service: periods within the span that was looked at. */
export interface PromisedHours extends Span {
  readonly serviceId: string
  readonly number: string
  readonly name: string
  /** Of a service that is not to be named to those who see the plan. */
  readonly isForeign?: boolean
}

/** By what a collision of this plan with something unnamed is known again. */
export const markOf = (planId: string, otherId: string): string => createHash('sha256').update(`${planId} ${otherId}`).digest('base64url').slice(0, 22)

export interface Surroundings {
  readonly others: SpanIndex<Work>
  readonly windows: readonly WindowRule[]
  readonly promised: readonly PromisedHours[]
  /** Name of a node or person for sentences. */
  readonly nameOf: (id: string) => string
  /** Things that are not to be named to those who see the plan; absent: none. */
  readonly hiddenIds?: ReadonlySet<string>
}

/** All of them, gravest first, then by time. Empty means that all was looked at and nothing was found; what touches nothing known is never empty. */
export const conflictsOf = (p: Planned, around: Surroundings): readonly Conflict[] => conflictsIn(p, prepared(p, around, p))

/** What is about a plan, expanded once for every time within a span at which it could be done. */
export interface Prepared {
  readonly mine: Sets
  readonly others: SpanIndex<Work>
  readonly freezes: readonly Held[]
  readonly events: readonly Held[]
  /** The stretches of all maintenance windows together; null where there is none. */
  readonly maintenance: SpanIndex<Span> | null
  readonly promised: SpanIndex<PromisedHours>
  readonly nameOf: (id: string) => string
  readonly hiddenIds: ReadonlySet<string>
}
interface Held { readonly w: WindowRule; readonly parts: SpanIndex<Span> }

/** Of the surroundings what is about this plan anywhere in the span. */
export function prepared(p: Planned, around: Surroundings, span: Span): Prepared {
  const of = (kind: WindowKind): readonly WindowRule[] => around.windows.filter((w) => w.kind === kind && covers(w, p.reach))
  const held = (kind: WindowKind): readonly Held[] => of(kind).map((w) => ({ w, parts: indexSpans(holdsWithin(w, span)) }))
  const maintenance = of('maintenance')
  return {
    mine: { touches: new Set(p.touches), above: new Set(p.above), below: new Set(p.below), people: new Set(p.peopleIds), suppliers: new Set(p.supplierIds) }, others: around.others, freezes: held('freeze'), events: held('business_event'),
    maintenance: maintenance.length === 0 ? null : indexSpans(maintenance.flatMap((w) => holdsWithin(w, span))), promised: indexSpans(around.promised), nameOf: around.nameOf, hiddenIds: around.hiddenIds ?? none,
  }
}

const none: ReadonlySet<string> = new Set()

/** The same for a time within the span that was prepared. */
export function conflictsIn(p: Planned, around: Prepared): readonly Conflict[] {
  const found: Conflict[] = []
  if (p.touches.length === 0) found.push(made(p, 'unknown_scope', 'serious', null, [], 'It names no item and no service, so nothing can be looked at. Say what it touches.'))
  for (const other of around.others.over(p)) {
    const span = other.id === p.id ? null : shared(p, other)
    if (span !== null) for (const c of between(span, other, around.mine, around.nameOf)) found.push(untold(c, other, p, around.hiddenIds))
  }
  found.push(...againstWindows(p, around), ...againstHours(p, around))
  return found.sort((a, b) => gravities.indexOf(a.gravity) - gravities.indexOf(b.gravity) || (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}
const gravities: readonly Gravity[] = ['block', 'serious', 'note']

interface Sets { readonly touches: ReadonlySet<string>; readonly above: ReadonlySet<string>; readonly below: ReadonlySet<string>; readonly people: ReadonlySet<string>; readonly suppliers: ReadonlySet<string> }

/** The first stretch of a window within the plan's time; null where it does not hold then. */
function firstOf({ parts }: Held, p: Span): Span | null {
  const [part] = parts.over(p)
  return part === undefined ? null : shared(part, p)
}

/** Without what is not to be named. */
const untold = (c: Conflict, other: { readonly id: string; readonly isForeign?: boolean }, p: Planned, hiddenIds: ReadonlySet<string>): Conflict =>
  ({ ...c, itemIds: c.itemIds.filter((id) => !hiddenIds.has(id)), ...(other.isForeign === true ? { with: null, mark: markOf(p.id, other.id) } : {}) })

/** Of the same two changes the gravest reason about things is said once, with every thing it is about. */
function* between(span: Span, other: Work, mine: Sets, nameOf: (id: string) => string): Generator<Conflict> {
  const where = { record: 'change' as const, id: other.id, number: other.number }
  const title = other.isForeign === true ? 'A change of another organization' : `${other.number} “${other.title}”`
  const same = other.touches.filter((id) => mine.touches.has(id))
  const stands = other.touches.filter((id) => !mine.touches.has(id) && (mine.below.has(id) || mine.above.has(id)))
  const hurt = other.above.filter((id) => mine.above.has(id))
  if (same.length > 0) yield made(span, 'same_item', 'serious', where, same, `${title} works on ${listed(same, nameOf)} at the same time.`, other.since)
  else if (stands.length > 0) yield made(span, 'dependency', 'serious', where, stands, `${title} works on ${listed(stands, nameOf)} meanwhile, which depends on what this one touches, or the other way round.`, other.since)
  else if (hurt.length > 0) yield made(span, 'hurts_same', 'serious', where, hurt, `${title} and this one both hurt ${listed(hurt, nameOf)}: neither half would be there to fall back on.`, other.since)
  const people = other.peopleIds.filter((id) => mine.people.has(id))
  if (people.length > 0) yield made(span, 'person', 'serious', where, people, `${listed(people, nameOf)} ${people.length === 1 ? 'is' : 'are'} needed for ${title} at the same time.`, other.since)
  const suppliers = other.supplierIds.filter((id) => mine.suppliers.has(id))
  if (suppliers.length > 0) yield made(span, 'supplier', 'note', where, suppliers, `${listed(suppliers, nameOf)} ${suppliers.length === 1 ? 'works' : 'work'} on ${title} at the same time.`, other.since)
}

function* againstWindows(p: Planned, { freezes, events, maintenance }: Prepared): Generator<Conflict> {
  for (const held of freezes) {
    const [w, at] = [held.w, firstOf(held, p)]
    if (at === null) continue
    const gravity: Gravity = isLetThrough(w, p) ? 'note' : w.isHard && !p.isEmergency ? 'block' : 'serious'
    const more = w.exceptIds.includes(p.id) ? '; this change is an exception from it' : gravity === 'note' ? '; a manager has agreed to this change' : ''
    yield untold(made(at, 'freeze', gravity, onWindow(w), [], `${nameOfWindow(w)} freezes this until ${sayInstant(w.endsMs)}${more}.`, w.since), w, p, none)
  }
  for (const held of events) {
    const [w, at] = [held.w, firstOf(held, p)]
    if (at !== null) yield untold(made(at, 'business_event', w.isHard ? 'serious' : 'note', onWindow(w), [], `${nameOfWindow(w)} is then: the business needs it most.`, w.since), w, p, none)
  }
  const gap = maintenance === null || p.isEmergency ? null : firstGap(p, maintenance.over(p).map((s) => shared(s, p) ?? s))
  if (gap !== null) yield made(gap, 'outside_maintenance', 'note', null, [], `Part of it, from ${sayInstant(gap.startMs)}, lies outside the maintenance windows of what it touches.`)
  if (p.noReturnMs !== null && p.noReturnMs > p.doneMs) {
    yield made({ startMs: p.doneMs, endMs: Math.max(p.noReturnMs, p.doneMs + 1) }, 'late_back_out', 'note', null, [], `One could still go back until ${sayInstant(p.noReturnMs)}, after the work is to be done; going back then would be outside its time.`)
  }
}

/** Services that are promised at some moment of the plan's time: as many collisions as `conflictsIn` names for it. */
export const promisedIn = (p: Planned, around: Prepared): number => new Set(around.promised.over(p).map((h) => h.serviceId)).size

function* againstHours(p: Planned, around: Prepared): Generator<Conflict> {
  const seen = new Set<string>()
  for (const h of around.promised.over(p)) {
    const span = shared(p, h)
    if (span === null || seen.has(h.serviceId)) continue
    seen.add(h.serviceId)
    const said = made(span, 'customer_hours', 'note', { record: 'service', id: h.serviceId, number: h.number }, [h.serviceId], `${h.isForeign === true ? 'A service of another organization' : h.name} is promised to its customers then.`)
    yield untold(said, { ...h, id: h.serviceId }, p, h.isForeign === true ? new Set([h.serviceId]) : none)
  }
}

const onWindow = (w: WindowRule): Conflict['with'] => ({ record: 'window', id: w.id, number: w.number })

const made = (span: Span, kind: ConflictKind, gravity: Gravity, about: Conflict['with'], itemIds: readonly string[], sentence: string, since: string | null = null): Conflict =>
  ({ since, kind, gravity, with: about, itemIds: itemIds.slice(0, mostItems), from: new Date(span.startMs).toISOString(), to: new Date(span.endMs).toISOString(), sentence: sentence.slice(0, 1000).toWellFormed() })
/** Items kept of one collision. */
const mostItems = 500

/** `web-1, web-2 and 78 more`. */
function listed(ids: readonly string[], nameOf: (id: string) => string): string {
  const named = ids.slice(0, mostNamed).map(nameOf)
  const more = ids.length - named.length
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.length <= 1 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}
const mostNamed = 5

function firstGap(whole: Span, parts: readonly Span[]): Span | null {
  let at = whole.startMs
  for (const p of parts) {
    if (p.startMs > at) return { startMs: at, endMs: p.startMs }
    at = Math.max(at, p.endMs)
  }
  return at < whole.endMs ? { startMs: at, endMs: whole.endMs } : null
}

/** The first place for which this holds, where it holds for all behind it. */
function firstFrom(list: readonly number[], holds: (value: number) => boolean): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(list[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}

/** Collisions named of one piece of work, earliest first; of more a calendar could draw none apart. */
export const mostCollisions = 50

/** Each piece of work with the ids of those that overlap it and share a thing, a hurt service or a person with it: what a calendar draws in red. */
export function collisionsAmong(list: readonly Work[]): ReadonlyMap<string, readonly string[]> {
  // By what they need: most of those that overlap share nothing, and comparing each pair took seconds with hundreds of them.
  const works = list.map((w) => ({ w, needs: new Set([...w.touches, ...w.above, ...w.peopleIds]) })).toSorted((a, b) => a.w.startMs - b.w.startMs || a.w.endMs - b.w.endMs)
  const needing = new Map<string, number[]>()
  for (const [i, { needs }] of works.entries()) for (const id of needs) { const found = needing.get(id); if (found) found.push(i); else needing.set(id, [i]) }
  const longest = works.reduce((most, { w }) => Math.max(most, w.endMs - w.startMs), 0)
  return new Map(works.map(({ w, needs }) => {
    const met = new Set<number>()
    for (const id of needs) {
      // In order of their beginning: none before this one can reach into it, and the first few are all that is named.
      const list = needing.get(id) ?? []
      let named = 0
      for (let k = firstFrom(list, (i) => (works[i]?.w.startMs ?? 0) >= w.startMs - longest); k < list.length && named < mostCollisions; k++) {
        const i = list[k] ?? 0
        const other = works[i]?.w
        if (other === undefined || other.startMs >= w.endMs) break
        if (met.has(i)) named++
        else if (other.id !== w.id && meets(w, other)) { met.add(i); named++ }
      }
    }
    return [w.id, [...met].sort((a, b) => a - b).slice(0, mostCollisions).flatMap((i) => works[i]?.w.id ?? [])]
  }))
}
