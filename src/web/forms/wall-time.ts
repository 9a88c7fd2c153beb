/** What a `datetime-local` field shows and takes: the wall clock of a zone, against instants in UTC. Pure. */
import { formatDay, parseDay, zoneOf } from '../../model/zone.ts'

const MINUTE = 60_000

/** `2026-03-17T14:32` in the zone, from an instant; empty for what is no instant. */
export function wallTimeText(iso: string, zone: string): string {
  const at = Date.parse(iso)
  if (!Number.isFinite(at)) return ''
  const clock = zoneOf(zone)
  const minutes = Math.floor(clock.wallTimeAt(at) / MINUTE)
  return `${formatDay(clock.dayAt(at))}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** The first instant at which the wall shows this; null for what is no wall time. An hour that is skipped gives the time after it. */
export function instantOfWallTime(text: string, zone: string): string | null {
  const [, on = '', hours = '', minutes = ''] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text) ?? []
  const day = parseDay(on)
  if (day === undefined) return null
  return new Date(zoneOf(zone).firstAt(day, (Number(hours) * 60 + Number(minutes)) * MINUTE)).toISOString()
}

const two = (n: number): string => String(n).padStart(2, '0')
