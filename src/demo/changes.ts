/** Changes: the business wishes, approvals and tests take their time, people work on them, and what goes live may bring causes of failure with it. */
import { carryOut, draftChange, planChange, releaseTitle } from './change-lives.ts'
import { addCause } from './failures.ts'
import { services } from './company.ts'
import { nextOfficeMoment, workingDaysLater } from './hours.ts'
import type { Life } from './life.ts'
import { startFix } from './problems.ts'
import { day, hour, serviceOf, squadOf, week, type World } from './world.ts'

/** Causes that one wish brings on average. Large releases bring more for each wish: their parts meet for the first time. */
const causesPerWish = { tested: 0.05, untested: 0.42 } as const
const growthOfReleases = 1.2
/** Work on a wish before it can go live. */
const minutesPerWish = 420
/** The business hopes for it within so many working days. */
const wantedWithinDays = 15
/** Causes that an update of what a service stands on brings. */
const causesPerUpdate = 0.06

export function startChanges(w: World): void {
  startWishes(w)
  for (const plan of services) startUpdates(w, plan.key)
  startPrevention(w)
}

function startWishes(w: World): void {
  const chance = w.chance('wishes')
  const open = new Map<string, number[]>()
  const wanted = services.filter((s) => s.layer !== 'supplier' && s.key !== 'power-cooling').map((s) => [s.key, s.layer === 'infrastructure' ? 0.35 : s.tier === 'gold' ? 1.6 : 1] as const)
  const wish = (): void => {
    w.agenda.at(w.agenda.now() + chance.wait(week / w.profile.change.wishesPerWeek), () => {
      const key = chance.weighted(wanted)
      const list = [...(open.get(key) ?? []), w.agenda.now()]
      if (list.length >= Math.max(1, Math.round(w.profile.change.batch / 2 + chance.between(0, w.profile.change.batch)))) {
        open.delete(key)
        prepare(w, key, list)
      } else open.set(key, list)
      wish()
    })
  }
  wish()
}

/** Approval, then the team's time, then a window. */
function prepare(w: World, key: string, wishedAt: readonly number[]): void {
  const chance = w.chance('releases')
  const { plan } = serviceOf(w, key)
  const n = w.releases.filter((r) => r.service === key).length + 1
  const life = draftChange(w, { key, model: 'release', title: releaseTitle(plan, n, wishedAt.length), wantedBy: new Date(workingDaysLater(wishedAt[0] ?? w.agenda.now(), wantedWithinDays)).toISOString().slice(0, 10) })
  w.agenda.at(workingDaysLater(w.agenda.now(), chance.skewed(w.profile.change.approvalDays, 0.6)), () => { awaitHands(w, life, key, wishedAt) })
}

function awaitHands(w: World, life: Life, key: string, wishedAt: readonly number[]): void {
  const squad = squadOf(w, serviceOf(w, key).plan.team)
  const need = minutesPerWish * wishedAt.length
  if (squad.changeMinutes < need) { w.agenda.at(w.agenda.now() + day, () => { awaitHands(w, life, key, wishedAt) }); return }
  squad.changeMinutes -= need
  const [at, isTested] = [windowFrom(w, w.agenda.now()), w.chance('tests').isSo(w.profile.change.tested)]
  planChange(w, life, at, isTested)
  w.agenda.at(at, () => { goLive(w, life, key, wishedAt, isTested) })
}

function windowFrom(w: World, from: number): number {
  const chance = w.chance('windows')
  const office = nextOfficeMoment(w.cast.zone, from + 2 * hour, chance)
  const at = chance.isSo(w.profile.change.inWorkingHours) ? office : office - (office % day) + chance.between(17.5, 20.5) * hour
  return thawFrom(Math.max(at, from + hour), w.profile.change.freezeDays)
}

/** Nothing goes live in the last working days of a quarter. */
function thawFrom(at: number, freezeDays: number): number {
  const d = new Date(at)
  const next = Date.UTC(d.getUTCFullYear(), Math.floor(d.getUTCMonth() / 3) * 3 + 3, 1)
  return freezeDays > 0 && next - at < freezeDays * 1.4 * day ? next + (at % day) + day : at
}

function goLive(w: World, life: Life, key: string, wishedAt: readonly number[], isTested: boolean): void {
  const chance = w.chance('releases')
  const causes = chance.count((isTested ? causesPerWish.tested : causesPerWish.untested) * wishedAt.length ** growthOfReleases)
  const brought = Array.from({ length: causes }, () => addCause(w, key, chance, life))
  carryOut(w, life, () => brought.some((c) => c.failures > 0))
  w.releases.push({ change: life, service: key, wishedAt, liveAt: w.agenda.now(), isTested, causes })
}

function startUpdates(w: World, key: string): void {
  const chance = w.chance(`updates ${key}`)
  const every = w.profile.change.updateEveryDays * day
  w.updatedAt.set(key, w.agenda.now() - chance.even() * every)
  const next = (inMs: number): void => {
    const at = w.agenda.now() + inMs
    // Written down a day before it is done.
    let life: Life | null = null
    w.agenda.at(Math.max(w.agenda.now(), at - day), () => {
      life = draftChange(w, { key, model: 'update', title: `Regular update of ${serviceOf(w, key).plan.name}`, wantedBy: null })
      planChange(w, life, at, true)
    })
    w.agenda.at(at, () => {
      if (life === null) throw new Error(`Broken promise: an update of ${key} was not planned`)
      w.updatedAt.set(key, w.agenda.now())
      const done = life
      const brought = Array.from({ length: chance.count(causesPerUpdate) }, () => addCause(w, key, chance, done))
      carryOut(w, done, () => brought.some((c) => c.failures > 0))
      next(every * chance.between(0.8, 1.2))
    })
  }
  next(chance.even() * every)
}

/** Each evening a team uses the time it kept: the known cause that hurts most goes first. */
function startPrevention(w: World): void {
  const evening = (): void => {
    w.agenda.at(w.agenda.now() + day, () => {
      w.living = w.living.filter((c) => !c.isGone)
      for (const [key, squad] of w.squads) {
        for (;;) {
          const known = w.living.filter((c) => !c.isGone && w.problems.get(c)?.isBusy !== true && c.team === key && c.failures >= 1 && (c.last === null || c.last.isRestored))
          const worst = known.toSorted((a, b) => b.failures / b.impact - a.failures / a.impact)[0]
          if (!worst || squad.preventionMinutes < worst.removeMinutes) break
          squad.preventionMinutes -= worst.removeMinutes
          const dossier = w.problems.get(worst)
          if (dossier === undefined) worst.isGone = true
          else startFix(w, dossier)
        }
        // What was not needed now is not saved for next year.
        squad.preventionMinutes = Math.min(squad.preventionMinutes, 6000)
        squad.changeMinutes = Math.min(squad.changeMinutes, 12_000)
      }
      evening()
    })
  }
  evening()
}
