/** Times as former systems write them: read by a pattern, in the zone that the mapping names, given back as UTC instants. */
import { dayMs, zoneOf } from '../model/zone.ts'

type Part = 'y' | 'M' | 'd' | 'H' | 'm' | 's'

export interface DateReader {
  /** The instant in ISO 8601 UTC, or what is wrong with the text. */
  (text: string): { readonly at: string } | { readonly fault: string }
}

const tokens: readonly (readonly [string, Part, string])[] = [
  ['yyyy', 'y', '(\\d{4})'], ['MM', 'M', '(\\d{2})'], ['dd', 'd', '(\\d{2})'], ['HH', 'H', '(\\d{1,2})'], ['mm', 'm', '(\\d{2})'], ['ss', 's', '(\\d{2})'], ['M', 'M', '(\\d{1,2})'], ['d', 'd', '(\\d{1,2})'],
]

/**
 * A reader for one pattern: `iso` (an offset in the text wins over the zone), `epoch` (seconds since 1970), or letters
 * yyyy MM M dd d HH mm ss with anything between. `zone` is an IANA name or an offset such as `+01:00`.
 */
export function dateReader(pattern: string, zone: string): DateReader {
  if (pattern === 'iso') return (text) => readIso(text, zone)
  if (pattern === 'epoch') return (text) => (/^-?\d{1,12}(\.\d+)?$/.test(text) ? checked(Number(text) * 1000, text) : { fault: `${show(text)} is no number of seconds` })
  const parts: Part[] = []
  let source = ''
  for (let i = 0; i < pattern.length;) {
    const token = tokens.find(([t]) => pattern.startsWith(t, i))
    if (token) { parts.push(token[1]); source += token[2]; i += token[0].length }
    else { source += (pattern[i] ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'); i++ }
  }
  const shape = new RegExp(`^${source}$`)
  return (text) => {
    const m = shape.exec(text)
    if (!m) return { fault: `${show(text)} does not look like ${pattern}` }
    const v: Record<Part, number> = { y: 0, M: 1, d: 1, H: 0, m: 0, s: 0 }
    for (const [i, p] of parts.entries()) v[p] = Number(m[i + 1])
    return local(v, zone, text)
  }
}

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/

function readIso(text: string, zone: string): { at: string } | { fault: string } {
  const m = iso.exec(text)
  if (!m) return { fault: `${show(text)} is no ISO 8601 time` }
  const [, y, M, d, H, min, s, f, offset] = m
  const v = { y: Number(y), M: Number(M), d: Number(d), H: Number(H ?? 0), m: Number(min ?? 0), s: Number(s ?? 0) }
  const read = local(v, offset === undefined ? zone : offset === 'Z' ? 'UTC' : offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`, text)
  return 'at' in read && f !== undefined ? checked(Date.parse(read.at) + Math.floor(Number(f) * 1000), text) : read
}

const show = (text: string): string => JSON.stringify(text.slice(0, 60))

function local(v: Record<Part, number>, zone: string, text: string): { at: string } | { fault: string } {
  const days = new Date(Date.UTC(v.y, v.M, 0)).getUTCDate()
  if (v.M < 1 || v.M > 12 || v.d < 1 || v.d > days || v.H > 23 || v.m > 59 || v.s > 60) return { fault: `${show(text)} is no day or time that exists; day and month may be the other way round` }
  return checked(instantOfLocal(Date.UTC(v.y, v.M - 1, v.d, v.H, v.m, Math.min(v.s, 59)), zone), text)
}

/** Milliseconds of a wall time, given as if it were UTC, in a zone or under a fixed offset. A time that the clocks skipped is read as RFC 5545 does. */
function instantOfLocal(wallMs: number, zone: string): number {
  const offset = /^([+-])(\d{2}):(\d{2})$/.exec(zone)
  if (offset) return wallMs - (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000
  const day = Math.floor(wallMs / dayMs)
  return zoneOf(zone).firstAt(day, wallMs - day * dayMs)
}

function checked(ms: number, text: string): { at: string } | { fault: string } {
  if (!Number.isFinite(ms) || ms < Date.UTC(1970, 0, 1) || ms >= Date.UTC(2100, 0, 1)) return { fault: `${show(text)} lies outside 1970 to 2099` }
  return { at: new Date(ms).toISOString() }
}
