/** What each source last said of each thing: kept from one import of configuration to the next, and shown on the thing's page. */
import type { Row, Tx } from './database.ts'

type Value = string | number | boolean

export interface Observation {
  readonly sourceId: string
  readonly sourceKey: string
  readonly record: 'ci' | 'service' | 'person' | 'organization'
  readonly nodeId: string
  readonly fields: Readonly<Record<string, Value>>
  readonly firstSeenAt: string
  readonly seenAt: string
  /** Since when the source does not know it any more; null while it does. */
  readonly goneAt: string | null
}

const columns = 'source_id AS "sourceId", source_key AS "sourceKey", record, node_id AS "nodeId", fields, first_seen_at AS "firstSeenAt", seen_at AS "seenAt", gone_at AS "goneAt"'

/** All of these sources, in the order of their keys. */
export const observationsOf = (tx: Tx, sourceIds: readonly string[]): Promise<readonly (Row & Observation)[]> =>
  tx.query<Row & Observation>(`SELECT ${columns} FROM observation WHERE source_id = ANY($1) ORDER BY source_id, source_key`, [sourceIds], 'observations_of')

/** What the sources say of one thing, the latest word first; at most 50. */
export const observationsAbout = (tx: Tx, nodeId: string): Promise<readonly (Row & Observation)[]> =>
  tx.query<Row & Observation>(`SELECT ${columns} FROM observation WHERE node_id = $1 ORDER BY seen_at DESC, source_id LIMIT 50`, [nodeId], 'observations_about')

/** How much each of these sources knows now, and how much it has known and does not any more. */
export const observedCounts = (tx: Tx, sourceIds: readonly string[]): Promise<readonly { readonly sourceId: string; readonly known: number; readonly gone: number }[]> =>
  tx.query<Row & { sourceId: string; known: number; gone: number }>(
    'SELECT source_id AS "sourceId", count(*) FILTER (WHERE gone_at IS NULL)::int AS known, count(*) FILTER (WHERE gone_at IS NOT NULL)::int AS gone FROM observation WHERE source_id = ANY($1) GROUP BY 1', [sourceIds], 'observed_counts')

export interface NewObservation {
  readonly sourceKey: string
  readonly record: Observation['record']
  readonly nodeId: string
  readonly fields: Readonly<Record<string, Value>>
}

/** Keeps what was said at this instant in place of what was said before. */
export async function noteObservations(tx: Tx, orgId: string, sourceId: string, rows: readonly NewObservation[], at: string): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO observation (org_id, source_id, source_key, record, node_id, fields, first_seen_at, seen_at)
     SELECT $1, $2, x."sourceKey", x.record, x."nodeId", x.fields, $4, $4 FROM jsonb_to_recordset($3::jsonb) AS x("sourceKey" text, record text, "nodeId" uuid, fields jsonb)
     ON CONFLICT (source_id, source_key) DO UPDATE SET record = excluded.record, node_id = excluded.node_id, fields = excluded.fields, seen_at = excluded.seen_at, gone_at = NULL`,
    [orgId, sourceId, JSON.stringify(rows), at], 'note_observations')
}

/** These were seen again with nothing new. */
export const seeAgain = (tx: Tx, sourceId: string, sourceKeys: readonly string[], at: string): Promise<unknown> =>
  tx.query('UPDATE observation SET seen_at = $3 WHERE source_id = $1 AND source_key = ANY($2)', [sourceId, sourceKeys, at], 'see_again')

/** These the source does not know any more. */
export const noteGone = (tx: Tx, sourceId: string, sourceKeys: readonly string[], at: string): Promise<unknown> =>
  tx.query('UPDATE observation SET gone_at = $3 WHERE source_id = $1 AND source_key = ANY($2) AND gone_at IS NULL', [sourceId, sourceKeys, at], 'note_gone')
