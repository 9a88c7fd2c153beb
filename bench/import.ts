/** What an import costs beside COPY of the same rows into the same tables. */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { practices } from '../src/app/parts.ts'
import { runImport } from '../src/importers/run.ts'
import { shippedMappings } from '../src/importers/shipped.ts'
import { rule } from '../src/model/actor.ts'
import { organization } from '../src/practices/organization/record.ts'
import { uuidv7 } from '../src/store/clock.ts'
import { openStore } from '../src/store/open.ts'
import type { BenchRow, Timing } from './row.ts'

const rowsOfCase = 6
/** Tables in the order in which their rows may come: what points to others last. */
const tables = ['organization', 'team', 'service', 'incident', 'search_entry', 'journal', 'incident_fact', 'incident_fact_past', 'incident_step', 'imported']

/** An audit log in the shape of ServiceNow's: `cases` incidents of six updates each, the same for the same number. */
export async function writeAuditLog(file: string, cases: number): Promise<void> {
  const out = createWriteStream(file)
  const put = async (line: string): Promise<void> => { if (!out.write(`${line}\n`)) await new Promise((go) => out.once('drain', go)) }
  await put('number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at')
  let seed = 1
  const pick = (n: number): number => { seed = (seed * 48_271) % 2_147_483_647; return seed % n }
  const states = ['New', 'Active', 'Active', 'Awaiting User Info', 'Resolved', 'Closed']
  for (let n = 1; n <= cases; n++) {
    const day = 1 + (n % 28)
    const at = (hour: number): string => `${day}/${3 + (n % 6)}/2016 ${hour}:${String(n % 60).padStart(2, '0')}`
    const fixed = [`Caller ${pick(4000)}`, `Opened by  ${pick(150)}`, at(8), `Created by ${pick(150)}`, at(8)]
    const where = ['Phone', `Location ${pick(200)}`, `Category ${pick(50)}`, `Subcategory ${pick(200)}`, `Symptom ${pick(500)}`, '?', '2 - Medium', '2 - Medium', '3 - Moderate']
    for (const [k, state] of states.slice(0, rowsOfCase).entries()) {
      await put([`INC${String(n).padStart(8, '0')}`, state, String(k < 5), String(Math.floor(k / 2)), '0', String(k), 'true', ...fixed, `Updated by ${pick(200)}`, at(9 + k), ...where, `Group ${pick(70)}`, `Resolver ${pick(200)}`, 'true', 'false', 'Do Not Notify', '?', '?', '?', '?', 'code 6', `Resolved by ${pick(100)}`, at(13), at(14)].join(','))
    }
  }
  await new Promise<void>((done, fail) => { out.once('error', fail); out.end(() => { done() }) })
}

/** `url` is the owner's; the database must be migrated and is filled. Its server reads and writes files of this machine. */
export async function importRows(url: string, timing: Timing): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ek-bench-import-'))
  const store = openStore({ url, practices, poolSize: 4 })
  const owner = new pg.Client({ connectionString: url })
  try {
    await owner.connect()
    const cases = timing.isSmoke ? 300 : 6000
    const file = path.join(folder, 'audit.csv')
    await writeAuditLog(file, cases)
    const mapping = shippedMappings().get('servicenow-audit')
    if (!mapping) throw new Error('the mapping is not there')
    let entries = 0
    const ours = async (name: string): Promise<number> => {
      const orgId = (await store.write(rule('bench'), (s) => s.create(organization, { name, kind: 'customer', zone: 'UTC' }))).id
      const from = performance.now()
      const counts = await runImport({ store, importId: uuidv7(store.clock.now()), orgId, mapping, files: [{ name: 'audit.csv', path: file }], isDryRun: false })
      entries = counts.entriesMade
      return counts.entriesMade / ((performance.now() - from) / 1000)
    }
    const empty = (): Promise<unknown> => owner.query(`TRUNCATE ${tables.filter((t) => t !== 'organization').map((t) => `"${t}"`).join(', ')} CASCADE`)
    const theirs = async (): Promise<number> => {
      await empty()
      const from = performance.now()
      await owner.query('BEGIN')
      for (const t of copied) await pipeline(createReadStream(path.join(folder, t)), owner.query(copyFrom(`COPY "${t}" FROM STDIN`)))
      await owner.query('COMMIT')
      return entries / ((performance.now() - from) / 1000)
    }
    const copied: string[] = []
    const a1 = await ours('Bench import 1')
    for (const t of tables.slice(1)) {
      // COPY does not work under row-level security; its owner goes past it here, as a bulk load by hand would.
      await owner.query(`ALTER TABLE "${t}" NO FORCE ROW LEVEL SECURITY`)
      await pipeline(owner.query(copyTo(`COPY (SELECT * FROM "${t}") TO STDOUT`)), createWriteStream(path.join(folder, t)))
      if ((await stat(path.join(folder, t))).size > 0) copied.push(t)
    }
    const b1 = await theirs()
    const b2 = await theirs()
    await empty()
    const a2 = await ours('Bench import 2')
    return [{ what: `import ${cases} incidents of ${rowsOfCase} updates each, journal and facts`, unit: 'entries/s', ours: (a1 + a2) / 2, yardstick: 'COPY of the same rows', theirs: (b1 + b2) / 2, target: 0.2 }]
  } finally {
    await owner.end().catch(() => undefined)
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}
