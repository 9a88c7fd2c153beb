/** Measures over HTTP: what there is, the numbers, the records behind each number, and the same as a file. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Actor, readers, roleOf, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import type { FactTable } from '../model/facts.ts'
import { isZoneName } from '../model/zone.ts'
import { type Cell, conditionSchema, type Definition, definitionSchema, type FactCondition, factField, type Measure, type MeasureQuery, steps } from '../model/measure.ts'
import { factsByRecord } from '../model/practice.ts'
import { is } from '../model/query.ts'
import { cellOf } from '../practices/measure/cells.ts'
import { type CustomMeasure, customMeasure, measureFrom } from '../practices/measure/custom.ts'
import { measureOf, register } from '../practices/measure/register.ts'
import { factFields, stepFieldsOf } from '../store/facts.ts'
import { restatements } from '../store/freeze.ts'
import { externalNames, measureRecords } from '../store/measure.ts'
import { keepMeasures } from '../store/measure-kept.ts'
import type { Session } from '../store/store.ts'
import { csvLine } from './csv.ts'
import { actorOf, bodyOf, type Face, parse, pathPart, queryOf } from './face.ts'
import { withFrozen } from './frozen-values.ts'

const instant = z.iso.datetime({ offset: true })
const names = z.union([z.string(), z.array(z.string())]).transform((v) => (typeof v === 'string' ? v.split(',') : v).map((x) => x.trim()).filter((x) => x !== '')).pipe(z.array(z.string().max(120)).max(2))

const asked = {
  from: instant.optional(), to: instant.optional(), step: z.enum(steps).default('month'), zone: z.string().max(64).default('UTC').refine(isZoneName, 'is no time zone of the IANA list'),
  by: names.default([]), knownAt: instant.optional(),
}
/** What the numbers of a measure can be asked with; every fact is a filter besides, as in lists. */
export const measureQuerySchema = z.looseObject(asked)
const pageSchema = { period: z.string().max(40).optional(), slice: z.union([z.string().max(400), z.array(z.string().max(400)).max(2)]).optional(), limit: z.coerce.number().int().min(1).max(1000).default(100), after: z.string().regex(/^\d{1,9}$/).optional() }
export const measureRecordsSchema = z.looseObject({ ...asked, ...pageSchema })
export const measureExportSchema = z.looseObject({ ...asked, format: z.enum(['csv', 'json']).default('csv') })
/** What later facts changed about frozen months, newest first. */
export const restatementSchema = z.strictObject({ measure: z.string().max(80).optional(), limit: z.coerce.number().int().min(1).max(200).default(50), after: z.uuid().optional() })
/** A definition that is not kept, asked at once: what Explore does. */
export const computeSchema = z.strictObject({
  definition: definitionSchema, from: instant.optional(), to: instant.optional(), step: asked.step, zone: asked.zone, by: z.array(z.string().max(120)).max(2).default([]), knownAt: instant.optional(),
  where: z.array(conditionSchema).max(20).default([]), maturityDays: z.int().min(0).max(400).default(0),
})
export const computeRecordsSchema = computeSchema.extend({ period: z.string().max(40).nullish(), slice: z.array(z.string().max(400).nullable()).max(2).optional(), limit: z.int().min(1).max(1000).default(100), after: z.string().regex(/^\d{1,9}$/).optional() })

/** A slice without a value is asked for by this word, for an empty one could be a value. */
export const noneWord = '(none)'

/** Registers them. */
export function measureRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face
  const facts = factsByRecord(store.practices)
  const kept = keepMeasures()
  const tableOf = (def: Definition): FactTable => {
    const table = facts.get(def.of.replace(/_(?:fact|step)$/, ''))
    if (!table) throw new AppError('invalid', `There are no facts ${def.of}; known are ${[...facts.keys()].flatMap((k) => [`${k}_fact`, `${k}_step`]).join(', ')}.`, { faults: [{ at: '/of', message: 'is no table of facts' }] })
    return table
  }
  const now = (): string => new Date(store.clock.now()).toISOString()

  app.get('/api/measures', async (request) => {
    const actor = await actorOf(face, request)
    return store.read(actor, async (s) => ({ items: (await allOf(s, actor)).map((m) => ({ ...m, canCompute: m.definition !== null })), next: null }))
  })

  app.get('/api/measures/facts', async (request) => {
    const actor = await actorOf(face, request)
    checkReader(actor)
    const tables: Record<string, unknown> = {}
    for (const t of facts.values()) {
      const external = await store.db.read(sightOf(actor), (tx) => externalNames(tx, t))
      for (const [name, fields] of [[`${t.record}_fact`, factFields(t)], [`${t.record}_step`, stepFieldsOf(t)]] as const) {
        tables[name] = {
          fields: Object.entries(fields).map(([id, f]) => ({ id, label: f.label, help: f.help, kind: f.kind, to: f.to, words: f.words })),
          external: name.endsWith('_fact') ? external : [],
        }
      }
    }
    return { tables }
  })

  app.get('/api/measures/restatements', async (request) => {
    const actor = await actorOf(face, request)
    checkReader(actor)
    const { measure, after, limit } = parse(restatementSchema, queryOf(request), true)
    const items = await store.db.read(sightOf(actor), (tx) => restatements(tx, { measure, after, limit: limit + 1 }))
    return { items: items.slice(0, limit), next: items.length > limit ? items[limit - 1]?.id ?? null : null }
  })

  app.get('/api/measures/:id', async (request) => {
    const actor = await actorOf(face, request)
    return store.read(actor, async (s) => oneOf(s, actor, pathPart(request, 'id')))
  })

  /** Clients may divide and filter by what their rows show them; by anything else the numbers would tell it, record for record. */
  const shownQuestion = (actor: Actor, request: FastifyRequest, m: Measure): MeasureQuery => {
    const table = tableOf(definitionOf(m))
    const q = questionOf(request, m, table)
    if (readers.includes(roleOf(actor))) return q
    const shown = store.records.get(table.record)?.fields ?? {}
    const hidden = [...q.by, ...q.where.map((c) => c.field)].find((name) => !Object.hasOwn(shown, name) || shown[name]?.audience !== 'public')
    if (hidden !== undefined) throw new AppError('forbidden', `${hidden.slice(0, 100)} is shown to the operation's staff only.`, { faults: [{ at: hidden.slice(0, 100), message: "is shown to the operation's staff only" }] })
    return q
  }
  const computed = async (actor: Actor, m: Measure, q: MeasureQuery): Promise<{ cells: Cell[]; names: Record<string, Record<string, string>> }> => {
    const def = definitionOf(m)
    const table = tableOf(def)
    const at = now()
    const raw = await store.db.read(sightOf(actor), (tx) => kept.cells(tx, sightOf(actor), table, def, q, at))
    const cells = raw.map((c) => cellOf(c, def, m.maturityDays, at))
    return { cells, names: await store.read(actor, (s) => namesOf(s, table, def, q.by, cells)) }
  }
  const answer = async (actor: Actor, m: Measure, q: MeasureQuery): Promise<Record<string, unknown>> => ({
    measure: m, query: q, computedAt: now(), ...await computed(actor, m, q),
  })

  app.get('/api/measures/:id/values', async (request) => {
    const actor = await actorOf(face, request)
    const m = await store.read(actor, (s) => oneOf(s, actor, pathPart(request, 'id')))
    const q = shownQuestion(actor, request, m)
    const { cells, names: known } = await computed(actor, m, q)
    return { measure: m, query: q, computedAt: now(), cells: await store.db.read(sightOf(actor), (tx) => withFrozen(tx, actor, m, q, cells)), names: known }
  })

  app.get('/api/measures/:id/records', async (request) => {
    const actor = await actorOf(face, request)
    checkReader(actor)
    const m = await store.read(actor, (s) => oneOf(s, actor, pathPart(request, 'id')))
    const def = definitionOf(m)
    const { period, slice, limit, after } = parse(measureRecordsSchema, queryOf(request), true)
    const list = slice === undefined ? undefined : (typeof slice === 'string' ? [slice] : slice).map((x) => (x === noneWord ? null : x))
    return behind(actor, def, questionOf(request, m, tableOf(def)), { ...(period === undefined ? {} : { period }), ...(list ? { slice: list } : {}) }, { limit, ...(after === undefined ? {} : { after }) })
  })

  const behind = async (actor: Actor, def: Definition, q: MeasureQuery, key: { period?: string | null; slice?: readonly (string | null)[] }, page: { limit: number; after?: string }): Promise<Record<string, unknown>> => {
    const table = tableOf(def)
    const { items, total } = await store.db.read(sightOf(actor), (tx) => measureRecords(tx, table, def, q, key, now(), page))
    const type = store.records.get(table.record)
    const titles = type ? await store.read(actor, (s) => s.titles(type, [...new Set(items.map((i) => i.recordId))])) : new Map<string, { title: string }>()
    const end = Number(page.after ?? 0) + items.length
    return { record: table.record, items: items.map((i) => ({ ...i, title: titles.get(i.recordId)?.title ?? '' })), count: total, next: end < total && items.length > 0 ? String(end) : null }
  }

  app.get('/api/measures/:id/export', async (request, reply) => {
    const actor = await actorOf(face, request)
    const m = await store.read(actor, (s) => oneOf(s, actor, pathPart(request, 'id')))
    const { format } = parse(measureExportSchema, queryOf(request), true)
    const q = shownQuestion(actor, request, m)
    const { cells, names: known } = await computed(actor, m, q)
    reply.header('content-disposition', `attachment; filename="${m.id}.${format}"`)
    if (format === 'json') return reply.type('application/json; charset=utf-8').send(JSON.stringify({ measure: m, query: q, cells }))
    return reply.type('text/csv; charset=utf-8; header=present').send(Readable.from(csvText(m, q, cells, known)))
  })

  app.post('/api/measures/compute', async (request) => {
    const actor = await actorOf(face, request)
    checkReader(actor)
    const { definition, maturityDays, ...q } = parse(computeSchema, bodyOf(request))
    return answer(actor, adHoc(definition, maturityDays), question(q))
  })

  app.post('/api/measures/compute/records', async (request) => {
    const actor = await actorOf(face, request)
    checkReader(actor)
    const { definition, maturityDays: _, period, slice, limit, after, ...q } = parse(computeRecordsSchema, bodyOf(request))
    return behind(actor, definition, question(q), { ...(period === undefined ? {} : { period }), ...(slice ? { slice } : {}) }, { limit, ...(after === undefined ? {} : { after }) })
  })
}

const adHoc = (definition: Definition, maturityDays: number): Measure => ({ id: 'compute', version: 1, name: 'Asked at once', question: '', factor: '', practice: 'own', unit: 'count', better: 'neither', definition, maturityDays, audience: 'internal' })

function checkReader(actor: Actor): void {
  if (!readers.includes(roleOf(actor))) throw new AppError('forbidden', 'Records behind a number are for the operation’s staff and auditors.')
}

/** The measures that this actor may see: clients see the public ones, over what is theirs. */
async function allOf(s: Session, actor: Actor): Promise<Measure[]> {
  const isReader = readers.includes(roleOf(actor))
  if (!isReader) return register.filter((m) => m.audience === 'public')
  const own = (await s.list(customMeasure, { where: [is('state', 'used')], limit: 200 })).items.map((c: CustomMeasure) => measureFrom(c))
  return [...register, ...own]
}

async function oneOf(s: Session, actor: Actor, id: string): Promise<Measure> {
  const missing = new AppError('not_found', `There is no measure ${id.slice(0, 80)}, or it is not yours to see.`)
  const known = measureOf(id)
  if (known) {
    if (known.audience === 'internal' && !readers.includes(roleOf(actor))) throw missing
    return known
  }
  if (!readers.includes(roleOf(actor))) throw missing
  const own = await s.seek(customMeasure, id)
  if (!own) throw missing
  return measureFrom(own)
}

function definitionOf(m: Measure): Definition {
  if (m.definition === null) throw new AppError('conflict', `${m.name} cannot be computed yet: ${m.waitsFor ?? 'its records are missing.'}`)
  return m.definition
}

type Asked = { from?: string | undefined; to?: string | undefined; knownAt?: string | undefined; step: MeasureQuery['step']; zone: string; by: readonly string[]; where: readonly FactCondition[] }
const iso = (t: string): string => new Date(t).toISOString()
const question = ({ from, to, knownAt, ...rest }: Asked): MeasureQuery => ({
  ...rest, ...(from === undefined ? {} : { from: iso(from) }), ...(to === undefined ? {} : { to: iso(to) }), ...(knownAt === undefined ? {} : { knownAt: iso(knownAt) }),
})

const reserved = new Set([...Object.keys(asked), ...Object.keys(pageSchema), 'format'])
const ops: Readonly<Record<string, FactCondition['op']>> = { not: 'not', from: 'from', to: 'to', empty: 'empty' }

/** Reads the question of an address: its own names, and every other one as a filter on a fact. */
function questionOf(request: FastifyRequest, m: Measure, table: FactTable): MeasureQuery {
  const params = queryOf(request)
  const { from, to, step, zone, by, knownAt } = parse(measureQuerySchema, params, true)
  const fields = definitionOf(m).of.endsWith('_step') ? stepFieldsOf(table) : factFields(table)
  const where = Object.entries(params).filter(([k, v]) => !reserved.has(k) && v !== undefined).map(([name, value]): FactCondition => {
    const last = name.slice(name.lastIndexOf('.') + 1)
    const op = name.includes('.') && Object.hasOwn(ops, last) ? ops[last] ?? 'in' : 'in'
    const field = op === 'in' ? name : name.slice(0, -last.length - 1)
    if (!factField(fields, field)) throw new AppError('invalid', `${name.slice(0, 100)} is neither a fact nor a part of the question.`, { faults: [{ at: name.slice(0, 100), message: 'is no filter' }] })
    const values = (typeof value === 'string' ? [value] : [...(value ?? [])]).flatMap((v) => v.split(',')).filter((v) => v !== '')
    const fit = conditionSchema.safeParse({ field, op, values })
    if (!fit.success) throw new AppError('invalid', `${name.slice(0, 100)} ${fit.error.issues[0]?.message ?? 'does not fit'}.`, { faults: [{ at: name.slice(0, 100), message: fit.error.issues[0]?.message ?? 'does not fit' }] })
    return fit.data
  })
  return question({ from, to, knownAt, step, zone, by, where })
}

/** Names of the records that slices point to: fact → id → name. */
async function namesOf(s: Session, table: FactTable, def: Definition, by: readonly string[], cells: readonly Cell[]): Promise<Record<string, Record<string, string>>> {
  const fields = def.of.endsWith('_step') ? stepFieldsOf(table) : factFields(table)
  const out: Record<string, Record<string, string>> = {}
  for (const [i, name] of by.entries()) {
    const f = factField(fields, name)?.field
    if (!f?.to) { if (f?.words) out[name] = { ...f.words }; continue }
    const ids = [...new Set(cells.map((c) => c.slice[i]).filter((x) => typeof x === 'string'))].slice(0, 5000)
    out[name] = Object.fromEntries([...await s.titles(s.type(f.to), ids)].map(([id, t]) => [id, t.title]))
  }
  return out
}

function* csvText(m: Measure, q: MeasureQuery, cells: readonly Cell[], known: Readonly<Record<string, Readonly<Record<string, string>>>>): Generator<string> {
  yield `\uFEFF${csvLine(['measure', 'version', 'period', ...q.by, 'value', 'low', 'high', 'hits', 'used', 'eligible', 'censored', 'mature'])}`
  for (const c of cells) {
    yield csvLine([m.id, m.version, c.period, ...q.by.map((b, i) => { const v = c.slice[i] ?? null; return v === null ? noneWord : known[b]?.[v] ?? v }), c.value, c.low, c.high, c.hits, c.used, c.eligible, c.censored, c.isMature])
  }
}
