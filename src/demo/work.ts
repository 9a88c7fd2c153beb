/** Work: who does what when. People work in their shifts, one thing at a time, the most urgent first; something critical interrupts and calls whoever is on call. */
import type { Chance } from './chance.ts'
import { type Case, hour, isDone, minute, priorityOf, type Squad, squadOf, type Worker, type World } from './world.ts'

/** Nobody works longer on one thing without looking up. */
const longestMinutes = 120
/** From this priority on it interrupts, and outside of shifts somebody is called. */
const interrupting = 1
/** A protected hour is given up for this priority and worse. */
const urgent = 2

/** Plans all shifts of all people. */
export function startShifts(w: World): void {
  for (const squad of w.squads.values()) {
    for (const worker of squad.workers) {
      for (const [from, to] of squad.crew.rota.shifts(worker.member.n)) {
        if (to <= w.agenda.now()) continue
        w.agenda.at(Math.max(from, w.agenda.now()), () => { beginShift(w, worker, to) })
      }
    }
  }
}

function beginShift(w: World, worker: Worker, until: number): void {
  // Who was called in the night goes on with it, now in the shift.
  stop(w, worker)
  worker.until = until
  worker.isOnCall = false
  choose(w, worker)
  w.agenda.at(until, () => { if (worker.until <= w.agenda.now()) endShift(w, worker) })
}

function endShift(w: World, worker: Worker): void {
  stop(w, worker)
  spareTime(w, worker)
  worker.until = 0
  worker.isOnCall = false
  // What cannot wait goes to whoever works next or is on call.
  for (const c of worker.mine.filter((x) => priorityOf(x) <= interrupting)) {
    drop(worker.mine, c)
    arrive(w, c)
  }
}

/** An incident comes to the team that has it. */
export function arrive(w: World, c: Case): void {
  if (isDone(c)) return
  const squad = squadOf(w, c.team)
  c.worker = null
  if (!squad.queue.includes(c)) squad.queue.push(c)
  notice(w, squad, c)
}

/** It goes on with who had it; if they are not back soon, with their team. */
export function goesOn(w: World, c: Case): void {
  if (isDone(c)) return
  const { worker } = c
  if (worker === null || worker.member.team !== c.team) { arrive(w, c); return }
  const next = worker.squad.crew.rota.shifts(worker.member.n).find(([, to]) => to > w.agenda.now())
  if (worker.until <= w.agenda.now() && (next === undefined || next[0] - w.agenda.now() > 30 * hour || priorityOf(c) <= interrupting)) { arrive(w, c); return }
  worker.mine.push(c)
  if (worker.until > w.agenda.now() && worker.job === null) choose(w, worker)
}

function notice(w: World, squad: Squad, c: Case): void {
  const now = w.agenda.now()
  const present = squad.workers.filter((x) => x.until > now)
  const idle = present.find((x) => x.job === null)
  if (idle) { choose(w, idle); return }
  if (priorityOf(c) > interrupting) return
  const [least] = present.filter((x) => x.job !== null && (typeof x.job.on === 'string' || priorityOf(x.job.on) > interrupting)).sort((a, b) => weight(b) - weight(a))
  if (least) {
    stop(w, least)
    choose(w, least)
  } else if (present.length === 0) call(w, squad, c)
}

/** What is interrupted most easily has the highest weight. */
const weight = (x: Worker): number => (x.job === null || typeof x.job.on === 'string' ? 9 : priorityOf(x.job.on))

/** Who is on call answers within minutes and stays until it is done. */
function call(w: World, squad: Squad, c: Case): void {
  const chance = w.chance('calls')
  w.agenda.at(w.agenda.now() + chance.between(4, 18) * minute, () => {
    if (isDone(c) || !squad.queue.includes(c)) return
    const now = w.agenda.now()
    const worker = squad.workers[squad.crew.rota.onCall(now)]
    if (!worker || squad.workers.some((x) => x.until > now)) { notice(w, squad, c); return }
    worker.until = now + 10 * hour
    worker.isOnCall = true
    drop(squad.queue, c)
    doIncident(w, worker, c)
  })
}

/** The most urgent and oldest thing that waits for this worker; or time that is kept for causes and changes. */
export function choose(w: World, worker: Worker): void {
  const now = w.agenda.now()
  if (worker.job !== null) return
  if (worker.until <= now) return
  spareTime(w, worker)
  const best = bestOf([...worker.mine, ...worker.squad.queue])
  if (worker.isOnCall && (best === null || priorityOf(best) > interrupting)) { worker.until = 0; worker.isOnCall = false; return }
  const { prevention, change } = w.profile.staff
  const chance = w.chance(`days of ${worker.member.team}`)
  const isDesk = worker.member.team === 'desk'
  if (!worker.isOnCall && !isDesk && (best === null || priorityOf(best) > urgent) && chance.isSo(prevention + change)) { keepTime(w, worker, chance); return }
  if (best === null) { worker.idleSince = now; return }
  drop(worker.mine, best)
  drop(worker.squad.queue, best)
  doIncident(w, worker, best)
}

function bestOf(list: readonly Case[]): Case | null {
  let best: Case | null = null
  for (const c of list) if (!isDone(c) && (best === null || priorityOf(c) < priorityOf(best) || (priorityOf(c) === priorityOf(best) && c.life.createdAt < best.life.createdAt))) best = c
  return best
}

function keepTime(w: World, worker: Worker, chance: Chance): void {
  const { prevention, change } = w.profile.staff
  const on = chance.even() * (prevention + change) < prevention ? 'prevention' : 'change'
  occupy(w, worker, on, chance.between(45, 100), () => { choose(w, worker) })
}

function doIncident(w: World, worker: Worker, c: Case): void {
  c.worker = worker
  if (c.left === null) c.left = w.handling.begin(worker, c)
  else w.handling.begin(worker, c)
  occupy(w, worker, c, c.left, () => {
    if ((c.left ?? 0) > 0.5) { doIncident(w, worker, c); return }
    c.left = null
    if (w.handling.finish(worker, c) && worker.until > w.agenda.now()) doIncident(w, worker, c)
    else {
      if (!isDone(c) && c.worker === worker && c.team === worker.member.team && c.life.row.state !== 'pending' && !worker.squad.queue.includes(c) && !worker.mine.includes(c)) worker.mine.push(c)
      choose(w, worker)
    }
  })
}

/** Busy for so many minutes, at most until the shift ends. */
function occupy(w: World, worker: Worker, on: Case | 'prevention' | 'change', minutes: number, then: () => void): void {
  const since = w.agenda.now()
  const until = Math.min(since + Math.max(1, Math.min(minutes, longestMinutes)) * minute, worker.until)
  const callOff = w.agenda.at(until, () => {
    count(w, worker)
    worker.job = null
    if (typeof on !== 'string' && until >= worker.until && (on.left ?? 0) > 0.5) {
      w.handling.leave(worker, on)
      worker.mine.push(on)
      return
    }
    then()
  })
  worker.job = { on, since, callOff }
}

/** Puts down what is in hand. */
function stop(w: World, worker: Worker): void {
  const { job } = worker
  if (job === null) return
  job.callOff()
  count(w, worker)
  worker.job = null
  if (typeof job.on === 'string') return
  w.handling.leave(worker, job.on)
  if (!isDone(job.on)) worker.mine.push(job.on)
}

/** Books the time of what is in hand. */
function count(w: World, worker: Worker): void {
  const { job } = worker
  if (job === null) return
  const minutes = (w.agenda.now() - job.since) / minute
  w.sessions.push({ member: worker.member, from: job.since, to: w.agenda.now(), on: typeof job.on === 'string' ? job.on : 'incident', isOnCall: worker.isOnCall })
  if (job.on === 'prevention') worker.squad.preventionMinutes += minutes
  else if (job.on === 'change') worker.squad.changeMinutes += minutes
  else {
    job.on.unbooked += minutes
    job.on.left = Math.max(0, (job.on.left ?? 0) - minutes)
  }
}

/** Some of the time in which nothing waited went into causes. */
function spareTime(w: World, worker: Worker): void {
  if (worker.idleSince === 0) return
  worker.squad.preventionMinutes += ((w.agenda.now() - worker.idleSince) / minute) * w.profile.staff.spareToPrevention
  worker.idleSince = 0
}

function drop<T>(list: T[], one: T): void {
  const i = list.indexOf(one)
  if (i >= 0) list.splice(i, 1)
}
