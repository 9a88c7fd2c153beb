/** Shows alerts and silences in Alertmanager's own JSON, so that its clients (amtool, karma) read them unchanged. Pure. */
import { type Matcher, matchesAll, readMatcher } from '../../practices/event/matchers.ts'
import { fits, patternFault } from '../../practices/event/pattern.ts'
import { silenceStateOf } from '../../practices/event/rules.ts'
import { silencing } from '../../practices/event/line.ts'
import { type Entry, isOpen } from '../ledger.ts'
import type { QuietFull } from '../registry.ts'

export interface GettableAlert {
  readonly annotations: Readonly<Record<string, string>>
  readonly endsAt: string
  readonly fingerprint: string
  readonly receivers: readonly { readonly name: string }[]
  readonly startsAt: string
  readonly status: { readonly inhibitedBy: readonly string[]; readonly mutedBy: readonly string[]; readonly silencedBy: readonly string[]; readonly state: 'active' | 'suppressed' }
  readonly updatedAt: string
  readonly generatorURL: string
  readonly labels: Readonly<Record<string, string>>
}

/** The one receiver: everything goes to the operation. */
export const receiver = 'evenkeel'
const never = '2999-12-31T00:00:00.000Z'
const iso = (ms: number): string => new Date(ms).toISOString()

export interface AlertsAsked {
  readonly filters: readonly Matcher[]
  readonly active: boolean
  readonly silenced: boolean
  /** Whether the receiver asked for is ours. */
  readonly isOurs: boolean
}

/** Reads the query string; a text says what is wrong with it. */
export function readAsked(query: Readonly<Record<string, unknown>>): AlertsAsked | string {
  const filters = readFilters(query['filter'])
  if (typeof filters === 'string') return filters
  const flag = (name: string): boolean => query[name] !== 'false'
  const wanted = query['receiver']
  if (typeof wanted !== 'string' || wanted === '') return { filters, active: flag('active'), silenced: flag('silenced'), isOurs: true }
  const fault = patternFault(wanted)
  if (fault !== null) return `failed to parse receiver param: ${wanted.slice(0, 100)}: ${fault}`
  return { filters, active: flag('active'), silenced: flag('silenced'), isOurs: fits(wanted, receiver) === true }
}

/** Matchers of `filter=`, of which there may be several; a text names the one that cannot be read. */
export function readFilters(given: unknown): readonly Matcher[] | string {
  const texts = given === undefined ? [] : Array.isArray(given) ? given : [given]
  const filters: Matcher[] = []
  for (const t of texts.slice(0, 50)) {
    const m = typeof t === 'string' && t.length <= 5000 ? readMatcher(t.trim().replace(/^\{(.*)\}$/s, '$1')) : null
    if (m === null) return `bad matcher format: ${String(t).slice(0, 200)}`
    filters.push(m)
  }
  return filters
}

/** Open alerts that fit, sorted by fingerprint. */
export function showAlerts(entries: Iterable<Entry>, silences: readonly QuietFull[], asked: AlertsAsked, nowMs: number): GettableAlert[] {
  if (!asked.isOurs) return []
  const standing = silences.filter((s) => silenceStateOf(s.startsMs, s.endsMs, nowMs) === 'active')
  const shown: GettableAlert[] = []
  for (const e of entries) {
    if (!isOpen(e) || (e.expiresMs !== null && e.expiresMs <= nowMs) || !matchesAll(asked.filters, e.labels)) continue
    const by = standing.length === 0 || silencing(standing, e.labels, nowMs) === null ? [] : standing.filter((s) => matchesAll(s.matchers, e.labels)).map((s) => s.id)
    if (by.length > 0 ? !asked.silenced : !asked.active) continue
    shown.push({
      annotations: e.annotations, endsAt: e.expiresMs === null ? never : iso(e.expiresMs), fingerprint: e.fingerprint, receivers: [{ name: receiver }], startsAt: iso(e.startsMs),
      status: { inhibitedBy: [], mutedBy: [], silencedBy: by, state: by.length > 0 ? 'suppressed' : 'active' }, updatedAt: iso(e.receivedMs), generatorURL: e.generatorURL, labels: e.labels,
    })
  }
  return shown.sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
}

/** The same alerts by the labels that make one incident. */
export function showGroups(alerts: readonly GettableAlert[], groupBy: readonly string[]): { alerts: readonly GettableAlert[]; labels: Record<string, string>; receiver: { name: string } }[] {
  const groups = Map.groupBy(alerts, (a) => JSON.stringify(groupBy.map((n) => [n, a.labels[n] ?? ''])))
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, list]) => ({
    alerts: list, labels: Object.fromEntries(groupBy.flatMap((n) => { const v = list[0]?.labels[n]; return v === undefined ? [] : [[n, v]] })), receiver: { name: receiver },
  }))
}

export function showSilence(s: QuietFull, nowMs: number): Record<string, unknown> {
  return {
    id: s.id, status: { state: silenceStateOf(s.startsMs, s.endsMs, nowMs) }, updatedAt: s.updatedAt, comment: s.comment, createdBy: s.author,
    startsAt: iso(s.startsMs), endsAt: iso(s.endsMs), matchers: s.matchers.map((m) => ({ name: m.name, value: m.value, isRegex: m.isRegex, isEqual: m.isEqual })),
  }
}
