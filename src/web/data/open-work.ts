/** How much is open on each service, counted by the server over all incidents; and whether that is known. */
import { useMemo } from 'react'
import { useTally } from './queries.ts'

/** Counts of one service: all that is open, of that P1 and P2, of that majors. */
export interface OpenWork {
  readonly count: number
  readonly urgent: number
  readonly majors: number
}

/** What is open by the id of what it is on. Nothing open is known only where `isKnown`: else nobody has answered yet, or the asking failed. */
export interface OpenTold {
  /** What has nothing open is not in it; empty while unknown. */
  readonly of: ReadonlyMap<string, OpenWork>
  readonly isKnown: boolean
  /** Why it could not be read; null while it is being asked for. The last answer may still be there. */
  readonly error: unknown
  readonly retry: () => void
}

/** By the service's id. */
export function useOpenWork(): OpenTold {
  const all = useTally('incidents', 'serviceId', { group: 'active' })
  const urgent = useTally('incidents', 'serviceId', { group: 'active', priority: '1,2' })
  const majors = useTally('incidents', 'serviceId', { group: 'active', isMajor: true })
  const asked = [all, urgent, majors]
  // Without how urgent it is, a count alone would make light of it.
  const isKnown = asked.every((a) => a.data !== undefined)
  const of = useMemo(() => new Map(!isKnown ? [] : Object.entries(all.data ?? {}).filter(([id]) => id !== '').map(([id, count]) => [id, { count, urgent: urgent.data?.[id] ?? 0, majors: majors.data?.[id] ?? 0 }])), [isKnown, all.data, urgent.data, majors.data])
  return { of, isKnown, error: asked.find((a) => a.error !== null)?.error ?? null, retry: () => { for (const a of asked) void a.refetch() } }
}
