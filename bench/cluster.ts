/** `npm run bench -- cluster [incidents]`: clusters of a million incidents from nothing, their time and memory, and one new incident joining. */
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { gunzipSync } from 'node:zlib'
import { RecurrenceCorpus } from '../src/analysis/recurrence-corpus.ts'
import { clusterDatabaseRun } from './cluster-database.ts'
import { incidentTexts } from './cluster-texts.ts'

/** What the issue asks for. */
const mostSeconds = 180
const mostMegabytes = 1500
const mostJoinMs = 20
const fullSize = 1_000_000
const joins = 200

const count = (n: number): string => n.toLocaleString('en')
const row = (what: string, ours: number, most: number, unit: string): string => `| ${what} | ${ours >= 100 ? count(Math.round(ours)) : ours.toFixed(1)} ${unit} | ${count(most)} ${unit} | ${ours <= most ? 'yes' : '**no**'} |`

const seconds = (ms: number): string => (ms / 1000).toFixed(1)
const megabytes = (): number => Math.round(process.resourceUsage().maxRSS / 1024)

/** What one run said. CPU seconds are all threads of the process, making of the texts included. */
export interface ClusterRun {
  readonly incidents: number
  readonly wallSeconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
  readonly nodes: number
  readonly compared: number
  readonly clusters: number
  readonly largest: number
}

/** Clusters so many generated incidents in this process. */
export function clusterRun(incidents: number): ClusterRun {
  const [from, cpu] = [performance.now(), process.cpuUsage()]
  const corpus = new RecurrenceCorpus()
  for (const o of incidentTexts(incidents)) corpus.add(o)
  const { clusterOf, size, nodes, compared } = corpus.clusters()
  const used = process.cpuUsage(cpu)
  const sizes = new Uint32Array(size)
  for (const c of clusterOf) if (c !== -1) sizes[c] = (sizes[c] ?? 0) + 1
  return {
    incidents, wallSeconds: (performance.now() - from) / 1000, cpuSeconds: (used.user + used.system) / 1e6, peakMegabytes: megabytes(),
    nodes, compared, clusters: sizes.reduce((n, s) => (s > 1 ? n + 1 : n), 0), largest: sizes.reduce((a, b) => Math.max(a, b), 0),
  }
}

/** Prints the table; writes docs/benchmarks-clusters.md where it was a million. `--folder` names what `bench -- scale` filled and kept, for the rows of the database. */
export async function runCluster(args: readonly string[]): Promise<void> {
  const incidents = Number(args.find((a) => /^\d+$/.test(a)) ?? (args.includes('--smoke') ? 20_000 : fullSize))
  const before = loadavg()[0] ?? 0
  const r = clusterRun(incidents)
  const lines = [
    '| what | ours | at most | met |', '|---|---|---|---|',
    row(`${count(r.incidents)} generated incidents from nothing, wall`, r.wallSeconds, mostSeconds, 's'),
    row('the same, CPU', r.cpuSeconds, mostSeconds, 's'),
    row('peak memory of the process', r.peakMegabytes, mostMegabytes, 'MB'),
  ]
  const folder = args.includes('--folder') ? args[args.indexOf('--folder') + 1] : undefined
  if (folder !== undefined) {
    const d = await clusterDatabaseRun(folder, joins)
    const at = (q: number): number => d.joins[Math.min(d.joins.length - 1, Math.ceil(q * d.joins.length) - 1)] ?? Infinity
    lines.push(
      row(`${count(d.incidents)} incidents of the scale bench made anew in the database, wall (${count(d.clusters)} clusters)`, d.anewSeconds, mostSeconds, 's'),
      row('peak memory of the process, the run before included', megabytes(), mostMegabytes, 'MB'),
      row(`one new incident joins them, the middle of ${d.joins.length} (the largest cluster joined has ${count(d.largest)})`, at(0.5), mostJoinMs, 'ms'),
      row('the same, 95th', at(0.95), mostJoinMs, 'ms'),
    )
  }
  const table = lines.join('\n')
  const remark = `${count(r.nodes)} different texts, ${count(r.compared)} pairs compared, ${count(r.clusters)} clusters of two or more, the largest of ${count(r.largest)}.`
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, load average ${before.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after`
  console.log(`${table}\n\n${remark}\n${machine}`)
  if (incidents === fullSize) await writeFile('docs/benchmarks-clusters.md', pageOf(table, remark, machine))
  const tickets = new URL('../../shared/data/tickets/assignment_tickets.dev.csv.gz', import.meta.url)
  if (!existsSync(tickets)) return
  const texts = gunzipSync(readFileSync(tickets)).toString('utf8').split('\n')
  const from = performance.now()
  const corpus = new RecurrenceCorpus()
  for (const text of texts) corpus.add({ text })
  console.log(`${count(texts.length)} lines of real tickets: ${seconds(performance.now() - from)} s to read`)
  const linked = performance.now()
  const found = corpus.clusters()
  console.log(`and ${seconds(performance.now() - linked)} s to cluster, ${count(found.compared)} pairs compared`)
}

const pageOf = (table: string, remark: string, machine: string): string => `# Benchmarks of clusters

Written by \`npm run bench -- cluster\` on ${new Date().toISOString().slice(0, 10)}; do not edit by hand. Incidents of two years that do not exist, with the variety of a real operation: 55 of 100 come from 400 checks on 6,000
machines, 5 from jobs, 25 are one of 8,000 known troubles in each user's own words, 15 are told once. What stands in the database is the million of \`npm run bench -- scale\`, whose texts follow a formula.

${table}

${remark}

Where rows of the database are missed: nearly every text of the scale bench differs from all others by a running number and shares its other words with thousands, so that there are a million nodes in
a million clusters, all with an entry for each of their words in the index. That is the worst case for a join, which looks for
candidates by words. What cost most there was found: nine tenths of a join was the summary of its one cluster, planned without statistics as a reading of all members; of making all anew half was passing over
candidates that share a word and nothing else, and a fifth was writing nodes to their indexes one by one.

Machine: ${machine}.
`
