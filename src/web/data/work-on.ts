/** What is open now on any thing of the graph: incidents on a service and incidents that name an item as broken. */
import { useMemo } from 'react'
import { useOpenWork, type OpenWork } from './open-work.ts'
import { useWholeList } from './queries.ts'
import type { IncidentRow } from './rows.ts'

/** Open incidents that name what is broken; more are not looked at. */
const MOST_ASKED = 1000

/** By the id of a service or an item; what has nothing open is not in it. */
export function useWorkOn(): ReadonlyMap<string, OpenWork> {
  const services = useOpenWork()
  const named = useWholeList<IncidentRow & { readonly ciIds?: readonly string[] | null }>('incidents', { group: 'active', 'ciIds.empty': false }, MOST_ASKED).data?.items
  return useMemo(() => {
    const all = new Map(services)
    for (const i of named ?? []) {
      for (const id of i.ciIds ?? []) {
        const known = all.get(id) ?? { count: 0, urgent: 0, majors: 0 }
        all.set(id, { count: known.count + 1, urgent: known.urgent + (i.priority === 1 || i.priority === 2 ? 1 : 0), majors: known.majors + (i.isMajor ? 1 : 0) })
      }
    }
    return all
  }, [services, named])
}
