/** A measure: a versioned definition of one number about the operation, and the grammar in which it is asked. */
import { z } from 'zod'
import type { Field, Fields } from './field.ts'

/** One condition on a fact. `from` is ≥, `to` is <; several values are alternatives. */
export const conditionSchema = z.strictObject({
  field: z.string().min(1).max(120),
  op: z.enum(['in', 'not', 'from', 'to', 'empty']),
  values: z.array(z.string().max(400)).min(1).max(200),
})
export type FactCondition = z.infer<typeof conditionSchema>

const fieldName = z.string().min(1).max(120).regex(/^[a-zA-Z][a-zA-Z0-9]*(\.[^.\u0000]{1,60})?$/, 'is no name of a fact')

/**
 * How the number is made.
 * `count`: how many. `share`: hits ÷ eligible. `sum`, `mean`, `least`, `most`: of `value`. `ratio`: sum of `value` ÷ sum of `per`.
 * `quantile`: of `value` at `p`, over the finished ones. `survival`: the same with open ones censored (Kaplan–Meier), from `start` to `end`.
 * `stock`: how many stood between `start` and `end` at a moment. `age`: the quantile `p` of how long those had stood. `fresh`: the share of
 * those whose instant `value` lay at most `withinDays` before the moment. `rate-ratio`: how many times as much happened a day in the
 * `afterDays` from `member` on as in the `beforeDays` before `start`, on what each record touches (its facts' `happenings`). It has no
 * interval where those days of two records that touch the same overlap.
 */
export const kinds = ['count', 'share', 'sum', 'mean', 'least', 'most', 'ratio', 'quantile', 'survival', 'stock', 'age', 'fresh', 'rate-ratio'] as const
export type MeasureKind = (typeof kinds)[number]

/** Whether its numbers hold at a moment; all others hold over a period. */
export const isOfMoment = (kind: MeasureKind | undefined): boolean => kind === 'stock' || kind === 'age' || kind === 'fresh'

export const definitionSchema = z.strictObject({
  /** Table of facts: a record type's facts, or its steps (`incident_step`). */
  of: z.string().regex(/^[a-z][a-z_]{0,60}$/),
  kind: z.enum(kinds),
  /** The instant that decides the period a record belongs to; for `stock` there is none. */
  member: fieldName.optional(),
  /** Which records are eligible at all. */
  where: z.array(conditionSchema).max(20).default([]),
  /** For `share`: which of the eligible count. For `fresh` the instant says it. */
  hits: z.array(conditionSchema).max(20).optional(),
  value: fieldName.optional(),
  per: fieldName.optional(),
  p: z.number().gt(0).lt(1).optional(),
  start: fieldName.optional(),
  end: fieldName.optional(),
  /** Counts different values of this fact instead of rows: incidents behind steps. In a share the last row of each in the period stands for it. */
  distinct: fieldName.optional(),
  /** For `fresh`: days of 24 hours. */
  withinDays: z.int().min(1).max(3660).optional(),
  /** For `rate-ratio`: days of 24 hours. */
  beforeDays: z.int().min(1).max(3660).optional(),
  afterDays: z.int().min(1).max(3660).optional(),
})
export type Definition = z.infer<typeof definitionSchema>

/** What a measure says about itself beside its definition. */
export interface Measure {
  /** Stable: `IN1`, or the name that somebody gave. */
  readonly id: string
  /** Raised by any change of the definition; the line on a chart breaks there. */
  readonly version: number
  readonly name: string
  /** The question it answers, in a sentence without terms. */
  readonly question: string
  /** Critical success factor that it serves. */
  readonly factor: string
  /** Practice of ITIL it belongs to, for grouping. */
  readonly practice: string
  readonly unit: 'count' | 'share' | 'seconds' | 'minutes' | 'rate'
  readonly better: 'higher' | 'lower' | 'neither'
  /** Null while the practice that would record it does not exist. */
  readonly definition: Definition | null
  /** For a measure without definition: which records are missing. */
  readonly waitsFor?: string
  readonly target?: number
  /** Below this many eligible records no value is judged. */
  readonly least?: number
  /** Days after a period's end in which late facts still come; then it is frozen. */
  readonly maturityDays: number
  /** Whether customers may see it, over their own records. */
  readonly audience: 'public' | 'internal'
  /** Facts it can be divided by; the common ones if absent. */
  readonly note?: string
}

/** `month` and the like cut time in the asked zone; `weekday` (1 Monday to 7), `hour-of-day` (0 to 23) and `hour-of-week` (0 Monday midnight to 167) fold it. */
export const steps = ['hour', 'day', 'week', 'month', 'quarter', 'year', 'weekday', 'hour-of-day', 'hour-of-week', 'all'] as const
export type MeasureStep = (typeof steps)[number]

/** What is asked of a measure. */
export interface MeasureQuery {
  /** Instants, ISO 8601 UTC; from inclusive, to exclusive. */
  readonly from?: string
  readonly to?: string
  readonly step: MeasureStep
  /** IANA zone in which days and months begin. */
  readonly zone: string
  /** At most two facts to divide by. */
  readonly by: readonly string[]
  readonly where: readonly FactCondition[]
  /** As known at this instant of recording; absent: as known now. */
  readonly knownAt?: string
  /** For stocks: the moments; absent: the beginnings of the steps. */
  readonly at?: readonly string[]
  /** Slices beyond this many are counted together as `rest`. */
  readonly most?: number
}

/** One number with what it rests on. */
export interface Cell {
  /** Beginning of the period as an instant, `1`…`7`, `0`…`23`, `0`…`167`, or null for all. */
  readonly period: string | null
  /** One word for each fact in `by`; null where the record has none. */
  readonly slice: readonly (string | null)[]
  /** Null where nothing is eligible: never zero, never 100 %. */
  readonly value: number | null
  /** Records used, and records that were eligible: their quotient is the coverage. */
  readonly used: number
  readonly eligible: number
  /** For shares: how many hits. */
  readonly hits: number | null
  /** 95 % interval; null for a census and where there is none. */
  readonly low: number | null
  readonly high: number | null
  /** Records still open, counted as censored. */
  readonly censored: number | null
  /** The period ended and its late facts have come. */
  readonly isMature: boolean
}

/** A fact by name: its own field, or `external.name`. Null where there is none. */
export function factField(fields: Fields, name: string): { readonly field: Field | null; readonly key: string | null } | null {
  const dot = name.indexOf('.')
  if (dot > 0) return fields[name.slice(0, dot)]?.kind === 'json' ? { field: null, key: name.slice(dot + 1) } : null
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  return field ? { field, key: null } : null
}
