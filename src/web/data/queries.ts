/** What pages ask for: reads kept by TanStack Query under keys that the live stream knows how to drop. */
import { keepPreviousData, QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ApiProblem } from '../../client/problem.ts'
import type { Description } from '../../client/description.ts'
import type { AnyRow, JournalEntry, Listed, ListParams, Me, Opened, Titles } from '../../client/shapes.ts'
import { client } from './connection.ts'
import { versionWhereUntouched } from './since.ts'

/** A refusal is an answer: only a lost connection is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000, refetchOnWindowFocus: true,
      retry: (count, error) => error instanceof ApiProblem && (error.code === 'offline' || error.code === 'unavailable') && count < 2,
    },
  },
})

export const useMe = (): UseQueryResult<Me> => useQuery({ queryKey: ['me'], queryFn: () => client.me(), staleTime: 300_000 })

/** What the signed-in person may see and do; asked once somebody is signed in. */
export const useDescription = (): UseQueryResult<Description> => {
  const isKnown = useMe().data !== undefined
  return useQuery({ queryKey: ['describe'], queryFn: () => client.describe(), staleTime: Infinity, structuralSharing: false, enabled: isKnown })
}

/** A page of a list; the last answer stays while the next is asked for. */
export const useList = <Row = AnyRow>(plural: string, params: ListParams = {}, enabled = true): UseQueryResult<Listed<Row>> =>
  useQuery({ queryKey: ['list', plural, params], queryFn: () => client.list<Row>(plural, params), placeholderData: keepPreviousData, enabled })

/** A list that grows as it is read to its end; rows of all pages asked for so far, and their total. */
export function useGrowingList<Row = AnyRow>(plural: string, params: ListParams) {
  const answer = useInfiniteQuery({
    queryKey: ['list', plural, 'growing', params], initialPageParam: '', placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => client.list<Row>(plural, { ...params, limit: ROWS_AT_ONCE, count: true, ...(pageParam === '' ? {} : { after: pageParam }) }),
    getNextPageParam: (last) => last.next ?? undefined,
  })
  const pages = answer.data?.pages
  const rows = useMemo(() => pages?.flatMap((p) => p.items) ?? [], [pages])
  const titles = useMemo((): Titles => Object.assign({}, ...(pages ?? []).map((p) => p.titles ?? {})) as Titles, [pages])
  return {
    rows, titles, total: pages?.[0]?.count, isLoading: answer.isFetching && !answer.isRefetching, error: answer.error,
    retry: () => void answer.refetch(), onMore: answer.hasNextPage && !answer.isFetching ? () => void answer.fetchNextPage() : undefined,
  }
}
const ROWS_AT_ONCE = 100

/** All of a list up to `most` rows, page after page; for what must be drawn as a whole, never for rows that people scroll. */
export const useWholeList = <Row = AnyRow>(plural: string, params: ListParams, most: number): UseQueryResult<Listed<Row>> =>
  useQuery({
    queryKey: ['list', plural, 'whole', params, most], placeholderData: keepPreviousData,
    queryFn: async () => {
      let page = await client.list<Row>(plural, { ...params, limit: MOST_AT_ONCE })
      const [items, titles] = [[...page.items], { ...page.titles }]
      while (page.next !== null && items.length < most) {
        page = await client.list<Row>(plural, { ...params, limit: MOST_AT_ONCE, after: page.next })
        items.push(...page.items)
        Object.assign(titles, page.titles)
      }
      return { items, titles, next: page.next }
    },
  })
/** What the API gives in one answer. */
const MOST_AT_ONCE = 200

export const useRecord = <Row = AnyRow>(plural: string, id: string): UseQueryResult<Opened<Row>> =>
  useQuery({ queryKey: ['record', plural, id], queryFn: () => client.read<Row>(plural, id) })

export const useTimeline = (plural: string, id: string, enabled = true): UseQueryResult<readonly JournalEntry[]> =>
  useQuery({ queryKey: ['timeline', plural, id], queryFn: () => client.timeline(plural, id), enabled })

/** What a record has beside its fields: `comments`, `watches`, `links`, `attachments`, `efforts`. */
export const useBeside = <Row>(plural: string, id: string, what: string, enabled = true): UseQueryResult<{ readonly items: readonly Row[] }> =>
  useQuery({ queryKey: ['timeline', plural, id, what], queryFn: () => client.aside<{ items: readonly Row[] }>(plural, id, what), enabled })

export const useTally = (plural: string, by: string, params: ListParams = {}): UseQueryResult<Readonly<Record<string, number>>> =>
  useQuery({ queryKey: ['list', plural, 'tally', by, params], queryFn: () => client.tally(plural, by, params), retry: false })

/** One verb on one record; `version` guards against what somebody else did meanwhile. */
export interface Act {
  readonly id: string
  readonly verb: string
  readonly input?: Readonly<Record<string, unknown>>
  readonly version?: number
}

export function useAct(plural: string) {
  const cache = useQueryClient()
  return useMutation<Opened, Error, Act>({
    mutationFn: async ({ id, verb, input = {}, version }) => {
      const send = (seen?: number): Promise<Opened> => (verb === 'update' ? client.change(plural, id, input, seen) : client.move(plural, id, verb, input, seen))
      try {
        return await send(version)
      } catch (error) {
        if (version === undefined || !(error instanceof ApiProblem) || error.code !== 'stale') throw error
        const now = versionWhereUntouched(await client.timeline(plural, id), version)
        if (now === null) throw error
        return send(now)
      }
    },
    // What the answer says is shown at once: the next key already meets the new state.
    onSuccess: (fresh) => void cache.setQueriesData<Opened>({ queryKey: ['record', plural] }, (known) => (known?.id === fresh.id && known.version <= fresh.version ? fresh : known)),
    onSettled: () => void dropRecords(cache, plural),
  })
}

/** Everything shown about one kind of record is asked for again. */
export async function dropRecords(cache: QueryClient, plural: string): Promise<void> {
  await Promise.all([...['list', 'record', 'timeline'].map((part) => [part, plural]), ...(inGraph.has(plural) ? [['graph']] : []), ...(onCalendar.has(plural) ? [['list', 'changes', 'calendar']] : []), ...(plural === 'approvals' ? [['list', 'changes', 'agenda']] : [])].map((queryKey) => cache.invalidateQueries({ queryKey })))
}
const onCalendar: ReadonlySet<string> = new Set(['windows', 'releases'])
const inGraph: ReadonlySet<string> = new Set(['cis', 'relations', 'services'])
