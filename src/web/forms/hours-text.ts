/** Hours of a day as people write them (`8-12, 13:00–17:30`), and the strokes of a pointer that paints them. */
import type { Hours } from '../../model/calendar.ts'
import { parseTimeOfDay } from '../../model/calendar.ts'

const MINUTES_A_DAY = 1440

/** Minutes since midnight, `[from, to)`. */
export type Span = readonly [from: number, to: number]

/** The text for a list of hours; empty where the day is closed. Seconds, which only a script writes, are kept. */
export const hoursText = (hours: readonly Hours[]): string => hours.map(([from, to]) => `${from}–${to}`).join(', ')

/** Reads hours, `closed` and nothing at all as the closed day; a sentence where something cannot be read. */
export function readHours(text: string): readonly Hours[] | string {
  if (/^\s*(closed|none|-|–)?\s*$/i.test(text)) return []
  if (/^\s*(24\s*h|all day|around the clock)\s*$/i.test(text)) return [['00:00', '24:00']]
  const read: Hours[] = []
  for (const part of text.split(/[,;]|\band\b/)) {
    const [, from, to] = /^\s*([\d:.]+)\s*(?:-|–|—|to|until)\s*([\d:.]+)\s*$/i.exec(part) ?? []
    const [start, end] = [from, to].map((t) => (t === undefined ? undefined : clockText(t)))
    if (start === undefined || end === undefined) return `“${part.trim()}” cannot be read: write 08:00–17:00`
    if ((parseTimeOfDay(start) ?? 0) >= (parseTimeOfDay(end) ?? 0)) return `${start}–${end} ends before it starts: what goes past midnight is written on both days, to 24:00 and from 00:00`
    read.push([start, end])
  }
  return read.toSorted(([a], [b]) => a.localeCompare(b))
}

/** `8`, `8.30`, `0800` and `8:30` as `HH:MM`; undefined for what is no time of day. */
function clockText(text: string): string | undefined {
  const [, h, m = '00', s] = /^(\d{1,2})(?:[:.]?(\d{2}))?(?::(\d{2}))?$/.exec(text) ?? []
  if (h === undefined) return undefined
  const full = `${h.padStart(2, '0')}:${m}${s === undefined ? '' : `:${s}`}`
  return parseTimeOfDay(full) === undefined ? undefined : full
}

/** Hours as spans of minutes, for drawing. */
export const spansOf = (hours: readonly Hours[]): readonly Span[] =>
  hours.map(([from, to]) => [(parseTimeOfDay(from) ?? 0) / 60, (parseTimeOfDay(to) ?? 0) / 60] as const)

/** What a stroke from `from` to `to` makes of a day: it opens, or closes where `isOpening` is false. Whole minutes; touching hours become one. */
export function paint(hours: readonly Hours[], from: number, to: number, isOpening: boolean): readonly Hours[] {
  const [start, end] = [Math.max(0, Math.min(from, to)), Math.min(MINUTES_A_DAY, Math.max(from, to))]
  if (start >= end) return hours
  const rest = spansOf(hours).flatMap(([a, b]): Span[] => [[a, Math.min(b, start)] as const, [Math.max(a, end), b] as const].filter(([x, y]) => x < y))
  const all = (isOpening ? [...rest, [start, end] as const] : rest).toSorted((a, b) => a[0] - b[0])
  const joined: [number, number][] = []
  for (const [a, b] of all) {
    const last = joined.at(-1)
    if (last && a <= last[1]) last[1] = Math.max(last[1], b)
    else joined.push([a, b])
  }
  return joined.map(([a, b]) => [minuteText(a), minuteText(b)] as const)
}

const minuteText = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(Math.floor(minute % 60)).padStart(2, '0')}`
