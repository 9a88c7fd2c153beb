/** The process map over HTTP: what really happened to incidents, how it fits their lifecycle, and the records behind each part. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Actor, readers, roleOf, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import type { FactTable } from '../model/facts.ts'
import { incidentFacts } from '../practices/incident/facts.ts'
import { incidentLifecycle } from '../practices/incident/lifecycle.ts'
import { incident } from '../practices/incident/record.ts'
import { team } from '../practices/people/team.ts'
import { mostCases, type ProcessCounts, processCounts, type ProcessPick, type ProcessQuestion, processRecords, processViews, stepKey } from '../store/process.ts'
import { keepAnswers } from '../store/measure-kept.ts'
import type { Session } from '../store/store.ts'
import { actorOf, type Face, parse, queryOf } from './face.ts'

const instant = z.iso.datetime({ offset: true }).transform((t) => new Date(t).toISOString())
const words = z.union([z.string(), z.array(z.string())]).transform((v) => (typeof v === 'string' ? v.split(',') : v).filter((x) => x !== ''))
const ids = words.pipe(z.array(z.uuid()).min(1).max(100))
const priorities = words.pipe(z.array(z.string().regex(/^[1-5]$/, 'is a priority from 1 to 5')).min(1).max(5)).transform((list) => list.map(Number))

const asked = {
  view: z.enum(processViews).default('state'), from: instant.optional(), to: instant.optional(),
  serviceId: ids.optional(), orgId: ids.optional(), teamId: ids.optional(), priority: priorities.optional(),
}
/** Which incidents the map is about: opened from `from` (inclusive) to `to` (exclusive); `teamId` had it at some time. */
export const processSchema = z.strictObject(asked)
const name = z.string().min(1).max(200)
/** Beside that exactly one of: `at` (a node), `at` with `next` (an arrow), `at` with `via` (there and back), `begins`, `ends`, `way` (its key). */
export const processRecordsSchema = z.strictObject({
  ...asked, at: name.optional(), next: name.optional(), via: name.optional(), begins: name.optional(), ends: name.optional(), way: z.string().regex(/^[0-9a-f]{32}$/).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100), after: z.string().regex(/^\d{1,9}$/).optional(),
})

const table: FactTable = incidentFacts

/** Registers them. */
export function processRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face
  const kept = keepAnswers<ProcessCounts>(50_000, (c) => c.activities.length + c.arrows.length + 5 * c.ways.length)

  app.get('/api/process', async (request) => {
    const actor = await readerOf(face, request)
    const q = questionOf(parse(processSchema, queryOf(request), true))
    const sight = sightOf(actor)
    const counts = await store.db.read(sight, (tx) => kept(tx, sight, `${table.record}_step`, q, () => processCounts(tx, table, q, q.view === 'state' ? allowedSteps : null)))
    const names = await store.read(actor, (s) => namesOf(s, q, counts))
    return { record: table.record, view: q.view, ...counts, isCut: counts.matching > mostCases, names, conformance: q.view === 'state' ? conformanceOf(counts) : null, computedAt: new Date(store.clock.now()).toISOString() }
  })

  app.get('/api/process/records', async (request) => {
    const actor = await readerOf(face, request)
    const { at, next, via, begins, ends, way, limit, after, ...rest } = parse(processRecordsSchema, queryOf(request), true)
    const skip = Number(after ?? 0)
    const { items, total } = await store.db.read(sightOf(actor), (tx) => processRecords(tx, table, questionOf(rest), pickOf({ at, next, via, begins, ends, way }), { limit, skip }))
    const titles = await store.read(actor, (s) => s.titles(incident, items.map((i) => i.recordId)))
    const end = skip + items.length
    return { record: table.record, items: items.map((i) => ({ ...i, title: titles.get(i.recordId)?.title ?? '' })), count: total, next: items.length > 0 && end < total ? String(end) : null }
  })
}

async function readerOf(face: Face, request: FastifyRequest): Promise<Actor> {
  const actor = await actorOf(face, request)
  if (!readers.includes(roleOf(actor))) throw new AppError('forbidden', 'The process map is for the operation’s staff and auditors.')
  return actor
}

function questionOf({ view, from, to, serviceId, orgId, teamId, priority }: z.infer<typeof processSchema>): ProcessQuestion {
  if (from !== undefined && to !== undefined && from >= to) throw new AppError('invalid', 'to must be after from.', { faults: [{ at: 'to', message: 'must be after from' }] })
  return {
    view, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(serviceId ? { serviceIds: serviceId } : {}), ...(orgId ? { orgIds: orgId } : {}),
    ...(teamId ? { teamIds: teamId } : {}), ...(priority ? { priorities: priority } : {}),
  }
}

type Picks = Readonly<Record<'at' | 'next' | 'via' | 'begins' | 'ends' | 'way', string | undefined>>

function pickOf({ at, next, via, begins, ends, way }: Picks): ProcessPick {
  const [pick, ...more]: ProcessPick[] = [
    ...(at === undefined ? [] : [next !== undefined ? { kind: 'arrow' as const, at, next } : via !== undefined ? { kind: 'return' as const, at, via } : { kind: 'node' as const, at }]),
    ...(begins === undefined ? [] : [{ kind: 'begins' as const, at: begins }]), ...(ends === undefined ? [] : [{ kind: 'ends' as const, at: ends }]),
    ...(way === undefined ? [] : [{ kind: 'way' as const, key: way }]),
  ]
  if (!pick || more.length > 0 || ((next ?? via) !== undefined && at === undefined) || (next !== undefined && via !== undefined)) {
    throw new AppError('invalid', 'Say which part of the map: at, at with next, at with via, begins, ends or way.', { faults: [{ at: 'at', message: 'exactly one part of the map is asked for' }] })
  }
  return pick
}

const allowedSteps: readonly string[] = [...incidentLifecycle.initial.map((s) => stepKey(null, s)), ...incidentLifecycle.transitions.map(([from, to]) => stepKey(from, to))]
const allowed = new Set(allowedSteps)

/** A step that the lifecycle does not know; `from` is null at the start. `instead` are the states it knows there. */
interface ProcessDeviation {
  readonly kind: 'start' | 'move'
  readonly from: string | null
  readonly to: string
  readonly count: number
  readonly cases: number
  readonly instead: readonly string[]
}

/** Token replay on the counted steps; the same figures as `conformance` in src/analysis/conformance.ts gives for the histories. */
function conformanceOf(counts: ProcessCounts): { fitness: number; fittingCases: number; cases: number; deviations: readonly ProcessDeviation[] } {
  const instead = (from: string | null): readonly string[] => (from === null ? incidentLifecycle.initial : incidentLifecycle.transitions.filter(([f]) => f === from).map(([, to]) => to))
  const deviations = [
    ...counts.activities.filter((a) => a.starts > 0).map((a): ProcessDeviation => ({ kind: 'start', from: null, to: a.activity, count: a.starts, cases: a.starts, instead: instead(null) })),
    ...counts.arrows.map((a): ProcessDeviation => ({ kind: 'move', from: a.from, to: a.to, count: a.count, cases: a.cases, instead: instead(a.from) })),
  ].filter((d) => !allowed.has(stepKey(d.from, d.to))).sort((a, b) => b.count - a.count)
  const missing = deviations.reduce((sum, d) => sum + d.count, 0)
  const consumed = counts.events + counts.cases
  return { fitness: consumed === 0 ? 1 : 1 - missing / consumed, fittingCases: counts.cases - counts.deviating, cases: counts.cases, deviations }
}

/** What to call each node. */
async function namesOf(s: Session, q: ProcessQuestion, counts: ProcessCounts): Promise<Record<string, string>> {
  if (q.view === 'state') return Object.fromEntries(Object.entries(incident.states).map(([k, state]) => [k, state.label]))
  if (q.view === 'source') return {}
  const named = [...new Set([...counts.activities.map((a) => a.activity), ...counts.ways.flatMap((w) => w.activities)])]
  return Object.fromEntries([...await s.titles(team, named)].map(([id, t]) => [id, t.title]))
}
