/** Outages in the simulation: recorded by who works on the incident, with their phases; one of a service at a time. */
import { outage } from '../practices/incident/outage.ts'
import { iso } from './life.ts'
import { type Case, serviceOf, textOf, type Worker, type World } from './world.ts'

export function beginOutage(w: World, worker: Worker, c: Case): void {
  const { cause } = c
  if (cause === null || cause.degree === 0) return
  const { id, plan } = serviceOf(w, cause.service)
  if (w.down.has(cause.service)) return
  const now = w.agenda.now()
  const detected = Date.parse(c.life.createdAt)
  const startedAt = Math.min(now, Math.max(c.failedAt, w.upSince.get(cause.service) ?? 0))
  const chance = w.chance('outages')
  c.outage = w.book.begin(outage, c.life.orgId, {
    actor: worker.member.actor, at: now, correlationId: w.correlation(), facts: { functions: plan.vital, owner: c.life.row, lastEnd: null },
    input: {
      serviceId: id, incidentId: c.life.id, startedAt: iso(startedAt), detectedAt: iso(Math.max(startedAt, Math.min(now, detected))), degree: cause.degree,
      ...(cause.degree < 1 ? { scope: chance.pick(['one site', 'some of the users', 'one function']) } : {}), ...(plan.users > 0 ? { usersAffected: Math.max(1, Math.round(plan.users * cause.degree)) } : {}),
      ...(plan.vital.length > 0 ? { vitalFunctions: cause.degree === 1 ? plan.vital : [chance.pick(plan.vital)] } : {}), evidence: c.alert ? `Alert ${c.alert.number}` : `Reported in ${c.life.number}`,
    },
  })
  w.down.set(cause.service, c.outage)
}

/** It is known what failed; or the part works again, and with it the users. */
export function markOutage(w: World, worker: Worker, c: Case, phase: 'diagnosedAt' | 'repairedAt'): void {
  if (c.outage === null || c.outage.row.state !== 'open') return
  const now = iso(w.agenda.now())
  const doing = { actor: worker.member.actor, at: w.agenda.now(), correlationId: w.correlation() }
  const known = { functions: (c.cause && serviceOf(w, c.cause.service).plan.vital) ?? [], owner: c.life.row, lastEnd: null }
  w.book.act(c.outage, 'update', { ...doing, facts: known, input: phase === 'diagnosedAt' ? { diagnosedAt: now } : { ...(textOf(c.outage, 'diagnosedAt') === null ? { diagnosedAt: now } : {}), repairedAt: now, recoveredAt: now } })
  if (phase === 'repairedAt') endOutage(w, worker, c)
}

export function endOutage(w: World, worker: Worker, c: Case): void {
  if (c.outage === null || c.outage.row.state !== 'open' || c.cause === null) return
  w.book.act(c.outage, 'end', { actor: worker.member.actor, at: w.agenda.now(), correlationId: w.correlation(), facts: { owner: null, lastEnd: null }, input: { endedOn: iso(w.agenda.now()) } })
  w.down.delete(c.cause.service)
  w.upSince.set(c.cause.service, w.agenda.now())
}
