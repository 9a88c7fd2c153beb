/** The one line that each event passes: named steps in a fixed order, each of which leaves its reason. Pure. */
import type { CanonicalEvent } from './canonical.ts'
import { type Matcher, matchesAll, matcherText } from './matchers.ts'
import type { Reason } from './record.ts'
import { incidentKey, type Routing, serviceOf, type Severity, type Significance, significanceOf, silenceStateOf } from './rules.ts'

/** What is known of the alert with the event's fingerprint; null where there is none. */
export interface Known {
  readonly state: 'firing' | 'acknowledged' | 'resolved' | 'closed'
  readonly annotationsText: string
}

/** A silence as the line sees it. */
export interface Quiet {
  readonly id: string
  readonly number: string
  readonly matchers: readonly Matcher[]
  readonly startsMs: number
  readonly endsMs: number
}

export interface LineFacts {
  readonly nowMs: number
  readonly known: Known | null
  readonly silences: readonly Quiet[]
  readonly integration: Routing
  /** Key or alias in lower case → id of the service. */
  readonly lookup: (word: string) => string | null
}

/** What is done with the alert: `none` costs no write. */
export type Action = 'open' | 'refire' | 'renew' | 'resolve' | 'none'

export interface Outcome {
  readonly action: Action
  readonly startsMs: number
  readonly severity: Severity
  readonly significance: Significance
  readonly suppressedBy: string | null
  readonly serviceId: string | null
  readonly incidentKey: string
  readonly reasons: readonly Reason[]
}

type Draft = Omit<Outcome, 'reasons'>
interface Step {
  readonly name: string
  /** `stop` ends the line: the steps behind it do not apply. */
  readonly decide: (e: CanonicalEvent, draft: Draft, facts: LineFacts) => { readonly verdict: string; readonly why: string; readonly draft?: Partial<Draft>; readonly stop?: boolean }
}

// A sender's clock may run ahead a little; beyond this its instants are not believed.
const skewMs = 5 * 60_000
const lateMs = 60 * 60_000

const validate: Step = {
  name: 'validate',
  decide: (e) => Object.keys(e.labels).length === 0
    ? { verdict: 'refused', why: 'it has no label', stop: true }
    : { verdict: 'passed', why: `${Object.keys(e.labels).length} labels` },
}

const stamp: Step = {
  name: 'stamp',
  decide: (e, _, { nowMs }) => {
    const aheadMs = e.occurredMs - nowMs
    if (aheadMs > skewMs) return { verdict: 'clock skew', why: `it says ${Math.round(aheadMs / 1000)} s in the future; taken as now`, draft: { startsMs: Math.min(e.startsMs, nowMs) } }
    if (-aheadMs > lateMs) return { verdict: 'late', why: `it happened ${Math.round(-aheadMs / 60_000)} min before it came in` }
    return { verdict: 'on time', why: 'its time agrees with ours' }
  },
}

const classify: Step = {
  name: 'classify',
  decide: (e) => {
    if (e.severity === null) return { verdict: 'warning', why: e.severityWord === '' ? 'unclassified: no severity given' : `unclassified: severity ${e.severityWord} is unknown`, draft: { severity: 'warning', significance: 'warning' } }
    const significance = significanceOf(e.severity)
    return { verdict: significance, why: `severity ${e.severityWord}`, draft: { severity: e.severity, significance } }
  },
}

const deduplicate: Step = {
  name: 'deduplicate',
  decide: (e, _, { known }) => {
    const { action, why } = against(e, known)
    return { verdict: action === 'none' ? 'repeat' : action, why, draft: { action }, stop: action === 'none' }
  },
}

/** What an event does to the alert that is known by its fingerprint, and why. The fast path of intake asks this alone. */
export function against(e: Pick<CanonicalEvent, 'state' | 'annotationsText'>, known: Known | null): { action: Action; why: string } {
  const open = known?.state === 'firing' || known?.state === 'acknowledged'
  if (e.state === 'resolved') return open ? { action: 'resolve', why: 'the source says that it is over' } : { action: 'none', why: known ? `it is ${known.state} already` : 'no alert with this fingerprint is open' }
  if (known === null) return { action: 'open', why: 'first with this fingerprint' }
  if (known.state === 'closed') return { action: 'none', why: 'a person closed it and it has not been over since' }
  if (known.state === 'resolved') return { action: 'refire', why: 'it was resolved a short time ago' }
  return known.annotationsText === e.annotationsText ? { action: 'none', why: 'nothing changed' } : { action: 'renew', why: 'its annotations changed' }
}

const suppress: Step = {
  name: 'suppress',
  decide: (e, { action }, { silences, nowMs }) => {
    if (action === 'resolve' || action === 'renew') return { verdict: 'passed', why: `a ${action} makes no noise` }
    const by = silencing(silences, e.labels, nowMs)
    return by === null
      ? { verdict: 'passed', why: 'no silence matches' }
      : { verdict: 'suppressed', why: `${by.number}: ${by.matchers.map(matcherText).join(', ')}`, draft: { suppressedBy: by.id } }
  },
}

/** The silence that covers these labels now and ends last; null where none does. */
export function silencing(silences: readonly Quiet[], labels: CanonicalEvent['labels'], nowMs: number): Quiet | null {
  let found: Quiet | null = null
  for (const s of silences) {
    if (silenceStateOf(s.startsMs, s.endsMs, nowMs) !== 'active' || !matchesAll(s.matchers, labels)) continue
    if (found === null || s.endsMs > found.endsMs) found = s
  }
  return found
}

const correlate: Step = {
  name: 'correlate',
  decide: (e, _, { integration, lookup }) => {
    const { serviceId, why } = serviceOf(e.labels, integration, lookup)
    return { verdict: serviceId === null ? 'no service' : 'service', why, draft: { serviceId, incidentKey: incidentKey({ serviceId, labels: e.labels }, integration) } }
  },
}

const done: Readonly<Record<Action, string>> = { open: 'a new alert', refire: 'the same alert, firing again', renew: 'new annotations', resolve: 'the alert is resolved', none: 'nothing to write' }
const record: Step = { name: 'record', decide: (_, { action }) => ({ verdict: action, why: done[action] }) }

/** The route, whole. */
export const line: readonly Step[] = [validate, stamp, classify, deduplicate, suppress, correlate, record]

/** Sends one event along the line. */
export function pass(e: CanonicalEvent, facts: LineFacts): Outcome {
  let draft: Draft = { action: 'none', startsMs: e.startsMs, severity: 'warning', significance: 'warning', suppressedBy: null, serviceId: null, incidentKey: '' }
  const reasons: Reason[] = []
  for (const step of line) {
    const said = step.decide(e, draft, facts)
    reasons.push({ step: step.name, verdict: said.verdict, why: said.why.slice(0, 1000).toWellFormed() })
    if (said.draft) draft = { ...draft, ...said.draft }
    if (said.stop) break
  }
  return { ...draft, reasons }
}
