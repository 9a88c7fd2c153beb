/** The answer to "may I change this now?": allowed, allowed with approval, blocked, or ask; with the rule that decided and a sentence for whoever waits for it. Pure. */
import type { Candidate } from './names.ts'
import { toleranceSeconds } from './rules.ts'
import { sayInstant, type Span } from './spans.ts'
import type { Unclear } from './targets.ts'
import { covers, endOfWait, holdsWithin, isLetThrough, nameOfWindow, type Reach, type WindowRule } from './window-rules.ts'

export const verdicts = ['allowed', 'allowed_with_approval', 'blocked', 'ask'] as const
export type VerdictWord = (typeof verdicts)[number]

/** Rules in the order in which they are tried; the first that fits decides. */
export const verdictRules = {
  nothing_named: 'Nothing was named that it touches', not_known: 'What was named is not known', several_meant: 'What was named could be several things', change_not_known: 'The change that was named is not known', change_elsewhere: 'The change touches other things', too_large: 'More hangs together than can be looked at',
  excepted: 'An exception from the freeze', hard_freeze: 'A hard freeze', emergency_in_freeze: 'An emergency in a freeze', soft_freeze: 'A soft freeze', business_event: 'A business event',
  change_not_authorised: 'The change is not authorised', change_not_now: 'The change is planned for another time', change_authorised: 'An authorised change',
  emergency: 'An emergency', normal_needs_change: 'A normal change needs to be authorised', outside_maintenance: 'Outside maintenance', nothing_against: 'Nothing speaks against it',
} as const
export type VerdictRule = keyof typeof verdictRules

export interface Verdict {
  readonly verdict: VerdictWord
  readonly rule: VerdictRule
  /** The window that decided; null where none did. */
  readonly window: { readonly id: string; readonly number: string; readonly name: string } | null
  /** Until when this answer holds or one has to wait; null where nothing is known to end it. */
  readonly until: string | null
  readonly sentence: string
}

/** The change that a caller names. */
export interface NamedChange {
  readonly id: string
  readonly number: string
  readonly state: string
  readonly plannedStartMs: number | null
  readonly plannedEndMs: number | null
  readonly isEmergency: boolean
  /** When a manager agreed to it at its time; null where none did. */
  readonly agreedAt: string | null
  /** Items and services it touches. */
  readonly touches: ReadonlySet<string>
}

export interface Question {
  readonly atMs: number
  /** End of the work; the moment itself where nobody says. */
  readonly untilMs: number
  readonly kind: 'standard' | 'normal' | 'emergency' | null
  /** Names that nothing here has. */
  readonly unknown: readonly string[]
  /** What those could be that do not say which thing is meant. */
  readonly unclear: readonly Unclear[]
  /** What was named, as ids. */
  readonly targets: readonly string[]
  readonly reach: Reach
  /** Why not all that hangs together could be looked at; null where it was. */
  readonly cut: string | null
  /** Undefined: none was named; null: there is no such change. */
  readonly change: NamedChange | null | undefined
  readonly windows: readonly WindowRule[]
}

/** How far ahead the end of a row of freezes is looked for. */
const horizonMs = 400 * 86_400_000

/** What is not known is asked about, never let through in silence. */
export function verdictOf(q: Question): Verdict {
  const span: Span = { startMs: q.atMs, endMs: Math.max(q.untilMs, q.atMs + 1) }
  const say = (verdict: VerdictWord, rule: VerdictRule, sentence: string, more: { window?: WindowRule; untilMs?: number | null } = {}): Verdict => ({
    verdict, rule, sentence, until: more.untilMs == null ? null : new Date(more.untilMs).toISOString(), window: more.window && more.window.isForeign !== true ? { id: more.window.id, number: more.window.number, name: more.window.name } : null,
  })
  if (q.unknown.length > 0) return say('ask', 'not_known', notKnown(q))
  const [several] = q.unclear.filter((u) => u.are === 'several')
  if (several !== undefined) return say('ask', 'several_meant', `"${several.name}" is the name of ${several.candidates.length}: ${listed(several.candidates)}. Say which one, by its key or number.`)
  if (q.targets.length === 0) return say('ask', 'nothing_named', 'Say what is changed: a service, an item, or the labels that name it. Without that nobody can say whether a freeze is about it.')
  if (q.change === null) return say('ask', 'change_not_known', 'There is no such change that you may see. Check its number, or ask without one.')
  if (q.change !== undefined && q.targets.some((id) => !q.change?.touches.has(id))) return say('ask', 'change_elsewhere', `${q.change.number} does not name what you are about to change. Add it there, or name the right change.`)

  const now = (kind: WindowRule['kind']): readonly WindowRule[] => q.windows.filter((w) => w.kind === kind && covers(w, q.reach) && holdsWithin(w, span).length > 0)
  const freezes = now('freeze')
  const named = q.change ?? null
  const excepted = freezes.filter((w) => named !== null && isLetThrough(w, { ...named, agreedAt: isInItsTime(named, span) ? named.agreedAt : null }))
  const standing = freezes.filter((w) => !excepted.includes(w))
  const hard = standing.find((w) => w.isHard)
  const [frozen] = hard ? [hard] : standing
  if (frozen) {
    const first = holdsWithin(frozen, span)[0]?.startMs ?? q.atMs
    const row = q.windows.filter((w) => w.kind === 'freeze' && covers(w, q.reach) && !excepted.includes(w))
    const untilMs = endOfWait(row, Math.max(first, q.atMs), horizonMs) ?? frozen.endsMs
    const what = `${nameOfWindow(frozen)} freezes this until ${sayInstant(untilMs)}`
    if (q.kind === 'emergency') return say('allowed_with_approval', 'emergency_in_freeze', `${what}. An emergency may go on when a manager authorises it.`, { window: frozen, untilMs })
    if (hard) return say('blocked', 'hard_freeze', `${what}. Deploy after that, or ask a manager for an exception.`, { window: frozen, untilMs })
    return say('allowed_with_approval', 'soft_freeze', `${what}. It may go on when a manager approves.`, { window: frozen, untilMs })
  }
  // A hard freeze that was found holds, whatever else there may be; without one, the one that forbids it could be where nobody looked.
  const agreed = named === null ? null : { ...named, agreedAt: isInItsTime(named, span) ? named.agreedAt : null }
  const couldForbid = (w: WindowRule): boolean => w.kind === 'freeze' && w.scope.everything !== true && (w.isForAll || w.orgId === q.reach.orgId) && (agreed === null || !isLetThrough({ ...w, isHard: false }, agreed)) && holdsWithin(w, span).length > 0
  if (q.cut !== null && q.windows.some(couldForbid)) return say('ask', 'too_large', q.cut)
  const byChange = q.change === undefined ? null : ofChange(q.change, q.atMs, say)
  if (byChange !== null && byChange.verdict !== 'allowed') return byChange
  const [event] = now('business_event')
  if (event && byChange === null) return say(event.isHard ? 'allowed_with_approval' : 'allowed', 'business_event', `${nameOfWindow(event)} goes on until ${sayInstant(event.endsMs)}: the business needs this most then.${event.isHard ? ' It may go on when a manager approves.' : ''}`, { window: event, untilMs: event.endsMs })
  const exception = excepted.find((w) => w.exceptIds.includes(named?.id ?? ''))
  if (exception && q.change) return say('allowed', 'excepted', `${q.change.number} is an exception from ${nameOfWindow(exception)}.`, { window: exception, untilMs: exception.endsMs })
  if (byChange !== null) return byChange
  if (q.kind === 'emergency') return say('allowed_with_approval', 'emergency', 'No freeze is about it. An emergency is authorised by one manager; record it as a change.')
  if (q.kind === 'normal') return say('allowed_with_approval', 'normal_needs_change', 'No freeze is about it. A normal change is recorded, assessed and authorised first; name its number then.')
  const maintenance = q.windows.filter((w) => w.kind === 'maintenance' && covers(w, q.reach))
  const inside = maintenance.flatMap((w) => holdsWithin(w, span)).some((s) => s.startMs <= span.startMs && s.endMs >= span.endMs)
  if (maintenance.length > 0 && !inside && maintenance.some((w) => w.isHard)) return say('allowed_with_approval', 'outside_maintenance', 'It has maintenance windows, and this is outside of them. It may go on when a manager approves.')
  const next = nextFreeze(q)
  return say('allowed', 'nothing_against', `Nothing speaks against it${next === null ? '' : ` until ${sayInstant(next)}, when a freeze begins`}.`, { untilMs: next })
}

type Say = (verdict: VerdictWord, rule: VerdictRule, sentence: string, more?: { window?: WindowRule; untilMs?: number | null }) => Verdict

function notKnown(q: Question): string {
  const near = q.unclear.find((u) => u.are === 'near')
  const hint = near === undefined ? 'Nobody can say whether a freeze is about it; add it, or give it as another name of what it is.' : `Did you mean ${listed(near.candidates)}? Until that is said nobody knows whether a freeze is about it.`
  return `Nothing here is called ${q.unknown.slice(0, 3).map((x) => `"${x}"`).join(', ')}. ${hint}`
}

/** `Payments API (payments-api, SVC-12)`, up to five of them. */
function listed(candidates: readonly Candidate[]): string {
  const said = candidates.slice(0, 5).map((c) => `${c.name} (${c.key}, ${c.number})`)
  const more = candidates.length - said.length
  return more > 0 ? `${said.join(', ')} and ${more} more` : said.length <= 1 ? said.join('') : `${said.slice(0, -1).join(', ')} or ${said.at(-1)}`
}

/** So little before its time a change may begin, and what a manager agreed to holds then. */
const earlyMs = toleranceSeconds * 1000

/** What a manager agreed to was the planned time. */
const isInItsTime = (c: NamedChange, span: Span): boolean =>
  goesOn.includes(c.state) && (c.isEmergency || c.state === 'implementing' || (c.plannedStartMs !== null && c.plannedEndMs !== null && span.startMs >= c.plannedStartMs - earlyMs && span.endMs <= c.plannedEndMs + 1))

const goesOn: readonly string[] = ['authorised', 'scheduled', 'implementing']

function ofChange(c: NamedChange, atMs: number, say: Say): Verdict {
  if (!goesOn.includes(c.state)) {
    const isOver = ['rejected', 'cancelled', 'closed', 'implemented', 'reviewed'].includes(c.state)
    return say(isOver ? 'blocked' : 'allowed_with_approval', 'change_not_authorised', isOver ? `${c.number} is ${c.state}. Use a change that is still to be done.` : `${c.number} is ${c.state}, not authorised yet. Those who must agree see it on their agenda.`)
  }
  const [start, end] = [c.plannedStartMs, c.plannedEndMs]
  if (c.state !== 'implementing' && start !== null && end !== null && (atMs < start - earlyMs || atMs >= end)) {
    return say(atMs < start ? 'blocked' : 'allowed_with_approval', 'change_not_now', `${c.number} is planned from ${sayInstant(start)} to ${sayInstant(end)}. Wait, or schedule it for another time.`, { untilMs: atMs < start ? start : null })
  }
  return say('allowed', 'change_authorised', `${c.number} is authorised.`, { untilMs: end })
}

function nextFreeze(q: Question): number | null {
  const starts = q.windows.filter((w) => w.kind === 'freeze' && covers(w, q.reach)).flatMap((w) => holdsWithin(w, { startMs: q.atMs, endMs: q.atMs + horizonMs }).slice(0, 1)).map((s) => s.startMs)
  return starts.length === 0 ? null : Math.min(...starts)
}
