/** `bench suspects`: the suspects of an incident over a grown graph with ten thousand changes in the weeks that are compared. `--smoke` is small and short. */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { practices } from '../src/app/parts.ts'
import { rule } from '../src/model/actor.ts'
import { suspectsOf } from '../src/practices/change/cause-suspects.ts'
import { change } from '../src/practices/change/record.ts'
import { incident } from '../src/practices/incident/record.ts'
import { migrate } from '../src/store/migrate.ts'
import { openStore } from '../src/store/open.ts'
import { startPostgres } from '../src/store/postgres.ts'
import { fillGraph, fullShape, smokeShape } from './graph-fill.ts'

/** The ceiling for the 95th of a hundred incidents. */
const mostMs = 100

export async function runSuspects(args: readonly string[]): Promise<void> {
  const isSmoke = args.includes('--smoke')
  const [changes, repeats] = isSmoke ? [500, 20] : [10_000, 100]
  const folder = await mkdtemp(path.join(tmpdir(), 'ek-suspects-'))
  const server = await startPostgres({ dataFolder: path.join(folder, 'store') })
  try {
    await migrate(server.url)
    const store = openStore({ url: server.url, practices, poolSize: 4 })
    try {
      const filledFrom = performance.now()
      const g = await fillGraph(store, isSmoke ? smokeShape : fullShape)
      console.log(`${g.items} items and ${g.relations} relations, filled in ${((performance.now() - filledFrom) / 1000).toFixed(0)} s`)
      const items = g.ids['application'] ?? []
      await store.write(rule('bench'), (s) => s.create(change, { orgId: g.me.orgId, title: 'New version of an application' }))
      // Copies of one row, each on three items at some moment of the last nine weeks; nothing but reading is measured on them.
      await store.db.owner(async (tx) => {
        await tx.query(
          `INSERT INTO change SELECT (jsonb_populate_record(NULL::change, to_jsonb(c) || jsonb_build_object('id', gen_random_uuid(), 'number', 'B-' || n, 'state', 'closed', 'risk_score', n % 90,
             'ci_ids', (SELECT jsonb_agg(DISTINCT ($1::uuid[])[1 + abs(hashtext(n || '-' || k)) % cardinality($1::uuid[])]) FROM generate_series(1, 3) k),
             'actual_start', now() - make_interval(mins => (n * 7919) % (63 * 1440)), 'actual_end', now() - make_interval(mins => (n * 7919) % (63 * 1440) - 30)))).*
           FROM (SELECT * FROM change LIMIT 1) c, generate_series(1, ${changes}) n`, [items])
        await tx.query('ANALYZE change')
      })
      const services = g.ids['service'] ?? []
      const times: number[] = []
      let cpuMs = 0
      let found = 0
      for (let n = 0; n <= repeats; n++) {
        // Ids that were made by SQL are no ids for the door.
        const row = { ...await store.write(g.me, (s) => s.create(incident, { title: 'The application hangs' })), serviceId: services[(n * 31) % services.length] ?? null }
        const [from, cpu] = [performance.now(), process.cpuUsage()]
        const answer = await store.read(g.me, async (s) => suspectsOf(s, row, await s.history('incident', row.id)))
        // The first one warms up.
        if (n > 0) {
          times.push(performance.now() - from)
          const used = process.cpuUsage(cpu)
          cpuMs += (used.user + used.system) / 1000
          found += answer.suspects.length
        }
      }
      times.sort((a, b) => a - b)
      const q = (p: number): number => times[Math.min(times.length - 1, Math.ceil(p * times.length) - 1)] ?? Number.NaN
      console.log(`| what | p50, ms | p95, ms | at most | met |\n|---|---|---|---|---|\n| suspects of an incident, ${changes} changes, ${g.items} items | ${q(0.5).toFixed(1)} | ${q(0.95).toFixed(1)} | ${mostMs} | ${q(0.95) <= mostMs ? 'yes' : '**no**'} |`)
      console.log(`\n${(found / times.length).toFixed(1)} suspects each, ${(cpuMs / times.length).toFixed(1)} ms of this process's own time; ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, load average ${(loadavg()[0] ?? 0).toFixed(1)}`)
      if (!Number.isFinite(q(0.5))) process.exitCode = 1
    } finally {
      await store.close()
    }
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
