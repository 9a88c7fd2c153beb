/** Calls about measures: what there is, the numbers, the records behind each number, and the facts they can be asked of. */
import type { Cell, Definition, FactCondition, Measure, MeasureQuery } from '../model/measure.ts'
import type { FieldKind } from '../model/field.ts'
import type { ListParams } from './shapes.ts'
import { queryOf, type Transport } from './transport.ts'

/** A measure as lists show it; one that waits for its records says so in `waitsFor`. */
export type ListedMeasure = Measure & { readonly canCompute: boolean }

/** What is kept of a number that was stated of a month. */
export interface StatedNumber {
  readonly value: number | null
  readonly hits: number | null
  readonly used: number
  readonly eligible: number
}
/** A number; of a whole month without slices also what was frozen of it (null: not yet) and what later facts made of that, oldest first. */
export interface AnsweredCell extends Cell {
  readonly frozen?: (StatedNumber & { readonly knownAt: string }) | null
  readonly restatements?: readonly { readonly id: string; readonly at: string; readonly was: StatedNumber; readonly became: StatedNumber; readonly why: string; readonly records: readonly string[]; readonly recordCount: number }[]
}

/** Numbers with what they rest on; `names` gives words for slices: fact → value → name. */
export interface MeasureAnswer {
  readonly measure: Measure
  readonly query: MeasureQuery
  readonly computedAt: string
  readonly cells: readonly AnsweredCell[]
  readonly names: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** One record behind a number; `value` and `isHit` as the measure saw it, `isUsed` false where something it needs is not recorded. */
export interface BehindRow {
  readonly recordId: string
  readonly number: string
  readonly title: string
  readonly at: string | null
  readonly value: number | null
  readonly isHit: boolean | null
  readonly isUsed: boolean
}
export interface BehindPage {
  /** Record type of the rows: `incident`. */
  readonly record: string
  readonly items: readonly BehindRow[]
  readonly count: number
  readonly next: string | null
}

/** A fact that numbers can be asked about or divided by. */
export interface FactSketch {
  readonly id: string
  readonly label: string
  readonly help?: string
  readonly kind: FieldKind
  readonly to?: string
  readonly words?: Readonly<Record<string, string>>
}
export interface FactTableSketch {
  readonly fields: readonly FactSketch[]
  /** Names that a former system brought along; asked as `external.name`. */
  readonly external: readonly string[]
}

/** Which number is opened: the period and, where divided, one value for each fact (null: not recorded). */
export interface Behind {
  readonly period?: string | null
  readonly slice?: readonly (string | null)[]
  readonly limit?: number
  readonly after?: string
}

/** A definition asked at once, without being kept. */
export interface AdHoc {
  readonly definition: Definition
  readonly maturityDays?: number
}
export type Question = Omit<MeasureQuery, 'at' | 'most'>

export interface MeasureCalls {
  measures(): Promise<readonly ListedMeasure[]>
  measure(id: string): Promise<Measure>
  measureFacts(): Promise<Readonly<Record<string, FactTableSketch>>>
  measureValues(id: string, q: Question): Promise<MeasureAnswer>
  measureRecords(id: string, q: Question, behind: Behind): Promise<BehindPage>
  compute(what: AdHoc, q: Question): Promise<MeasureAnswer>
  computeRecords(what: AdHoc, q: Question, behind: Behind): Promise<BehindPage>
}

/** The address of the same numbers as a file. */
export const exportAddress = (id: string, q: Question, format: 'csv' | 'json'): string => `/api/measures/${encodeURIComponent(id)}/export${queryOf({ ...paramsOf(q), format })}`

export function measureCalls(call: Transport): MeasureCalls {
  return {
    measures: async () => (await call<{ items: readonly ListedMeasure[] }>('/api/measures')).items,
    measure: (id) => call(`/api/measures/${encodeURIComponent(id)}`),
    measureFacts: async () => (await call<{ tables: Readonly<Record<string, FactTableSketch>> }>('/api/measures/facts')).tables,
    measureValues: (id, q) => call(`/api/measures/${encodeURIComponent(id)}/values`, { params: paramsOf(q) }),
    measureRecords: (id, q, { period, slice, limit, after }) =>
      // A slice may hold a comma, so each is a parameter of its own.
      call(`/api/measures/${encodeURIComponent(id)}/records${queryOf({ ...paramsOf(q), period: period ?? undefined, limit, after })}${(slice ?? []).map((s) => `&slice=${encodeURIComponent(s ?? '(none)')}`).join('')}`),
    compute: (what, q) => call('/api/measures/compute', { method: 'POST', body: { ...what, ...q } }),
    computeRecords: (what, q, behind) => call('/api/measures/compute/records', { method: 'POST', body: { ...what, ...q, ...behind } }),
  }
}

/** The question as an address has it: facts that filter stand beside its own names. */
function paramsOf({ where, by, ...rest }: Question): ListParams {
  const filters = where.map(({ field, op, values }: FactCondition) => [op === 'in' ? field : `${field}.${op}`, values] as const)
  return { ...rest, ...(by.length > 0 ? { by } : {}), ...Object.fromEntries(filters) }
}
