/** Monitoring in the simulation: events pass the product's own line, alerts open, join and bring back incidents as its reactions do. */
import type { CanonicalEvent } from '../practices/event/canonical.ts'
import { fingerprint, type Labels, labelText } from '../practices/event/labels.ts'
import { type Known, pass } from '../practices/event/line.ts'
import { alert } from '../practices/event/record.ts'
import { type Severity, severityOf, titleOf } from '../practices/event/rules.ts'
import { incident } from '../practices/incident/record.ts'
import { reopenRefusal } from '../practices/incident/rules.ts'
import { iso, type Life } from './life.ts'
import { fieldOf, hour, isDone, rules, serviceOf, squadOf, textOf, type Case, type World } from './world.ts'

/** The integration's settings: each instance of each rule is an incident of its own. */
export const groupBy: readonly string[] = ['alertname', 'instance']
export const serviceLabels: readonly string[] = ['service']

/** Intake remembers a resolved alert for so long (`refireWithinMs` there); a later firing is a new alert. */
const rememberedMs = hour
/** As the reaction `alerts open incidents` reads a severity and a tier. */
const urgencies: Readonly<Record<Severity, number>> = { critical: 1, error: 2, warning: 3, info: 4 }
const impacts: Readonly<Record<string, number>> = { gold: 1, silver: 2, bronze: 3, supporting: 3 }

export interface Signal {
  readonly service: string
  readonly alertname: string
  readonly instance: string
  readonly summary: string
  readonly severity: Severity
  /** When what it tells of began. */
  readonly sinceMs: number
  /** The alert that it raised before. */
  readonly before: Life | null
}

export interface Raised {
  readonly alert: Life
  /** The incident it belongs to now, and whether that began, came back, or was open already. */
  readonly incident: Life
  readonly became: 'opened' | 'reopened' | 'joined'
}

/** The instance starts to fire now. */
export function fire(w: World, s: Signal): Raised {
  const now = w.agenda.now()
  const hurt = serviceOf(w, s.service)
  const { labels, annotations } = wordsOf(s)
  const was = s.before?.row.state
  const isKnown = was === 'firing' || was === 'acknowledged' || (was === 'resolved' && s.before !== null && now - Date.parse(textOf(s.before, 'endsAt') ?? '') < rememberedMs)
  const known: Known | null = isKnown && s.before ? { state: s.before.row.state as Known['state'], annotationsText: labelText(annotations) } : null
  const event: CanonicalEvent = {
    source: 'alertmanager', type: s.alertname, subject: s.instance, state: 'firing', occurredMs: s.sinceMs, startsMs: s.sinceMs, endsMs: null, expiresMs: null, labels, annotations, annotationsText: labelText(annotations),
    severityWord: s.severity, severity: severityOf(s.severity), fingerprint: fingerprint(labels), generatorURL: '',
  }
  const out = pass(event, { nowMs: now, known, silences: [], integration: { serviceLabels, defaultServiceId: null, groupBy }, lookup: (word) => (word === s.service ? hurt.id : null) })
  const telling = { title: titleOf(labels, annotations), severity: out.severity, annotations, generatorUrl: null, serviceId: out.serviceId, incidentKey: out.incidentKey, suppressedBy: null, startsAt: iso(out.startsMs), reasons: out.reasons }
  const doing = { actor: rules.intake, at: now, correlationId: w.correlation() }
  let raised = s.before
  if (raised !== null && out.action === 'refire') w.book.act(raised, 'refire', { ...doing, input: telling })
  else if (raised === null || out.action === 'open') raised = w.book.begin(alert, w.cast.providerId, { ...doing, input: { ...telling, integrationId: w.cast.integrationId, fingerprint: event.fingerprint, labels } })
  return joinOrOpen(w, raised, s)
}

/** As the reaction does; returns what became of it. */
function joinOrOpen(w: World, a: Life, s: Signal): Raised {
  const now = w.agenda.now()
  const doing = { actor: rules.open, at: now, correlationId: w.correlation() }
  // A new alert has no incident of its own; the reaction then looks for an open one with the same key.
  const last = w.cases.get(textOf(a, 'incidentId') ?? '') ?? null
  if (last !== null && !isDone(last)) return { alert: a, incident: last.life, became: 'joined' }
  const open = s.before === null ? undefined : w.cases.get(textOf(s.before, 'incidentId') ?? '')
  if (open && !isDone(open)) {
    w.book.act(a, 'link', { ...doing, input: { incidentId: open.life.id } })
    w.book.act(open.life, 'note', { ...doing, input: { body: `${a.number} joined: ${String(fieldOf(a, 'title'))}` } })
    return { alert: a, incident: open.life, became: 'joined' }
  }
  if (last !== null && last.life.row.state !== 'cancelled' && reopenRefusal({ resolvedAt: textOf(last.life, 'resolvedAt'), reopenUntil: textOf(last.life, 'reopenUntil') }, iso(now)) === null) {
    w.book.act(last.life, 'reopen', { ...doing, input: { reason: `${a.number} fires again: ${String(fieldOf(a, 'title'))}` } })
    return { alert: a, incident: last.life, became: 'reopened' }
  }
  const hurt = serviceOf(w, s.service)
  const labels = fieldOf(a, 'labels') as Labels
  const made = w.book.begin(incident, w.cast.providerId, {
    ...doing, facts: { teamId: squadOf(w, hurt.plan.team).crew.id },
    input: {
      title: String(fieldOf(a, 'title')).slice(0, 200), serviceId: hurt.id, impact: impacts[hurt.plan.tier] ?? 3, urgency: urgencies[s.severity], reportedVia: 'monitoring', noticedAt: iso(Math.min(s.sinceMs, now)),
      description: `Opened by ${a.number}.\n\n${Object.entries(labels).map(([k, v]) => `- ${k}: ${v}`).join('\n')}`, correlateBy: String(fieldOf(a, 'incidentKey')),
    },
  })
  w.book.act(a, 'link', { ...doing, input: { incidentId: made.id } })
  if (last !== null && last.life.row.state !== 'cancelled') w.book.act(made, 'link', { ...doing, input: { relation: 'repeat_of', toRecord: 'incident', toId: last.life.id, toNumber: last.life.number } })
  return { alert: a, incident: made, became: 'opened' }
}

/** The instance is well again, as its source says; an open incident hears of it. */
export function clear(w: World, a: Life | null, c: Case | null): void {
  if (a === null || (a.row.state !== 'firing' && a.row.state !== 'acknowledged')) return
  const now = w.agenda.now()
  w.book.act(a, 'resolve', { actor: rules.intake, at: now, correlationId: w.correlation(), input: { endsAt: iso(now) } })
  if (c === null || isDone(c)) return
  w.book.act(c.life, 'note', { actor: rules.clear, at: now, correlationId: w.correlation(), input: { body: `${a.number} cleared. No alert of this incident fires any more; check with the users, then resolve.` } })
}

function wordsOf(s: Signal): { labels: Labels; annotations: Labels } {
  return { labels: { alertname: s.alertname, instance: s.instance, service: s.service, severity: s.severity }, annotations: { summary: s.summary } }
}

/** Work orders reach the crane late → WorkOrdersReachTheCraneLate. */
export const alertNameOf = (title: string): string => title.replace(/[^\p{L}\p{N} ]/gu, '').split(' ').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
