/** Changes and incidents over HTTP: the suspects of an incident, what happened after a change, rates after changes, what was observed. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Actor, readers, roleOf, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { suspectsOf } from '../practices/change/cause-suspects.ts'
import { change } from '../practices/change/record.ts'
import { incident } from '../practices/incident/record.ts'
import { service } from '../practices/service/record.ts'
import { changeMoments, incidentMoments } from '../store/incident-moments.ts'
import { afterChange, observedSummary, ratesAfterChanges, spanOf } from './cause-answers.ts'
import { actorOf, type Face, parse, pathPart, queryOf } from './face.ts'

const instant = z.iso.datetime({ offset: true }).transform((t) => new Date(t).toISOString())

/** Days after the change that are looked at; 14 where nothing is said. */
export const aftermathSchema = z.strictObject({ days: z.coerce.number().int().min(3).max(56).default(14) })
/** From `from` (inclusive) to `to` (exclusive): the last half year where nothing is said; `serviceId` is an id or a number. */
export const changeRatesSchema = z.strictObject({ serviceId: z.string().min(1).max(100).optional(), from: instant.optional(), to: instant.optional() })
/** The last four weeks where nothing is said. */
export const observedSchema = z.strictObject({ from: instant.optional(), to: instant.optional() })

const dayMs = 86_400_000
const rateDays = 182
const observedDays = 28
/** Beyond two years seasons and reorganisations say more than changes, and the calculation takes long. */
const mostDays = 731

/** Registers them. */
export function causeRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face

  app.get('/api/incidents/:id/suspects', async (request) => {
    const actor = await readerOf(face, request)
    return store.read(actor, async (s) => {
      const row = await s.find(incident, pathPart(request, 'id'))
      return suspectsOf(s, row, await s.history('incident', row.id))
    })
  })

  app.get('/api/changes/:id/aftermath', async (request) => {
    const actor = await readerOf(face, request)
    const { days } = parse(aftermathSchema, queryOf(request), true)
    const row = await store.read(actor, (s) => s.find(change, pathPart(request, 'id')))
    const span = spanOf(row, days, store.clock.now())
    const moments = span === null ? [] : await store.db.read(sightOf(actor), (tx) => incidentMoments(tx, span.from, span.to))
    return store.read(actor, (s) => afterChange(s, row, moments, span?.to ?? ''))
  })

  app.get('/api/changes/rates', async (request) => {
    const actor = await readerOf(face, request)
    const q = parse(changeRatesSchema, queryOf(request), true)
    const { from, to } = periodOf(face, q, rateDays)
    const asked = q.serviceId === undefined ? null : await store.read(actor, (s) => s.find(service, q.serviceId ?? ''))
    const [changes, incidents] = await store.db.read(sightOf(actor), async (tx) => [await changeMoments(tx, from, to), await incidentMoments(tx, from, to)] as const)
    return store.read(actor, (s) => ratesAfterChanges(s, asked, { from, to, changes, incidents }))
  })

  app.get('/api/changes/observed', async (request) => {
    const actor = await readerOf(face, request)
    const { from, to } = periodOf(face, parse(observedSchema, queryOf(request), true), observedDays)
    return store.read(actor, (s) => observedSummary(s, from, to))
  })
}

function periodOf(face: Face, q: { readonly from?: string | undefined; readonly to?: string | undefined }, days: number): { readonly from: string; readonly to: string } {
  const to = q.to ?? new Date(face.store.clock.now()).toISOString()
  const from = q.from ?? new Date(Date.parse(to) - days * dayMs).toISOString()
  const problem = from >= to ? 'must be before to' : Date.parse(to) - Date.parse(from) > mostDays * dayMs ? 'may be at most two years before to' : null
  if (problem !== null) throw new AppError('invalid', `from ${problem}.`, { faults: [{ at: 'from', message: problem }] })
  return { from, to }
}

async function readerOf(face: Face, request: FastifyRequest): Promise<Actor> {
  const actor = await actorOf(face, request)
  if (!readers.includes(roleOf(actor))) throw new AppError('forbidden', 'What causes incidents is for the operation’s staff and auditors.')
  return actor
}
