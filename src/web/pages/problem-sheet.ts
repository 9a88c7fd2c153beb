/** What the four kinds of worksheet have in common on the page. */
import type { WorksheetContent } from '../../practices/problem/worksheet-content.ts'
import type { WorksheetKind } from '../../practices/problem/worksheet-standing.ts'
import type { ProblemRow } from './problem.tsx'

/** What every kind of sheet is given; `put` keeps the change in the page until it is saved. */
export interface SheetProps<K extends WorksheetKind> {
  readonly content: Extract<WorksheetContent, { kind: K }>
  readonly put: (content: Extract<WorksheetContent, { kind: K }>) => void
  readonly problem: ProblemRow
  readonly isFixed: boolean
}

/** A short name for a new row that no other row of the sheet has. */
export const freshId = (taken: readonly string[], prefix: string): string => {
  let n = taken.length + 1
  while (taken.includes(`${prefix}${n}`)) n++
  return `${prefix}${n}`
}
