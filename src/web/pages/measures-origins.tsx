/** Where a change came from: what each slice added between two moments, largest first. */
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Question } from '../../client/measures.ts'
import { countInFull, listed } from '../../kit/format.ts'
import { Section } from '../../kit/section.tsx'
import type { Definition } from '../../model/measure.ts'
import { cutsTime, nextPeriod, periodInFull } from '../charts/periods.ts'
import { isAdditive, isMomentKind, sliceName, type Plot } from '../charts/plot.ts'
import { changeWords } from '../charts/number-words.ts'
import { client } from '../data/connection.ts'
import { ask, useFacts, type Source } from './measures-data.ts'
import type { Asked } from './measures-ask.ts'
import { factLabel } from './measures-words.ts'
import css from './measures.module.css'
import charts from '../charts/charts.module.css'

/** Facts that tell most about an origin, as far as the records have them. */
const telling = ['firstTeamId', 'category', 'serviceId', 'external.subcategory', 'external.location', 'priority'] as const
const MOST_FACTS = 4
const MOST_LINES = 6
const MINUTE = 60_000

/** For numbers whose parts add up, and only where time is shown undivided: from the first shown moment to the chosen or the highest one. */
export function Origins({ source, asked, plot, question, put }: { source: Source; asked: Asked; plot: Plot; question: Question; put: (change: Partial<Asked>) => void }) {
  const facts = useFacts()
  const table = facts?.[source.measure.definition?.of ?? '']
  const isMoment = isMomentKind(source.measure)
  const points = plot.series[0]?.points ?? []
  const chosen = asked.point === null ? -1 : plot.periods.findIndex((p) => p.at === asked.point?.period)
  const top = points.reduce((best, p, i) => ((p.value ?? -Infinity) > (points[best]?.value ?? -Infinity) ? i : best), 0)
  const to = chosen > 0 ? chosen : top
  // A stock is compared with where the picture begins, a count with the period before.
  const from = isMoment ? 0 : Math.max(0, to - 1)
  const [a, b] = [plot.periods[from]?.at ?? null, plot.periods[to]?.at ?? null]
  const isOn = table !== undefined && cutsTime(plot.step) && isAdditive(source.measure) && asked.by.length === 0 && a !== null && b !== null && to > from
  const names = table === undefined ? [] : telling.filter((t) => (t.startsWith('external.') ? table.external.includes(t.slice(9)) : table.fields.some((f) => f.id === t)))
  const when = (at: string): Question => ({ ...question, by: [], step: 'all', ...(isMoment ? { to: at } : { from: at, to: nextPeriod(at, plot.step, question.zone) }) })
  const answers = useQueries({ queries: !isOn ? [] : names.map((by) => ({
    queryKey: ['measures', 'origins', source.measure.id, source.measure.definition, by, question, a, b], staleTime: MINUTE,
    queryFn: async () => {
      const [before, after] = await Promise.all([ask(source, { ...when(a), by: [by] }), ask(source, { ...when(b), by: [by] })])
      const was = new Map(before.cells.map((c) => [c.slice[0] ?? null, c.value ?? 0]))
      const lines = [...new Set([...was.keys(), ...after.cells.map((c) => c.slice[0] ?? null)])].map((slice) => ({ slice, name: sliceName(by, slice, { ...before.names, ...after.names }), delta: (after.cells.find((c) => (c.slice[0] ?? null) === slice)?.value ?? 0) - (was.get(slice) ?? 0) }))
      return { by, names: { ...before.names[by], ...after.names[by] }, lines: lines.filter((l) => l.delta !== 0).toSorted((x, y) => Math.abs(y.delta) - Math.abs(x.delta)) }
    },
  })) })
  const flow = useFlow(source.measure.definition, isOn && isMoment ? { ...question, from: a, to: b } : null)
  const whole = useMemo(() => (points[to]?.value ?? 0) - (points[from]?.value ?? 0), [points, to, from])
  if (!isOn) return null
  const words = (at: string): string => periodInFull(at, plot.step, question.zone, isMoment)
  // One value says nothing, and a fact that is hardly recorded tells of the recording.
  const telltale = answers.flatMap((x) => (x.data && x.data.lines.length > 1 ? [x.data] : [])).slice(0, MOST_FACTS)
  return (
    <Section title={`Where the ${whole >= 0 ? 'rise' : 'fall'} came from`} note={`${changeWords(plot.unit, whole)} from ${words(a)} to ${words(b)}${chosen > 0 ? '' : ', the highest shown'}; choose another point above`}>
      {flow !== null && <p style={{ paddingTop: 8 }}>In that time <b>{countInFull(flow.began)}</b> began and <b>{countInFull(flow.ended)}</b> ended{flow.began > flow.ended ? `: more came in than went out.` : '.'}</p>}
      <div className={css.origins}>
        {telltale.map(({ by, lines, names: known }) => {
          const most = Math.max(1e-9, ...lines.slice(0, MOST_LINES).map((l) => Math.abs(l.delta)))
          const rest = lines.slice(MOST_LINES)
          return (
            <div key={by}>
              <h3>By {factLabel(by, table)}</h3>
              <table className={charts.ranked} data-small="true">
                <caption className="ek-hidden">What each {factLabel(by, table)} added</caption>
                <thead className="ek-hidden"><tr><th scope="col">{factLabel(by, table)}</th><th scope="col">Size</th><th scope="col">Added</th></tr></thead>
                <tbody>
                  {lines.slice(0, MOST_LINES).map((l) => (
                    <tr key={l.slice ?? ''}>
                      <th scope="row"><button type="button" className={charts.rowButton} title={`Only ${l.name}`} onClick={() => put({ where: [...asked.where.filter((c) => c.field !== by), l.slice === null ? { field: by, op: 'empty', values: ['true'] } : { field: by, op: 'in', values: [l.slice] }], point: null })}>{known[l.slice ?? ''] ?? l.name}</button></th>
                      <td className={charts.barCell}><span className={charts.bar} data-hollow={l.delta < 0} style={{ width: `${Math.abs(l.delta) / most * 100}%` }} aria-hidden="true" /></td>
                      <td className={charts.end}><b>{changeWords(plot.unit, l.delta)}</b></td>
                    </tr>
                  ))}
                  {rest.length > 0 && <tr><th scope="row" className="ek-3">{rest.length} others</th><td /><td className={`${charts.end} ek-3`}>{changeWords(plot.unit, rest.reduce((sum, l) => sum + l.delta, 0))}</td></tr>}
                </tbody>
              </table>
            </div>
          )
        })}
      </div>
      {answers.some((x) => x.isPending) && <p className="ek-3" role="status">Looking at {listed(names.map((t) => factLabel(t, table)))}</p>}
    </Section>
  )
}

/** How many began and how many ended between two moments; the stock changed by their difference. */
function useFlow(def: Definition | null, q: Question | null): { began: number; ended: number } | null {
  const counts = useQueries({ queries: q === null || def?.start === undefined || def.end === undefined ? [] : [def.start, def.end].map((member) => ({
    queryKey: ['measures', 'flow', def, member, q], staleTime: MINUTE,
    queryFn: async () => {
      // A stock at a moment has what began up to it, so both ends move by the smallest step.
      const after = (at: string | undefined): string => new Date(Date.parse(at ?? '') + 1).toISOString()
      const answer = await client.compute({ definition: { of: def.of, kind: 'count', member, where: def.where } }, { ...q, step: 'all', by: [], from: after(q.from), to: after(q.to) })
      return answer.cells[0]?.value ?? 0
    },
  })) })
  const [began, ended] = counts.map((c) => c.data)
  return began === undefined || ended === undefined ? null : { began, ended }
}
