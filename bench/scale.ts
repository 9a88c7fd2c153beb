/** The product grown: the same requests over ten thousand, a hundred thousand and a million incidents, and what a cost of an operation grows with. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '../src/store/postgres.ts'
import { freePort } from './free-port.ts'
import { makeToken, type Product, startProduct } from './product.ts'
import { kindsOf, type World } from './scale-asks.ts'
import { fill } from './scale-fill.ts'

export const sizes = { '10k': 10_000, '100k': 100_000, '1m': 1_000_000 } as const
export type Size = keyof typeof sizes

/** Milliseconds of one kind of request, asked one after the other at a warm server. */
export interface ScaleRow {
  readonly area: string
  readonly what: string
  readonly p50: number
  readonly p95: number
  /** The longest of those asked for the first time; 0 where all were. */
  readonly first: number
  readonly worst: string
}

export interface ScaleResult {
  readonly incidents: number
  readonly journalRows: number
  readonly sizeBytes: number
  readonly fillSeconds: number
  readonly rows: readonly ScaleRow[]
  /** From the answer to a create until a measure's number has it, the longest of those tried, seconds. */
  readonly freshSeconds: number
}

/** `folder` is kept for another run where it is given: a filled one is measured as it is. */
export async function scale(size: Size, repeats: number, only: RegExp | null, say: (line: string) => void, kept?: string): Promise<ScaleResult> {
  const folder = kept ?? await mkdtemp(path.join(tmpdir(), 'ek-scale-'))
  const port = await freePort()
  const token = makeToken(folder, port)
  const incidents = sizes[size]
  try {
    let product = await startProduct(folder, port, token, 4)
    let filled = { seconds: 0, journalRows: 0, sizeBytes: 0 }
    try {
      if (await countOf(product, '/api/teams') === 0) {
        await build(product)
        await product.stop()
        const server = await startPostgres({ dataFolder: folder, use: 'command', settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', shared_buffers: '512MB', max_wal_size: '4GB', maintenance_work_mem: '256MB', autovacuum: 'off' } })
        try {
          filled = await fill({ url: server.url, incidents, until: new Date().toISOString(), say })
        } finally {
          await server.stop()
        }
        say(`filled: ${filled.journalRows} journal rows, ${(filled.sizeBytes / 1e9).toFixed(2)} GB, ${filled.seconds.toFixed(0)} s`)
        product = await startProduct(folder, port, token, 4)
      }
      const world = await worldOf(product)
      const rows: ScaleRow[] = []
      for (const kind of kindsOf(world)) {
        if (only !== null && !only.test(kind.what)) continue
        const times: { ms: number; address: string }[] = []
        const forms = kind.forms ?? 1
        let first = 0
        for (let n = 0; n < forms + repeats; n++) {
          const address = kind.of(n)
          const from = performance.now()
          await product.get(address)
          const ms = performance.now() - from
          if (n < forms) first = Math.max(first, ms)
          else times.push({ ms, address })
        }
        times.sort((a, b) => a.ms - b.ms)
        const q = (p: number): number => times[Math.min(times.length - 1, Math.ceil(p * times.length) - 1)]?.ms ?? 0
        const row = { area: kind.area, what: kind.what, p50: q(0.5), p95: q(0.95), first, worst: times.at(-1)?.address ?? '' }
        rows.push(row)
        say(`${row.p50.toFixed(1).padStart(8)} ${row.p95.toFixed(1).padStart(8)} first ${row.first.toFixed(1).padStart(8)}  ${row.what}${row.p95 > 100 ? `   ${row.worst}` : ''}`)
      }
      return { incidents, journalRows: filled.journalRows, sizeBytes: filled.sizeBytes, fillSeconds: filled.seconds, rows, freshSeconds: only === null ? await freshness(product, world) : 0 }
    } finally {
      await product.stop()
    }
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}


const countOf = async (product: Product, address: string): Promise<number> => (JSON.parse(await product.get(`${address}?limit=1`)) as { items: unknown[] }).items.length

/** 40 teams, 200 services, 30 customers, 120 people, through the API; and one incident, whose clocks the fill takes as a model. */
async function build(product: Product): Promise<void> {
  for (let n = 0; n < 40; n++) await product.post('/api/teams', { name: `Team ${n}`, shared: true })
  for (let n = 0; n < 200; n++) await product.post('/api/services', { name: `Service ${n}`, key: `service-${n}`, shared: true })
  for (let n = 0; n < 30; n++) await product.post('/api/organizations', { name: `Customer ${n}`, kind: 'customer', zone: 'Europe/Vienna' })
  for (let n = 0; n < 120; n++) await product.post('/api/people', { name: `Agent ${n}`, email: `agent${n}@example.org`, role: 'agent' })
  const made = await product.post('/api/incidents', { title: 'The first of all', impact: 2, urgency: 2 })
  for (const end = performance.now() + 20_000; ;) {
    const { obligations } = JSON.parse(await product.get(`/api/incidents/${String(made['id'])}`)) as { obligations: unknown[] }
    if (obligations.length > 0) return
    if (performance.now() > end) throw new Error('the clocks of the first incident were not computed')
    await sleep(100)
  }
}

async function worldOf(product: Product): Promise<World> {
  const ids = async (address: string): Promise<string[]> => (JSON.parse(await product.get(address)) as { items: { id: string }[] }).items.map((x) => x.id)
  const [newest] = (JSON.parse(await product.get('/api/incidents?sort=-createdAt&limit=1&state=closed')) as { items: { number: string; createdAt: string }[] }).items
  if (!newest) throw new Error('there are no incidents')
  const last = Number(newest.number.slice(4))
  return {
    until: new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), new Date().getUTCDate())).toISOString(),
    teams: await ids('/api/teams?limit=40'), services: await ids('/api/services?limit=200'), customers: await ids('/api/organizations?kind=customer&limit=30'), people: await ids('/api/people?role=agent&limit=100'), numbers: [5000, last],
  }
}

/** Creates incidents and waits for the month's number of opened ones to have them. */
async function freshness(product: Product, { until }: World): Promise<number> {
  const now = new Date()
  const address = `/api/measures/IN-opened/values?step=month&from=${new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)).toISOString()}&zone=UTC`
  const opened = async (): Promise<number> => (JSON.parse(await product.get(address)) as { cells: { value: number }[] }).cells.reduce((sum, c) => sum + c.value, 0)
  let longest = 0
  for (let n = 0; n < 5; n++) {
    const wanted = await opened() + 1
    await product.post('/api/incidents', { title: `Fresh ${n} after ${until}`, impact: 2, urgency: 2 })
    const from = performance.now()
    while (await opened() < wanted) {
      if (performance.now() - from > 60_000) return Infinity
      await sleep(50)
    }
    longest = Math.max(longest, (performance.now() - from) / 1000)
  }
  return longest
}
