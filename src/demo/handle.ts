/** Handling: what people do with an incident they have in hand, by the incident's own verbs. */
import { clear } from './alerts.ts'
import type { Chance } from './chance.ts'
import { settle, watchClock } from './clocks.ts'
import { askEmergency } from './emergencies.ts'
import { nextOfficeMoment, workingDaysLater } from './hours.ts'
import { iso } from './life.ts'
import { declareMajor } from './majors.ts'
import { beginOutage, markOutage } from './outages.ts'
import { answerLater } from './reports.ts'
import { resolve } from './resolve.ts'
import { arrive, goesOn } from './work.ts'
import { type Case, fieldOf, type Handling, hour, isDone, minute, rules, serviceOf, squadOf, textOf, type Worker, type World } from './world.ts'
import { questions, wrongTeam } from './words.ts'

/** More than so many minutes cannot be booked at once. */
const mostMinutes = 1440
/** After so many passes somebody asks until the right team is known. */
const mostPasses = 3

export function handlingOf(world: () => World): Handling {
  return {
    begin: (worker, c) => begin(world(), worker, c),
    finish: (worker, c) => finish(world(), worker, c),
    leave: (worker, c) => { bookEffort(world(), worker, c) },
  }
}

const act = (w: World, worker: Worker, c: Case, verb: string, input: Readonly<Record<string, unknown>> = {}, facts?: unknown): void => {
  w.book.act(c.life, verb, { actor: worker.member.actor, at: w.agenda.now(), input, facts, correlationId: w.correlation() })
}

/** Takes it where that is due, and says how long the stage will be. */
function begin(w: World, worker: Worker, c: Case): number {
  const chance = w.chance(`work of ${c.team}`)
  if (c.needsResume && c.life.row.state === 'pending') {
    act(w, worker, c, 'resume')
    c.needsResume = false
    watchClock(w, c)
  }
  if (c.life.row.state === 'new') triage(w, worker, c)
  const isMine = textOf(c.life, 'assigneeId') === worker.member.actor.id && c.life.row.state === 'in_progress'
  if (!isMine && (c.truth === c.team || c.team === 'desk' || c.passes >= mostPasses)) act(w, worker, c, c.alert !== null && c.life.row.state !== 'in_progress' && textOf(c.life, 'assigneeId') === null ? 'acknowledge' : 'take')
  // Once the first answer is settled, only a threshold or an end changes what holds.
  if (fieldOf(c.life, 'responseMet') === null) settle(w, c)
  if (c.alert?.row.state === 'firing') w.book.act(c.alert, 'acknowledge', { actor: worker.member.actor, at: w.agenda.now(), correlationId: w.correlation() })
  if (c.cause && c.cause.degree > 0 && c.outage === null && !c.isRestored && c.life.row.state === 'in_progress') {
    beginOutage(w, worker, c)
    declareMajor(w, worker, c)
  }
  if (c.left !== null) return c.left
  if (c.stage === 'follow') return chance.between(3, 6)
  if (c.stage === 'check') return chance.between(4, 14)
  if (c.isNoise) return chance.between(4, 14)
  if (c.truth !== c.team) return c.team === 'desk' ? chance.skewed(9, 0.4) : chance.skewed(14, 0.5)
  if (c.trouble) return c.stage === 'look' ? Math.max(3, c.trouble.minutes * 0.4 * chance.skewed(1, 0.4)) : Math.max(3, c.trouble.minutes * chance.skewed(1, 0.5))
  return c.stage === 'look' ? c.cause?.lookMinutes ?? 15 : c.cause?.repairMinutes ?? 30
}

/** The desk finds out what it is about and takes it in. */
function triage(w: World, worker: Worker, c: Case): void {
  const key = c.trouble?.service ?? c.cause?.service ?? c.sameAs?.cause?.service ?? 'workplace'
  const chance = w.chance('triage')
  act(w, worker, c, 'classify', { serviceId: serviceOf(w, key).id, category: chance.isSo(0.8) ? c.trouble?.category ?? c.cause?.category ?? 'Application' : chance.pick(['Application', 'Hardware', 'Network', 'Access', 'Data']) })
  act(w, worker, c, 'assign', { toTeamId: worker.squad.crew.id, toPersonId: worker.member.actor.id })
}

/** The stage is over; whether the worker goes on with it. */
function finish(w: World, worker: Worker, c: Case): boolean {
  const chance = w.chance(`work of ${c.team}`)
  if (c.stage === 'follow') return follow(w, worker, c)
  if (c.isNoise) { quieten(w, worker, c, chance); return false }
  if (c.truth !== c.team) {
    if (c.passes >= mostPasses) c.truth = c.team
    else { passOn(w, worker, c, chance); return false }
  }
  if (c.stage === 'look') {
    if (c.outage) markOutage(w, worker, c, 'diagnosedAt')
    c.stage = 'repair'
    if (c.asks) { ask(w, worker, c, chance); return false }
    if (c.needsApproval) { awaitApproval(w, worker, c, chance); return false }
    if (c.supplier !== null) { awaitSupplier(w, worker, c, c.supplier, chance); return false }
    return true
  }
  if (c.stage === 'repair') {
    c.isRestored = true
    if (c.outage) markOutage(w, worker, c, 'repairedAt')
    if (c.alert) clear(w, c.alert, c)
    if (chance.isSo(w.profile.repair.checked)) { c.stage = 'check'; return true }
    bookEffort(w, worker, c)
    resolve(w, worker, c, false)
    return false
  }
  bookEffort(w, worker, c)
  resolve(w, worker, c, true)
  return false
}

/** To the team that is thought right: escalated after work on it, or sent back unseen. */
function passOn(w: World, worker: Worker, c: Case, chance: Chance): void {
  c.passes++
  const isKnown = chance.isSo(w.profile.routing.knowsTeam) || c.passes >= mostPasses
  const others = [...w.squads.keys()].filter((k) => k !== c.team && k !== 'desk' && k !== c.truth)
  const to = isKnown ? c.truth : chance.pick(others)
  const from = c.team
  bookEffort(w, worker, c)
  if (from !== 'desk' && c.life.row.state === 'assigned' && c.life.entries.filter((e) => typeof e.changes['teamId'] === 'string').length > 1 && chance.isSo(0.55)) {
    const before = teamsOf(w, c).at(-2) ?? 'desk'
    act(w, worker, c, 'bounce', { reason: chance.pick(wrongTeam) }, { teamId: squadOf(w, before).crew.id })
    c.team = before
  } else {
    act(w, worker, c, 'escalate', { toTeamId: squadOf(w, to).crew.id, reason: from === 'desk' ? 'The desk cannot solve it.' : chance.pick(wrongTeam) })
    c.team = to
  }
  c.stage = 'look'
  arrive(w, c)
}

/** Keys of the teams that had it, in order, as its journal says. */
function teamsOf(w: World, c: Case): string[] {
  const byId = new Map([...w.squads].map(([key, s]) => [s.crew.id, key]))
  return c.life.entries.flatMap((e) => { const key = byId.get(String(e.changes['teamId'])); return key === undefined ? [] : [key] })
}

function ask(w: World, worker: Worker, c: Case, chance: Chance): void {
  c.asks = false
  bookEffort(w, worker, c)
  act(w, worker, c, 'comment', { body: chance.pick(questions) })
  act(w, worker, c, 'pause', { because: 'user', waitFor: c.reporter?.actor.name ?? null })
  answerLater(w, c, () => { watchClock(w, c); goesOn(w, c) })
}

function awaitApproval(w: World, worker: Worker, c: Case, chance: Chance): void {
  c.needsApproval = false
  bookEffort(w, worker, c)
  act(w, worker, c, 'pause', { because: 'change', waitFor: 'Approval of the emergency change' })
  const at = nextOfficeMoment(w.cast.zone, w.agenda.now() + chance.skewed(w.profile.repair.approvalHours, 0.7) * hour, chance)
  askEmergency(w, worker.member, c, at)
  w.agenda.at(at, () => { c.needsResume = true; goesOn(w, c) })
}

/** Somebody looks again at an agreed moment; by then the supplier has mostly done its part. */
function awaitSupplier(w: World, worker: Worker, c: Case, name: string, chance: Chance): void {
  c.supplier = null
  bookEffort(w, worker, c)
  const lookAgain = nextOfficeMoment(w.cast.zone, workingDaysLater(w.agenda.now(), chance.skewed(0.8, 0.6)), chance)
  act(w, worker, c, 'pause', { because: 'supplier', waitFor: name, lookAgainAt: iso(lookAgain) })
  w.agenda.at(lookAgain, () => {
    if (c.life.row.state !== 'pending') return
    w.book.act(c.life, 'resume', { actor: rules.review, at: w.agenda.now(), correlationId: w.correlation(), input: { reason: 'The time to look at it again has come.' } })
    watchClock(w, c)
    goesOn(w, c)
  })
}

/** The same as another: merged where both are of one organization, else it waits for that one. */
function follow(w: World, worker: Worker, c: Case): boolean {
  const main = c.sameAs
  if (main === null) return false
  bookEffort(w, worker, c)
  if (isDone(main) || main.isRestored) { resolve(w, worker, c, true); return false }
  if (main.life.orgId === c.life.orgId) {
    act(w, worker, c, 'merge', { intoId: main.life.id }, { target: main.life.row, open: c.outage?.row.state === 'open' ? 1 : 0 })
    settle(w, c)
    c.callOffClock?.()
    return false
  }
  act(w, worker, c, 'link', { relation: 'child_of', toRecord: 'incident', toId: main.life.id, toNumber: main.life.number })
  act(w, worker, c, 'pause', { because: 'schedule', waitFor: main.life.number })
  const look = (): void => {
    w.agenda.at(w.agenda.now() + 20 * minute, () => {
      if (c.life.row.state !== 'pending') return
      if (!isDone(main) && !main.isRestored) { look(); return }
      c.needsResume = true
      goesOn(w, c)
    })
  }
  look()
  return false
}

/** It meant nothing. */
function quieten(w: World, worker: Worker, c: Case, chance: Chance): void {
  bookEffort(w, worker, c)
  clear(w, c.alert, c)
  if (chance.isSo(0.45)) {
    act(w, worker, c, 'cancel', { reason: 'False alarm: nothing is wrong.' }, { open: 0 })
    settle(w, c)
    c.callOffClock?.()
    if (c.alert) w.book.act(c.alert, 'close', { actor: worker.member.actor, at: w.agenda.now(), correlationId: w.correlation(), input: { outcome: chance.pick(['false', 'no_action']) } })
  } else resolve(w, worker, c, true)
}

/** Books what was worked since the last time, where people book. */
export function bookEffort(w: World, worker: Worker, c: Case): void {
  const minutes = Math.min(mostMinutes, Math.round(c.unbooked))
  c.unbooked = 0
  if (minutes < 1 || !w.chance('booking').isSo(w.profile.booksEffort)) return
  act(w, worker, c, 'bookEffort', { minutes })
}
