/** Readers of nested exports by name: each makes of one element the rows that a mapping can read. */
import type { SourceRow } from '../read/open.ts'

/** `line` is the element's place in the file. Rows of one record come one behind the other, oldest first. */
export type Adapter = (value: unknown, line: number) => SourceRow[]

export const adapters: Readonly<Record<string, Adapter>> = {}
