/** The stream of events in SQL: written in bulk, read newest first. High volume, append only, not journaled: an event is no record. */
import type { Sight } from '../model/actor.ts'
import type { Database } from './database.ts'

/** One event that changed an alert, as it is kept. */
export interface EventRow {
  readonly id: string
  readonly orgId: string
  readonly integrationId: string | null
  readonly source: string
  readonly type: string
  readonly subject: string
  readonly fingerprint: string
  readonly state: 'firing' | 'resolved'
  readonly significance: 'informational' | 'warning' | 'exception'
  /** What was done with the alert: open, refire, renew, resolve, none. */
  readonly action: string
  readonly occurredAt: string
  readonly receivedAt: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly reasons: readonly { readonly step: string; readonly verdict: string; readonly why: string }[]
}

const columns = 'id, org_id, integration_id, source, type, subject, fingerprint, state, significance, action, occurred_at, received_at, labels, annotations, reasons'

/** Writes all rows in one statement and one transaction; all or none. */
export async function appendEvents(db: Database, sight: Sight, rows: readonly EventRow[]): Promise<void> {
  if (rows.length === 0) return
  const json = JSON.stringify(rows.map((r) => ({
    id: r.id, org_id: r.orgId, integration_id: r.integrationId, source: r.source, type: r.type, subject: r.subject, fingerprint: r.fingerprint, state: r.state,
    significance: r.significance, action: r.action, occurred_at: r.occurredAt, received_at: r.receivedAt, labels: r.labels, annotations: r.annotations, reasons: r.reasons,
  })))
  await db.write(sight, (tx) => tx.query(`INSERT INTO event (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::event, $1::jsonb)`, [json], 'append_events'))
}

export interface EventsAsked {
  readonly fingerprint?: string
  /** Only events received before this instant. */
  readonly before?: string
  /** 1 to 200. */
  readonly limit?: number
}

/** Events that this sight may see, newest first. */
export async function eventsOf(db: Database, sight: Sight, asked: EventsAsked): Promise<readonly EventRow[]> {
  return db.read(sight, (tx) => tx.query<EventRow & Record<string, unknown>>(
    `SELECT id, org_id AS "orgId", integration_id AS "integrationId", source, type, subject, fingerprint, state, significance, action,
       occurred_at AS "occurredAt", received_at AS "receivedAt", labels, annotations, reasons
     FROM event WHERE ($1::text IS NULL OR fingerprint = $1) AND ($2::timestamptz IS NULL OR received_at < $2)
     ORDER BY received_at DESC, id DESC LIMIT $3`, [asked.fingerprint ?? null, asked.before ?? null, Math.min(Math.max(asked.limit ?? 50, 1), 200)]))
}

/** What one integration sent lately, as far as it changed an alert. */
export interface HeardLately {
  /** Received at, of its last event. */
  readonly lastAt: string
  /** Events since the second instant. */
  readonly inDay: number
}

/** By integration id; those without an event since `from` are left out. Reads the events of that span, so keep it short. */
export async function heardLately(db: Database, sight: Sight, integrationIds: readonly string[], from: string, dayFrom: string): Promise<ReadonlyMap<string, HeardLately>> {
  if (integrationIds.length === 0) return new Map()
  const rows = await db.read(sight, (tx) => tx.query<HeardLately & { integrationId: string } & Record<string, unknown>>(
    `SELECT integration_id AS "integrationId", max(received_at) AS "lastAt", count(*) FILTER (WHERE received_at >= $3)::int AS "inDay"
     FROM event WHERE integration_id = ANY($1::uuid[]) AND received_at >= $2 GROUP BY integration_id`, [integrationIds, from, dayFrom], 'heard_lately'))
  return new Map(rows.map((r) => [r.integrationId, { lastAt: r.lastAt, inDay: r.inDay }]))
}
