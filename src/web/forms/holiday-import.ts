/** Reads holidays out of what people have: a list of dates, or the iCalendar file (RFC 5545) of a country's holidays. */
import { formatDay, parseDay } from '../../model/zone.ts'

/** Longer than the holidays of a country for a century; what is beyond is not read. */
const MOST_DATES = 2000

/** Dates `YYYY-MM-DD` or spans `YYYY-MM-DD/YYYY-MM-DD`, each once, sorted. Lines that hold no date are left out. */
export function readHolidays(text: string): readonly string[] {
  const found = /BEGIN:VEVENT/i.test(text) ? eventsOf(text) : text.split(/\r?\n/).flatMap(dateOf)
  return [...new Set(found)].toSorted().slice(0, MOST_DATES)
}

/** All-day events only: one with a time of day is a meeting. `DTEND` is the first day that no longer belongs to it. */
function eventsOf(text: string): string[] {
  return text.split(/BEGIN:VEVENT/i).slice(1).flatMap((event) => {
    const start = dayIn(event, 'DTSTART')
    if (start === undefined) return []
    const end = dayIn(event, 'DTEND') ?? start + 1
    return [end - 1 > start ? `${formatDay(start)}/${formatDay(end - 1)}` : formatDay(start)]
  })
}

function dayIn(event: string, name: string): number | undefined {
  const [, y, m, d] = new RegExp(`^${name}(?:;[^:\\r\\n]*)?:(\\d{4})(\\d{2})(\\d{2})\\s*$`, 'im').exec(event) ?? []
  return y === undefined ? undefined : parseDay(`${y}-${m}-${d}`)
}

/** `2026-12-25 Christmas`, `25.12.2026`, `2026-12-24/2026-12-26`; a date with slashes could be of two days and is not read. */
function dateOf(line: string): string[] {
  const iso = /(\d{4}-\d{2}-\d{2})(?:\/(\d{4}-\d{2}-\d{2}))?/.exec(line)
  const [, d, m, y] = /\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/.exec(line) ?? []
  const from = iso?.[1] ?? (y === undefined ? undefined : `${y}-${(m ?? '').padStart(2, '0')}-${(d ?? '').padStart(2, '0')}`)
  if (from === undefined || parseDay(from) === undefined) return []
  const to = iso?.[2]
  return [to !== undefined && parseDay(to) !== undefined && to > from ? `${from}/${to}` : from]
}
