/** Reads any JSON document into events, by a mapping that says where each part lies. Pure. */
import type { CanonicalEvent } from '../../practices/event/canonical.ts'
import { fingerprint, type Labels } from '../../practices/event/labels.ts'
import type { Mapping } from '../../practices/event/mapping.ts'
import { severityOf } from '../../practices/event/rules.ts'
import { readInstant } from '../instants.ts'

export interface WebhookRead {
  readonly events: readonly CanonicalEvent[]
  /** One sentence for each refused item. */
  readonly faults: readonly string[]
}

const maxItems = 10_000
const maxText = 4000
const overWords = new Set(['resolved', 'resolve', 'ok', 'up', 'closed', 'close', 'recovered', 'recovery', 'cleared', 'clear', 'normal', 'inactive', 'success', 'false'])

/** `body` is parsed JSON. An item without a key is refused, because without one no repeat and no end could be known. */
export function readWebhook(body: unknown, mapping: Mapping, nowMs: number): WebhookRead {
  const found = mapping.list === undefined ? body : at(body, mapping.list)
  const items: readonly unknown[] = Array.isArray(found) ? found : [found]
  if (items.length > maxItems) return { events: [], faults: [`A request may carry at most ${maxItems} events; send several.`] }
  const events: CanonicalEvent[] = []
  const faults: string[] = []
  items.forEach((item, i) => {
    const read = readItem(item, mapping, nowMs)
    if (typeof read === 'string') faults.push(`Event ${i + 1}: ${read}`)
    else events.push(read)
  })
  return { events, faults }
}

function readItem(item: unknown, m: Mapping, nowMs: number): CanonicalEvent | string {
  if (typeof item !== 'object' || item === null) return 'is no JSON object.'
  const key = textAt(item, m.key)
  if (key === '') return `has no key at ${m.key}; the mapping says where it lies.`
  const labels: Record<string, string> = { key }
  const service = textAt(item, m.service)
  if (service !== '') labels['service'] = service
  const word = textAt(item, m.severity).toLowerCase()
  if (word !== '') labels['severity'] = word
  for (const [name, path] of Object.entries(m.labels)) {
    const value = textAt(item, path)
    if (value !== '') labels[name] = value
  }
  const title = textAt(item, m.title)
  labels['alertname'] ??= key
  const annotations: Record<string, string> = { summary: title === '' ? key : title }
  const description = textAt(item, m.description)
  if (description !== '') annotations['description'] = description
  const stateWord = textAt(item, m.state).toLowerCase()
  const state = own(m.stateValues, stateWord) ?? (overWords.has(stateWord) ? 'resolved' : 'firing')
  const occurred = instantAt(item, m.occurredAt)
  if (Number.isNaN(occurred)) return `has no instant at ${m.occurredAt}; write it as 2026-03-17T14:32:00Z or as seconds since 1970.`
  const occurredMs = occurred ?? nowMs
  return {
    source: 'webhook', type: 'event', subject: key.slice(0, 400), state, occurredMs, startsMs: occurredMs, endsMs: state === 'resolved' ? occurredMs : null, expiresMs: null,
    labels, annotations, annotationsText: JSON.stringify(annotations), severityWord: word.slice(0, 100), severity: own(m.severityValues, word) ?? severityOf(word),
    // The key alone is the identity: a severity that rises is the same trouble.
    fingerprint: fingerprint({ key } satisfies Labels), generatorURL: textAt(item, m.link).replace(/\s+/g, '%20'),
  }
}

const own = <T>(o: Readonly<Record<string, T>>, k: string): T | undefined => (Object.hasOwn(o, k) ? o[k] : undefined)

/** The value at `a.b[0].c`; undefined where the way ends. */
export function at(value: unknown, path: string): unknown {
  let here = value
  for (const part of path.split(/\.|\[|\]\.?/)) {
    if (part === '') continue
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined
    here = (here as Readonly<Record<string, unknown>>)[part]
  }
  return here
}

function textAt(item: unknown, path: string): string {
  const v = at(item, path)
  const text = typeof v === 'string' ? v : typeof v === 'number' || typeof v === 'boolean' ? String(v) : ''
  return text.slice(0, maxText).toWellFormed().replaceAll('\u0000', '').trim()
}

// Numbers below this are seconds, above it milliseconds: as seconds it is the year 5138, as milliseconds the year 1973.
const secondsBelow = 100_000_000_000

function instantAt(item: unknown, path: string): number | null {
  const v = at(item, path)
  if (v === undefined || v === null || v === '') return null
  if (typeof v === 'number') return readInstant(new Date(clamp(v < secondsBelow ? v * 1000 : v)).toISOString())
  return typeof v === 'string' ? readInstant(v) : Number.NaN
}
const maxDateMs = 8_640_000_000_000_000
const clamp = (ms: number): number => Math.round(Math.min(Math.max(ms, 0), maxDateMs / 2))
