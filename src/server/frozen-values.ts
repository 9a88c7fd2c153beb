/** Puts beside the months of a measure what was frozen of them, and how that was restated since. */
import type { Actor } from '../model/actor.ts'
import { reachOf } from '../model/actor.ts'
import type { Cell, Measure, MeasureQuery } from '../model/measure.ts'
import type { Frozen, Restatement } from '../practices/measure/freeze.ts'
import { measureOf } from '../practices/measure/register.ts'
import type { Tx } from '../store/database.ts'
import { frozenRows, restatedRows } from '../store/freeze.ts'

/** A number of a month with what was said of it. */
export interface SaidCell extends Cell {
  /** Null where the month is not frozen yet. */
  readonly frozen: Frozen | null
  /** Oldest first; the last one's `became` is what holds of the frozen number. */
  readonly restatements: readonly Restatement[]
}

/** The scope whose numbers were frozen: null for all organizations; undefined where the question is about something else. */
function scopeOf(actor: Actor, q: MeasureQuery): string | null | undefined {
  const [only, ...more] = q.where
  const isAsFrozen = q.step === 'month' && q.by.length === 0 && q.knownAt === undefined && q.at === undefined && more.length === 0
  if (!isAsFrozen) return undefined
  if (only === undefined) return reachOf(actor) === 'all' || actor.kind === 'rule' ? null : actor.orgId
  return only.field === 'orgId' && only.op === 'in' && only.values.length === 1 ? only.values[0]?.toLowerCase() : undefined
}

/** The cells as they are where nothing was frozen of this question. */
export async function withFrozen(tx: Tx, actor: Actor, m: Measure, q: MeasureQuery, cells: readonly Cell[]): Promise<readonly (Cell | SaidCell)[]> {
  const scope = scopeOf(actor, q)
  if (scope === undefined || measureOf(m.id) !== m) return cells
  const series = { measure: m.id, version: m.version, zone: q.zone }
  const frozen = new Map((await frozenRows(tx, series, scope)).map(({ orgId: _, period, ...f }) => [period, f]))
  const restated = Map.groupBy(await restatedRows(tx, series, scope), (r) => r.period)
  if (frozen.size === 0 && restated.size === 0) return cells
  return cells.map((c) => ({
    ...c, frozen: frozen.get(c.period ?? '') ?? null, restatements: (restated.get(c.period ?? '') ?? []).map(({ orgId: _o, period: _p, ...r }) => r),
  }))
}
