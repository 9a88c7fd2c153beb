/** What is open now on any thing of the graph: incidents on a service and incidents that name an item as broken. */
import { useMemo } from 'react'
import { type OpenTold, useOpenWork } from './open-work.ts'
import { useWholeList } from './queries.ts'
import type { IncidentRow } from './rows.ts'

/** Open incidents that name what is broken; more are not looked at. */
const MOST_ASKED = 1000

/** By the id of a service or an item. `isCut`: more incidents name items than were looked at, the newest. */
export function useWorkOn(): OpenTold & { readonly isCut: boolean } {
  const services = useOpenWork()
  const named = useWholeList<IncidentRow & { readonly ciIds?: readonly string[] | null }>('incidents', { group: 'active', 'ciIds.empty': false, sort: '-createdAt' }, MOST_ASKED)
  const items = named.data?.items
  const of = useMemo(() => {
    const all = new Map(services.of)
    for (const i of items ?? []) {
      for (const id of i.ciIds ?? []) {
        const known = all.get(id) ?? { count: 0, urgent: 0, majors: 0 }
        all.set(id, { count: known.count + 1, urgent: known.urgent + (i.priority === 1 || i.priority === 2 ? 1 : 0), majors: known.majors + (i.isMajor ? 1 : 0) })
      }
    }
    return all
  }, [services.of, items])
  return { of, isKnown: services.isKnown && items !== undefined, isCut: (named.data?.next ?? null) !== null, error: services.error ?? named.error, retry: () => { services.retry(); void named.refetch() } }
}
