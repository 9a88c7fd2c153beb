/** Real operations that nobody here wrote: the beginning of each log comes in, and the measures say what a plain count over its rows says. The whole logs run in `test/real-size`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { practices } from '../../src/app/parts.ts'
import { openStore } from '../../src/store/open.ts'
import { undoImport } from '../../src/store/imported.ts'
import { verifyJournal } from '../../src/store/journal.ts'
import type { Store } from '../../src/store/store.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { realText } from '../real.ts'
import { type Asker, askerOf, atLeast, bring, type Brought, faultsIn, given, hasFigures } from './import-figures.ts'

const mostCases = 800
let database: TestDatabase
let store: Store
let folder: string
beforeAll(async () => {
  database = await testDatabase()
  store = openStore({ url: database.url, practices })
  folder = mkdtempSync(path.join(tmpdir(), 'ek-real-'))
})
afterAll(async () => { await store.close(); await database.drop(); rmSync(folder, { recursive: true, force: true }) })

type Cells = Readonly<Record<string, string>>
/** The first cases of a log without quotes in it, as a file and as plain rows by case. */
function beginning(file: string, key: string): { path: string; cases: Cells[][] } {
  const [header = '', ...lines] = realText(file).split(/\r?\n/).filter((l) => l !== '')
  const names = header.split(',')
  const cases = new Map<string, { lines: string[]; rows: Cells[] }>()
  for (const line of lines) {
    const cells = line.split(',')
    const row = Object.fromEntries(names.map((n, i) => [n, cells[i] ?? '']))
    const id = row[key] ?? ''
    const known = cases.get(id)
    if (!known && cases.size >= mostCases) break
    const one = known ?? { lines: [], rows: [] }
    one.lines.push(line)
    one.rows.push(row)
    cases.set(id, one)
  }
  const to = path.join(folder, `${path.basename(file)}.csv`)
  writeFileSync(to, [header, ...[...cases.values()].flatMap((c) => c.lines)].join('\n'))
  return { path: to, cases: [...cases.values()].map((c) => c.rows) }
}

const countBy = <T>(list: readonly T[], word: (x: T) => string): Record<string, number> => Object.fromEntries([...Map.groupBy(list, word)].map(([k, v]) => [k, v.length]))
const lastOf = (rows: readonly Cells[]): Cells => rows.at(-1) ?? {}
const dayFirst = (t: string): number => { const [, d, M, y, H, m] = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d+)$/.exec(t) ?? []; return Date.UTC(Number(y), Number(M) - 1, Number(d), Number(H), Number(m)) }
/** Hours from each row to the next, by what the row says. */
function hoursBy(cases: readonly (readonly Cells[])[], word: (r: Cells) => string, at: (r: Cells) => number): Record<string, number> {
  const sums = new Map<string, number>()
  for (const rows of cases) for (const [i, r] of rows.slice(0, -1).entries()) sums.set(word(r), (sums.get(word(r)) ?? 0) + at(rows[i + 1] ?? r) - at(r))
  return Object.fromEntries([...sums].map(([k, ms]) => [k, Math.round(ms / 36_000) / 100]))
}
const steps = { of: 'incident_step', member: 'at', where: [given('sourceState')] }
async function hoursSaid(ask: Asker): Promise<Record<string, number>> {
  const cells = await ask.cells({ ...steps, kind: 'sum', value: 'seconds' }, { by: ['sourceState'] })
  return Object.fromEntries(cells.filter((c) => c.used > 0).map((c) => [c.slice[0] ?? '', Math.round((c.value ?? 0) / 36) / 100]))
}
async function goesAgain(it: Brought, mapping: string, file: string): Promise<void> {
  expect((await bring(store, mapping, file, it)).counts).toMatchObject({ recordsMade: 0, recordsSame: it.counts.recordsMade, faultCount: 0 })
  expect((await undoImport(store.db, it.importId, store.records, new Set(['incident']))).kept).toBe(0)
  expect(await askerOf(store, it.orgId).n()).toBe(0)
  expect((await verifyJournal(store.db, store.records)).faults).toEqual([])
}

describe.skipIf(!hasFigures)('the beginning of a real log says what its rows say, comes twice without doubles, and goes', () => {
  test('ServiceNow', async () => {
    const { path: file, cases } = beginning('servicenow-uci/incident_event_log.dev.csv.gz', 'number')
    const it = await bring(store, 'servicenow-audit', file)
    const ask = askerOf(store, it.orgId)
    expect(await faultsIn(store, it)).toEqual([])
    expect(it.counts).toMatchObject({ rowsRead: cases.flat().length, recordsMade: cases.length })
    expect(await ask.tally('sourceState', { def: steps })).toEqual(countBy(cases.flat(), (r) => r['incident_state'] ?? ''))
    expect(await ask.n([atLeast('external.reassignments', 1)])).toBe(cases.filter((c) => Number(lastOf(c)['reassignment_count']) > 0).length)
    expect(await ask.tally('resolutionMet')).toEqual(countBy(cases, (c) => lastOf(c)['made_sla'] ?? ''))
    expect(await hoursSaid(ask)).toEqual(hoursBy(cases, (r) => r['incident_state'] ?? '', (r) => dayFirst(r['sys_updated_at'] ?? '')))
    await goesAgain(it, 'servicenow-audit', file)
  }, 120_000)

  test('Volvo', async () => {
    const { path: file, cases } = beginning('volvo-bpi2013/incidents.dev.csv.gz', 'SR Number')
    const it = await bring(store, 'volvo-vinst', file)
    const ask = askerOf(store, it.orgId)
    const word = (r: Cells): string => `${r['Status']}/${r['Sub Status']}`
    expect(await faultsIn(store, it)).toEqual([])
    expect(it.counts).toMatchObject({ rowsRead: cases.flat().length, recordsMade: cases.length })
    expect(await ask.tally('external.state')).toEqual(countBy(cases, (c) => word(lastOf(c))))
    expect(await ask.n([], { kind: 'sum', value: 'handovers' })).toBe(cases.reduce((n, c) => n + c.filter((r, i) => i > 0 && r['Involved ST'] !== c[i - 1]?.['Involved ST']).length, 0))
    expect(await hoursSaid(ask)).toEqual(hoursBy(cases, word, (r) => Date.parse(r['Change Date+Time'] ?? '')))
    await goesAgain(it, 'volvo-vinst', file)
  }, 120_000)

  test('Rabobank', async () => {
    const { path: file, cases } = beginning('rabobank-bpi2014/incidents.dev.csv.gz', 'seq')
    const it = await bring(store, 'rabobank-derived', file)
    const ask = askerOf(store, it.orgId)
    expect(await faultsIn(store, it)).toEqual([])
    expect(await ask.tally('priority')).toEqual(countBy(cases, (c) => c[0]?.['priority'] ?? ''))
    expect(await ask.tally('external.closure_code')).toEqual(countBy(cases, (c) => c[0]?.['closure_code'] ?? ''))
    const hours = cases.map(([r]) => (Date.parse(`${r?.['close_time']}Z`) - Date.parse(`${r?.['open_time']}Z`)) / 3_600_000)
    expect((await ask.spread('closeSeconds')).sum).toBeCloseTo(hours.reduce((a, b) => a + b, 0), 3)
    await goesAgain(it, 'rabobank-derived', file)
  }, 120_000)
})
