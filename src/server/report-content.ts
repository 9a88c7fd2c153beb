/** Gathers what stands in a service report: numbers and records as the reader may see them, promises as the customer's agreements say them. */
import { type Actor, rule, sightOf } from '../model/actor.ts'
import type { Definition, FactCondition, Measure, MeasureQuery } from '../model/measure.ts'
import { is } from '../model/query.ts'
import { agreement, type Targets } from '../practices/agreement/agreement.ts'
import { agreementFor, agreementHistory, type AgreementHistory } from '../practices/agreement/facts-of.ts'
import { incidentFacts } from '../practices/incident/facts.ts'
import { outage } from '../practices/incident/outage.ts'
import { coveredSeconds } from '../practices/incident/outage-rules.ts'
import { incident } from '../practices/incident/record.ts'
import { cellOf } from '../practices/measure/cells.ts'
import { isSame } from '../practices/measure/freeze.ts'
import { measureOf, register } from '../practices/measure/register.ts'
import type { Kept, Major, MonthNumber, Outcome, ReportNumber, ServiceOutages, ServiceReport } from '../practices/report/content.ts'
import { service } from '../practices/service/record.ts'
import { measureCells, measureRecords } from '../store/measure.ts'
import type { Session, Store } from '../store/store.ts'

/** The month of one customer. */
export interface ReportPlace {
  readonly orgId: string
  readonly zone: string
  readonly from: string
  readonly to: string
  /** Beginnings of the thirteen months that end with this one. */
  readonly months: readonly string[]
  /** Numbers are those known at this moment; null: now. */
  readonly knownAt: string | null
}

const self = rule('service report')

/** All that stands in it but its head; `now` closes what still goes on. */
export async function contentOf(store: Store, actor: Actor, p: ReportPlace): Promise<Pick<ServiceReport, 'outcomes' | 'numbers' | 'majors' | 'outages' | 'open'>> {
  const now = new Date(store.clock.now()).toISOString()
  return {
    outcomes: await outcomesOf(store, actor, p, now), numbers: await numbersOf(store, actor, p, now), open: await openOf(store, actor, p, now),
    majors: await store.read(actor, (s) => majorsOf(s, p)), outages: await store.read(self, (s) => outagesOf(s, p, now)),
  }
}

/** The question of this report about one measure: its customer, its month, as known then. */
export const questionOf = (p: ReportPlace, where: readonly FactCondition[] = []): MeasureQuery => ({
  from: p.from, to: p.to, step: 'month', zone: p.zone, by: [], where: [{ field: 'orgId', op: 'in', values: [p.orgId] }, ...where], ...(p.knownAt === null ? {} : { knownAt: p.knownAt }),
})

/** Measures that customers may see and that can be computed. */
export const publicMeasures: readonly (Measure & { readonly definition: Definition })[] =
  register.filter((m): m is Measure & { readonly definition: Definition } => m.audience === 'public' && m.definition !== null)

async function numbersOf(store: Store, actor: Actor, p: ReportPlace, now: string): Promise<ReportNumber[]> {
  const months = (m: Measure, def: Definition, q: MeasureQuery): Promise<MonthNumber[]> => store.db.read(sightOf(actor), async (tx) =>
    (await measureCells(tx, incidentFacts, def, q, now)).map((raw) => cellOf(raw, def, m.maturityDays, now)).map(({ period, value, low, high, hits, used, eligible }) => ({ period: period ?? '', value, low, high, hits, used, eligible })))
  const out: ReportNumber[] = []
  for (const m of publicMeasures) {
    const known = new Map((await months(m, m.definition, { ...questionOf(p), from: p.months[0] ?? p.from })).map((x) => [x.period, x]))
    const value = known.get(p.from) ?? null
    const { knownAt: _, ...today } = questionOf(p)
    const [later] = p.knownAt === null ? [] : await months(m, m.definition, today)
    out.push({ measure: m, value, before: known.get(p.months.at(-2) ?? '') ?? null, months: p.months.map((period) => known.get(period) ?? { ...none, period }), now: later === undefined || (value !== null && isSame(later, value)) ? null : later })
  }
  return out.map((n) => ({ ...n, measure: { id: n.measure.id, name: n.measure.name, question: n.measure.question, unit: n.measure.unit, better: n.measure.better } }))
}

const none = { value: null, low: null, high: null, hits: null, used: 0, eligible: 0 }

/** Numbers of promises kept, by priority and service. */
type KeptCell = readonly [priority: number, serviceId: string | null, hits: number, used: number, eligible: number]

async function keptOf(store: Store, actor: Actor, p: ReportPlace, id: string, now: string): Promise<KeptCell[]> {
  const def = measureOf(id)?.definition
  if (!def) throw new Error(`Broken promise: the register has ${id}`)
  const cells = await store.db.read(sightOf(actor), (tx) => measureCells(tx, incidentFacts, def, { ...questionOf(p), by: ['priority', 'serviceId'] }, now))
  return cells.map((c) => [Number(c.slice[0]), c.slice[1] ?? null, c.hits ?? 0, c.used, c.eligible])
}

async function outcomesOf(store: Store, actor: Actor, p: ReportPlace, now: string): Promise<Outcome[]> {
  const answers = await keptOf(store, actor, p, 'IN2', now)
  const restores = await keptOf(store, actor, p, 'IN1', now)
  const at = new Date(Math.min(Date.parse(p.to), Date.parse(now)) - 1).toISOString()
  return store.read(self, async (s) => {
    const histories = await historiesOf(s, p.orgId)
    const general = agreementFor(histories, null, p.orgId, at)
    const own = [...new Set(histories.flatMap((h) => h.versions.flatMap((v) => v.promise.serviceId ?? [])))]
    const speaking = new Map(own.map((id) => [id, agreementFor(histories, id, p.orgId, at)]))
    const names = await s.titles(service, own)
    const forServices = [...new Set(speaking.values())].filter((h) => h !== null && h !== general)
    return [...forServices, general].flatMap((h) => {
      const promise = h?.versions.findLast((v) => v.from <= at)?.promise
      if (!h || !promise) return []
      const speaksFor = (id: string | null): boolean => (id === null ? general : speaking.get(id) ?? general) === h
      const services = own.filter((id) => h !== general && speaking.get(id) === h).map((id) => ({ id, name: names.get(id)?.title ?? '' }))
      return [1, 2, 3, 4, 5].map((priority): Outcome => {
        const target = promise.targets[String(priority) as keyof Targets]
        const sum = (cells: readonly KeptCell[], seconds: number | null): Kept | null => (seconds === null ? null : cells.filter((c) => c[0] === priority && speaksFor(c[1])).reduce<Kept>(
          (k, c) => ({ ...k, hits: k.hits + c[2], used: k.used + c[3], eligible: k.eligible + c[4] }), { promisedSeconds: seconds, hits: 0, used: 0, eligible: 0 }))
        return { priority, agreement: promise.number, isDefault: promise.standing === 'default', services, answer: sum(answers, target.responseSeconds), restore: sum(restores, target.resolutionSeconds) }
      })
    })
  })
}

/** Agreements of this customer, and those that are for everybody; read by a rule, for customers read no agreements but are told what was promised to them. */
async function historiesOf(s: Session, orgId: string): Promise<AgreementHistory[]> {
  const ids: string[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await s.list(agreement, { limit: 200, ...(after === undefined ? {} : { after }) })
    ids.push(...page.items.filter((a) => a.orgId === orgId || ('shared' in a && a.shared === true)).map((a) => a.id))
    after = page.next
  }
  return [...(await s.histories('agreement', ids)).values()].map((journal) => agreementHistory(journal)).filter((h) => h !== null)
}

const mostMajors = 50

async function majorsOf(s: Session, p: ReportPlace): Promise<Major[]> {
  const { items } = await s.list(incident, { where: [is('orgId', p.orgId), { field: 'majorSince', op: 'from', values: [p.from] }, { field: 'majorSince', op: 'to', values: [p.to] }], sort: 'majorSince', limit: mostMajors })
  const majors: Major[] = []
  for (const i of items) {
    const said = (await s.timeline(incident, i.id, { limit: 500 })).filter((e) => e.audience === 'public' && e.verb === 'comment')
      .map((e) => ({ at: e.at, text: String(e.effects[0]?.row['body'] ?? '') }))
    majors.push({ id: i.id, number: i.number, title: i.title, from: i.majorSince ?? i.createdAt, to: i.resolvedAt, resolution: i.resolution, said })
  }
  return majors
}

const mostOutages = 2000

/** What was not planned and not withdrawn, cut to the month. */
async function outagesOf(s: Session, p: ReportPlace, now: string): Promise<ServiceOutages[]> {
  const until = p.to < now ? p.to : now
  const found: { readonly serviceId: string; readonly startedAt: string; readonly endedAt: string }[] = []
  for (let after: string | null | undefined; after !== null && found.length < mostOutages;) {
    const page = await s.list(outage, { where: [is('orgId', p.orgId), is('isPlanned', 'false'), is('state', 'open', 'ended'), { field: 'startedAt', op: 'to', values: [p.to] }], limit: 200, ...(after === undefined ? {} : { after }) })
    for (const o of page.items) if (o.endedAt === null || o.endedAt > p.from) found.push({ serviceId: o.serviceId, startedAt: o.startedAt < p.from ? p.from : o.startedAt, endedAt: o.endedAt === null || o.endedAt > until ? until : o.endedAt })
    after = page.next
  }
  const names = await s.titles(service, [...new Set(found.map((o) => o.serviceId))])
  return [...Map.groupBy(found, (o) => o.serviceId)].map(([serviceId, list]) => ({ serviceId, name: names.get(serviceId)?.title ?? '', outages: list.length, seconds: coveredSeconds(list, until) }))
    .toSorted((a, b) => b.seconds - a.seconds)
}

const mostOpen = 50

async function openOf(store: Store, actor: Actor, p: ReportPlace, now: string): Promise<ServiceReport['open']> {
  const def = measureOf('IN-backlog')?.definition
  if (!def) throw new Error('Broken promise: the register has IN-backlog')
  const { from: _f, to: _t, ...q } = questionOf(p)
  const { items, total } = await store.db.read(sightOf(actor), (tx) => measureRecords(tx, incidentFacts, def, q, { period: p.to < now ? p.to : now }, now, { limit: mostOpen }))
  const titles = await store.read(actor, (s) => s.titles(incident, items.map((i) => i.recordId)))
  return { count: total, items: items.map((i) => ({ id: i.recordId, number: i.number, title: titles.get(i.recordId)?.title ?? '', openedAt: i.at ?? '' })) }
}
