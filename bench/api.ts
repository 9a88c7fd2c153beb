/** Rows of the running product: a server of its own, over HTTP on the loopback. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '../src/store/postgres.ts'
import { rate } from './machine.ts'
import { makeToken, type Product, startProduct } from './product.ts'
import { openRaw } from './raw.ts'
import { alternate, type BenchRow, type Timing } from './row.ts'

const clients = 8
const held = 10_000
/** Measured elsewhere on a quiet machine of the same kind; see docs/benchmarks.md. */
const peers = { requestTracker: 2.1, alertmanager: { 64: 27_700, 1000: 33_900 } } as const

export async function apiRows(dataFolder: string, timing: Timing, rows: BenchRow[], skipped: string[]): Promise<void> {
  const port = 7300 + Math.floor(Math.random() * 300)
  const token = makeToken(dataFolder, port)
  let product = await startProduct(dataFolder, port, token, clients)
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try { await work() } catch (e) { skipped.push(`${what} (${e instanceof Error ? e.message : String(e)})`) }
  }
  try {
    await product.stop()
    product = await startProduct(dataFolder, port, token, clients)
    rows.push({ what: 'start to answering, warm', unit: 's', ours: product.startedAfterMs / 1000, yardstick: 'limit', theirs: 1.5, target: 1, isCeiling: true })
    await sleep(3000)
    const idle = product.memoryBytes()
    if (idle === null) skipped.push('memory: this system does not tell it')
    else rows.push({ what: 'idle memory, program and database', unit: 'MB', ours: idle / 1e6, yardstick: 'limit', theirs: 350, target: 1, isCeiling: true })
    await attempt('alert to webhook', () => webhookRow(product, timing, rows))
    await attempt('create through the API', () => createRows(product, dataFolder, timing, rows))
    await attempt('intake', () => intakeRows(product, timing, rows))
  } finally {
    await product.stop()
  }
}

async function createRows(product: Product, dataFolder: string, timing: Timing, rows: BenchRow[]): Promise<void> {
  const database = await startPostgres({ dataFolder, use: 'command' })
  const raw = await openRaw(database.url, clients)
  try {
    const r = await alternate(timing, clients, async (client, n) => { await product.post('/api/incidents', { title: `Bookings time out ${client} ${n}`, impact: 2, urgency: 2, description: 'Since nine. Nobody can confirm a slot.' }) }, () => raw.one())
    rows.push({ what: `create an incident through the API, all rules on, ${clients} connections`, unit: '/s', ...r, yardstick: 'raw, 8 clients', target: 0.3 })
    rows.push({ what: 'the same against Request Tracker 5', unit: '/s', ours: r.ours, yardstick: 'Request Tracker 5.0.3, measured elsewhere', theirs: peers.requestTracker, target: 200 })
  } finally {
    await raw.end()
    await database.stop()
  }
}

const alertOf = (n: number): unknown => ({ labels: { alertname: `Held${n}`, service: 'gate', instance: `node-${n % 500}`, severity: 'warning' }, annotations: { summary: `Held ${n}` } })

async function intakeRows(product: Product, timing: Timing, rows: BenchRow[]): Promise<void> {
  const from = performance.now()
  for (let n = 0; n < held; n += 1000) await product.post('/api/v2/alerts', Array.from({ length: 1000 }, (_, k) => alertOf(n + k)))
  const first = held / ((performance.now() - from) / 1000)
  rows.push({ what: `alerts never seen before, ${held} in batches of 1000, 1 connection`, unit: '/s', ours: first, yardstick: 'Alertmanager 0.25 in memory, 9000 to 22000/s, measured elsewhere', theirs: 9000, target: null })
  for (const batch of [64, 1000] as const) {
    const bodies = Array.from({ length: Math.floor(held / batch) }, (_, b) => Array.from({ length: batch }, (_x, k) => alertOf(b * batch + k)))
    const step = async (client: number, n: number): Promise<void> => { await product.post('/api/v2/alerts', bodies[(client * 7 + n) % bodies.length]) }
    await rate(4, timing.warmMs, step)
    const ours = await rate(4, timing.sliceMs * 2, step) * batch
    rows.push({ what: `alert intake, batch ${batch}, ${held} held and sent again, 4 connections`, unit: '/s', ours, yardstick: 'Alertmanager 0.25, measured elsewhere', theirs: peers.alertmanager[batch], target: 1 })
  }
}

/** POST of an alert to the webhook of its team, one after the other on an idle system. */
async function webhookRow(product: Product, timing: Timing, rows: BenchRow[]): Promise<void> {
  const waiting = new Map<string, (at: number) => void>()
  const sink = createServer((req, res) => {
    let body = ''
    req.on('data', (d: Buffer) => { body += d.toString() }).on('end', () => {
      const at = performance.now()
      for (const [name, told] of waiting) if (body.includes(name)) { waiting.delete(name); told(at) }
      res.end('ok')
    })
  })
  await new Promise<void>((done) => { sink.listen(0, '127.0.0.1', done) })
  try {
    const { port } = sink.address() as AddressInfo
    const team = await product.post('/api/teams', { name: 'Bench', webhookUrl: `http://127.0.0.1:${port}/hook`, shared: true })
    await product.post('/api/services', { name: 'Gate', key: 'gate', teamId: team['id'] })
    const times: number[] = []
    const count = timing.sliceMs < 1000 ? 20 : 100
    for (let n = 0; n < count + 5; n++) {
      const name = `Timed${n}x`
      const from = performance.now()
      const told = new Promise<number>((resolve, reject) => { waiting.set(name, resolve); setTimeout(() => reject(new Error(`no webhook for ${name} within 10 s`)), 10_000).unref() })
      await product.post('/api/v2/alerts', [{ labels: { alertname: name, service: 'gate', severity: 'critical' }, annotations: { summary: name } }])
      const ms = await told - from
      if (n >= 5) times.push(ms)
    }
    times.sort((a, b) => a - b)
    const at = (q: number): number => times[Math.min(times.length - 1, Math.ceil(q * times.length) - 1)] ?? 0
    rows.push({ what: `alert to webhook of the team, ${count} on an idle system, median`, unit: 'ms', ours: at(0.5), yardstick: 'limit of the 99th', theirs: 100, target: null })
    rows.push({ what: 'the same, 99th of a hundred', unit: 'ms', ours: at(0.99), yardstick: 'limit', theirs: 100, target: 1, isCeiling: true })
  } finally {
    sink.close()
  }
}
