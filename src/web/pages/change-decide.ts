/** The changes that wait for the viewer's answer. */
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { now } from '../../kit/now.ts'
import { client } from '../data/connection.ts'
import { useMe } from '../data/queries.ts'
import { mineToAnswer, roundOf, type ApprovalRow, type ChangeRow } from './change-words.ts'

/** Approvals that are looked through; nobody has more open ones. */
const MOST_ASKED = 200

/** Soonest to begin first; asked again when a change or an approval moves. */
export function useToDecide(isOn: boolean): UseQueryResult<readonly ChangeRow[]> {
  const me = useMe().data
  return useQuery({
    queryKey: ['list', 'approvals', 'to-decide', me?.id], enabled: isOn && me !== undefined, placeholderData: keepPreviousData, staleTime: 15_000,
    queryFn: async () => {
      const open = await client.list<ApprovalRow>('approvals', { state: 'asked', limit: MOST_ASKED, sort: '-createdAt' })
      const ids = [...new Set(open.items.map((a) => a.changeId))]
      if (ids.length === 0 || me === undefined) return []
      const [changes, all] = await Promise.all([client.list<ChangeRow>('changes', { id: ids, state: 'submitted,assessed', limit: MOST_ASKED, sort: 'plannedStart' }), client.list<ApprovalRow>('approvals', { changeId: ids, limit: MOST_ASKED })])
      return changes.items.filter((c) => mineToAnswer(c, roundOf(c, all.items), { id: me.id, role: me.role }, now()) !== null)
    },
  })
}
