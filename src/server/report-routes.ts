/** Service reports over HTTP: a customer's month as data and as PDF, and the records behind each of its numbers. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Actor, reachOf, readers, roleOf, rule, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { is } from '../model/query.ts'
import { incidentFacts } from '../practices/incident/facts.ts'
import { incident } from '../practices/incident/record.ts'
import { organization } from '../practices/organization/record.ts'
import type { ServiceReport } from '../practices/report/content.ts'
import { monthName } from '../practices/report/content.ts'
import { monthSchema, report } from '../practices/report/record.ts'
import { yearOf } from '../store/freeze.ts'
import { measureRecords } from '../store/measure.ts'
import { providerId } from '../store/sign-in.ts'
import { actorOf, type Face, parse, pathPart, queryOf } from './face.ts'
import { contentOf, publicMeasures, questionOf, type ReportPlace } from './report-content.ts'
import { reportPdf } from './report-pdf.ts'

/** Which number is opened; `priority` for a line of the outcomes. */
export const reportRecordsSchema = z.strictObject({ measure: z.string().max(80), priority: z.string().regex(/^[1-5]$/).optional(), limit: z.coerce.number().int().min(1).max(1000).default(100), after: z.string().regex(/^\d{1,9}$/).optional() })

interface Head {
  readonly place: ReportPlace
  readonly head: Omit<ServiceReport, 'outcomes' | 'numbers' | 'majors' | 'outages' | 'open'>
}

/** Registers them. */
export function reportRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face
  if (!store.records.has(report.name)) return

  const headOf = async (request: FastifyRequest, actor: Actor): Promise<Head> => {
    const orgId = pathPart(request, 'orgId').toLowerCase()
    const month = parse(monthSchema, pathPart(request, 'month'), true)
    const missing = new AppError('not_found', `There is no service report of ${month} for this organization, or it is not yours to see.`)
    const isReader = readers.includes(roleOf(actor))
    if ((!isReader && roleOf(actor) !== 'customer') || (reachOf(actor) !== 'all' && (actor.kind === 'rule' || actor.orgId !== orgId))) throw missing
    const [org, record] = await store.read(actor, async (s) => [await s.seek(organization, orgId), (await s.list(report, { where: [is('orgId', orgId), is('month', month)], limit: 1 })).items[0] ?? null] as const)
    if (org === null || (record === null && !isReader)) throw missing
    const provider = await store.db.owner((tx) => providerId(tx))
    const by = provider === null ? org : await store.read(rule('service report'), (s) => s.find(organization, provider))
    const year = await store.db.read(sightOf(actor), (tx) => yearOf(tx, month, by.zone))
    const [from, to] = [year.at(-2) ?? '', year.at(-1) ?? '']
    const knownAt = record?.publishedAt ?? null
    return {
      place: { orgId, zone: by.zone, from, to, months: year.slice(0, -1), knownAt },
      head: {
        organization: { id: org.id, name: org.name }, provider: by.name, month, zone: by.zone, from, to, knownAt: knownAt ?? new Date(store.clock.now()).toISOString(),
        record: record === null ? null : { id: record.id, number: record.number, version: record.version, state: record.state, comment: record.comment, publishedAt: record.publishedAt },
      },
    }
  }
  const wholeOf = async (request: FastifyRequest): Promise<ServiceReport> => {
    const actor = await actorOf(face, request)
    const { head, place } = await headOf(request, actor)
    return { ...head, ...await contentOf(store, actor, place) }
  }

  app.get('/api/service-reports/:orgId/:month', wholeOf)

  app.get('/api/service-reports/:orgId/:month/pdf', async (request, reply) => {
    const whole = await wholeOf(request)
    const name = `${whole.organization.name} ${monthName(whole.month)}`.replaceAll(/[^\p{L}\p{N} -]/gu, '')
    return reply.type('application/pdf').header('content-disposition', `attachment; filename="service-report-${whole.month}.pdf"; filename*=UTF-8''${encodeURIComponent(`Service report ${name}.pdf`)}`).send(await reportPdf(whole))
  })

  app.get('/api/service-reports/:orgId/:month/records', async (request) => {
    const actor = await actorOf(face, request)
    const { place } = await headOf(request, actor)
    const { measure, priority, limit, after } = parse(reportRecordsSchema, queryOf(request), true)
    const m = publicMeasures.find((x) => x.id === measure)
    if (!m) throw new AppError('not_found', `No number of this report is called ${measure}; there are ${publicMeasures.map((x) => x.id).join(', ')}.`)
    const q = questionOf(place, priority === undefined ? [] : [{ field: 'priority', op: 'in', values: [priority] }])
    const { items, total } = await store.db.read(sightOf(actor), (tx) => measureRecords(tx, incidentFacts, m.definition, q, {}, new Date(store.clock.now()).toISOString(), { limit, ...(after === undefined ? {} : { after }) }))
    const titles = await store.read(actor, (s) => s.titles(incident, items.map((i) => i.recordId)))
    const end = Number(after ?? 0) + items.length
    return { record: 'incident', items: items.map((i) => ({ ...i, title: titles.get(i.recordId)?.title ?? '' })), count: total, next: end < total && items.length > 0 ? String(end) : null }
  })
}
