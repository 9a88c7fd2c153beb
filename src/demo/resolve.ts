/** Resolving and what comes after: the cause is gone or stays, the user is content or comes back, nobody objects and it closes. */
import type { Chance } from './chance.ts'
import { fail, failLater } from './failures.ts'
import { settle } from './clocks.ts'
import { finishEmergency } from './emergencies.ts'
import { nextOfficeMoment } from './hours.ts'
import { returned } from './cases.ts'
import { keepProblem } from './problems.ts'
import { reopenWindowWorkingDays } from '../practices/incident/rules.ts'
import { endOutage } from './outages.ts'
import { fieldOf, hour, minute, type Case, rules, textOf, type Worker, type World } from './world.ts'
import { backAgain, helped, repaired, restored } from './words.ts'

/** Chance that a repair does not hold: a check finds most that would not. */
const badRepair = { checked: 0.03, unchecked: 0.17 } as const

export function resolve(w: World, worker: Worker, c: Case, isChecked: boolean): void {
  const now = w.agenda.now()
  const chance = w.chance('endings')
  const { actor } = worker.member
  const doing = { actor, at: now, correlationId: w.correlation() }
  const { cause } = c
  const isRemoved = cause !== null && chance.isSo(cause.isFromChange ? 0.5 + w.profile.repair.atTheCause / 2 : w.profile.repair.atTheCause)
  endOutage(w, worker, c)
  const category = cause?.category ?? c.trouble?.category
  if (category !== undefined && textOf(c.life, 'category') !== category && chance.isSo(0.85)) w.book.act(c.life, 'update', { ...doing, input: { category } })
  if (cause?.change) {
    w.book.act(c.life, 'tag', { ...doing, input: { labels: ['after-change'] } })
    const isNew = textOf(c.life, 'causedByChangeId') !== cause.change.id
    w.book.act(c.life, 'attribute', { ...doing, input: { byChangeId: cause.change.id } })
    if (isNew) w.book.act(cause.change, 'blame', { ...doing, actor: rules.blame, input: { incidents: Number(fieldOf(cause.change, 'causedIncidents') ?? 0) + 1 } })
  }
  if (c.reporter && chance.isSo(w.profile.told.words * 0.5)) w.book.act(c.life, 'comment', { ...doing, input: { body: cause ? (isRemoved ? chance.pick(repaired) : chance.pick(restored)) : chance.pick(helped) } })
  w.book.act(c.life, 'resolve', { ...doing, facts: { open: 0, zone: w.cast.zones.get(c.life.orgId) ?? w.cast.zone }, input: wordsOf(c, isRemoved, chance) })
  finishEmergency(w, worker.member, c)
  keepProblem(w, worker, c, isRemoved)
  c.callOffClock?.()
  settle(w, c)
  closeLater(w, c)
  if (cause !== null && cause.last === c) {
    if (isRemoved) cause.isGone = true
    else failLater(w, cause, chance.wait(cause.gapMs))
  }
  if (!c.isNoise && c.sameAs === null && chance.isSo(isChecked ? badRepair.checked : badRepair.unchecked)) comeBack(w, c, chance)
}

function wordsOf(c: Case, isRemoved: boolean, chance: Chance): { code: string; what: string } {
  if (c.isNoise) return { code: 'cleared_itself', what: 'It cleared by itself; nothing was found.' }
  if (c.sameAs) return { code: 'fixed', what: `Restored with ${c.sameAs.life.number}.` }
  if (c.cause) {
    if (isRemoved) return { code: 'fixed', what: c.cause.isFromChange ? 'The change was taken back or corrected.' : chance.pick(repaired) }
    return { code: c.cause.failures > 2 && chance.isSo(0.4) ? 'known_error' : 'workaround', what: chance.pick(restored) }
  }
  return { code: c.trouble?.category === 'Question' || chance.isSo(0.25) ? 'user_helped' : 'fixed', what: chance.pick(helped) }
}

/** What was not repaired well is noticed soon: by its alert within the hour, by the user within days. */
function comeBack(w: World, c: Case, chance: Chance): void {
  const { cause, reporter } = c
  if (cause !== null && cause.isMonitored && c.alert !== null) {
    cause.isGone = false
    w.agenda.at(w.agenda.now() + chance.between(8, 50) * minute, () => { fail(w, cause) })
    return
  }
  if (reporter === null) return
  const zone = w.cast.zones.get(reporter.actor.orgId) ?? w.cast.zone
  w.agenda.at(nextOfficeMoment(zone, w.agenda.now() + chance.skewed(8 * hour, 1), chance), () => {
    const now = w.agenda.now()
    const until = textOf(c.life, 'reopenUntil')
    if ((c.life.row.state !== 'resolved' && c.life.row.state !== 'closed') || until === null || now > Date.parse(until) || textOf(c.life, 'mergedIntoId') !== null) return
    w.book.act(c.life, 'reopen', { actor: reporter.actor, at: now, correlationId: w.correlation(), input: { reason: chance.pick(backAgain) } })
    returned(w, c, now)
  })
}

/** The user says that it is well, or nobody objects in time. */
function closeLater(w: World, c: Case): void {
  const chance = w.chance('closing')
  const until = Date.parse(textOf(c.life, 'reopenUntil') ?? '')
  const { reporter } = c
  const close = (at: number, how: () => Parameters<World['book']['act']>[2]): (() => void) => w.agenda.at(at, () => { if (c.life.row.state === 'resolved') w.book.act(c.life, 'close', how()) })
  if (reporter !== null && chance.isSo(0.22)) {
    const zone = w.cast.zones.get(reporter.actor.orgId) ?? w.cast.zone
    const at = nextOfficeMoment(zone, w.agenda.now() + chance.wait(6 * hour), chance)
    if (at < until) { c.callOffClose = close(at, () => ({ actor: reporter.actor, at: w.agenda.now(), correlationId: w.correlation(), facts: { open: 0 }, input: {} })); return }
  }
  c.callOffClose = close(until, () => ({ actor: rules.close, at: w.agenda.now(), correlationId: w.correlation(), facts: { open: 0 }, input: { reason: `Nobody objected within ${reopenWindowWorkingDays} working days.` } }))
}

