/** What the pages about measures ask the server for, kept for a minute. */
import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import { clients } from '../../model/actor.ts'
import type { Definition, Measure, MeasureQuery } from '../../model/measure.ts'
import type { FactTableSketch, ListedMeasure, MeasureAnswer, Question } from '../../client/measures.ts'
import { now } from '../../kit/now.ts'
import { useViewer } from '../../kit/viewer.tsx'
import { dayOf, dayPlus } from '../charts/periods.ts'
import { client } from '../data/connection.ts'
import { useMe } from '../data/queries.ts'
import { dayNow, type Anchor, type Point } from './measures-ask.ts'

const MINUTE = 60_000
/** Records at once, of which more can be asked for. */
const ROWS_AT_ONCE = 50

/** What is asked: a measure that is kept, or a definition of the moment. */
export type Source = { readonly measure: Measure; readonly isKept: boolean }

export const useMeasures = (): UseQueryResult<readonly ListedMeasure[]> => useQuery({ queryKey: ['measures', 'all'], queryFn: () => client.measures(), staleTime: 5 * MINUTE })
export const useMeasure = (id: string): UseQueryResult<Measure> => useQuery({ queryKey: ['measures', 'one', id], queryFn: () => client.measure(id), staleTime: 5 * MINUTE })

/** The facts by table; undefined for those who may not ask freely (users and customers). */
export function useFacts(): Readonly<Record<string, FactTableSketch>> | undefined {
  const me = useMe().data
  return useQuery({ queryKey: ['measures', 'facts'], queryFn: () => client.measureFacts(), staleTime: 5 * MINUTE, enabled: me !== undefined && !clients.includes(me.role) }).data
}

export const useZone = (): string => useViewer().zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone

/** One source of an answer, whatever it is about. A filter value with a comma cannot stand in an address: such a question goes as a body. */
export function ask(source: Source, q: Question): Promise<MeasureAnswer> {
  const def = source.measure.definition
  if (def !== null && (!source.isKept || q.where.some((c) => c.values.some((v) => v.includes(','))))) {
    return client.compute({ definition: def, maturityDays: source.measure.maturityDays }, q).then((a) => ({ ...a, measure: source.measure }))
  }
  return client.measureValues(source.measure.id, q)
}

export const useAnswer = (source: Source | null, q: Question | null): UseQueryResult<MeasureAnswer> =>
  useQuery({
    queryKey: ['measures', 'values', source?.isKept === false ? source.measure.definition : `${source?.measure.id ?? ''} ${source?.measure.version ?? 0}`, q], staleTime: MINUTE, placeholderData: keepPreviousData,
    enabled: source !== null && source.measure.definition !== null && q !== null,
    queryFn: () => { if (!source || !q) throw new Error('asked without a question'); return ask(source, q) },
  })

/** The records behind one number, page after page. */
export function useBehind(source: Source, q: Question, point: Point) {
  const { measure, isKept } = source
  return useInfiniteQuery({
    queryKey: ['measures', 'records', measure.id, measure.definition, q, point], staleTime: MINUTE, initialPageParam: '', placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => {
      const behind = { ...(point.period === null ? {} : { period: point.period }), ...(point.slice.length > 0 ? { slice: point.slice } : {}), limit: ROWS_AT_ONCE, ...(pageParam === '' ? {} : { after: pageParam }) }
      const isPlain = isKept && !q.where.some((c) => c.values.some((v) => v.includes(',')))
      return isPlain || measure.definition === null ? client.measureRecords(measure.id, q, behind) : client.computeRecords({ definition: measure.definition }, q, behind)
    },
    getNextPageParam: (last) => last.next ?? undefined,
  })
}

/** Where the records begin and end: an import of the past is looked at from its end, not from today, where nothing is. */
export function useAnchor(): Anchor | undefined {
  const zone = useZone()
  const months = useQuery({ queryKey: ['measures', 'months', zone], staleTime: 10 * MINUTE, queryFn: () => client.measureValues('IN-opened', { step: 'month', zone, by: [], where: [] } satisfies MeasureQuery) })
  return useMemo(() => {
    if (months.isPending) return undefined
    const today = dayNow(now(), zone)
    const known = (months.data?.cells ?? []).flatMap((c) => (c.period === null ? [] : [dayOf(c.period, zone)])).sort()
    const [first = null, last] = [known[0], known.at(-1)]
    // A quiet month is no end of records; two are, for a desk.
    const isPast = last !== undefined && dayPlus(last, 'month', 3) <= today
    return { day: isPast && last !== undefined ? dayPlus(dayPlus(last, 'month', 1), 'day', -1) : today, isPast, first }
  }, [months.isPending, months.data, zone])
}

/** A definition of the moment as a measure, named by what it counts. */
export const asMeasure = (definition: Definition, name: string): Measure => ({
  id: 'compute', version: 1, name, question: '', factor: '', practice: 'own', better: 'neither', definition, maturityDays: 0, audience: 'internal', unit: unitOf(definition),
})
function unitOf(d: Definition): Measure['unit'] {
  if (d.kind === 'share' || d.kind === 'fresh') return 'share'
  if (d.kind === 'survival' || d.kind === 'age') return 'seconds'
  const isSpan = (d.value ?? '').endsWith('Seconds') || d.value === 'seconds'
  if (d.kind === 'rate-ratio') return 'rate'
  if (d.kind === 'ratio') return isSpan && (d.per ?? '').endsWith('Seconds') ? 'share' : 'rate'
  if (d.kind === 'count' || d.kind === 'stock') return 'count'
  return isSpan ? 'seconds' : (d.value ?? '').endsWith('Minutes') ? 'minutes' : 'count'
}
