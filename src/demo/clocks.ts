/** Clocks in the simulation: the product's own are asked when a threshold could have come, and what they say is written as the product writes it. */
import { obligationAt } from '../practices/agreement/clock.ts'
import type { Obligation } from '../practices/agreement/clock-reading.ts'
import { type AgreementHistory, agreementFor, clockInput } from '../practices/agreement/facts-of.ts'
import { type Settled, settledOf } from '../practices/agreement/settle.ts'
import { nextTellingAt, toldIn, warningOf } from '../practices/agreement/warning.ts'
import { actorId, type RuleActor } from '../model/actor.ts'
import { iso, type Life } from './life.ts'
import { type Case, fieldOf, isDone, priorityOf, rules, textOf, type World } from './world.ts'

type Entry = Parameters<typeof clockInput>[1][number]

/** The journal as clocks read it. */
export const journalOf = (life: Life): Entry[] => life.entries.map((e, i) => ({
  at: e.at, recordedAt: e.recordedAt ?? e.at, verb: e.verb, changes: e.changes, before: {}, input: e.input ?? {}, reason: e.reason ?? null, version: i + 1, recordId: life.id,
  actorKind: e.actor?.kind ?? 'rule', actorId: e.actor ? actorId(e.actor) : null, actorName: e.actorName,
}))

/** All clocks of an incident at an instant. */
function clocksAt(w: World, c: Case, at: number): Obligation[] {
  const journal = journalOf(c.life)
  // Before somebody named the service the general one spoke.
  const spoke = w.promises.agreements.filter((a) => a === promiseOf(w, c) || a.versions[0]?.promise.serviceId === null)
  return (['response', 'resolution', 'update'] as const).flatMap((kind) => {
    const input = clockInput(kind, journal, spoke, w.promises.calendars, (id) => w.teamNames.get(id) ?? 'another team')
    return input === null ? [] : [obligationAt(input, iso(at))]
  })
}

/** The agreement that speaks for it; the company makes none anew, so it stays the same while the service does. */
function promiseOf(w: World, c: Case): AgreementHistory | null {
  const serviceId = textOf(c.life, 'serviceId')
  const known = w.promised.get(serviceId)
  if (known !== undefined) return known
  const found = agreementFor(w.promises.agreements, serviceId, c.life.orgId, c.life.createdAt)
  w.promised.set(serviceId, found)
  return found
}

interface Budgets {
  /** Seconds; null: none was promised. */
  readonly response: number | null
  readonly resolution: number | null
  readonly warnRatio: number
}

function budgetsOf(w: World, c: Case): Budgets {
  const promise = promiseOf(w, c)?.versions.at(-1)?.promise
  const target = promise?.targets[String(priorityOf(c)) as '1']
  return { response: target?.responseSeconds ?? null, resolution: target?.resolutionSeconds ?? null, warnRatio: promise?.warnRatio ?? 0.75 }
}

/** Looks when the first threshold can have come at the earliest: real time is never shorter than working time. */
export function watchClock(w: World, c: Case): void {
  c.callOffClock?.()
  const b = budgetsOf(w, c)
  const budgets = [fieldOf(c.life, 'firstActionAt') === null ? b.response : null, b.resolution].filter((n) => n !== null)
  if (budgets.length === 0) return
  const soonest = Date.parse(c.life.createdAt) + Math.min(...budgets) * 1000 * b.warnRatio
  c.callOffClock = w.agenda.at(Math.max(soonest, w.agenda.now()), () => { look(w, c) })
}

function look(w: World, c: Case): void {
  if (isDone(c)) return
  const now = w.agenda.now()
  const clocks = clocksAt(w, c, now)
  write(w, c, settledOf(clocks, verdictsOf(c)), rules.clock)
  const told = toldIn(journalOf(c.life))
  for (const clock of clocks) {
    const warning = warningOf(clock, told)
    if (warning !== null) w.book.act(c.life, 'warn', { actor: rules.clock, at: now, correlationId: w.correlation(), input: { ...warning } })
  }
  const next = nextTellingAt(clocks, toldIn(journalOf(c.life)))
  // Held clocks go on when the wait ends: whoever resumes it looks again.
  if (next !== null) c.callOffClock = w.agenda.at(Math.max(Date.parse(next), now + 1000), () => { look(w, c) })
}

/** After a step that a promise may hang on: whether it was kept is written where that changed, as the product does. */
export function settle(w: World, c: Case): void {
  const now = w.agenda.now()
  const { state } = c.life.row
  const [before, b] = [verdictsOf(c), budgetsOf(w, c)]
  const seconds = (now - Date.parse(c.life.createdAt)) / 1000
  // In real time within the budget is within it in working time too; only what took longer is worth the clocks.
  const isQuick = (n: number | null): boolean => n === null || seconds <= n
  const isOver = state === 'cancelled' || c.life.row.version === 1 || textOf(c.life, 'mergedIntoId') !== null
  if (isOver || !isQuick(b.response) || !isQuick(b.resolution)) write(w, c, settledOf(clocksAt(w, c, now), before), rules.follow)
  else {
    const isAnswered = fieldOf(c.life, 'firstActionAt') !== null
    write(w, c, { responseMet: b.response !== null && isAnswered ? true : null, resolutionMet: b.resolution !== null && isDone(c) ? true : null }, rules.follow)
  }
}

const verdictsOf = (c: Case): Parameters<typeof settledOf>[1] => ({ responseMet: asVerdict(fieldOf(c.life, 'responseMet')), resolutionMet: asVerdict(fieldOf(c.life, 'resolutionMet')), formerNumber: null })
const asVerdict = (v: unknown): boolean | null => (typeof v === 'boolean' ? v : null)

function write(w: World, c: Case, now: Settled, actor: RuleActor): void {
  const before = verdictsOf(c)
  if (now.responseMet === before.responseMet && now.resolutionMet === before.resolutionMet) return
  const input = { ...(now.responseMet === null ? {} : { answeredInTime: now.responseMet }), ...(now.resolutionMet === null ? {} : { restoredInTime: now.resolutionMet }) }
  w.book.act(c.life, 'settle', { actor, at: w.agenda.now(), correlationId: w.correlation(), input })
}
