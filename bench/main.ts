/** The bench: each row alternates ours with its yardstick in one run and prints the ratio; `--smoke` is short, writes nothing, and fails where a row could not be measured. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { startPostgres } from '../src/store/postgres.ts'
import { migrate } from '../src/store/migrate.ts'
import { runGraph } from './graph.ts'
import { runChanges } from './changes.ts'
import { calibrate } from './machine.ts'
import { apiRows } from './api.ts'
import { runCluster } from './cluster.ts'
import { importRows } from './import.ts'
import { reasonOf } from './reason.ts'
import type { BenchRow, Timing } from './row.ts'
import { runScale, scalePart } from './scale-table.ts'
import { storeRows } from './store.ts'

if (process.argv[2] === 'cluster') {
  await runCluster(process.argv.slice(3))
  process.exit()
}
if (process.argv[2] === 'scale') {
  await runScale(process.argv.slice(3))
  process.exit()
}
if (process.argv[2] === 'graph') {
  await runGraph(process.argv.slice(3))
  process.exit()
}
if (process.argv[2] === 'changes') {
  await runChanges(process.argv.slice(3))
  process.exit()
}

const isSmoke = process.argv.includes('--smoke')
const timing: Timing = isSmoke ? { sliceMs: 400, warmMs: 300, isSmoke } : { sliceMs: 3000, warmMs: 1000, isSmoke }

const folder = await mkdtemp(path.join(tmpdir(), 'ek-bench-'))
const rows: BenchRow[] = []
const skipped: string[] = []
const before = calibrate(folder)
const loadBefore = loadavg()[0] ?? 0
try {
  const server = await startPostgres({ dataFolder: path.join(folder, 'store') })
  try {
    await migrate(server.url)
    rows.push(...await storeRows(server.url, timing))
    rows.push(...await importRows(server.url, timing))
  } finally {
    await server.stop()
  }
  await apiRows(path.join(folder, 'api'), timing, rows, skipped)
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
await mkdir(folder, { recursive: true })
const after = calibrate(folder)
await rm(folder, { recursive: true, force: true })

const isMet = (r: BenchRow): boolean => r.target === null || (r.isCeiling ? r.ours / r.theirs <= r.target : r.ours / r.theirs >= r.target)
const say = (n: number): string => (n >= 100 ? Math.round(n).toLocaleString('en') : n.toFixed(n >= 10 ? 1 : 2))
const table = [
  '| what | ours | yardstick | ratio | target | met |', '|---|---|---|---|---|---|',
  ...rows.map((r) => `| ${r.what} | ${say(r.ours)} ${r.unit} | ${r.yardstick}: ${say(r.theirs)} ${r.unit} | ${say(r.ours / r.theirs)} | ${r.target === null ? '' : `${r.isCeiling ? '≤' : '≥'} ${r.target}`} | ${r.target === null ? '' : isMet(r) ? 'yes' : '**no**'} |`),
].join('\n')
const missed = rows.filter((r) => !isMet(r)).map((r) => {
  const reason = reasonOf(r.what)
  return reason ? `- **${r.what}.** ${reason.why} *Limit:* ${reason.limit}` : `- **${r.what}.** The reason is not established.`
}).join('\n')
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}; durable 8 KiB writes ${say(before.syncsPerSecond)}/s before and ${say(after.syncsPerSecond)}/s after, SHA-256 of 1 KiB ${say(before.hashesPerSecond)}/s and ${say(after.hashesPerSecond)}/s; load average before ${say(loadBefore)}`
console.log(`${table}\n\n${missed}\n\n${machine}`)
for (const s of skipped) console.log(`not measured: ${s}`)

if (!isSmoke) {
  await mkdir('docs', { recursive: true })
  const grown = scalePart(await readFile('docs/benchmarks.md', 'utf8').catch(() => ''))
  await writeFile('docs/benchmarks.md', `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}; do not edit by hand. A figure alone says little, since machines drift: each row
alternates ours with its yardstick (ours, theirs, theirs, ours) in one run, and the ratio is what counts. Everything is durable: \`fsync\` is on,
and an answer means committed. Pages of their own: [the graph](benchmarks-graph.md), [changes and suspects](benchmarks-changes.md), [clusters](benchmarks-clusters.md).

${table}

${missed === '' ? '' : `## Missed, and why\n\n${missed}\n`}
## How it was measured

Machine: ${machine}.
${skipped.length === 0 ? '' : `\nNot measured: ${skipped.join('; ')}.\n`}
Yardsticks: *raw* is the smallest honest transaction by hand (one row each for incident, journal and queue; five round trips) on the same server with as
many clients. Alertmanager runs beside us where the machine has it, fed by the same client. Figures of other products were measured elsewhere and are named with their source; Request Tracker is one of them.
${grown === '' ? '' : `\n${grown}\n`}`)
}
// What could not be measured is told in the table's text; in a check it is a failure.
if (isSmoke && skipped.length > 0) process.exitCode = 1
