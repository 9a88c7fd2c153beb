/** Freezes the months of the register's measures when their late facts have come, and states anew what later facts change: every hour. */
import { rule, sightOf } from '../model/actor.ts'
import type { FactTable } from '../model/facts.ts'
import { type Cell, type Definition, isOfMoment, type Measure, type MeasureQuery } from '../model/measure.ts'
import { factsByRecord } from '../model/practice.ts'
import { cellOf } from '../practices/measure/cells.ts'
import { isCorrection, isSame, mostNamed, nothing, type Stated, type Touched, whyOf } from '../practices/measure/freeze.ts'
import { register } from '../practices/measure/register.ts'
import { organization } from '../practices/organization/record.ts'
import { uuidv7 } from '../store/clock.ts'
import type { Tx } from '../store/database.ts'
import { followFacts } from '../store/facts.ts'
import { freezeRows, type FrozenRow, frozenRows, importsSince, type Mark, markOf, monthOf, putMark, type RestatedRow, restatedRows, restateRows, type Series, touchedRows } from '../store/freeze.ts'
import { measureCells } from '../store/measure.ts'
import { providerId } from '../store/sign-in.ts'
import type { Store } from '../store/store.ts'

const actor = rule('freeze periods')

/** What was recorded in the last minute may still be on its way to its commit; it counts next time. */
const settlingMs = 60_000
const dayMs = 86_400_000

/** How many numbers were frozen and restated. */
export interface FreezeCount {
  readonly frozen: number
  readonly restated: number
}

/** Months begin in the zone of the provider. Nothing happens while an import runs or is undone. Each measure is a transaction of its own. */
export async function freezePeriods(store: Store, measures: readonly Measure[] = register): Promise<FreezeCount> {
  const tables = factsByRecord(store.practices)
  for (const t of tables.values()) await followFacts(store, t)
  const zone = await zoneOf(store)
  const count = { frozen: 0, restated: 0 }
  for (const m of measures) {
    const def = m.definition
    const table = def === null ? undefined : tables.get(def.of.replace(/_(?:fact|step)$/, ''))
    if (def === null || table === undefined || zone === null) continue
    const done = await store.db.write(sightOf(actor), (tx) => freezeOne(tx, { measure: m, def, table, zone, knownAt: new Date(store.clock.now() - settlingMs).toISOString(), nowMs: store.clock.now() }))
    count.frozen += done.frozen
    count.restated += done.restated
  }
  return count
}

async function zoneOf(store: Store): Promise<string | null> {
  const id = await store.db.owner((tx) => providerId(tx))
  return id === null ? null : (await store.read(actor, (s) => s.find(organization, id))).zone
}

interface Work {
  readonly measure: Measure
  readonly def: Definition
  readonly table: FactTable
  readonly zone: string
  /** Moment of recording up to which everything counts. */
  readonly knownAt: string
  readonly nowMs: number
}

async function freezeOne(tx: Tx, w: Work): Promise<FreezeCount> {
  const series: Series = { measure: w.measure.id, version: w.measure.version, zone: w.zone }
  const mark = await markOf(tx, series)
  const imports = await importsSince(tx, mark?.checkedAt ?? w.knownAt)
  if (imports.isUnderWay) return { frozen: 0, restated: 0 }
  const restated = mark === null ? 0 : await restate(tx, w, series, mark, imports.isUndone)
  const through = await monthOf(tx, new Date(Date.parse(w.knownAt) - w.measure.maturityDays * dayMs).toISOString(), w.zone)
  const frozen = mark !== null && mark.through >= through ? 0 : await freeze(tx, w, series, mark?.through, through)
  await putMark(tx, series, { through: mark !== null && mark.through > through ? mark.through : through, checkedAt: w.knownAt, factVersion: w.table.version })
  return { frozen, restated }
}

const isStock = (def: Definition): boolean => isOfMoment(def.kind)
/** A stock stands at the beginning of its month, so the month that begins now is settled. */
const justAfter = (at: string): string => new Date(Date.parse(at) + 1).toISOString()

async function freeze(tx: Tx, w: Work, series: Series, after: string | undefined, through: string): Promise<number> {
  const from = after === undefined ? undefined : isStock(w.def) ? justAfter(after) : after
  const rows = await numbers(tx, w, from, through)
  await freezeRows(tx, series, rows)
  return rows.length
}

/** Before this nothing is looked for: a stock needs a first moment. */
const earliest = '2000-01-01T00:00:00.000Z'

/** The numbers of these months over all organizations and for each, as known at `knownAt`. */
async function numbers(tx: Tx, w: Work, from: string | undefined, through: string): Promise<FrozenRow[]> {
  const first = from ?? (isStock(w.def) ? earliest : undefined)
  const asked: MeasureQuery = { step: 'month', zone: w.zone, by: [], where: [], knownAt: w.knownAt, to: isStock(w.def) ? justAfter(through) : through, ...(first === undefined ? {} : { from: first }) }
  const rows: FrozenRow[] = []
  for (const by of [[], ['orgId']]) {
    for (const raw of await measureCells(tx, w.table, w.def, { ...asked, by }, w.knownAt)) {
      const cell = cellOf(raw, w.def, w.measure.maturityDays, new Date(w.nowMs).toISOString())
      // Moments before there was anything, or after all of it was gone, say nothing that is worth keeping.
      if (cell.period !== null && cell.eligible > 0) rows.push(rowOf(cell, by.length === 0 ? null : cell.slice[0] ?? null, w.knownAt))
    }
  }
  return rows
}

const rowOf = (c: Cell, orgId: string | null, knownAt: string): FrozenRow => ({
  orgId, period: new Date(c.period ?? '').toISOString(), value: c.value, hits: c.hits, used: c.used, eligible: c.eligible, low: c.low, high: c.high, censored: c.censored, knownAt,
})

const keyOf = (r: { readonly orgId: string | null; readonly period: string }): string => `${r.period} ${r.orgId ?? ''}`

async function restate(tx: Tx, w: Work, series: Series, mark: Mark, isUndone: boolean): Promise<number> {
  const touched = await touchedRows(tx, w.table, w.def, { since: mark.checkedAt, through: mark.through, zone: w.zone, most: mostNamed })
  const whole = isUndone ? 'An import was undone.' : mark.factVersion !== w.table.version ? `Facts are computed in another way since version ${w.table.version}.` : null
  if (touched.length === 0 && whole === null) return 0
  const firstTouched = whole === null ? touched[0]?.period : undefined
  const fresh = new Map((await numbers(tx, w, firstTouched, mark.through)).map((r) => [keyOf(r), r]))
  const stated = new Map<string, Stated & { readonly orgId: string | null; readonly period: string }>((await frozenRows(tx, series)).map((r) => [keyOf(r), r]))
  for (const r of await restatedRows(tx, series)) stated.set(keyOf(r), { ...r.became, orgId: r.orgId, period: r.period })
  const byKey = touchedByKey(touched)
  const keys = whole === null ? byKey.keys() : new Set([...fresh.keys(), ...stated.keys()]).keys()
  const rows: RestatedRow[] = []
  for (const key of keys) {
    const list = byKey.get(key) ?? []
    const was = numbersOf(stated.get(key) ?? nothing(w.def))
    const became = numbersOf(fresh.get(key) ?? nothing(w.def))
    if (isSame(was, became) || (whole === null && !isCorrection(w.def, list))) continue
    const [period = '', orgId = ''] = key.split(' ')
    rows.push({ id: uuidv7(w.nowMs), orgId: orgId === '' ? null : orgId, period, at: w.knownAt, was, became, ...(whole === null ? whyOf(list) : { why: whole, records: [], recordCount: 0 }) })
  }
  await restateRows(tx, series, rows)
  return rows.length
}

const numbersOf = ({ value, hits, used, eligible }: Stated): Stated => ({ value, hits, used, eligible })

/** What touched an organization's month touched that of all. */
function touchedByKey(touched: readonly Touched[]): Map<string, Touched[]> {
  const out = new Map<string, Touched[]>()
  for (const t of touched) for (const orgId of [t.orgId, null]) out.set(keyOf({ orgId, period: t.period }), [...(out.get(keyOf({ orgId, period: t.period })) ?? []), t])
  return out
}
