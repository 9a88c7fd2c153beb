/** One tile: the number now, its change, a small picture; it opens to the page of its measure. */
import { useMemo } from 'react'
import type { Tile } from '../../practices/measure/dashboard.ts'
import type { ListedMeasure } from '../../client/measures.ts'
import { now } from '../../kit/now.ts'
import { Link } from '../../kit/link.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { againstTarget, changeOf, toneOf, type Change } from '../charts/change.ts'
import { changeWords, rangeWords, valueWords } from '../charts/number-words.ts'
import { cutsTime, nextPeriod, periodInFull, startOfDay, dayPlus } from '../charts/periods.ts'
import { isMomentKind, plotOf, pointOf, type Plot, type PlotPoint, type PlotSeries } from '../charts/plot.ts'
import { pointBase, pointRange, pointValue } from '../charts/point-words.ts'
import { Ranked } from '../charts/ranked.tsx'
import { Spark } from '../charts/spark.tsx'
import { questionOf, standardAsked, stepsBack, type Anchor, type Asked } from './measures-ask.ts'
import { useAnswer, useFacts, useZone, type Source } from './measures-data.ts'
import { addressOfStudy } from './measures-address.ts'
import { factLabel, stepNoun } from './measures-words.ts'
import { listed } from '../../kit/format.ts'
import css from './measures.module.css'

const MOST_LINES = 5

/** The question of a tile, looking back from the anchor. */
export function askedOf(t: Tile, anchor: Anchor): Asked {
  return { step: t.step, from: stepsBack(anchor.day, t.step, t.back), to: anchor.day, by: t.by, where: t.where, known: null, chart: t.chart === 'number' || t.chart === 'line' ? null : t.chart, hasMarks: true, point: null }
}

/** What stands in a tile; `measure` is undefined where it is not (or no longer) there to see. */
export function TileBody({ tile, measure, anchor }: { tile: Tile; measure: ListedMeasure | undefined; anchor: Anchor }) {
  if (!measure) return <><span className={css.tileName}>{tile.title ?? tile.measure}</span><p className={css.waits}>This measure is no longer there, or not yours to see. Remove the tile, or choose another.</p></>
  const name = tile.title ?? measure.name
  if (!measure.canCompute) {
    return <Link quiet href={`/measures/${encodeURIComponent(measure.id)}`} className={css.tileLink}><span className={css.tileName}>{name}</span><p className={css.waits}>Waits for its records. {measure.waitsFor}</p></Link>
  }
  return <Computed tile={tile} measure={measure} anchor={anchor} name={name} />
}

function Computed({ tile, measure, anchor, name }: { tile: Tile; measure: ListedMeasure; anchor: Anchor; name: string }) {
  const zone = useZone()
  const facts = useFacts()
  const { navigate } = useViewer()
  const source = useMemo((): Source => ({ measure, isKept: true }), [measure])
  const moment = new Date(Math.floor(now() / 60_000) * 60_000).toISOString()
  const asked = useMemo(() => askedOf(tile, anchor), [tile, anchor])
  const question = useMemo(() => questionOf(asked, zone, measure, moment), [asked, zone, measure, moment])
  const answer = useAnswer(source, question)
  const plot = useMemo(() => (answer.data ? plotOf(answer.data, zone, cutsTime(tile.step) ? question.to : undefined) : null), [answer.data, zone, question, tile.step])
  const href = addressOfStudy(`/measures/${encodeURIComponent(measure.id)}`, asked, standardAsked(measure, anchor))
  const by = listed(tile.by.map((b) => factLabel(b, facts?.[measure.definition?.of ?? ''])))
  return (
    <>
      <Link quiet href={href} className={css.tileLink}>
        <span className={css.tileName}>{name}</span>
        {by !== '' && <span className={css.tileAsks}> · {by}</span>}
        {name !== measure.name && <p className={css.tileAsks}>{measure.question}</p>}
      </Link>
      {answer.error && !plot ? <p className={`${css.waits} ek-bad`} role="alert">{answer.error.message}</p>
        : !plot ? <LoadingRows rows={3} height={26} />
          : tile.step === 'all' && tile.by.length > 0 ? <Slices plot={plot} name={name} by={by} onOpen={(s) => navigate(addressOfStudy(`/measures/${encodeURIComponent(measure.id)}`, { ...asked, point: { period: null, slice: s.slice } }, standardAsked(measure, anchor)))} /> : <Number tile={tile} measure={measure} plot={plot} anchor={anchor} name={name} zone={zone} source={source} question={question} />}
    </>
  )
}

function Slices({ plot, name, by, onOpen }: { plot: Plot; name: string; by: string; onOpen: (s: PlotSeries) => void }) {
  if (plot.series.length === 0) return <p className={css.waits}>No cases.</p>
  return <><Ranked plot={plot} label={name} by={by} most={MOST_LINES} isSmall onOpen={onOpen} />{plot.series.length > MOST_LINES && <p className={css.tileFoot}>{plot.series.length - MOST_LINES} more</p>}</>
}

interface NumberProps { tile: Tile; measure: ListedMeasure; plot: Plot; anchor: Anchor; name: string; zone: string; source: Source; question: Parameters<typeof useAnswer>[1] & object }

function Number({ tile, measure, plot, anchor, name, zone, source, question }: NumberProps) {
  const isMoment = isMomentKind(measure) && cutsTime(tile.step)
  // A stock has a value now, not only at the last beginning of a step.
  const last = useAnswer(isMoment ? source : null, isMoment ? { ...question, step: 'all', by: [] } : null)
  const points = plot.series[0]?.points ?? []
  const end = new Date(Math.min(now(), Date.parse(startOfDay(dayPlus(anchor.day, 'day', 1), zone)))).toISOString()
  const isOver = (i: number): boolean => { const at = plot.periods[i]?.at; return at === null || at === undefined || !cutsTime(tile.step) || nextPeriod(at, tile.step, zone) <= end }
  const whole = points.map((p, i) => ({ p, i })).filter((x) => isOver(x.i))
  const moment = last.data?.cells[0]
  const head = isMoment ? (moment ? { p: pointOf(moment, measure), words: anchor.isPast ? periodInFull(end, 'day', zone) : 'now' } : undefined) : whole.at(-1) && { p: whole.at(-1)?.p, words: periodInFull(plot.periods[whole.at(-1)?.i ?? 0]?.at ?? null, tile.step, zone) }
  // The moment at hand may be the beginning of a step itself: what is compared lies before it.
  const earlier = isMoment ? plot.periods.findLastIndex((x) => x.at !== null && Date.parse(x.at) < Date.parse(end)) : -1
  const before = isMoment ? points[earlier] : whole.at(-2)?.p
  const current = isMoment || whole.length === points.length ? undefined : points.at(-1)
  if (!head?.p) return <p className={css.waits}>{last.isPending && isMoment ? '' : 'No cases.'}</p>
  const change = before ? changeOf(head.p.cell, before.cell) : null
  const verdict = againstTarget(head.p.cell, measure.target, measure.better)
  return (
    <>
      <div className={css.value}>
        <Figure p={head.p} plot={plot} />
        <span className={css.when}>{pointRange(head.p, plot.unit) === null ? head.words : `${pointRange(head.p, plot.unit) ?? ''} · ${head.words}`}</span>
      </div>
      <ChangeLine change={change} plot={plot} base={head.p.cell.used} measure={measure} since={isMoment ? `since ${plot.periods[earlier]?.short ?? 'then'}` : `on the ${stepNoun[tile.step]} before`} />
      {tile.chart !== 'number' && points.length > 1 && <Spark plot={plot} height={tile.width === 'wide' ? 92 : 46} label={`${name}, ${points.length} ${stepNoun[tile.step]}s`} />}
      <p className={css.tileFoot} data-missed={verdict === 'missed'}>
        {[
          current && current.value !== null ? `${valueWords(plot.unit, current.value, current.cell.used)} so far this ${stepNoun[tile.step]}` : null, head.p.hollow, head.p.value === null ? null : pointBase(head.p),
          measure.target === undefined ? null : `target ${measure.better === 'lower' ? 'at most' : 'at least'} ${valueWords(measure.unit, measure.target, 100)}${verdict === 'missed' ? ', missed' : verdict === 'met' ? ', met' : verdict === 'unclear' ? ', cannot tell' : ''}`,
        ].filter((x) => x !== null && x !== undefined).join(' · ')}
      </p>
    </>
  )
}

function Figure({ p, plot }: { p: PlotPoint; plot: Plot }) {
  if (p.value === null) return <span className={css.figure} data-none="true">{pointValue(p, plot.unit)}</span>
  return <span className={css.figure} data-hollow={p.hollow !== null}>{p.hollow !== null && <><span className={css.ring} aria-hidden="true" /><span className="ek-hidden">not settled: </span></>}{pointValue(p, plot.unit)}</span>
}

/** No colour where it may be noise, and no colour where neither way is better. */
function ChangeLine({ change, plot, base, measure, since }: { change: Change | null; plot: Plot; base: number; measure: ListedMeasure; since: string }) {
  if (change === null) return <p className={css.change}>nothing to compare with</p>
  const range = change.low === null || change.high === null ? null : plot.unit === 'share' ? `${changeWords(plot.unit, change.low, base)} to ${changeWords(plot.unit, change.high, base)}` : change.low < 0 ? `${changeWords(plot.unit, Math.round(change.low), base)} to ${changeWords(plot.unit, Math.round(change.high), base)}` : rangeWords(plot.unit, change.low, change.high, base)
  const tone = toneOf(change, measure.better)
  return (
    <p className={css.change} data-tone={tone} title={range === null ? undefined : `95 % interval of the change: ${range}`}>
      <b>{changeWords(plot.unit, plot.unit === 'count' ? Math.round(change.delta) : change.delta, base)}</b> {since}{change.isClear === false ? ', may be chance' : ''}{range !== null && change.isClear === true ? ` (${range})` : ''}
    </p>
  )
}
