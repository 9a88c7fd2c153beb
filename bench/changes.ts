/** `bench changes`: what a planned change meets among ten thousand, and the suspects of an incident, asked of a running server over HTTP. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { practices } from '../src/app/parts.ts'
import { openStore } from '../src/store/open.ts'
import { startPostgres } from '../src/store/postgres.ts'
import { firstNumber, fillChanges, fullChanges, layerOf, smokeChanges } from './changes-fill.ts'
import { connect } from './client.ts'
import { cpuMsOf } from './cpu-of.ts'
import { freePort } from './free-port.ts'
import { type FilledGraph, fillGraph, fullShape, smokeShape } from './graph-fill.ts'
import { makeToken, type Product, startProduct } from './product.ts'

interface Timed {
  readonly what: string
  readonly p50: number
  readonly p95: number
  /** Ceiling in milliseconds for the 95th; null where the row informs. */
  readonly most: number | null
  /** Of program and database for one question; null where it is not told. */
  readonly cpuMs: number | null
  readonly remark: string
}

/** The ceilings. */
const mostMs = 100
const layers = ['machine', 'workload', 'application', 'host', 'service'] as const
// Filling writes gigabytes that nobody will miss; the server that is measured runs with everything durable.
const quickly = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_wal_size: '4GB', maintenance_work_mem: '256MB', autovacuum: 'off' }

type Get = (address: string) => Promise<string>

/** `--smoke` is small and short, and fails where a row could not be measured; `--folder` is kept and used again; `--only conflicts` or `suspects` measures one of them and writes nothing. */
export async function runChanges(args: readonly string[]): Promise<void> {
  const isSmoke = args.includes('--smoke')
  const valueOf = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
  const [kept, only] = [valueOf('--folder'), valueOf('--only')]
  const folder = kept ?? await mkdtemp(path.join(tmpdir(), 'ek-changes-'))
  const rows: Timed[] = []
  const loadBefore = loadavg()[0] ?? 0
  let filled = ''
  try {
    const port = await freePort()
    const token = makeToken(folder, port)
    const from = performance.now()
    const g = await filledIn(folder, isSmoke)
    filled = `${g.items.toLocaleString('en')} items, ${(g.ids['service'] ?? []).length.toLocaleString('en')} services, ${g.relations.toLocaleString('en')} relations`
    console.log(`${filled}, and their changes, filled in ${((performance.now() - from) / 1000).toFixed(0)} s`)
    const product = await startProduct(folder, port, token, 2)
    try {
      // As an engineer asks: within the sight of their organization.
      const { secret } = await product.post('/api/tokens', { name: 'engineer', role: 'agent', orgId: g.me.orgId })
      const client = connect(port, String(secret), 2)
      try {
        if (only !== 'suspects') rows.push(...await conflictRows(folder, client.get, isSmoke ? 20 : 200, isSmoke))
        if (only !== 'conflicts') rows.push(await suspectsRow(folder, product, client.get, g, isSmoke ? 20 : 100))
      } finally {
        client.end()
      }
    } finally {
      await product.stop()
    }
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  const table = ['| what | p50, ms | p95, ms | p95 at most | met | CPU each, ms | beside |', '|---|---|---|---|---|---|---|',
    ...rows.map((r) => `| ${r.what} | ${r.p50.toFixed(1)} | ${r.p95.toFixed(1)} | ${r.most ?? ''} | ${r.most === null ? '' : r.p95 <= r.most ? 'yes' : '**no**'} | ${r.cpuMs?.toFixed(0) ?? ''} | ${r.remark} |`)].join('\n')
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, load average ${loadBefore.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after`
  console.log(`${table}\n\n${machine}`)
  if (!isSmoke && only === undefined) await writeFile('docs/benchmarks-changes.md', pageOf(rows, table, filled, machine))
  if (rows.length === 0 || rows.some((r) => !Number.isFinite(r.p50))) process.exitCode = 1
}

async function filledIn(folder: string, isSmoke: boolean): Promise<FilledGraph> {
  const server = await startPostgres({ dataFolder: folder, use: 'command', settings: quickly })
  try {
    const store = openStore({ url: server.url, practices, poolSize: 4 })
    try {
      const g = await fillGraph(store, isSmoke ? smokeShape : fullShape)
      await fillChanges(store, g, isSmoke ? smokeChanges : fullChanges)
      return g
    } finally {
      await store.close()
    }
  } finally {
    await server.stop()
  }
}

function timedOf(what: string, times: number[], most: number | null, remark: string, cpuMs: number | null = null): Timed {
  times.sort((a, b) => a - b)
  const q = (p: number): number => times[Math.min(times.length - 1, Math.ceil(p * times.length) - 1)] ?? Number.NaN
  return { what, p50: q(0.5), p95: q(0.95), most, cpuMs, remark }
}

/** Each kind of place by itself, then all as they come. */
async function conflictRows(folder: string, get: Get, repeats: number, isSmoke: boolean): Promise<readonly Timed[]> {
  const shape = isSmoke ? smokeChanges : fullChanges
  const byLayer = new Map<string, number[]>(layers.map((l) => [l, []]))
  let [found, blocked] = [0, 0]
  let cpuFrom: number | null = null
  for (let n = -10; n < repeats; n++) {
    // A prime apart, so that nights, people and places are mixed.
    const nth = (Math.abs(n) * 7919) % shape.changes
    if (n === 0) cpuFrom = cpuMsOf(folder)
    const from = performance.now()
    const { conflicts } = JSON.parse(await get(`/api/changes/CHG-${firstNumber + nth}/conflicts`)) as { conflicts: readonly { gravity: string }[] }
    if (n < 0) continue
    byLayer.get(layerOf(nth % shape.places))?.push(performance.now() - from)
    found += conflicts.length
    if (conflicts.some((c) => c.gravity === 'block')) blocked++
  }
  const cpuMs = spent(cpuFrom, cpuMsOf(folder), repeats)
  const remark = `${(found / repeats).toFixed(1)} collisions each with impact, risk and names; ${blocked} of ${repeats} in a hard freeze`
  const all = timedOf(`what a change meets, ${shape.changes.toLocaleString('en')} scheduled, ${shape.windows.toLocaleString('en')} windows`, [...byLayer.values()].flat(), mostMs, remark, cpuMs)
  return [all, ...[...byLayer].map(([layer, times]) => timedOf(`the same, changes of ${layer}s alone`, times, null, `${times.length} asked`))]
}

/** Incidents on services here and there. They are made by the API and put on services by SQL: ids that were made by SQL are no ids for the door. */
async function suspectsRow(folder: string, product: Product, get: Get, g: FilledGraph, repeats: number): Promise<Timed> {
  const made: { id: string; serviceId: string }[] = []
  const services = g.ids['service'] ?? []
  for (let n = 0; n <= repeats; n++) {
    const { id } = await product.post('/api/incidents', { orgId: g.me.orgId, title: 'The application hangs', description: 'Since the new version nobody can log in.' })
    made.push({ id: String(id), serviceId: services[(n * 31) % services.length] ?? '' })
  }
  const server = await startPostgres({ dataFolder: folder, use: 'command' })
  try {
    const store = openStore({ url: server.url, practices, poolSize: 1 })
    try {
      await store.db.owner((tx) => tx.query('UPDATE incident i SET service_id = m."serviceId" FROM jsonb_to_recordset($1::jsonb) AS m(id uuid, "serviceId" uuid) WHERE i.id = m.id', [JSON.stringify(made)]))
    } finally {
      await store.close()
    }
  } finally {
    await server.stop()
  }
  const times: number[] = []
  let found = 0
  let cpuFrom: number | null = null
  for (const [n, i] of made.entries()) {
    if (n === 1) cpuFrom = cpuMsOf(folder)
    const from = performance.now()
    const { suspects } = JSON.parse(await get(`/api/incidents/${i.id}/suspects`)) as { suspects: readonly unknown[] }
    // The first one warms up.
    if (n === 0) continue
    times.push(performance.now() - from)
    found += suspects.length
  }
  return timedOf('suspects of an incident, among as many changes done in nine weeks', times, mostMs, `${(found / times.length).toFixed(1)} suspects each, with reasons and ways`, spent(cpuFrom, cpuMsOf(folder), repeats))
}

const spent = (from: number | null, to: number | null, times: number): number | null => (from === null || to === null ? null : (to - from) / times)

const whyConflicts = `
**Why what a change meets is over its limit.** The question is answered with everything of the change: what it hurts upward and what it stands on, its risk from the history of its model and items, names, and the collisions.
In the middle that is about 15 ms of the database and 13 of the program. The tail is hosts and services: below and above them lie hundreds of items with their windows and customers' hours, which are read whole,
since the one left out could be the frozen one. *Limit:* a kept closure for each item would answer those in a few milliseconds, and would have to be made anew at each relation.
`

const pageOf = (rows: readonly Timed[], table: string, filled: string, machine: string): string => `# Benchmarks of changes

Written by \`npm run bench -- changes\` on ${new Date().toISOString().slice(0, 10)}; do not edit by hand. ${filled}. Changes touch one to three machines, workloads, applications, hosts or a service and have the
closure that the product found; two in five lie in the nights of Saturdays. Windows are weekly maintenance, freezes and business events over one to five services. Each question is one HTTP request to
a running server with everything durable, one after the other, by a token that sees one organization; the graph is the one of \`npm run bench -- graph\`.

${table}
${rows.some((r) => r.most !== null && r.p95 > r.most && r.what.startsWith('what a change meets')) ? whyConflicts : ''}
Machine: ${machine}. A load average above the number of cores means that others worked on it at the same time: then the CPU that a question
costs, of program and database together, says more than the milliseconds it took. On a quiet machine a question takes about as long as its CPU.
`
