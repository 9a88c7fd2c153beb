/** Real operations that nobody here wrote: their logs come in, and the measures say what their reference figures say. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { practices } from '../../src/app/parts.ts'
import { runImport, type ImportCounts } from '../../src/importers/run.ts'
import { shippedMappings } from '../../src/importers/shipped.ts'
import { rule, sightOf } from '../../src/model/actor.ts'
import type { Definition, FactCondition, MeasureQuery } from '../../src/model/measure.ts'
import { incidentFacts } from '../../src/practices/incident/facts.ts'
import { organization } from '../../src/practices/organization/record.ts'
import { uuidv7 } from '../../src/store/clock.ts'
import { faultKindsOf, undoImport } from '../../src/store/imported.ts'
import { verifyJournal } from '../../src/store/journal.ts'
import { measureCells, type RawCell } from '../../src/store/measure.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { type TestDatabase, testDatabase } from '../database.ts'

const data = path.join(import.meta.dirname, '../../../shared/data')
const has = existsSync(path.join(data, 'figures'))
const me = rule('test')
let database: TestDatabase
let store: Store

beforeAll(async () => { database = await testDatabase(); store = openStore({ url: database.url, practices }) })
afterAll(async () => { await store.close(); await database.drop() })

interface Brought { readonly orgId: string; readonly importId: string; readonly counts: ImportCounts }
async function bring(mappingName: string, file: string, to?: Brought): Promise<Brought> {
  const mapping = shippedMappings().get(mappingName)
  if (!mapping) throw new Error(`no mapping ${mappingName}`)
  const orgId = to?.orgId ?? (await store.write(me, (s) => s.create(organization, { name: mappingName, kind: 'customer', zone: 'UTC' }))).id
  const importId = uuidv7(store.clock.now())
  return { orgId, importId, counts: await runImport({ store, importId, orgId, mapping, files: [{ name: path.basename(file), path: path.join(data, file) }], isDryRun: false }) }
}
const figures = (name: string): Record<string, unknown> => JSON.parse(readFileSync(path.join(data, 'figures', `${name}.dev.json`), 'utf8')) as Record<string, unknown>

const all: Omit<MeasureQuery, 'where'> = { step: 'all', zone: 'UTC', by: [] }
const yes = (field: string, ...values: string[]): FactCondition => ({ field, op: 'in', values })
const atLeast = (field: string, n: number): FactCondition => ({ field, op: 'from', values: [String(n)] })

/** Asks one measure of one organization; cells as the database counts them. */
const ask = (orgId: string, def: Partial<Definition>, q: Partial<MeasureQuery> = {}): Promise<RawCell[]> =>
  store.db.read(sightOf(me), (tx) => measureCells(tx, incidentFacts, { of: 'incident_fact', kind: 'count', ...(def.kind === 'stock' ? {} : { member: 'openedAt' }), where: [], ...def }, { ...all, ...q, where: [yes('orgId', orgId), ...(q.where ?? [])] }, new Date(store.clock.now()).toISOString()))
const n = async (orgId: string, where: FactCondition[] = [], def: Partial<Definition> = {}): Promise<number | null> => (await ask(orgId, def, { where }))[0]?.value ?? 0
const tally = async (orgId: string, by: string, def: Partial<Definition> = {}): Promise<Record<string, number>> => Object.fromEntries((await ask(orgId, def, { by: [by] })).map((c) => [String(c.slice[0]), c.value ?? 0]))
const hours = (seconds: number | null | undefined): number | null => (seconds === null || seconds === undefined ? null : Math.round(seconds / 3600 * 10_000) / 10_000)

describe.skipIf(!has)('ServiceNow', () => {
  let it: Brought
  let f: Record<string, any>
  beforeAll(async () => { it = await bring('servicenow-audit', 'servicenow-uci/incident_event_log.dev.csv.gz'); f = figures('servicenow-uci') }, 120_000)

  test('comes in whole', async () => {
    console.log(it.counts, await store.db.read(sightOf(me), (tx) => faultKindsOf(tx, it.importId)))
    expect(it.counts).toMatchObject({ rowsRead: f['events'], recordsMade: f['incidents'], faultCount: 0 })
  })
  test('counts', async () => {
    expect({
      reassigned: await n(it.orgId, [atLeast('external.reassignments', 1)]), reopened: await n(it.orgId, [atLeast('external.reopenings', 1)]), reopenings: await n(it.orgId, [], { kind: 'sum', value: 'external.reopenings' }),
      unresolved: await n(it.orgId, [{ field: 'resolvedAt', op: 'empty', values: ['true'] }]), met: await n(it.orgId, [yes('resolutionMet', 'true')]), changed: await n(it.orgId, [atLeast('priorityChanges', 1)]),
      priority: await tally(it.orgId, 'external.priority'), states: await tally(it.orgId, 'sourceState', { of: 'incident_step', member: 'at', where: [{ field: 'sourceState', op: 'empty', values: ['false'] }] }),
    }).toEqual({
      reassigned: f['incidents'] - f['reassignment_hist']['00'], reopened: f['reopened_incidents'], reopenings: f['reopen_total'], unresolved: f['resolved_at_missing'], met: f['made_sla_true'], changed: f['priority_changed_during_life'],
      priority: f['priority'], states: f['events_by_state'],
    })
  })
  test('times', async () => {
    const q = async (value: string, p: number) => hours((await ask(it.orgId, { kind: 'quantile', value, p }))[0]?.value)
    expect([await q('resolveSeconds', 0.5), await q('resolveSeconds', 0.9), await q('closeSeconds', 0.5), hours((await ask(it.orgId, { kind: 'mean', value: 'resolveSeconds' }))[0]?.value)]).toEqual([f['hours_to_resolve']['p50'], f['hours_to_resolve']['p90'], f['hours_to_close']['p50'], f['hours_to_resolve']['mean']])
    const inState = (await ask(it.orgId, { of: 'incident_step', kind: 'sum', member: 'at', value: 'seconds', where: [{ field: 'sourceState', op: 'empty', values: ['false'] }] }, { by: ['sourceState'] })).map((c) => [c.slice[0], Math.round((c.value ?? 0) / 36) / 100])
    expect(Object.fromEntries(inState)).toEqual(f['hours_in_state_total'])
  })
  test('backlog at every midnight', async () => {
    const days = Object.keys(f['backlog_at_midnight'])
    const cells = await ask(it.orgId, { kind: 'stock', start: 'openedAt', end: 'endedAt' }, { step: 'day', from: `${days[0]}T00:00:00Z`, to: `${days.at(-1)}T00:00:01Z` })
    expect(Object.fromEntries(cells.map((c) => [c.period?.slice(0, 10), c.value]))).toEqual(f['backlog_at_midnight'])
  })
  test('comes twice without doubles, verifies, and goes again', async () => {
    const again = await bring('servicenow-audit', 'servicenow-uci/incident_event_log.dev.csv.gz', it)
    expect(again.counts).toMatchObject({ recordsMade: 0, recordsSame: f['incidents'], faultCount: 0 })
    expect((await verifyJournal(store.db, store.records)).faults).toEqual([])
    const undone = await undoImport(store.db, it.importId, store.records, new Set(['incident']))
    expect(undone.kept).toBe(0)
    expect(await n(it.orgId)).toBe(0)
    expect((await verifyJournal(store.db, store.records)).faults).toEqual([])
  }, 300_000)
})
