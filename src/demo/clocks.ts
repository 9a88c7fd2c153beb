/** Clocks in the simulation: the product's own are asked when a threshold could have come, and what they say is written as the product writes it. */
import { obligationAt } from '../practices/agreement/clock.ts'
import type { Obligation } from '../practices/agreement/clock-reading.ts'
import { agreementFor, clockInput } from '../practices/agreement/facts-of.ts'
import { nextTellingAt, toldIn, warningOf } from '../practices/agreement/warning.ts'
import { actorId } from '../model/actor.ts'
import { iso, type Life } from './life.ts'
import { type Case, fieldOf, isDone, priorityOf, rules, textOf, type World } from './world.ts'

type Entry = Parameters<typeof clockInput>[1][number]

/** The journal as clocks read it. */
export const journalOf = (life: Life): Entry[] => life.entries.map((e, i) => ({
  at: e.at, recordedAt: e.recordedAt ?? e.at, verb: e.verb, changes: e.changes, before: {}, input: e.input ?? {}, reason: e.reason ?? null, version: i + 1, recordId: life.id,
  actorKind: e.actor?.kind ?? 'rule', actorId: e.actor ? actorId(e.actor) : null, actorName: e.actorName,
}))

/** All clocks of an incident at an instant. */
export function clocksAt(w: World, life: Life, at: number): Obligation[] {
  const journal = journalOf(life)
  const nameOf = (id: string): string => [...w.cast.crews.values()].find((x) => x.id === id)?.plan.name ?? 'another team'
  return (['response', 'resolution', 'update'] as const).flatMap((kind) => {
    const input = clockInput(kind, journal, w.promises.agreements, w.promises.calendars, nameOf)
    return input === null ? [] : [obligationAt(input, iso(at))]
  })
}

/** Looks when the first threshold can have come at the earliest: real time is never shorter than working time. */
export function watchClock(w: World, c: Case): void {
  c.callOffClock?.()
  const { agreements } = w.promises
  const a = agreementFor(agreements, textOf(c.life, 'serviceId'), c.life.orgId, c.life.createdAt)
  const promise = a?.versions.at(-1)?.promise
  const target = promise?.targets[String(priorityOf(c)) as '1']
  const isAnswered = fieldOf(c.life, 'firstActionAt') !== null
  const budgets = [isAnswered ? null : target?.responseSeconds ?? null, target?.resolutionSeconds ?? null].filter((n) => n !== null)
  if (promise === undefined || budgets.length === 0) return
  const from = Date.parse(c.life.createdAt)
  const soonest = from + Math.min(...budgets) * 1000 * (promise.warnRatio ?? 0.75)
  c.callOffClock = w.agenda.at(Math.max(soonest, w.agenda.now()), () => { look(w, c) })
}

function look(w: World, c: Case): void {
  if (isDone(c)) return
  const now = w.agenda.now()
  const isAnswered = fieldOf(c.life, 'firstActionAt') !== null
  const [clocks, told] = [clocksAt(w, c.life, now), toldIn(journalOf(c.life).map(({ verb, input }) => ({ verb, input })))]
  for (const clock of clocks) {
    const warning = warningOf(clock, told)
    if (warning !== null) w.book.act(c.life, 'warn', { actor: rules.clock, at: now, correlationId: w.correlation(), input: { ...warning } })
  }
  const next = nextTellingAt(isAnswered ? clocks.filter((x) => x.kind !== 'response') : clocks, toldIn(journalOf(c.life)))
  // Held clocks go on when the wait ends: `goesOn` of whoever resumes it looks again.
  if (next !== null) c.callOffClock = w.agenda.at(Math.max(Date.parse(next), now + 1000), () => { look(w, c) })
}
