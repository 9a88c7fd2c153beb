/** The problems that a change solves: the one it was planned for, and those that name it as what brings their solution. */
import { useMemo } from 'react'
import type { AnyRow, Opened } from '../../client/shapes.ts'
import { useList } from '../data/queries.ts'
import type { ChangeRow } from './change-words.ts'

/** See `useSolved`. */
export interface Solved {
  readonly id: string
  readonly number: string
  readonly title: string
}

/** More name one change only by mistake. */
const MOST_NAMED = 10

/** Each once, the planned one first; none for clients, who see no problems. */
export function useSolved(row: Opened<ChangeRow>, isClient: boolean): readonly Solved[] {
  const naming = useList<AnyRow>('problems', { changeId: row.id, limit: MOST_NAMED }, !isClient).data?.items
  return useMemo(() => {
    const planned = row.problemId ? row.titles?.[row.problemId] : undefined
    const first = row.problemId && planned ? [{ id: row.problemId, number: planned.number, title: planned.title }] : []
    return [...first, ...(naming ?? []).filter((p) => p.id !== row.problemId).map((p) => ({ id: p.id, number: p.number, title: String(p['title']) }))]
  }, [row.problemId, row.titles, naming])
}
