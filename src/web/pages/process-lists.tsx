/** What stands under the process map: the ways incidents took, how they fit our lifecycle, the work that came back; and all steps as a list. */
import { Button } from '@mantine/core'
import { Fragment, useState } from 'react'
import type { ProcessAnswer, ProcessPart } from '../../client/process.ts'
import { elapsed } from '../../kit/format-time.ts'
import { count, counted, listed, percent, share } from '../../kit/format.ts'
import { Section } from '../../kit/section.tsx'
import { nameOf, partOfStep } from './process-ask.ts'
import { END, layOut, START, type MapStep } from './process-layout.ts'
import css from './process.module.css'

interface ListProps {
  readonly answer: ProcessAnswer
  readonly isChosen: (part: ProcessPart) => boolean
  readonly onOpen: (part: ProcessPart) => void
}

const FIRST_WAYS = 8

/** Ways from the first to the last node, the most frequent first. */
export function Ways({ answer, isChosen, onOpen }: ListProps) {
  const [isAll, setAll] = useState(false)
  const shown = isAll ? answer.ways : answer.ways.slice(0, FIRST_WAYS)
  const most = answer.ways[0]?.cases ?? 1
  return (
    <Section title="Ways they took" note={counted(answer.wayCount, 'way')}>
      {shown.map((w) => (
        <button key={w.key} type="button" className={css.step} aria-pressed={isChosen({ way: w.key })} onClick={() => onOpen({ way: w.key })}>
          <span className={css.way}>{w.activities.map((a, i) => <Fragment key={i}>{i > 0 && <><i aria-hidden="true">→</i><span className="ek-hidden">then</span></>}<span>{nameOf(answer, a)}</span></Fragment>)}</span>
          <span className="ek-num">{share(w.cases, answer.cases)}</span>
          <span className="ek-3 ek-num">{count(w.cases)}</span>
          <small>{w.activities.length === 1 ? 'never left it' : `half within ${elapsed(w.medianSeconds)}`}, such as {w.example}</small>
          <span className={css.bar} style={{ width: `${(w.cases / most) * 100}%` }} aria-hidden="true" />
        </button>
      ))}
      {!isAll && answer.ways.length > FIRST_WAYS && <div style={{ padding: '10px 0' }}><Button onClick={() => setAll(true)}>Show {answer.ways.length === answer.wayCount ? `all ${answer.wayCount}` : `the first ${answer.ways.length}`}</Button></div>}
    </Section>
  )
}

/** Steps that our lifecycle does not know, each by name. */
export function Fit({ answer, isChosen, onOpen }: ListProps) {
  const fit = answer.conformance
  if (!fit) return null
  const name = (a: string): string => nameOf(answer, a)
  return (
    <Section title="Against our lifecycle" note={`${share(fit.fittingCases, fit.cases, 'high')} took only steps that it knows`}>
      {fit.deviations.length === 0 ? <p className="ek-3" style={{ padding: '8px 0' }}>Every step is one that our lifecycle knows.</p> : fit.deviations.map((d) => {
        const part: ProcessPart = d.from === null ? { begins: d.to } : { at: d.from, next: d.to }
        return (
          <button key={`${d.from ?? ''} ${d.to}`} type="button" className={css.step} aria-pressed={isChosen(part)} onClick={() => onOpen(part)}>
            <span><b>{d.from === null ? `Began as ${name(d.to)}` : `${name(d.from)} → ${name(d.to)}`}</b></span>
            <span className="ek-num ek-bad">{counted(d.count, 'time')}</span>
            <span className="ek-3 ek-num">{counted(d.cases, 'incident')}</span>
            <small>{d.instead.length === 0 ? `Nothing follows ${name(d.from ?? '')}.` : d.from === null ? `It knows ${listed(d.instead.map(name))} as a beginning.` : `From ${name(d.from)} it knows ${listed(d.instead.map(name))}.`}</small>
          </button>
        )
      })}
    </Section>
  )
}

const MOST_RETURNS = 12

/** There and back: work that came back to where it was. */
export function Returns({ answer, isChosen, onOpen }: ListProps) {
  const shown = answer.returns.slice(0, MOST_RETURNS)
  return (
    <Section title={answer.view === 'team' ? 'Passed back and forth' : 'Came back'} note={answer.view === 'team' ? 'a team got it back from another' : 'left a state and returned to it'}>
      {shown.length === 0 ? <p className="ek-3" style={{ padding: '8px 0' }}>Nothing came back.</p> : shown.map((r) => {
        const part = { at: r.from, via: r.via }
        return (
          <button key={`${r.from} ${r.via}`} type="button" className={css.step} aria-pressed={isChosen(part)} onClick={() => onOpen(part)}>
            <span className={css.way}>{[r.from, r.via, r.from].map((a, i) => <Fragment key={i}>{i > 0 && <><i aria-hidden="true">→</i><span className="ek-hidden">then</span></>}<span>{nameOf(answer, a)}</span></Fragment>)}</span>
            <span className="ek-num">{counted(r.count, 'time')}</span>
            <span className="ek-3 ek-num">{counted(r.cases, 'incident')}</span>
          </button>
        )
      })}
    </Section>
  )
}

/** The same steps as the map, as a list: for the phone and for those who prefer it. */
export function StepList({ answer, steps, isUnforeseen, isChosen, onOpen }: ListProps & { steps: readonly MapStep[]; isUnforeseen: (step: MapStep) => boolean }) {
  const groups = Map.groupBy(steps, (s) => s.from)
  const order = layOut(steps, 1).nodes.toSorted((a, b) => a.layer - b.layer || a.y - b.y).map((n) => n.id).filter((id) => groups.has(id))
  return (
    <div role="group" aria-label="Steps by where they begin">
      {order.map((from) => {
        const node = answer.activities.find((a) => a.activity === from)
        return (
          <Section key={from} title={from === START ? 'They began as' : nameOf(answer, from)} note={node ? counted(node.cases, 'incident') : counted(answer.cases, 'incident')}>
            {groups.get(from)?.map((s) => {
              const part = partOfStep(s)
              return (
                <button key={s.to} type="button" className={css.step} aria-pressed={isChosen(part)} onClick={() => onOpen(part)}>
                  <span><span aria-hidden="true">→ </span><b>{s.to === END ? 'last seen here' : nameOf(answer, s.to)}</b>{isUnforeseen(s) && <span className="ek-bad"> unforeseen</span>}</span>
                  <span className="ek-num">{count(s.count)}</span>
                  <span className="ek-3 ek-num">{percent(s.count / Math.max(1, node?.events ?? answer.cases))}</span>
                  {s.medianSeconds !== null && <small>half within {elapsed(s.medianSeconds)}, nine of ten within {elapsed(s.p90Seconds ?? 0)}</small>}
                </button>
              )
            })}
          </Section>
        )
      })}
    </div>
  )
}
