/** Writes what one flush decided: the events, then all alerts in one transaction. */
import { rule, sightOf } from '../model/actor.ts'
import type { CanonicalEvent } from '../practices/event/canonical.ts'
import type { Outcome } from '../practices/event/line.ts'
import { type Alert, alert, alertPulse } from '../practices/event/record.ts'
import { titleOf } from '../practices/event/rules.ts'
import { uuidv7 } from '../store/clock.ts'
import { appendEvents, type EventRow } from '../store/events.ts'
import type { Session, Store } from '../store/store.ts'
import type { Entry, Ledger } from './ledger.ts'

/** One event with what the line decided. */
export interface Decided {
  readonly event: CanonicalEvent
  readonly outcome: Outcome
  readonly orgId: string
  readonly integrationId: string
  readonly entry: Entry | undefined
}

const intake = rule('intake')
/** Expiry of a pulse that only its source ends. */
const never = '2999-12-31T00:00:00.000Z'
const iso = (ms: number): string => new Date(ms).toISOString()

/** Commits all or nothing, then brings the ledger up to date. */
export async function writeDecided(store: Store, ledger: Ledger, list: readonly Decided[]): Promise<void> {
  if (list.length === 0) return
  const nowMs = store.clock.now()
  const withIds = list.map((d) => ({ ...d, eventId: uuidv7(nowMs) }))
  // Events go first: one that is kept without its alert is a fact that came in; an alert without its event could not be explained.
  await appendEvents(store.db, sightOf(intake), withIds.map((d) => eventRow(d, d.eventId, nowMs)))
  const of = (action: Outcome['action']): typeof withIds => withIds.filter((d) => d.outcome.action === action)
  const opens = of('open')
  const rows = await store.write(intake, async (s) => {
    const opened = await s.createMany(alert, opens.map((d) => ({ orgId: d.orgId, integrationId: d.integrationId, fingerprint: d.event.fingerprint, labels: d.event.labels, ...telling(d, d.eventId) })))
    const moved: Moved[] = [...await resolve(s, of('resolve'))]
    moved.push(...await moveAlike(s, of('refire'), 'refire', again))
    moved.push(...await moveAlike(s, of('renew'), 'renew', ({ event }) => ({ annotations: event.annotations, ...(event.generatorURL === '' ? {} : { generatorUrl: event.generatorURL }) })))
    const pulses = [...opens.flatMap((d, i) => pulse(opened[i]?.id, d, nowMs)), ...of('refire').flatMap((d) => pulse(d.entry?.id, d, nowMs))]
    await s.derive(alertPulse, pulses)
    return { opened: opened as unknown as readonly Moved[], moved }
  })
  opens.forEach((d, i) => { const row = rows.opened[i]; if (row) ledger.put(entryOf(d, row, nowMs)) })
  const byId = new Map(withIds.flatMap((d) => (d.entry ? [[d.entry.id, d] as const] : [])))
  for (const row of rows.moved) { const d = byId.get(row.id); if (d) ledger.put(entryOf(d, row, nowMs)) }
}

type Moved = Alert & { readonly id: string; readonly version: number; readonly state: string }

async function resolve(s: Session, list: readonly Decided[]): Promise<readonly Moved[]> {
  // A pulse says when an open alert ends; one that is over needs none, and the table stays as small as what is open.
  if (list.length > 0) await s.underive(alertPulse, { recordId: list.flatMap((d) => (d.entry ? [d.entry.id] : [])) })
  return moveAlike(s, list, 'resolve', ({ event }) => (event.endsMs === null ? {} : { endsAt: iso(event.endsMs) }))
}

/** Alerts of which the same is said move in one statement; where each says something of its own it is some 500 a second. */
async function moveAlike(s: Session, list: readonly Decided[], verb: string, says: (d: Decided) => Record<string, unknown>): Promise<readonly Moved[]> {
  const moved: Moved[] = []
  for (const group of Map.groupBy(list.map((d) => ({ d, input: says(d) })), ({ input }) => JSON.stringify(input)).values()) {
    const ids = group.flatMap(({ d }) => (d.entry ? [d.entry.id] : []))
    moved.push(...await s.moveMany(alert, ids, verb, group[0]?.input) as unknown as readonly Moved[])
  }
  return moved
}

/** What a refire says: after an outage thousands come at once, and those of one rule then say the same. */
function again(d: Decided): Record<string, unknown> {
  const { eventId: _, title, annotations, ...rest } = telling(d, '')
  return d.entry?.annotationsText === d.event.annotationsText ? rest : { ...rest, title, annotations }
}

const telling = ({ event, outcome }: Decided, eventId: string): Record<string, unknown> => ({
  title: titleOf(event.labels, event.annotations), severity: outcome.severity, annotations: event.annotations, generatorUrl: event.generatorURL === '' ? null : event.generatorURL,
  serviceId: outcome.serviceId, incidentKey: outcome.incidentKey, suppressedBy: outcome.suppressedBy, eventId, startsAt: iso(outcome.startsMs), reasons: outcome.reasons,
})

const pulse = (id: string | undefined, d: Decided, nowMs: number) =>
  id === undefined ? [] : [{ recordId: id, orgId: d.orgId, receivedAt: iso(nowMs), expiresAt: d.event.expiresMs === null ? never : iso(d.event.expiresMs) }]

const eventRow = ({ event: e, outcome, orgId, integrationId }: Decided, id: string, nowMs: number): EventRow => ({
  id, orgId, integrationId, source: e.source, type: e.type, subject: e.subject, fingerprint: e.fingerprint, state: e.state, significance: outcome.significance, action: outcome.action,
  occurredAt: iso(e.occurredMs), receivedAt: iso(nowMs), labels: e.labels, annotations: e.annotations, reasons: outcome.reasons,
})

function entryOf(d: Decided, row: Moved, nowMs: number): Entry {
  const isDone = row.state === 'resolved' || row.state === 'closed'
  return {
    id: row.id, orgId: d.orgId, integrationId: d.integrationId, fingerprint: d.event.fingerprint, labels: d.event.labels, startsMs: Date.parse(row.startsAt), state: row.state as Entry['state'],
    version: row.version, annotations: d.event.annotations, annotationsText: d.event.annotationsText, isReread: false, generatorURL: d.event.generatorURL, suppressedBy: row.suppressedBy,
    receivedMs: nowMs, expiresMs: d.event.expiresMs, renewedMs: nowMs, pulsedMs: nowMs, doneMs: isDone ? nowMs : null, isBusy: false,
  }
}

/** Says in bulk when these alerts were last heard; no journal, no version. */
export async function writePulses(store: Store, entries: readonly Entry[]): Promise<void> {
  const most = 5000
  const nowMs = store.clock.now()
  for (let i = 0; i < entries.length; i += most) {
    const part = entries.slice(i, i + most)
    await store.write(intake, (s) => s.derive(alertPulse, part.map((e) => ({ recordId: e.id, orgId: e.orgId, receivedAt: iso(e.receivedMs), expiresAt: e.expiresMs === null ? never : iso(e.expiresMs) }))))
    for (const e of part) e.pulsedMs = nowMs
  }
}
