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
  for (const end = performance.now() + reactionPatienceMs; ;) {
    const { rows: [left] } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM alert WHERE incident_id IS NULL`)
    if (left?.n === '0') return []
    if (performance.now() > end) {
      const { rows: [jobs] } = await client.query<{ locked: string; waiting: string }>('SELECT count(*) FILTER (WHERE locked_at IS NOT NULL) AS locked, count(*) FILTER (WHERE locked_at IS NULL) AS waiting FROM graphile_worker.jobs')
      return [`${left?.n} alerts have no incident ${reactionPatienceMs / 1000} s after the last kill; ${jobs?.locked} jobs are locked, ${jobs?.waiting} wait`]
    }
    await sleep(200)
  }
}
