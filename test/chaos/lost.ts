/** Compares what a server acknowledged with what its database holds, and waits for the reactions that are owed. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startPostgres } from '../../src/store/postgres.ts'
import type { Book } from './load.ts'

/** A reaction may wait for its retry, but not for a person. */
const reactionPatienceMs = 60_000
const partSize = 500

/** One sentence for each thing that was promised and is not there. The server of this folder must run. */
export async function lost(dataFolder: string, book: Book): Promise<string[]> {
  const server = await startPostgres({ dataFolder, use: 'command' })
  const client = new pg.Client({ connectionString: server.url, options: '-c evenkeel.all=on -c evenkeel.internal=on' })
  await client.connect()
  try {
    return [...await lostVersions(client, book), ...await lostAlerts(client, book), ...await lostReactions(client)]
  } finally {
    await client.end()
    await server.stop()
  }
}

async function lostVersions(client: pg.Client, book: Book): Promise<string[]> {
  const faults: string[] = []
  const all = [...book.versions]
  for (let i = 0; i < all.length; i += partSize) {
    const part = all.slice(i, i + partSize)
    const { rows } = await client.query<{ id: string; version: number }>('SELECT record_id AS id, max(version) AS version FROM journal WHERE record_id = ANY($1::uuid[]) GROUP BY 1', [part.map(([id]) => id)])
    const kept = new Map(rows.map((x) => [x.id, x.version]))
    for (const [id, version] of part) if ((kept.get(id) ?? 0) < version) faults.push(`incident ${id}: version ${version} was acknowledged, ${kept.get(id) ?? 'nothing'} is kept`)
  }
  return faults
}

async function lostAlerts(client: pg.Client, book: Book): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`SELECT DISTINCT labels->>'alertname' AS name FROM alert`)
  const kept = new Set(rows.map((x) => x.name))
  return [...book.alerts].filter((x) => !kept.has(x)).map((x) => `alert ${x} was acknowledged and is not kept`)
}

async function lostReactions(client: pg.Client): Promise<string[]> {
  const from = performance.now()
  const owed = async (): Promise<number> => Number((await client.query<{ n: string }>('SELECT count(*) AS n FROM alert WHERE incident_id IS NULL')).rows[0]?.n)
  const first = await owed()
  for (let n = first; n > 0; n = await owed()) {
    if (performance.now() - from > reactionPatienceMs) return [`${n} of ${first} alerts have no incident ${reactionPatienceMs / 1000} s after the last kill`, ...await whatHoldsThem(client)]
    await sleep(200)
  }
  console.log(`${first} alerts had no incident after the last kill; the last of them got its own ${((performance.now() - from) / 1000).toFixed(1)} s later`)
  return []
}

/** Whoever reads that reactions are late wants to know whether nobody works, somebody waits, or each step is slow. */
async function whatHoldsThem(client: pg.Client): Promise<string[]> {
  const jobs = await client.query<{ task: string; n: string; locked: string; failed: string; oldest: string; error: string | null }>(`
    SELECT t.identifier AS task, count(*) AS n, count(*) FILTER (WHERE j.locked_at IS NOT NULL) AS locked, count(*) FILTER (WHERE j.attempts > 0) AS failed,
      max(now() - j.locked_at)::text AS oldest, left(max(j.last_error), 300) AS error
    FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id GROUP BY 1 ORDER BY 2 DESC`)
  const sessions = await client.query<{ s: string }>(`
    SELECT concat_ws(' | ', pid, state, wait_event_type, wait_event, (now() - xact_start)::text, (now() - query_start)::text, pg_blocking_pids(pid)::text, left(regexp_replace(query, '\s+', ' ', 'g'), 300)) AS s
    FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY xact_start`)
  return [...jobs.rows.map((j) => `jobs: ${j.task}: ${j.n}, ${j.locked} locked (for ${j.oldest ?? '-'}), ${j.failed} tried before: ${j.error ?? ''}`), ...sessions.rows.map((x) => `session: ${x.s}`)]
}
