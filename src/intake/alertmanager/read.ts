/** Reads the body of Alertmanager's `POST /api/v2/alerts` into events: each alert is judged alone, a bad one does not hold back the good ones. Pure. */
import type { CanonicalEvent } from '../../practices/event/canonical.ts'
import { fingerprint, type Labels } from '../../practices/event/labels.ts'
import { type Severity, severityOf } from '../../practices/event/rules.ts'
import { isGoZero, readInstant } from '../instants.ts'

/** What was understood, and a sentence for each alert that was refused. */
export interface Read {
  readonly events: readonly CanonicalEvent[]
  readonly faults: readonly string[]
}

/** The whole body cannot be taken; the sentence is for the answer. */
export interface Unread {
  readonly unread: string
}

export const maxAlerts = 10_000
const maxLabels = 128
const maxName = 300
const maxValue = 8192
const maxAnnotation = 32_768
/** Without `endsAt` an alert ends this long after it was last heard: Alertmanager's default `resolve_timeout`. */
export const resolveTimeoutMs = 5 * 60_000

/** What follows from a label set; computed once for each. */
interface Known {
  readonly labels: Labels
  readonly fingerprint: string
  readonly severityWord: string
  readonly severity: Severity | null
  readonly subject: string
  readonly fault: string | null
}

// Senders repeat the same labels every minute: their text leads to what was computed before. Dropped whole when full; it fills again in a minute.
const remembered = new Map<string, Known>()
// Characters of all together: some 200 000 label sets as a Prometheus sends them.
const maxRemembered = 80_000_000
let rememberedText = 0
/** What is longer is computed each time: a few label sets of 16 MiB each would fill the memory. */
const maxRememberedText = 2000

/** `body` is parsed JSON. */
export function readAlerts(body: unknown, nowMs: number): Read | Unread {
  if (!Array.isArray(body)) return { unread: `json: cannot unmarshal ${kindOf(body)} into Go value of type models.PostableAlerts` }
  if (body.length > maxAlerts) return { unread: `a request may carry at most ${maxAlerts} alerts; send several` }
  const events: CanonicalEvent[] = []
  const faults: string[] = []
  for (const item of body as readonly unknown[]) {
    const read = readAlert(item, nowMs)
    if (typeof read === 'string') faults.push(read)
    else if ('unread' in read) return read
    else events.push(read)
  }
  return { events, faults }
}

const absent = Object.freeze({})

function readAlert(item: unknown, nowMs: number): CanonicalEvent | Unread | string {
  if (!isObject(item)) return { unread: `json: cannot unmarshal ${kindOf(item)} into Go value of type models.PostableAlert` }
  const { labels: rawLabels = absent, annotations: rawAnnotations = absent, startsAt, endsAt, generatorURL = '' } = item
  if (!isObject(rawLabels)) return mistyped(rawLabels, 'labels')
  if (rawAnnotations !== null && !isObject(rawAnnotations)) return mistyped(rawAnnotations, 'annotations')
  const labelsText = JSON.stringify(rawLabels)
  let known = remembered.get(labelsText)
  if (known === undefined) {
    if (!allText(rawLabels)) return mistyped(Object.values(rawLabels).find((v) => typeof v !== 'string'), 'labels')
    known = learn(rawLabels)
    if (labelsText.length <= maxRememberedText) {
      if (rememberedText >= maxRemembered) {
        remembered.clear()
        rememberedText = 0
      }
      remembered.set(labelsText, known)
      rememberedText += labelsText.length
    }
  }
  const annotations = rawAnnotations ?? absent
  if (!allText(annotations)) return mistyped(Object.values(annotations).find((v) => typeof v !== 'string'), 'annotations')
  if (typeof generatorURL !== 'string') return mistyped(generatorURL, 'generatorURL')
  const givenStart = instantOf(startsAt)
  const givenEnd = instantOf(endsAt)
  if (Number.isNaN(givenStart) || Number.isNaN(givenEnd)) return { unread: `parsing time ${JSON.stringify(Number.isNaN(givenStart) ? startsAt : endsAt).slice(0, 80)} as RFC 3339 failed` }
  const startsMs = givenStart ?? givenEnd ?? nowMs
  if (givenEnd !== null && givenEnd < startsMs) return 'start time must be before end time'
  if (known.fault !== null) return known.fault
  const fault = annotationFault(annotations) ?? (isLink(generatorURL) ? null : 'invalid generatorURL')
  if (fault !== null) return fault
  const isOver = givenEnd !== null && givenEnd <= nowMs
  return {
    source: 'alertmanager', type: 'alert', subject: known.subject, state: isOver ? 'resolved' : 'firing', occurredMs: isOver ? givenEnd : startsMs, startsMs,
    endsMs: isOver ? givenEnd : null, expiresMs: isOver ? null : givenEnd ?? nowMs + resolveTimeoutMs,
    labels: known.labels, annotations, annotationsText: JSON.stringify(annotations), severityWord: known.severityWord, severity: known.severity, fingerprint: known.fingerprint, generatorURL,
  }
}

function learn(raw: Labels): Known {
  const pairs = Object.entries(raw)
  // A label without value equals a label that is not there.
  const labels: Labels = pairs.every(([, v]) => v !== '') ? raw : Object.fromEntries(pairs.filter(([, v]) => v !== ''))
  const severityWord = own(labels, 'severity') ?? own(labels, 'priority') ?? ''
  return {
    labels, fingerprint: fingerprint(labels), severityWord: severityWord.slice(0, 100), severity: severityOf(severityWord),
    subject: (own(labels, 'instance') ?? own(labels, 'host') ?? own(labels, 'alertname') ?? '').slice(0, 400), fault: labelFault(labels),
  }
}

const own = (labels: Labels, name: string): string | undefined => (Object.hasOwn(labels, name) ? labels[name] : undefined)

function labelFault(labels: Labels): string | null {
  const pairs = Object.entries(labels)
  if (pairs.length === 0) return 'at least one label pair required'
  if (pairs.length > maxLabels) return `invalid label set: more than ${maxLabels} labels`
  for (const [name, value] of pairs) {
    if (name === '' || name.length > maxName || !isStorable(name)) return `invalid label set: invalid name ${JSON.stringify(name.slice(0, 100))}`
    if (value.length > maxValue || !isStorable(value)) return `invalid label set: invalid value ${JSON.stringify(value.slice(0, 100))}`
  }
  return null
}

function annotationFault(annotations: Labels): string | null {
  let count = 0
  for (const name in annotations) {
    const value = annotations[name] ?? ''
    if (++count > maxLabels) return `invalid annotations: more than ${maxLabels}`
    if (name === '' || name.length > maxName || !isStorable(name)) return `invalid annotations: invalid name ${JSON.stringify(name.slice(0, 100))}`
    if (value.length > maxAnnotation || !isStorable(value)) return `invalid annotations: invalid value of ${name}`
  }
  return null
}

// Null: not given. NaN: given and unreadable.
function instantOf(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string') return Number.NaN
  return isGoZero(value) ? null : readInstant(value)
}

const isObject = (v: unknown): v is Readonly<Record<string, unknown>> => typeof v === 'object' && v !== null && !Array.isArray(v)
function allText(o: Readonly<Record<string, unknown>>): o is Labels {
  for (const k in o) if (typeof o[k] !== 'string') return false
  return true
}
// PostgreSQL refuses NUL in text, and half of a surrogate pair has no UTF-8 form.
const isStorable = (s: string): boolean => s.isWellFormed() && !s.includes('\u0000')
const isLink = (s: string): boolean => s === '' || (s.length <= 4000 && isStorable(s) && /^\S+$/.test(s))
const kindOf = (v: unknown): string => (v === null ? 'null' : Array.isArray(v) ? 'array' : typeof v)
const mistyped = (v: unknown, field: string): Unread => ({ unread: `json: cannot unmarshal ${kindOf(v)} into Go struct field PostableAlert.${field} of type string` })
