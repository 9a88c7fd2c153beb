/** `npm run bench -- cluster [incidents]`: clusters of a million incidents from nothing, their time and memory, and one new incident joining. */
import { existsSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { gunzipSync } from 'node:zlib'
import { RecurrenceCorpus } from '../src/analysis/recurrence-corpus.ts'
import { incidentTexts } from './cluster-texts.ts'

/** What the issue asks for. */
const mostSeconds = 180
const mostMegabytes = 1500

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

/** Prints the table. */
export function runCluster(args: readonly string[]): void {
  const incidents = Number(args.find((a) => /^\d+$/.test(a)) ?? (args.includes('--smoke') ? 20_000 : 1_000_000))
  const before = loadavg()[0] ?? 0
  const r = clusterRun(incidents)
  console.log(`| what | ours | allowed | met |\n|---|---|---|---|
| ${r.incidents.toLocaleString('en')} generated incidents from nothing, wall | ${r.wallSeconds.toFixed(1)} s | ${mostSeconds} s | ${r.wallSeconds <= mostSeconds ? 'yes' : '**no**'} |
| the same, CPU | ${r.cpuSeconds.toFixed(1)} s | ${mostSeconds} s | ${r.cpuSeconds <= mostSeconds ? 'yes' : '**no**'} |
| peak memory of the process | ${r.peakMegabytes.toLocaleString('en')} MB | ${mostMegabytes.toLocaleString('en')} MB | ${r.peakMegabytes <= mostMegabytes ? 'yes' : '**no**'} |

${r.nodes.toLocaleString('en')} different texts, ${r.compared.toLocaleString('en')} pairs compared, ${r.clusters.toLocaleString('en')} clusters of two or more, the largest of ${r.largest.toLocaleString('en')}; load average before ${before.toFixed(1)}`)
  const tickets = new URL('../../shared/data/tickets/assignment_tickets.dev.csv.gz', import.meta.url)
  if (!existsSync(tickets)) return
  const lines = gunzipSync(readFileSync(tickets)).toString('utf8').split('\n')
  const from = performance.now()
  const corpus = new RecurrenceCorpus()
  for (const text of lines) corpus.add({ text })
  console.log(`${lines.length.toLocaleString('en')} lines of real tickets: ${seconds(performance.now() - from)} s to read`)
  const linked = performance.now()
  const found = corpus.clusters()
  console.log(`and ${seconds(performance.now() - linked)} s to cluster, ${found.compared.toLocaleString('en')} pairs compared`)
}
