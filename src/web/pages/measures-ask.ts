/** A question about a measure as an address has it, and the same as the API takes it. Pure. */
import { isOfMoment, kinds, steps, type Definition, type FactCondition, type Measure, type MeasureStep } from '../../model/measure.ts'
import type { Question } from '../../client/measures.ts'
import { cutsTime, dayOf, dayPlus, startOfDay } from '../charts/periods.ts'

export const charts = ['line', 'bars', 'heat', 'table'] as const
export type ChartForm = (typeof charts)[number]

/** What a page asks and how it shows it. Days are the viewer's, both included. */
export interface Asked {
  readonly step: MeasureStep
  readonly from: string
  readonly to: string
  readonly by: readonly string[]
  readonly where: readonly FactCondition[]
  /** As known at the end of this day; null: as known now. */
  readonly known: string | null
  /** Null: the one that suits the question best. */
  readonly chart: ChartForm | null
  readonly hasMarks: boolean
  /** The number that is opened; `all` opens everything. */
  readonly point: Point | null
}
export interface Point {
  readonly period: string | null
  readonly slice: readonly (string | null)[]
}

/** Where looking back begins if nothing else is said: the last day with records, or today. */
export interface Anchor {
  readonly day: string
  /** The records end before today: an import of the past. */
  readonly isPast: boolean
  /** The first day of the first month with records; null where nothing was ever recorded. */
  readonly first: string | null
}

type Params = Readonly<Record<string, string>>
const day = /^\d{4}-\d{2}-\d{2}$/
const oneOf = <T extends string>(all: readonly T[], v: string | undefined): T | undefined => all.find((x) => x === v)

/** The step and the reach that suit a measure before anybody chose: stocks by the day over 13 weeks, all else by the month over 13. */
export function standardAsked(m: Measure | null, anchor: Anchor): Pick<Asked, 'step' | 'from' | 'to'> {
  const isMoment = isOfMoment(m?.definition?.kind)
  const step = isMoment ? 'day' : 'month'
  const back = isMoment ? dayPlus(anchor.day, 'day', -90) : dayPlus(anchor.day, 'month', -12)
  // A past of a few weeks in months is two points; it is asked by the week.
  const isShort = anchor.first !== null && !isMoment && dayPlus(anchor.first, 'day', 200) > anchor.day
  return { step: isShort ? 'week' : step, from: anchor.first !== null && anchor.first > back ? anchor.first : back, to: anchor.day }
}

/** Reads an address; what it does not say is the standard. Nonsense is left out, so that an old link still opens. */
export function readAsked(search: Params, standard: Pick<Asked, 'step' | 'from' | 'to'>): Asked {
  const step = oneOf(steps, search['step']) ?? standard.step
  return {
    step, from: day.test(search['from'] ?? '') ? search['from'] ?? '' : standard.from, to: day.test(search['to'] ?? '') ? search['to'] ?? '' : standard.to,
    by: (search['by'] ?? '').split(',').filter((b) => b !== '').slice(0, 2), known: day.test(search['known'] ?? '') ? search['known'] ?? null : null,
    chart: oneOf(charts, search['chart']) ?? null, hasMarks: search['marks'] !== 'no', where: readWhere(search), point: readPoint(search['point']),
  }
}

const ops = { is: 'in', not: 'not', min: 'from', below: 'to', empty: 'empty' } as const
const opWord = (op: FactCondition['op']): string => Object.entries(ops).find(([, v]) => v === op)?.[0] ?? 'is'
const escape = (v: string): string => v.replaceAll('%', '%25').replaceAll('~', '%7E')
const unescape = (v: string): string => v.replaceAll('%7E', '~').replaceAll('%25', '%')

/** Filters stand in the address as `is.category=Category 26~Category 53`. */
function readWhere(search: Params): FactCondition[] {
  return Object.entries(search).flatMap(([name, value]) => {
    const dot = name.indexOf('.')
    const op = dot > 0 ? ops[name.slice(0, dot) as keyof typeof ops] : undefined
    return op === undefined ? [] : [{ field: name.slice(dot + 1), op, values: value.split('~').map(unescape) }]
  })
}
const writeWhere = (where: readonly FactCondition[]): Params => Object.fromEntries(where.map((c) => [`${opWord(c.op)}.${c.field}`, c.values.map(escape).join('~')]))

function readPoint(text: string | undefined): Point | null {
  if (text === undefined) return null
  try {
    const [period, ...slice] = JSON.parse(text) as unknown[]
    const isValue = (v: unknown): v is string | null => v === null || typeof v === 'string'
    return isValue(period) && slice.every(isValue) ? { period, slice } : null
  } catch {
    return null
  }
}
export const pointText = (p: Point): string => JSON.stringify([p.period, ...p.slice])

/** The address of a question; what is standard is left out, so that links stay short and move with time. */
export function writeAsked(a: Asked, standard: Pick<Asked, 'step' | 'from' | 'to'>): Record<string, string> {
  return {
    ...(a.step === standard.step ? {} : { step: a.step }), ...(a.from === standard.from ? {} : { from: a.from }), ...(a.to === standard.to ? {} : { to: a.to }),
    ...(a.by.length > 0 ? { by: a.by.join(',') } : {}), ...(a.known === null ? {} : { known: a.known }), ...(a.chart === null ? {} : { chart: a.chart }), ...(a.hasMarks ? {} : { marks: 'no' }),
    ...writeWhere(a.where), ...(a.point === null ? {} : { point: pointText(a.point) }),
  }
}

/** The same as the API takes it: instants of the viewer's zone. The last day counts whole, but a stock is not asked for what lies ahead of `now`. */
export function questionOf(a: Pick<Asked, 'step' | 'from' | 'to' | 'by' | 'where' | 'known'>, zone: string, m: Measure | null, now: string): Question {
  const end = startOfDay(dayPlus(a.to, 'day', 1), zone)
  const isMoment = isOfMoment(m?.definition?.kind)
  // Moments lie at the beginning of each step; one millisecond more takes in the one at the very end.
  const to = isMoment ? (end > now ? now : new Date(Date.parse(end) + 1).toISOString()) : end
  return {
    from: startOfDay(a.from, zone), to, step: a.step, zone, by: a.by, where: a.where,
    ...(a.known === null ? {} : { knownAt: startOfDay(dayPlus(a.known, 'day', 1), zone) }),
  }
}

/** So many steps back from a day, as the first day shown. */
export const stepsBack = (on: string, step: MeasureStep, back: number): string => {
  if (step === 'hour' || step === 'hour-of-day') return dayPlus(on, 'day', -Math.max(0, Math.ceil(back / 24) - 1))
  if (!cutsTime(step)) return dayPlus(on, 'day', -Math.max(0, back - 1))
  return dayPlus(on, step, -(back - 1))
}

export const dayNow = (now: number, zone: string): string => dayOf(new Date(now).toISOString(), zone)

/** Reads a definition from an address; null for what is none. The API checks it in full. */
export function readDefinition(text: string | undefined): Definition | null {
  if (text === undefined) return null
  try {
    const d: unknown = JSON.parse(text)
    return typeof d === 'object' && d !== null && 'of' in d && 'kind' in d && kinds.some((k) => k === d.kind) ? { where: [], ...d } as Definition : null
  } catch {
    return null
  }
}
