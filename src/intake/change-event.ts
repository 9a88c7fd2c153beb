/** What a pipeline says of a change that it made, in one shape whatever it sent; and how foreign text becomes part of it. Pure. */
import { createHash } from 'node:crypto'
import { canonical } from '../model/journal.ts'
import type { ObservedSource } from '../practices/change/cause-observed.ts'
import { readInstant } from './instants.ts'

export interface ChangeEvent {
  readonly source: ObservedSource
  /** The same for each message of one change, however often it is sent; unique with the integration. */
  readonly key: string
  readonly title: string
  readonly description: string | null
  /** When it began, by the sender's clock; null: the sender does not say. */
  readonly startMs: number | null
  /** When it was over; null: not over yet, or not said. */
  readonly endMs: number | null
  /** Names of services and items that it may be about, likeliest first. */
  readonly names: readonly string[]
  readonly environment: string | null
  readonly version: string | null
  /** Who or what made it. */
  readonly madeBy: string | null
  readonly link: string | null
  /** Numbers of changes that it names, such as CHG-1042. */
  readonly changeNumbers: readonly string[]
}

/** What a request came to. */
export interface ChangeRead {
  readonly events: readonly ChangeEvent[]
  /** One sentence for each part that was refused. */
  readonly faults: readonly string[]
  /** One sentence for each part that is no change and was left aside. */
  readonly ignored: readonly string[]
}

export const nothing: ChangeRead = { events: [], faults: [], ignored: [] }
export const ignore = (why: string): ChangeRead => ({ ...nothing, ignored: [why] })
export const fault = (why: string): ChangeRead => ({ ...nothing, faults: [why] })

/** Changes in a request. A release touches tens of parts, never thousands. */
export const mostChanges = 200
const mostNames = 20
const mostNumbers = 10

/** What a reader found, as it found it. */
export interface Found {
  readonly source: ObservedSource
  /** Absent: the content of the message identifies it. */
  readonly key?: string
  readonly title: string
  readonly description?: string
  readonly startMs?: number | null
  readonly endMs?: number | null
  readonly names: readonly string[]
  readonly environment?: string
  readonly version?: string
  readonly madeBy?: string
  readonly link?: string
  /** Text in which numbers of changes may stand, besides title and description. */
  readonly alsoSays?: readonly string[]
}

/** Cuts everything to what a record holds. */
export function changeEvent(f: Found): ChangeEvent {
  const [title, description] = [clean(f.title, 200), clean(f.description ?? '', 4000, true)]
  const facts = { title, names: f.names, startMs: f.startMs ?? null, version: f.version ?? null, environment: f.environment ?? null }
  const key = f.key === undefined || f.key === '' ? hash(canonical(facts)) : f.key.length <= 200 && f.key === clean(f.key, 200) ? f.key : hash(f.key)
  const told = [title, description, ...(f.alsoSays ?? [])].join(' ').slice(0, 20_000)
  return {
    source: f.source, key, title: title === '' ? 'A change without a name' : title, description: orNull(description), startMs: f.startMs ?? null, endMs: f.endMs ?? null,
    names: [...new Set(f.names.map((n) => clean(n, 200)).filter((n) => n !== ''))].slice(0, mostNames),
    environment: orNull(clean(f.environment ?? '', 80)), version: orNull(clean(f.version ?? '', 200)), madeBy: orNull(clean(f.madeBy ?? '', 200)), link: linkOf(f.link ?? ''),
    changeNumbers: [...new Set([...told.matchAll(/\bCHG-\d{1,9}\b/gi)].map(([n]) => n.toUpperCase()))].slice(0, mostNumbers),
  }
}

const hash = (text: string): string => `#${createHash('sha256').update(text.toWellFormed()).digest('hex')}`
const orNull = (text: string): string | null => (text === '' ? null : text)

/** One line (or several) without what cannot be stored. */
function clean(text: string, most: number, hasLines = false): string {
  const stored = text.slice(0, most * 2).toWellFormed().replaceAll('\u0000', '')
  return (hasLines ? stored : stored.replace(/[\r\n\t\u2028\u2029]+/g, ' ')).trim().slice(0, most).toWellFormed().trim()
}

/** Only addresses that a browser opens as a page; anything else could be a script. */
function linkOf(text: string): string | null {
  const link = clean(text, 2000)
  return /^https?:\/\//i.test(link) && URL.canParse(link) ? link : null
}

/** Values of parsed JSON, asked for without trust. */
export const objectAt = (value: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> | null => {
  const found = at(value, path)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? found as Readonly<Record<string, unknown>> : null
}
/** Text, or a number as text; '' where there is none. */
export const textAt = (value: unknown, ...path: readonly string[]): string => {
  const found = at(value, path)
  return typeof found === 'string' ? found : typeof found === 'number' && Number.isFinite(found) ? String(found) : ''
}
/** A list of texts; a lone text is a list of one. */
export const textsAt = (value: unknown, ...path: readonly string[]): readonly string[] => {
  const found = at(value, path)
  const list: readonly unknown[] = Array.isArray(found) ? found.slice(0, 100) : [found]
  return list.flatMap((one) => [typeof one === 'string' ? one : textAt(one, 'name')]).filter((text) => text !== '')
}

function at(value: unknown, path: readonly string[]): unknown {
  let here = value
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined
    here = (here as Readonly<Record<string, unknown>>)[part]
  }
  return here
}

const secondsBelow = 100_000_000_000

/** Milliseconds since 1970: RFC 3339, GitLab's `2026-03-17 14:32:00 +0100` and `… UTC`, or seconds or milliseconds as a number. Null where nothing is said, NaN where it cannot be read. */
export function instantAt(value: unknown, ...path: readonly string[]): number | null {
  const found = at(value, path)
  if (found === undefined || found === null || found === '') return null
  if (typeof found === 'number') {
    const ms = found < secondsBelow ? found * 1000 : found
    return ms >= 0 && ms < 32_503_680_000_000 ? Math.round(ms) : Number.NaN
  }
  if (typeof found !== 'string') return Number.NaN
  const [, date, time, sign, hours, minutes] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (?:UTC|([+-]\d\d):?(\d\d)())$/.exec(found.length > 40 ? '' : found) ?? []
  if (date !== undefined && time !== undefined) return readInstant(`${date}T${time}${sign === undefined ? 'Z' : `${sign}:${hours ?? '00'}`}${minutes ?? ''}`)
  return readInstant(found)
}
