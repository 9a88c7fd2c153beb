/** Measures that were computed before: numbers of a period are kept as long as no fact that falls on its days was written since, and only the rest is computed. */
import { kaplanMeierSorted, survivalQuantile } from '../analysis/kaplan-meier.ts'
import type { Sight } from '../model/actor.ts'
import type { FactTable } from '../model/facts.ts'
import { type Definition, isOfMoment, type MeasureQuery } from '../model/measure.ts'
import type { Row, Tx } from './database.ts'
import { measureCells, mostGroups, openLifetimes, type RawCell, refuseGroups } from './measure.ts'

/** In memory of one process; dropping it changes nothing but time. */
export interface KeptMeasures {
  /** The same cells as `measureCells`, but survival comes with its quantile instead of its lifetimes. `sight` is that of the transaction. */
  cells(tx: Tx, sight: Sight, table: FactTable, def: Definition, q: MeasureQuery, now: string): Promise<RawCell[]>
}

/** Whole answers over facts, by their question; dropped as soon as any fact of that table was written. `weight` is in cells. */
export function keepAnswers<T>(most: number, weight: (answer: T) => number): (tx: Tx, sight: Sight, facts: string, question: unknown, compute: () => Promise<T>) => Promise<T> {
  const known = new Map<string, { mark: number; answer: T }>()
  let size = 0
  return async (tx, sight, facts, question, compute) => {
    const mark = (await touchedDays(tx, facts))?.between(null, null)
    if (mark === undefined) return compute()
    const key = JSON.stringify([sight, facts, question])
    const found = known.get(key)
    if (found?.mark === mark) return found.answer
    const answer = await compute()
    if (found) size -= weight(found.answer)
    known.delete(key)
    known.set(key, { mark, answer })
    size += weight(answer)
    for (const [k, old] of known) {
      if (size <= most) break
      known.delete(k)
      size -= weight(old.answer)
    }
    return answer
  }
}

/** Facts whose days `fact_touch` counts, by table; a measure over another instant is computed each time. */
const counted: Readonly<Record<string, readonly string[]>> = {
  fact: ['openedAt', 'noticedAt', 'firstActionAt', 'firstResolvedAt', 'resolvedAt', 'closedAt', 'endedAt'],
  step: ['at'],
}
/** Steps that cut time into pieces one after the other. An hour may come twice on a day, and is not kept. */
const cutting = new Set(['day', 'week', 'month', 'quarter', 'year'])

/** What is kept of one piece of time, or of a whole answer. */
interface Kept {
  readonly mark: number
  readonly cells: readonly RawCell[]
  /** For survival: on what each cell's quantile stands. */
  readonly lives?: ReadonlyMap<string, Lives>
}

/** A quantile stays what it was while as many are open as then, and all of them for longer than any duration that it looked at. */
interface Lives {
  readonly open: number
  readonly isSettled: boolean
  /** Of those that are over, in rising order; empty where the quantile is settled. */
  readonly finished: Float64Array
}

interface Piece {
  readonly from: string
  readonly to: string
}

const dayOf = (t: string): string => t.slice(0, 10)
const cellKey = (c: RawCell): string => JSON.stringify([c.period, ...c.slice])

/** `mostCells` bounds the memory: some 300 bytes each. The longest unused go first. */
export function keepMeasures(mostCells = 200_000): KeptMeasures {
  const known = new Map<string, Kept>()
  let size = 0
  const get = (key: string, mark: number): Kept | null => {
    const found = known.get(key)
    if (found === undefined || found.mark !== mark) return null
    known.delete(key)
    known.set(key, found)
    return found
  }
  const sizeOf = (k: Kept): number => 1 + k.cells.length + [...(k.lives?.values() ?? [])].reduce((sum, l) => sum + l.finished.length / 40, 0)
  const put = (key: string, kept: Kept): void => {
    const was = known.get(key)
    size += sizeOf(kept) - (was ? sizeOf(was) : 0)
    known.delete(key)
    known.set(key, kept)
    for (const [k, old] of known) {
      if (size <= mostCells) return
      known.delete(k)
      size -= sizeOf(old)
    }
  }

  async function byPiece(base: string, touched: Touched, pieces: readonly Piece[], compute: (from: string, to: string) => Promise<Computed>): Promise<{ cells: RawCell[]; found: Kept[] }> {
    const kept = pieces.map((p) => get(`${base} ${p.from} ${p.to}`, touched.between(p.from, p.to)))
    for (let i = 0; i < pieces.length; i++) {
      if (kept[i]) continue
      let end = i
      while (end + 1 < pieces.length && !kept[end + 1]) end++
      const made = await compute(pieces[i]?.from ?? '', pieces[end]?.to ?? '')
      // A piece holds the cells of the one period that begins in it; the first may begin before it.
      const home = (c: RawCell): number => Math.max(i, pieces.findLastIndex((p, k) => k <= end && p.from <= (c.period ?? '')))
      const byHome = Map.groupBy(made.cells, home)
      for (let k = i; k <= end; k++) {
        const p = pieces[k]
        if (!p) continue
        const cells = byHome.get(k) ?? []
        const entry: Kept = { mark: touched.between(p.from, p.to), cells, ...(made.lives ? { lives: new Map(cells.flatMap((c) => { const l = made.lives?.get(cellKey(c)); return l ? [[cellKey(c), l] as const] : [] })) } : {}) }
        kept[k] = entry
        put(`${base} ${p.from} ${p.to}`, entry)
      }
    }
    const found = kept.filter((k) => k !== null)
    return { cells: found.flatMap((k) => k.cells), found }
  }

  return {
    cells: async (tx, sight, table, def, q, now) => {
      const isStep = def.of.endsWith('_step')
      const names = counted[isStep ? 'step' : 'fact'] ?? []
      const isStock = isOfMoment(def.kind)
      const asked = isStock || def.kind === 'survival' ? [def.start, def.end, ...(isStock ? [] : [def.member ?? def.start])] : [def.member ?? def.start]
      // What happens beside the facts of the table moves a ratio of rates without touching them.
      const direct = (): Promise<RawCell[]> => measureCells(tx, table, def, q, now)
      if (def.kind === 'rate-ratio' || asked.some((name) => name === undefined || !names.includes(name))) return direct()
      // Read before the facts: a change between the two is counted the next time, and then computed again.
      const touched = await touchedDays(tx, def.of)
      if (touched === null) return direct()
      const base = JSON.stringify([sight, def, q.step, q.zone, q.by, q.where, q.knownAt ?? null, q.at ?? null])
      if (isStock || !cutting.has(q.step)) {
        // Stocks reach back to what began before; the moments must be given, or they would move with now.
        const isMoving = def.kind === 'survival' || (isStock && q.at === undefined && q.to === undefined)
        if (isMoving) return direct()
        const key = `${base} ${q.from ?? ''} ${q.to ?? ''}`
        const mark = isStock ? touched.between(null, null) : touched.between(q.from ?? null, q.to ?? null)
        const found = get(key, mark)
        if (found) return [...found.cells]
        const cells = await measureCells(tx, table, def, q, now)
        put(key, { mark, cells })
        return cells
      }
      const pieces = await piecesOf(tx, q, touched)
      if (pieces.length > mostPieces) return direct()
      const within = (from: string, to: string): MeasureQuery => ({ ...q, from, to })
      const { cells, found } = await byPiece(base, touched, pieces, async (from, to) => {
        const raw = await measureCells(tx, table, def, within(from, to), now)
        if (def.kind !== 'survival') return { cells: raw }
        const read = raw.map((c) => livesOf(c, def))
        return { cells: read.map((x) => x.cell), lives: new Map(read.map((x) => [cellKey(x.cell), x.lives])) }
      })
      if (cells.length > mostGroups) refuseGroups()
      // Where a day begins twice, a period may lie in two pieces: too rare to be clever about.
      if (new Set(cells.map(cellKey)).size !== cells.length) return direct()
      if (def.kind !== 'survival') return cells
      // What is open grows older with every moment: where that can move a quantile, it is taken again from the kept lifetimes.
      const lives = new Map(found.flatMap((k) => [...(k.lives ?? [])]))
      const open = new Map((await openLifetimes(tx, table, def, q, now)).map((o) => [JSON.stringify([o.period, ...o.slice]), o.seconds]))
      const none = new Float64Array()
      const aged: RawCell[] = []
      for (const c of cells) {
        const was = lives.get(cellKey(c))
        const is = open.get(cellKey(c)) ?? none
        // As many are open as long as no fact of the period was written; else something opened in the future has begun by now.
        if (!was || is.length !== was.open) return direct()
        aged.push(was.isSettled ? c : { ...c, ...quantileOf(was.finished, is, def) })
      }
      return aged
    },
  }
}

interface Computed {
  readonly cells: readonly RawCell[]
  readonly lives?: ReadonlyMap<string, Lives>
}

/** More pieces than these are rather computed at once. */
const mostPieces = 1200

function quantileOf(finished: Float64Array, open: Float64Array, def: Definition): { value: number | null; low: number | null; high: number | null } {
  return finished.length + open.length === 0 ? { value: null, low: null, high: null } : survivalQuantile(kaplanMeierSorted(finished, open), def.p ?? 0.5)
}

/** A cell of lifetimes as a cell with its quantile, and on what that stands. */
function livesOf(c: RawCell, def: Definition): { cell: RawCell; lives: Lives } {
  const { times = [], ...cell } = c
  const finished = Float64Array.from(times.flatMap((t) => Array.from({ length: t.ended }, () => t.seconds)))
  const open = Float64Array.from(times.flatMap((t) => Array.from({ length: t.open }, () => t.seconds)))
  const q = quantileOf(finished, open, def)
  // Where the curve does not come down far enough, all durations are looked at.
  const looked = q.value === null || q.low === null || q.high === null ? Infinity : Math.max(q.value, q.low, q.high)
  const isSettled = open.length === 0 || (open[0] ?? 0) > looked
  return { cell: { ...cell, ...q }, lives: { open: open.length, isSettled, finished: isSettled ? new Float64Array() : finished } }
}

/** How often facts of each day were written. */
interface Touched {
  readonly first: string
  readonly last: string
  /** Grows with any change of a fact that falls on a day (UTC) of this time; null is without limit. */
  between(from: string | null, to: string | null): number
}

async function touchedDays(tx: Tx, facts: string): Promise<Touched | null> {
  const rows = await tx.query<{ d: string; n: number }>('SELECT on_day::text AS d, times AS n FROM fact_touch WHERE facts = $1 ORDER BY on_day', [facts], 'fact_touch')
  const [first, last] = [rows[0]?.d, rows.at(-1)?.d]
  if (first === undefined || last === undefined) return null
  const days = rows.map((r) => r.d)
  const sums = [0]
  for (const r of rows) sums.push((sums.at(-1) ?? 0) + r.n)
  const countBefore = (isBefore: (d: string) => boolean): number => {
    let [low, high] = [0, days.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBefore(days[middle] ?? '')) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    first, last,
    between: (from, to) => {
      const low = from === null ? 0 : countBefore((d) => d < dayOf(from))
      const high = to === null ? days.length : countBefore((d) => d <= dayOf(to))
      return (sums[Math.max(low, high)] ?? 0) - (sums[low] ?? 0)
    },
  }
}

/** The pieces into which the steps cut the asked time; without an asked beginning or end, that of all facts. */
async function piecesOf(tx: Tx, q: MeasureQuery, touched: Touched): Promise<Piece[]> {
  const dayMs = 86_400_000
  const from = q.from ?? new Date(Date.parse(`${touched.first}T00:00:00.000Z`) - dayMs).toISOString()
  const to = q.to ?? new Date(Date.parse(`${touched.last}T00:00:00.000Z`) + 2 * dayMs).toISOString()
  if (from >= to) return []
  const unit = q.step === 'quarter' ? '3 months' : `1 ${q.step}`
  const rows = await tx.query<Row & { m: string }>(
    `SELECT (g AT TIME ZONE $3) AS m FROM generate_series(date_trunc($4, $1::timestamptz AT TIME ZONE $3), $2::timestamptz AT TIME ZONE $3, $5::interval) g
     WHERE (g AT TIME ZONE $3) > $1::timestamptz AND (g AT TIME ZONE $3) < $2::timestamptz ORDER BY 1 LIMIT ${mostPieces + 1}`, [from, to, q.zone, q.step, unit], 'pieces')
  const cuts = [from, ...rows.map((r) => r.m), to]
  return cuts.slice(0, -1).map((c, i) => ({ from: c, to: cuts[i + 1] ?? to }))
}
