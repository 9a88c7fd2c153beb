/** Mixed load on a running server over HTTP, and a book of what the server acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises'

/** What was answered with success, and so must be there for ever. */
export interface Book {
  /** Record id → newest acknowledged version. */
  readonly versions: Map<string, number>
  /** Names of alerts whose batch was answered with 200. */
  readonly alerts: Set<string>
  acknowledgements: number
  /** Answers that no kill excuses. */
  readonly faults: string[]
}

export interface Load {
  readonly book: Book
  stop(): Promise<void>
}

const requestLimitMs = 20_000
const alertsABatch = 20

/** Three people who work on incidents and a monitoring that sends batches, until stopped. */
export function startLoad(base: string, token: string): Load {
  const book: Book = { versions: new Map(), alerts: new Set(), acknowledgements: 0, faults: [] }
  let isStopping = false

  /** The answer's body on success, null where nothing was promised. */
  const post = async (path: string, body: unknown): Promise<{ id?: string; version?: number } | null> => {
    try {
      const r = await fetch(`${base}${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(requestLimitMs) })
      const text = await r.text()
      if (r.ok) return text === '' ? {} : JSON.parse(text) as { id?: string; version?: number }
      // 503: the database is away. 409: this step was done by an attempt whose answer was lost.
      if (r.status !== 503 && r.status !== 409) book.faults.push(`POST ${path}: ${r.status} ${text.slice(0, 200)}`)
    } catch { /* the connection died with the server: nothing was promised */ }
    await sleep(20)
    return null
  }
  const note = (row: { id?: string; version?: number } | null): void => {
    if (row?.id === undefined || row.version === undefined) return
    book.acknowledgements++
    book.versions.set(row.id, Math.max(book.versions.get(row.id) ?? 0, row.version))
  }
  const person = async (who: number): Promise<void> => {
    for (let n = 0; !isStopping; n++) {
      const made = await post('/api/incidents', { title: `chaos ${who} ${n}` })
      note(made)
      if (made?.id === undefined) continue
      for (const [verb, input] of [['acknowledge', {}], ['comment', { body: 'We look at it.' }], ['resolve', { code: 'fixed' }]] as const) note(await post(`/api/incidents/${made.id}/${verb}`, input))
    }
  }
  const monitoring = async (): Promise<void> => {
    for (let n = 0; !isStopping; n++) {
      const names = Array.from({ length: alertsABatch }, (_, k) => `storm ${n} ${k}`)
      const sent = await post('/api/v2/alerts', names.map((alertname) => ({ labels: { alertname, service: 'gate', severity: 'critical' }, annotations: { summary: alertname } })))
      if (sent !== null) { book.acknowledgements++; for (const x of names) book.alerts.add(x) }
      await sleep(100)
    }
  }
  const all = Promise.all([person(1), person(2), person(3), monitoring()])
  return { book, stop: async () => { isStopping = true; await all } }
}
