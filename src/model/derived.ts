/** A derived table: rows that a rule can compute again from the journal at any time; never edited by hand, never journaled. */
import type { Fields, Values } from './field.ts'

export interface Derived<Row = Readonly<Record<string, unknown>>> {
  readonly name: string
  readonly fields: Fields
  /** Field names that identify a row; writing an equal key replaces the row. */
  readonly key: readonly string[]
  readonly __row?: Row
}

/** Rows carry `orgId` and `requesterId`, so that row-level security holds for them as for the records they speak of. */
export const defineDerived = <const F extends Fields>(d: { name: string; fields: F; key: readonly (keyof F & string)[] }): Derived<Values<F>> => d
