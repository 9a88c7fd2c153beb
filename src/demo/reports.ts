/** Reports: what users tell the desk, of everyday trouble and of failures that they notice. */
import { incident } from '../practices/incident/record.ts'
import { newCase } from './cases.ts'
import type { Somebody } from './cast.ts'
import type { Chance } from './chance.ts'
import { type Trouble, troubles } from './company.ts'
import { busyAt, nextOfficeMoment } from './hours.ts'
import { iso, type Life } from './life.ts'
import { arrive } from './work.ts'
import { type Case, type Cause, hour, isDone, minute, rules, serviceOf, squadOf, week, type World } from './world.ts'
import { answers, details } from './words.ts'

/** Everyday reports a week, over all customers, before quiet weeks are taken off. */
const everydayPerWeek = 112
/** Mean of `busyAt` over a week: makes the busiest hour's rate from the week's. */
const meanBusy = 0.36

export function startReports(w: World): void {
  const chance = w.chance('everyday')
  for (const c of w.cast.customers) {
    const { zone } = c.plan
    const next = (): void => {
      w.agenda.at(w.agenda.now() + chance.wait((week * meanBusy) / (everydayPerWeek * c.plan.share)), () => {
        if (chance.isSo(busyAt(zone, w.agenda.now()))) report(w, chance, chance.pick(c.people), chance.weighted(troubles.map((t) => [t, t.weight] as const)))
        next()
      })
    }
    next()
  }
}

function report(w: World, chance: Chance, who: Somebody, t: Trouble): void {
  const life = tell(w, chance, who, { title: t.says, service: t.service, category: t.category, impact: chance.weighted([[3, 0.25], [4, 0.75]]), urgency: chance.weighted([[2, 0.2], [3, 0.5], [4, 0.3]]), failedAt: w.agenda.now() })
  const deskCould = chance.isSo(t.desk) && chance.isSo(w.profile.routing.deskMaySolve)
  const c = newCase(w, life, { trouble: t, reporter: who, failedAt: w.agenda.now(), truth: deskCould ? 'desk' : t.team, team: teamKeyOf(w, life) })
  arrive(w, c)
}

/** Somebody notices a failure in their hours and tells; what monitoring or another user told already is found to be the same. */
export function reportFailure(w: World, cause: Cause, failedAt: number, chance: Chance): void {
  const customer = chance.weighted(w.cast.customers.map((c) => [c, c.plan.share] as const))
  const who = chance.pick(customer.people)
  const noticed = nextOfficeMoment(customer.plan.zone, failedAt + chance.wait(35 * minute), chance)
  w.agenda.at(noticed, () => {
    if (cause.isGone) return
    const main = cause.last
    if (main !== null && (isDone(main) || main.isRestored) && cause.isMonitored) return
    const seen = visibleAt(w, cause, chance)
    const life = tell(w, chance, who, { title: cause.title, service: seen, category: cause.isFromChange ? null : cause.category, impact: cause.impact, urgency: cause.urgency, failedAt })
    const isSame = main !== null && !isDone(main)
    const c = newCase(w, life, { cause: isSame ? null : cause, reporter: who, failedAt, truth: isSame ? 'desk' : cause.team, team: teamKeyOf(w, life), sameAs: isSame ? main : null })
    if (isSame) main.followers.push(c)
    else cause.last = c
    arrive(w, c)
  })
}

/** Users see what they use: a failure below shows in a service above it. */
function visibleAt(w: World, cause: Cause, chance: Chance): string {
  const { plan } = serviceOf(w, cause.service)
  if (plan.users > 0) return cause.service
  const above = [...w.cast.services.values()].filter((s) => s.plan.on.includes(cause.service) && s.plan.users > 0)
  return above.length === 0 ? cause.service : chance.pick(above).plan.key
}

interface Told {
  readonly title: string
  readonly service: string
  readonly category: string | null
  readonly impact: number
  readonly urgency: number
  readonly failedAt: number
}

/** By web or chat the user writes it; by telephone or mail somebody of the desk who works now does. */
function tell(w: World, chance: Chance, who: Somebody, t: Told): Life {
  const now = w.agenda.now()
  const desk = squadOf(w, 'desk')
  const agent = desk.workers.find((x) => x.until > now && !x.isOnCall)
  const via = agent ? chance.weighted([['web', 0.42], ['phone', 0.34], ['mail', 0.16], ['chat', 0.08]] as const) : 'web'
  const common = { title: t.title, description: chance.pick(details), impact: t.impact, urgency: t.urgency, reportedVia: via, ...(now - t.failedAt > 5 * minute ? { noticedAt: iso(Math.min(now, Math.max(t.failedAt, now - 3 * hour))) } : {}) }
  const { id } = serviceOf(w, t.service)
  const { orgId } = who.actor
  if (agent && (via === 'phone' || via === 'mail')) {
    return w.book.begin(incident, orgId, {
      actor: agent.member.actor, at: now, correlationId: w.correlation(), facts: { teamId: desk.crew.id },
      input: { ...common, requesterId: who.actor.id, serviceId: id, ...(t.category === null ? {} : { category: t.category }), teamToAssign: desk.crew.id },
    })
  }
  // Most users do not name the service: then nobody has it until the desk looks.
  const names = chance.isSo(0.3)
  const team = names ? squadOf(w, serviceOf(w, t.service).plan.team).crew.id : null
  return w.book.begin(incident, orgId, {
    actor: who.actor, at: now, correlationId: w.correlation(), facts: { teamId: team }, input: { ...common, ...(who.actor.role === 'customer' ? { requesterId: who.actor.id } : {}), ...(names ? { serviceId: id } : {}) },
  })
}

/** The crew that has it now; the desk looks at what nobody has. */
function teamKeyOf(w: World, life: Life): string {
  const { teamId } = life.row as { readonly teamId?: string | null }
  return [...w.squads.values()].find((s) => s.crew.id === teamId)?.crew.plan.key ?? 'desk'
}

/** The user answers a question in their hours, and the wait ends. */
export function answerLater(w: World, c: Case, then: () => void): void {
  const { reporter } = c
  if (reporter === null) return
  const chance = w.chance('answers')
  const zone = w.cast.customers.find((x) => x.id === reporter.actor.orgId)?.plan.zone ?? w.cast.zone
  w.agenda.at(nextOfficeMoment(zone, w.agenda.now() + chance.skewed(3 * hour, 1.1), chance), () => {
    if (c.life.row.state !== 'pending') return
    const now = w.agenda.now()
    w.book.act(c.life, 'comment', { actor: reporter.actor, at: now, correlationId: w.correlation(), input: { body: chance.pick(answers) } })
    w.book.act(c.life, 'resume', { actor: rules.answer, at: now, correlationId: w.correlation(), input: { reason: 'The user answered.' } })
    then()
  })
}
