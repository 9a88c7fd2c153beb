/** The names of people, teams, services and organizations, for rows that carry only their ids. */
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AnyRow, JournalEntry, RecordSketch, Titles } from '../../client/shapes.ts'
import { client } from './connection.ts'
import { useDescription } from './queries.ts'

/** Ids in one question; a longer list is asked in several. */
const ASKED_AT_ONCE = 200

export interface Directory {
  /** The name, or null where it is not known (not recorded, or not to be seen). */
  name(id: unknown): string | null
  number(id: unknown): string | null
}

/** Ids whose names are wanted, by the name of their record type. */
export type Wanted = Readonly<Record<string, readonly string[]>>

/** `titles` are what the rows at hand brought along; for what they do not name, the server is asked by id. */
export function useDirectory(titles?: Titles, wanted: Wanted = {}): Directory {
  const description = useDescription().data
  const questions = Object.entries(wanted).flatMap(([to, ids]) => {
    const sketch = description?.find(to)
    const unknown = [...new Set(ids)].filter((id) => titles?.[id] === undefined).sort()
    return sketch ? chunks(unknown).map((some) => ({ sketch, ids: some })) : []
  })
  const asked = useQueries({
    queries: questions.map(({ sketch, ids }) => ({
      queryKey: ['list', sketch.plural, 'names', ids], queryFn: () => client.list<AnyRow>(sketch.plural, { id: ids, limit: ASKED_AT_ONCE }), staleTime: 60_000, retry: false,
    })),
    combine: (answers) => answers.map((a) => a.data),
  })
  return useMemo(() => {
    const more: Record<string, { number: string; title: string }> = {}
    asked.forEach((answer, at) => {
      const title = questions[at]?.sketch.title ?? 'number'
      for (const row of answer?.items ?? []) more[row.id] = { number: row.number, title: String(row[title] ?? row.number) }
    })
    const find = (id: unknown): { number: string; title: string } | null => (typeof id !== 'string' ? null : titles?.[id] ?? more[id] ?? null)
    return { name: (id) => find(id)?.title ?? null, number: (id) => find(id)?.number ?? null }
    // `questions` are new objects at each render; the answers change when they do.
  }, [asked, titles])
}

/** What a record's journal points to: the values, past and present, of its reference fields. */
export function pointedTo(entries: readonly JournalEntry[], sketch: RecordSketch): Wanted {
  const wanted: Record<string, string[]> = {}
  for (const f of sketch.fields) {
    if (f.to === null || f.to === 'organization') continue
    const ids = entries.flatMap((e) => [e.changes?.[f.name], e.before?.[f.name]]).flat().filter((v) => typeof v === 'string')
    if (ids.length > 0) wanted[f.to] = [...(wanted[f.to] ?? []), ...ids]
  }
  return wanted
}

const chunks = (ids: readonly string[]): string[][] => Array.from({ length: Math.ceil(ids.length / ASKED_AT_ONCE) }, (_, at) => ids.slice(at * ASKED_AT_ONCE, (at + 1) * ASKED_AT_ONCE))
