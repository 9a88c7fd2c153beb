/** A practice as the composition root sees it: its records, caches, reactions and named work. */
import type { Reaction, Task } from './context.ts'
import type { Derived } from './derived.ts'
import type { FactTable } from './facts.ts'
import type { RecordType } from './record.ts'

export interface Practice {
  readonly name: string
  readonly records: readonly RecordType[]
  readonly derived?: readonly Derived[]
  readonly reactions?: readonly Reaction[]
  readonly tasks?: readonly Task[]
  /** What measures ask about its records. */
  readonly facts?: readonly FactTable[]
}

/** All record types by name, in the practices' order. */
export const recordsOf = (practices: readonly Practice[]): ReadonlyMap<string, RecordType> =>
  new Map(practices.flatMap((p) => p.records.map((r) => [r.name, r] as const)))

/** All fact tables by the record type they speak of. */
export const factsByRecord = (practices: readonly Practice[]): ReadonlyMap<string, FactTable> =>
  new Map(practices.flatMap((p) => (p.facts ?? []).map((f) => [f.record, f] as const)))
