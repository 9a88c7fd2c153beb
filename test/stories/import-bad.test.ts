/** What is wrong with a file or a mapping is said in a sentence, and nothing half done is left behind. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { practices } from '../../src/app/parts.ts'
import { readMapping } from '../../src/importers/mapping.ts'
import { previewFile } from '../../src/importers/preview.ts'
import { type ImportCounts, runImport } from '../../src/importers/run.ts'
import { rule, sightOf } from '../../src/model/actor.ts'
import { organization } from '../../src/practices/organization/record.ts'
import { uuidv7 } from '../../src/store/clock.ts'
import { faultsOf, holdSource } from '../../src/store/imported.ts'
import { verifyJournal } from '../../src/store/journal.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { type TestDatabase, testDatabase } from '../database.ts'

const me = rule('test')
let database: TestDatabase
let store: Store
let folder: string
let orgId: string

beforeAll(async () => {
  database = await testDatabase()
  store = openStore({ url: database.url, practices })
  folder = mkdtempSync(path.join(tmpdir(), 'ek-bad-'))
  orgId = (await store.write(me, (s) => s.create(organization, { name: 'Bad input', kind: 'customer', zone: 'UTC' }))).id
})
afterAll(async () => { await store.close(); await database.drop(); rmSync(folder, { recursive: true, force: true }) })

/** The smallest mapping that says everything: one row an update, day first. */
const plain = {
  name: 'plain', title: 'Plain', record: 'incident', format: { type: 'csv' }, key: 'id', rows: 'per-update', opened: { column: 'opened', date: 'd/M/yyyy HH:mm' }, at: { column: 'at', date: 'd/M/yyyy HH:mm' },
  state: { column: 'state', values: { New: 'new', Done: 'closed' } }, fields: { title: 'title', priority: { else: 3 }, closedAt: { column: 'closed', date: 'd/M/yyyy HH:mm', when: 'closed' } },
}
const header = 'id,opened,at,state,title,closed'
let files = 0
function file(content: string | Buffer, name = `${++files}.csv`): { name: string; path: string } {
  const at = path.join(folder, name)
  writeFileSync(at, content)
  return { name, path: at }
}
const rows = (...lines: string[]): string => `${[header, ...lines].join('\n')}\n`

interface Ran { readonly counts: ImportCounts; readonly said: readonly string[]; readonly refused: string | null }
async function bring(given: { name: string; path: string }, change: Readonly<Record<string, unknown>> = {}): Promise<Ran> {
  const importId = uuidv7(store.clock.now())
  const none: ImportCounts = { rowsRead: 0, recordsMade: 0, recordsSame: 0, entriesMade: 0, faultCount: 0, remarkCount: 0 }
  let refused: string | null = null
  const counts = await Promise.resolve().then(() => runImport({ store, importId, orgId, mapping: readMapping(JSON.stringify({ ...plain, name: `plain-${files}`, ...change })), files: [given], isDryRun: false })).catch((e: unknown) => {
    refused = e instanceof Error && e.name === 'AppError' ? e.message : `a fault of ours: ${String(e)}`
    return none
  })
  const said = (await store.db.read(sightOf(me), (tx) => faultsOf(tx, importId))).map((f) => `${f.kind} ${f.line} ${f.sourceId}: ${f.reason}`)
  return { counts, said, refused }
}

test('a mapping that does not fit is refused before anything is written', async () => {
  const good = file(rows('A1,1/2/2016 10:00,1/2/2016 10:00,New,x,'))
  const refusals: [change: Readonly<Record<string, unknown>>, sentence: RegExp][] = [
    [{ key: 'number' }, /^The file has no column "number"\. It has: "id", "opened", "at", "state", "title", "closed"\. Check the separator, or take another mapping\.$/],
    [{ record: 'unicorn' }, /^The mapping speaks of unicorn, which is no record type here\.$/],
    [{ fields: { horn: 'title' } }, /^The mapping names the field horn, which no incident has\.$/],
    [{ fields: { title: 'title' } }, /^The mapping does not say what becomes of priority, which every incident has\. Give it a column, or the same for all: "priority": \{ "else": … \}\.$/],
    [{ at: undefined }, /^The mapping has rows per update, so it needs `at` \(when\) and `state` \(to what\)\.$/],
    [{ fields: { title: { column: 'title', as: 'poem' } } }, /^The mapping does not fit: \/fields\/title/],
    [{ format: { type: 'json', adapter: 'unknown' } }, /^There is no adapter unknown; known are glpi, jira, /],
    [{ joins: [{ name: 'more', column: 'id', equals: 'id' }] }, /^The mapping joins a file "more", which was not given\.$/],
  ]
  for (const [change, sentence] of refusals) {
    const { refused, counts } = await bring(good, change)
    expect(refused).toMatch(sentence)
    expect(counts.recordsMade).toBe(0)
  }
})

test('files that cannot be read say why', async () => {
  expect((await bring(file(''))).refused).toBe('The file is empty: it has no header.')
  expect((await bring({ name: 'x', path: path.join(folder, 'nowhere') })).refused).toBe('The file cannot be opened: ENOENT.')
  expect((await bring(file(Buffer.from('504b0304', 'hex')))).refused).toBe('This is a ZIP archive. Unpack it and give the file in it.')
  expect((await bring(file(`${Array.from({ length: 1_000_000 }, (_, i) => `c${i % 10}`).join(',')}\n1\n`))).refused).toBe('The file has 1000000 columns; at most 2000 can be read.')
  const packed = gzipSync(rows('A1,1/2/2016 10:00,1/2/2016 10:00,New,x,', 'A2,1/2/2016 10:00,1/2/2016 10:00,New,x,'))
  expect((await bring(file(packed.subarray(0, packed.length - 12)))).said.join() + (await bring(file(packed.subarray(0, packed.length - 12)))).refused).toContain('The file ends in the middle or is damaged')
}, 60_000)

test('a packed file that grows without end is not read on', async () => {
  const bomb = gzipSync(Buffer.concat([Buffer.from(`${header}\n`), Buffer.alloc(100 * 2 ** 20, `A1,,,,${'x'.repeat(4000)},\n`)]), { level: 9 })
  const { refused, said } = await bring(file(bomb))
  expect(`${refused} ${said.at(-1) ?? ''}`).toContain('The packed file grows without end; it was not read further.')
}, 120_000)

test('rows that are cut, wrong or doubtful are named with their line; the rest comes in', async () => {
  const { counts, said } = await bring(file(rows(
    'A1,1/2/2016 10:00,1/2/2016 10:05,New,in order,',
    'A1,1/2/2016 10:00,31/2/2016 10:30,New,no such day,',
    'A1,1/2/2016 10:00,2/2/2016 10:30,Odd,no such state,',
    'A1,1/2/2016 10:00,2/2/2016 11:00,Done,in order,2/2/2016 11:00',
    'A2,1/2/2016 10:00,1/2/2016 09:00,New,before it was opened,',
    'A3,3/2/2016 10:00,3/2/2016 11:00,Done,negative,1/2/2016 10:00',
    'A4,,3/2/2016 11:00,New,no opening,',
    ',3/2/2016 10:00,3/2/2016 11:00,New,no id,',
    'A1,1/2/2016 10:00,3/2/2016 10:05,New,comes again,',
    'A5,3/2/2016 10:00,3/2/20',
  )))
  expect(counts).toMatchObject({ recordsMade: 2 })
  expect(said).toEqual([
    'row 3 A1: at: "31/2/2016 10:30" is no day or time that exists; day and month may be the other way round',
    'row 4 A1: state: "Odd" is a word that the mapping does not know',
    'remark 6 A2: an update at 2016-02-01T09:00:00.000Z lies before the opening at 2016-02-01T10:00:00.000Z; both were kept as they are',
    'record 7 A3: was closed at 2016-02-01T10:00:00.000Z, before it was opened at 2016-02-03T10:00:00.000Z',
    'record 8 A4: opened: is missing, so it is not known when it began',
    'record 9 : has no id',
    'row 11 : has 3 columns where the header has 6',
    'record 10 A1: comes again later in the file; its rows do not stand together. Say "together": false in the mapping.',
  ])
})

test('a quote that never closes ends the reading and says where', async () => {
  const { counts, said } = await bring(file(rows('A1,1/2/2016 10:00,1/2/2016 10:05,New,fine,', 'A2,1/2/2016 10:00,1/2/2016 10:05,New,"open,')))
  expect(counts.recordsMade).toBe(1)
  expect(said.join()).toMatch(/^row \d+ : the file cannot be read beyond here: Quote Not Closed/)
})

test('JSON that is cut in the middle, or is none', async () => {
  const json = { format: { type: 'json' }, rows: 'per-record', opened: { column: 'opened', date: 'iso' }, at: undefined, state: undefined, fields: { title: 'title', priority: { else: 3 } } }
  const cut = await bring(file('{"result":[{"id":"J1","opened":"2024-05-03T10:00:00Z","title":"whole"},{"id":"J2","opened":"2024-05-0'), json)
  expect([cut.counts.recordsMade, cut.said]).toEqual([1, ['row 2 : the file ends in the middle of the JSON; nothing behind here could be read']])
  const lines = await bring(file('{"id":"J3","opened":"2024-05-03T10:00:00Z","title":"whole"}\n{"id":oh}\n'), { ...json, format: { type: 'jsonl' } })
  expect(lines.said).toEqual([expect.stringMatching(/^row 2 : is no JSON: /)])
})

test('mixed encodings are told, with what to do', async () => {
  const bytes = Buffer.concat([Buffer.from(rows('E1,1/2/2016 10:00,1/2/2016 10:05,New,Zürich,')), Buffer.from('E2,1/2/2016 10:00,1/2/2016 10:05,New,Z'), Buffer.from([0xfc]), Buffer.from('rich,\n')])
  const { counts, said } = await bring(file(bytes))
  expect(counts).toMatchObject({ recordsMade: 2, faultCount: 0, remarkCount: 1 })
  expect(said).toEqual(['remark 0 : 1 characters are no utf-8 and came in as \uFFFD; the file may mix encodings'])
})

test('day and month: what shows no order is warned of, what shows the other is named', async () => {
  const warn = async (date: string): Promise<readonly string[]> => (await previewFile(store.records, [file(rows(`D1,${date} 10:00,${date} 10:05,New,x,`))], { mapping: { ...plain, zone: 'Europe/Berlin' } })).warnings
  expect(await warn('3/4/2016')).toEqual([
    'opened: all 1 times could also be read with day and month the other way round; nothing in them shows which comes first.',
    'at: all 1 times could also be read with day and month the other way round; nothing in them shows which comes first.',
  ])
  expect(await warn('23/4/2016')).toEqual([])
  expect(await warn('4/23/2016')).toEqual(['opened: 1 of 1 times do not fit d/M/yyyy HH:mm; day and month seem to be the other way round.', 'at: 1 of 1 times do not fit d/M/yyyy HH:mm; day and month seem to be the other way round.'])
})

test('a record that comes with other content is kept as it is, and named', async () => {
  const name = { name: 'twice' }
  const line = (title: string): string => rows(`T1,1/2/2016 10:00,1/2/2016 10:05,New,${title},`)
  expect((await bring(file(line('as it was')), name)).counts.recordsMade).toBe(1)
  expect((await bring(file(line('as it was')), name)).counts).toMatchObject({ recordsMade: 0, recordsSame: 1, faultCount: 0 })
  expect((await bring(file(line('changed')), name)).said).toEqual(['record 0 T1: is here already with other content; undo the import that brought it first'])
})

test('two at once: the source is held by one; the other waits until it is let go', async () => {
  const first = await holdSource(store.db, orgId, 'held')
  expect(first).not.toBeNull()
  expect(await holdSource(store.db, orgId, 'held')).toBeNull()
  const other = await holdSource(store.db, orgId, 'another')
  expect(other).not.toBeNull()
  other?.release()
  first?.release()
  await expect.poll(async () => { const again = await holdSource(store.db, orgId, 'held'); again?.release(); return again !== null }).toBe(true)
})

test('after all of it the journal is whole', async () => {
  expect((await verifyJournal(store.db, store.records)).faults).toEqual([])
})
