/** Rows of the running product: a server of its own, over HTTP on the loopback. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres } from '../src/store/postgres.ts'
import { startAlertmanager } from './alertmanager.ts'
import { freePort } from './free-port.ts'
import { rate } from './machine.ts'
import { makeToken, type Product, startProduct } from './product.ts'
import { openRaw } from './raw.ts'
import { alternate, type BenchRow, type Timing } from './row.ts'

const clients = 8
/** Measured elsewhere on a quiet machine of the same kind; see docs/benchmarks.md. */
const peers = { requestTracker: 2.1, alertmanager: { 64: 27_700, 1000: 33_900 } } as const

export async function apiRows(dataFolder: string, timing: Timing, rows: BenchRow[], skipped: string[]): Promise<void> {
  const port = await freePort()
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
    await attempt('intake', () => intakeRows(product, `${dataFolder}-alertmanager`, timing, rows))
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

/** With Alertmanager beside us where the machine has it, else against the figures it had elsewhere. */
async function intakeRows(product: Product, folder: string, timing: Timing, rows: BenchRow[]): Promise<void> {
  const held = timing.isSmoke ? 2000 : 10_000
  const bodiesOf = (batch: number): string[] => Array.from({ length: Math.floor(held / batch) }, (_, b) => JSON.stringify(Array.from({ length: batch }, (_x, k) => alertOf(b * batch + k))))
  const send = async (to: Pick<Product, 'post'>, body: string | undefined): Promise<void> => { await to.post('/api/v2/alerts', body ?? '[]') }
  const fill = async (to: Pick<Product, 'post'>): Promise<number> => {
    const from = performance.now()
    for (const body of bodiesOf(1000)) await send(to, body)
    return held / ((performance.now() - from) / 1000)
  }
  const peer = await startAlertmanager(folder, 4)
  try {
    const yardstick = peer ? 'Alertmanager, in memory, same run' : 'Alertmanager 0.25 in memory, measured elsewhere'
    const first = await fill(product)
    rows.push({ what: `alerts never seen before, ${held} in batches of 1000, 1 connection`, unit: '/s', ours: first, yardstick, theirs: peer ? await fill(peer.client) : 9000, target: null })
    for (const batch of [64, 1000] as const) {
      const bodies = bodiesOf(batch)
      const step = (to: Pick<Product, 'post'>) => (client: number, n: number): Promise<void> => send(to, bodies[(client * 7 + n) % bodies.length])
      const r = peer ? await alternate(timing, 4, step(product), step(peer.client), batch) : { ours: await quoted(timing, step(product)) * batch, theirs: peers.alertmanager[batch] }
      rows.push({ what: `alert intake, batch ${batch}, ${held} held and sent again, 4 connections`, unit: '/s', ...r, yardstick, target: 1 })
    }
  } finally {
    peer?.stop()
  }
}

async function quoted(timing: Timing, step: (client: number, n: number) => Promise<void>): Promise<number> {
  await rate(4, timing.warmMs, step)
  return rate(4, timing.sliceMs * 2, step)
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
    // Intake hears of a new service a moment after its commit.
    await sleep(500)
    const times: number[] = []
    const count = timing.isSmoke ? 20 : 100
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
