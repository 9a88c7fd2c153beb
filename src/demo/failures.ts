/** Failures: causes arise by wear and by changes, fail again and again, and are noticed by monitoring or by users. */
import type { Severity } from '../practices/event/rules.ts'
import { alertNameOf, clear, fire } from './alerts.ts'
import { newCase, returned } from './cases.ts'
import type { Chance } from './chance.ts'
import { services } from './company.ts'
import { busyAt } from './hours.ts'
import type { Life } from './life.ts'
import { reportFailure } from './reports.ts'
import { arrive } from './work.ts'
import { type Case, type Cause, day, hour, isDone, minute, serviceOf, week, type World } from './world.ts'
import { noise } from './words.ts'

/** Causes that each service carries from before, per unit of wear. */
const inherited = 2.5
/** Wear doubles when a service was not updated for so long. */
const doublesAfterMs = 150 * day

export function startFailures(w: World): void {
  for (const plan of services) {
    const chance = w.chance(`wear ${plan.key}`)
    for (let i = chance.count(plan.wear * inherited); i > 0; i--) addCause(w, plan.key, chance, null)
    const arise = (): void => {
      const age = w.agenda.now() - (w.updatedAt.get(plan.key) ?? 0)
      w.agenda.at(w.agenda.now() + chance.wait(week / (plan.wear * (1 + age / doublesAfterMs))), () => { addCause(w, plan.key, chance, null); arise() })
    }
    arise()
  }
  startNoise(w)
}

/** A new cause in a service; one that came with a change shows itself soon. */
export function addCause(w: World, key: string, chance: Chance, change: Life | null): Cause {
  const isFromChange = change !== null
  const { plan } = serviceOf(w, key)
  const [title, category] = chance.pick(plan.symptoms)
  const impact = chance.weighted(plan.tier === 'gold' ? [[1, 0.06], [2, 0.4], [3, 0.54]] : plan.tier === 'silver' ? [[2, 0.3], [3, 0.5], [4, 0.2]] : plan.tier === 'bronze' ? [[3, 0.6], [4, 0.4]] : [[1, 0.03], [2, 0.32], [3, 0.65]])
  const below = plan.on.length > 0 && !isFromChange && chance.isSo(0.22) ? serviceOf(w, chance.pick(plan.on)).plan.team : plan.team
  const cause: Cause = {
    service: key, title, category: isFromChange ? 'Change' : category, instance: `${key}-${String(1 + chance.below(97)).padStart(2, '0')}.brisholm.example`, team: below, isFromChange, change,
    isMonitored: chance.isSo(w.profile.monitoring.coverage), gapMs: chance.skewed(isFromChange ? 5 * day : 15 * day, 0.7), impact, urgency: chance.weighted([[1, 0.2], [2, 0.4], [3, 0.4]]),
    degree: impact === 1 ? 1 : impact === 2 && chance.isSo(0.5) ? 0.5 : chance.isSo(0.12) ? 0.2 : 0,
    lookMinutes: chance.skewed(isFromChange ? 18 : 26, 0.6), repairMinutes: chance.skewed(isFromChange ? 45 : 70, 0.8), removeMinutes: chance.skewed(480, 0.6), failures: 0, isGone: false, alert: null, last: null,
  }
  w.causes.push(cause)
  w.living.push(cause)
  failLater(w, cause, isFromChange ? chance.wait(7 * hour) : chance.wait(cause.gapMs))
  return cause
}

/** Plans the next failure; at night most things rest. */
export function failLater(w: World, cause: Cause, inMs: number): void {
  const chance = w.chance('failures')
  w.agenda.at(w.agenda.now() + inMs, () => {
    if (cause.isGone) return
    if (!chance.isSo(0.35 + 0.65 * busyAt('Europe/Copenhagen', w.agenda.now()))) { failLater(w, cause, chance.wait(5 * hour)); return }
    fail(w, cause)
  })
}

/** It fails now. */
export function fail(w: World, cause: Cause): void {
  if (cause.isGone || (cause.last !== null && !isDone(cause.last) && !cause.last.isRestored)) return
  cause.failures++
  const failedAt = w.agenda.now()
  const chance = w.chance('noticing')
  if (!cause.isMonitored) {
    reportFailure(w, cause, failedAt, chance)
    if (cause.degree >= 0.5) crowd(w, cause, failedAt, chance)
    return
  }
  w.agenda.at(failedAt + chance.between(1, 6) * minute, () => {
    const raised = fire(w, { service: cause.service, alertname: alertNameOf(cause.title), instance: cause.instance, summary: cause.title, severity: severityOf(cause), sinceMs: failedAt, before: cause.alert })
    cause.alert = raised.alert
    const known = w.cases.get(raised.incident.id)
    if (raised.became === 'opened' || !known) {
      const made = newCase(w, raised.incident, { cause, alert: raised.alert, failedAt, truth: cause.team, team: serviceOf(w, cause.service).plan.team })
      cause.last = made
      arrive(w, made)
    } else if (raised.became === 'reopened') returned(w, known, failedAt)
    if (cause.degree >= 0.5) crowd(w, cause, failedAt, chance)
  })
}

const severityOf = (cause: Cause): Severity => (cause.degree === 1 ? 'critical' : cause.urgency === 1 || cause.impact <= 2 ? 'error' : 'warning')

/** While it is down, users call too. */
function crowd(w: World, cause: Cause, failedAt: number, chance: Chance): void {
  for (let i = chance.count(1.6 * cause.degree); i > 0; i--) reportFailure(w, cause, failedAt, chance)
}

/** Alerts that mean nothing: they come, somebody looks, they go. */
function startNoise(w: World): void {
  const chance = w.chance('noise')
  const last = new Map<string, Case>()
  const next = (): void => {
    w.agenda.at(w.agenda.now() + chance.wait(week / w.profile.monitoring.noisePerWeek), () => { sound(); next() })
  }
  const sound = (): void => {
    const [alertname, summary] = chance.pick(noise)
    const plan = chance.pick(services)
    const key = `${plan.key} ${alertname}`
    const before = last.get(key)
    if (before && !isDone(before)) return
    const now = w.agenda.now()
    const raised = fire(w, { service: plan.key, alertname, instance: `${plan.key}-00.brisholm.example`, summary: `${summary} (${plan.name})`, severity: 'warning', sinceMs: now - minute, before: before?.alert ?? null })
    const known = w.cases.get(raised.incident.id)
    const c = raised.became === 'opened' || !known ? newCase(w, raised.incident, { isNoise: true, alert: raised.alert, failedAt: now, truth: plan.team, team: plan.team }) : known
    if (raised.became === 'reopened') returned(w, c, now)
    else if (c !== known) arrive(w, c)
    last.set(key, c)
    w.agenda.at(now + chance.wait(2 * hour), () => { clear(w, raised.alert, c) })
  }
  next()
}
