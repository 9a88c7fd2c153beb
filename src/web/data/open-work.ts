/** How much is open on each service, counted by the server over all incidents. */
import { useMemo } from 'react'
import { useTally } from './queries.ts'

/** Counts of one service: all that is open, of that P1 and P2, of that majors. */
export interface OpenWork {
  readonly count: number
  readonly urgent: number
  readonly majors: number
}

/** By the service's id; a service with nothing open is not in it. */
export function useOpenWork(): ReadonlyMap<string, OpenWork> {
  const all = useTally('incidents', 'serviceId', { group: 'active' }).data
  const urgent = useTally('incidents', 'serviceId', { group: 'active', priority: '1,2' }).data
  const majors = useTally('incidents', 'serviceId', { group: 'active', isMajor: true }).data
  return useMemo(() => new Map(Object.entries(all ?? {}).filter(([id]) => id !== '').map(([id, count]) => [id, { count, urgent: urgent?.[id] ?? 0, majors: majors?.[id] ?? 0 }])), [all, urgent, majors])
}
