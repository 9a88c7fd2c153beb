/** A practice as the composition root sees it: its records, caches, reactions and named work. */
import type { Reaction, Task } from './context.ts'
import type { Derived } from './derived.ts'
import type { RecordType } from './record.ts'

export interface Practice {
  readonly name: string
  readonly records: readonly RecordType[]
  readonly derived?: readonly Derived[]
  readonly reactions?: readonly Reaction[]
  readonly tasks?: readonly Task[]
}

/** All record types by name, in the practices' order. */
export const recordsOf = (practices: readonly Practice[]): ReadonlyMap<string, RecordType> =>
  new Map(practices.flatMap((p) => p.records.map((r) => [r.name, r] as const)))
