/** Beside a measure: what it says now, how it is counted, whether it can be trusted, and what to read it with. */
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { percent } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Rail, Section, Facts } from '../../kit/section.tsx'
import { isOfMoment, type Measure } from '../../model/measure.ts'
import { againstTarget, changeOf, toneOf } from '../charts/change.ts'
import { LEAST_FOR_MARKS, marksOf } from '../charts/marks.ts'
import { cutsTime } from '../charts/periods.ts'
import { coverageOf, type Plot } from '../charts/plot.ts'
import { pointBase, pointRange, pointValue } from '../charts/point-words.ts'
import { changeWords, valueWords } from '../charts/number-words.ts'
import type { Asked } from './measures-ask.ts'
import { useFacts, useMeasures } from './measures-data.ts'
import { definitionWords, stepNoun } from './measures-words.ts'
import css from './measures.module.css'

export function MeasureRail({ measure, asked, plot, put }: { measure: Measure; asked: Asked; plot: Plot | null; put: (change: Partial<Asked>) => void }) {
  return (
    <Rail>
      {plot && <Now measure={measure} asked={asked} plot={plot} put={put} />}
      <Counted measure={measure} />
      {plot && <Trust measure={measure} plot={plot} />}
      <Together measure={measure} />
    </Rail>
  )
}

function Now({ measure, asked, plot, put }: { measure: Measure; asked: Asked; plot: Plot; put: (change: Partial<Asked>) => void }) {
  const series = plot.series.length === 1 ? plot.series[0] : undefined
  const known = (series?.points ?? []).flatMap((point, i) => (point.value === null ? [] : [{ point, period: plot.periods[i] }]))
  const [last, before] = [known.at(-1), known.at(-2)]
  if (!cutsTime(plot.step)) return <Leaders plot={plot} />
  if (!last) return null
  const change = before ? changeOf(last.point.cell, before.point.cell) : null
  const verdict = againstTarget(last.point.cell, measure.target, measure.better)
  const marks = asked.hasMarks && !plot.isMoment ? marksOf(series?.points ?? []) : null
  const top = known.toSorted((a, b) => (b.point.value ?? 0) - (a.point.value ?? 0))[0]
  const noun = stepNoun[plot.step]
  return (
    <Section title="What it says" isRuled={false}>
      <p>{capital(last.period?.full ?? '')}: <b>{pointValue(last.point, plot.unit)}</b>{pointRange(last.point, plot.unit) === null ? '' : ` (${pointRange(last.point, plot.unit) ?? ''})`}, {pointBase(last.point)}.{last.point.hollow === null ? '' : ` Look twice: ${last.point.hollow}.`}</p>
      {change && <p>{change.isClear === null ? `${changeWords(plot.unit, change.delta, last.point.cell.used)} against the ${noun} before.` : change.isClear ? <><b className={toneOf(change, measure.better) === 'bad' ? 'ek-bad' : toneOf(change, measure.better) === 'good' ? 'ek-good' : undefined}>{changeWords(plot.unit, change.delta, last.point.cell.used)}</b> against the {noun} before, beyond chance.</> : `No clear change against the ${noun} before.`}</p>}
      {verdict && <p>{verdict === 'met' ? 'The target is met.' : verdict === 'missed' ? <b className="ek-bad">Misses the target, beyond chance.</b> : 'Off the target, but that could be chance.'}</p>}
      {marks?.change && <p>The level changed at <button type="button" className="ek-link" onClick={() => put({ point: { period: plot.periods[marks.change?.at ?? 0]?.at ?? null, slice: [] } })}>{plot.periods[marks.change.at]?.full}</button>: {valueWords(plot.unit, round(marks.change.before, plot.unit))} before, {valueWords(plot.unit, round(marks.change.after, plot.unit))} since.</p>}
      {marks && marks.beyond.length > 0 && <p>{marks.beyond.length} of {known.length} points lie outside what is usual.</p>}
      {top && <p className="ek-2">Highest: <button type="button" className="ek-link" onClick={() => put({ point: { period: top.period?.at ?? null, slice: [] } })}>{top.period?.full}</button> with {pointValue(top.point, plot.unit)}.</p>}
    </Section>
  )
}
/** Without time: who leads, and with how much of the whole. */
function Leaders({ plot }: { plot: Plot }) {
  const first = plot.series[0]
  const point = first?.points[0]
  if (plot.step !== 'all' || !first || !point || first.slice.length === 0) return null
  const whole = plot.series.reduce((sum, s) => sum + s.weight, 0)
  const part = whole > 0 ? first.weight / whole : 0
  return (
    <Section title="What it says" isRuled={false}>
      <p><b>{first.name}</b> leads{plot.unit === 'share' ? ` with ${pointBase(point)}, ${pointValue(point, plot.unit)}` : ` with ${pointValue(point, plot.unit)}`}{plot.series.length > 1 && part > 0 ? `: ${percent(part)} of the whole.` : '.'}</p>
      {plot.unit === 'share' && <p className="ek-small ek-2">Ranked by how many, not by share: a small group is easily all or nothing.</p>}
    </Section>
  )
}
const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)
const round = (v: number, unit: Plot['unit']): number => (unit === 'count' ? Math.round(v) : v)

function Counted({ measure }: { measure: Measure }) {
  const facts = useFacts()
  if (measure.definition === null) return null
  const said = definitionWords(measure.definition, facts?.[measure.definition.of])
  return (
    <Section title="How it is counted" isRuled={false}>
      <div className={css.formula}>{said.counted}{said.among !== null && <><hr />{said.among}</>}</div>
      <p style={{ marginTop: 6 }} className="ek-small ek-2">It {isOfMoment(measure.definition.kind) ? said.time : `belongs to a period ${said.time}`}.{said.only === null ? '' : ` Only those with ${said.only}.`}</p>
      {measure.note !== undefined && <p className="ek-small ek-2">{measure.note}</p>}
      <div style={{ marginTop: 6 }}><Facts facts={[['Definition', `${measure.id}, version ${measure.version}`], ['Settled', measure.maturityDays === 0 ? 'when its period ends' : `${measure.maturityDays} days after its period`], ...(measure.target === undefined ? [] : [['Target', `${measure.better === 'lower' ? 'at most' : 'at least'} ${valueWords(measure.unit, measure.target, 100)}`] as const])]} /></div>
    </Section>
  )
}

function Trust({ measure, plot }: { measure: Measure; plot: Plot }) {
  const points = plot.series.flatMap((s) => s.points).filter((p) => p.cell.eligible > 0)
  const [used, eligible] = points.reduce(([u, e], p) => [u + p.cell.used, e + p.cell.eligible], [0, 0])
  const coverage = coverageOf({ ...(points[0]?.cell ?? { period: null, slice: [], value: null, hits: null, low: null, high: null, censored: null, isMature: true }), used, eligible })
  const few = points.filter((p) => p.missing?.startsWith('under')).length
  const open = points.filter((p) => !p.cell.isMature).length
  const censored = points.reduce((n, p) => n + (p.cell.censored ?? 0), 0)
  const isCensus = points.every((p) => p.low === null)
  const lines: [boolean, string][] = [
    [coverage >= 0.9, eligible === 0 ? 'Nothing was eligible' : coverage === 1 ? 'Every record has what it needs' : `${(coverage * 100).toFixed(1)} % of the records have what it needs`],
    [few === 0, few === 0 ? 'No point rests on too few cases' : `${few} of ${points.length} points rest on too few cases and are not drawn`],
    [open === 0, open === 0 ? 'All periods shown are settled' : `${open} of ${points.length} points are not settled yet`],
    ...(measure.definition?.kind === 'survival' ? [[true, censored === 0 ? 'None was still open' : `${censored} still open count as at least so long`] as [boolean, string]] : []),
    [true, isCensus ? 'Counted in full: there is no interval' : `Intervals hold the true value 95 times of 100`],
    ...(plot.series.length === 1 && points.length < LEAST_FOR_MARKS && cutsTime(plot.step) && !plot.isMoment ? [[false, `${points.length} points are too few to say what is usual`] as [boolean, string]] : []),
  ]
  return (
    <Section title="Can it be trusted?" isRuled={false}>
      <ul className={css.trust}>{lines.map(([isFine, words]) => <li key={words}>{isFine ? <IconCheck aria-label="Yes:" color="var(--ek-good-text)" /> : <IconAlertTriangle aria-label="Look:" color="var(--ek-warn-text)" />}{words}</li>)}</ul>
    </Section>
  )
}

/** One figure alone can be gamed: those of the same factor stand beside it. */
function Together({ measure }: { measure: Measure }) {
  const all = useMeasures().data ?? []
  const near = all.filter((m) => m.id !== measure.id && m.canCompute && (m.factor === measure.factor && m.factor !== '' || (m.practice === measure.practice && m.unit === measure.unit && m.factor !== measure.factor))).slice(0, 4)
  if (near.length === 0) return null
  return (
    <Section title="Read it with" isRuled={false}>
      {near.map((m) => <p key={m.id} className={css.near}><Link href={`/measures/${m.id}`}>{m.name}</Link></p>)}
      <p className="ek-small ek-3">One alone can be gamed.{measure.factor === '' ? '' : ` Serves the factor: ${measure.factor}.`}</p>
    </Section>
  )
}
