/** What an alert means for the operation: severity, significance, title, service, and which alerts belong to one incident. Pure. */
import { fingerprint, type Labels } from './labels.ts'

export const severityWords = { critical: 'Critical', error: 'Error', warning: 'Warning', info: 'Information' } as const
export type Severity = keyof typeof severityWords

export const significanceWords = { informational: 'Informational', warning: 'Warning', exception: 'Exception' } as const
/** ITIL's three classes of events: normal operation, a threshold approached, outside the allowed behaviour. */
export type Significance = keyof typeof significanceWords

export const outcomeWords = {
  acted: 'Somebody acted', no_action: 'No action was needed', false: 'False alarm', duplicate: 'Duplicate', handed_over: 'Handed over',
} as const
export type Outcome = keyof typeof outcomeWords

// The words senders use, from the common rule collections and the severities of PagerDuty, Opsgenie, syslog and Nagios.
const known: Readonly<Record<string, Severity>> = {
  critical: 'critical', crit: 'critical', emergency: 'critical', emerg: 'critical', fatal: 'critical', disaster: 'critical', page: 'critical', p1: 'critical', sev1: 'critical', down: 'critical',
  error: 'error', err: 'error', high: 'error', major: 'error', alert: 'error', p2: 'error', sev2: 'error', average: 'error',
  warning: 'warning', warn: 'warning', minor: 'warning', medium: 'warning', moderate: 'warning', p3: 'warning', sev3: 'warning',
  info: 'info', informational: 'info', information: 'info', notice: 'info', low: 'info', none: 'info', ok: 'info', debug: 'info', p4: 'info', p5: 'info', sev4: 'info', sev5: 'info',
}

/** The severity a sender's word stands for; null where the word is unknown, which is never taken as informational. */
export const severityOf = (word: string): Severity | null => {
  const key = word.trim().toLowerCase()
  return Object.hasOwn(known, key) ? known[key] ?? null : null
}

export const significanceOf = (severity: Severity): Significance =>
  severity === 'info' ? 'informational' : severity === 'warning' ? 'warning' : 'exception'

/** Priority 1 (critical) to 5 (planned) that an incident opened by this alert starts with. */
export const priorityOf = (severity: Severity): 1 | 2 | 3 | 4 => ({ critical: 1, error: 2, warning: 3, info: 4 } as const)[severity]

const maxTitle = 300
const maxKey = 2000

/** One line for lists: the summary that the rule's author wrote, else name and place. */
export function titleOf(labels: Labels, annotations: Labels): string {
  const said = annotations['summary'] ?? annotations['title'] ?? annotations['message']
  const place = labels['instance'] ?? labels['host'] ?? labels['pod'] ?? labels['namespace'] ?? labels['job']
  const text = said ?? (place === undefined ? labels['alertname'] ?? '' : `${labels['alertname'] ?? 'Alert'} on ${place}`)
  const line = (text.trim() === '' ? Object.entries(labels).map(([k, v]) => `${k}=${v}`).join(' ') : text).replace(/\s+/g, ' ').trim()
  return line.length > maxTitle ? `${line.slice(0, maxTitle - 1).toWellFormed()}…` : line
}

/** Of the integration, what finding the service and the incident needs. */
export interface Routing {
  readonly serviceLabels: readonly string[]
  readonly defaultServiceId: string | null
  readonly groupBy: readonly string[]
}

export interface ServiceFound {
  readonly serviceId: string | null
  readonly why: string
}

/** The service that the labels name, by key or alias; else the integration's own; else none, and the reason says what was tried. */
export function serviceOf(labels: Labels, integration: Routing, lookup: (word: string) => string | null): ServiceFound {
  const tried: string[] = []
  for (const name of integration.serviceLabels) {
    const word = Object.hasOwn(labels, name) ? labels[name] : undefined
    if (word === undefined) continue
    const serviceId = lookup(word.toLowerCase())
    if (serviceId !== null) return { serviceId, why: `label ${name}=${word} names the service` }
    tried.push(`${name}=${word}`)
  }
  const unknown = tried.length === 0 ? `no label of ${integration.serviceLabels.join(', ')}` : `no service has the key or alias of ${tried.join(', ')}`
  return integration.defaultServiceId === null
    ? { serviceId: null, why: `${unknown}; the integration has no default service` }
    : { serviceId: integration.defaultServiceId, why: `${unknown}; default service of the integration` }
}

/** Alerts with an equal key belong to one incident: the same service and the same values of the labels the integration groups by. */
export function incidentKey(alert: { readonly serviceId: string | null; readonly labels: Labels }, integration: Pick<Routing, 'groupBy'>): string {
  const group = integration.groupBy.map((name) => `${name}=${JSON.stringify((Object.hasOwn(alert.labels, name) ? alert.labels[name] : '') ?? '')}`)
  const key = [`service=${alert.serviceId ?? ''}`, ...group].join(',')
  return key.length <= maxKey ? key : `${key.slice(0, maxKey - 17).toWellFormed()}…${fingerprint({ key })}`
}

/** Whether a silence works at an instant, derived from its two ends. All in ms. */
export const silenceStateOf = (startsMs: number, endsMs: number, nowMs: number): 'pending' | 'active' | 'expired' =>
  nowMs >= endsMs ? 'expired' : nowMs < startsMs ? 'pending' : 'active'
