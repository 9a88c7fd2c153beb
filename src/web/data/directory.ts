/** The names of people, teams, services and organizations, for rows that carry only their ids. */
import { useMemo } from 'react'
import type { AnyRow, Titles } from '../../client/shapes.ts'
import { useList } from './queries.ts'

const SHOWN_AT_ONCE = 200

export interface Directory {
  /** The name, or null where it is not known (not recorded, or not to be seen). */
  name(id: unknown): string | null
  number(id: unknown): string | null
  readonly people: readonly AnyRow[]
  readonly teams: readonly AnyRow[]
  readonly services: readonly AnyRow[]
}

/** `titles` are what the list at hand brought along; they win over the first pages asked for here. */
export function useDirectory(titles?: Titles): Directory {
  const people = useList('people', { limit: SHOWN_AT_ONCE, sort: 'name' }).data?.items
  const teams = useList('teams', { limit: SHOWN_AT_ONCE, sort: 'name' }).data?.items
  const services = useList('services', { limit: SHOWN_AT_ONCE, sort: 'name' }).data?.items
  return useMemo(() => {
    const rows = new Map([...(people ?? []), ...(teams ?? []), ...(services ?? [])].map((row) => [row.id, row]))
    return {
      name: (id) => (typeof id !== 'string' ? null : titles?.[id]?.title ?? text(rows.get(id)?.['name']) ?? null),
      number: (id) => (typeof id !== 'string' ? null : titles?.[id]?.number ?? rows.get(id)?.number ?? null),
      people: people ?? [], teams: teams ?? [], services: services ?? [],
    }
  }, [people, teams, services, titles])
}

const text = (v: unknown): string | null => (typeof v === 'string' ? v : null)
