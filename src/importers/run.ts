/** Runs one import: reads the files by the mapping, writes lives in batches, and reports what was taken, what not and why. */
import { rule, sightOf } from '../model/actor.ts'
import { factsByRecord } from '../model/practice.ts'
import type { RecordType } from '../model/record.ts'
import { appendPast, type PastLife } from '../store/history.ts'
import { forgetFaults, importedOf, type ImportFault, noteFaults, noteImported } from '../store/imported.ts'
import { uuidv7 } from '../store/clock.ts'
import type { Store } from '../store/store.ts'
import { casesScattered, casesTogether } from './cases.ts'
import { keyMarks } from './key-marks.ts'
import { type Draft, isNamed, lifeReader } from './lives.ts'
import { type Mapping, typeOf } from './mapping.ts'
import { type NameBook, nameBook } from './names.ts'
import { readSource } from './sources.ts'

export interface ImportJob {
  readonly store: Store
  readonly importId: string
  readonly orgId: string
  readonly mapping: Mapping
  /** Places of the files; the first holds the records, the others are joined to it by name. */
  readonly files: readonly { readonly name: string; readonly path: string }[]
  readonly isDryRun: boolean
  /** Called after each record with the share that is read, below 1, and the rows read. */
  readonly advanced?: (share: number, rows: number) => void
}

export interface ImportCounts {
  rowsRead: number
  recordsMade: number
  recordsSame: number
  entriesMade: number
  faultCount: number
  remarkCount: number
}

export const importer = rule('import')
// A batch is one transaction: large enough to be quick, small enough to hold no locks for long.
const mostLives = 400
const mostEntries = 4000
// The report keeps this many; all are counted.
const mostFaults = 100_000
// The whole is reached when the last batch is written.
const mostShare = 0.999

/** Runs the whole import. Called again after it was broken off, it takes what is not here yet. */
export async function runImport(job: ImportJob): Promise<ImportCounts> {
  const { store, mapping } = job
  const type = typeOf(mapping, store.records)
  const counts: ImportCounts = { rowsRead: 0, recordsMade: 0, recordsSame: 0, entriesMade: 0, faultCount: 0, remarkCount: 0 }
  const report = faultBook(job, counts)
  await store.db.write(sightOf(importer), (tx) => forgetFaults(tx, job.importId))
  const source = await readSource(mapping, job.files, (f) => { report.add({ line: f.line, sourceId: '', kind: 'row', reason: f.reason }) })
  const reader = lifeReader(mapping, type)
  const names = nameBook({ store, actor: importer, importId: job.importId, orgId: job.orgId, source: mapping.name, isDryRun: job.isDryRun })
  const seen = keyMarks(mostRemembered)
  let batch: Draft[] = []
  let entries = 0
  // While one batch is written the next is read: program and database work at the same time, with two batches in memory at most.
  let writing: Promise<void> = Promise.resolve()
  const flush = async (): Promise<void> => {
    const now = batch
    batch = []
    entries = 0
    await writing
    writing = (now.length > 0 ? write(job, type, now, names, counts, report) : Promise.resolve()).then(() => report.flush())
    // It is awaited at the next batch; until then a failure waits for its hearer.
    writing.catch(() => undefined)
  }
  const rows = counted(source.rows, counts)
  for await (const c of mapping.together ? casesTogether(rows, mapping.key) : casesScattered(rows, mapping.key)) {
    if (c.key !== '' && seen.has(c.key)) {
      report.add({ line: c.rows[0]?.line ?? 0, sourceId: c.key, kind: 'record', reason: 'comes again later in the file; its rows do not stand together. Say "together": false in the mapping.' })
      continue
    }
    const { draft, faults } = reader.read(c)
    for (const f of faults) report.add({ line: f.line, sourceId: f.key, kind: f.kind, reason: f.reason })
    if (draft) { batch.push(draft); entries += draft.entries.length }
    if (batch.length >= mostLives || entries >= mostEntries) {
      await flush()
    }
    job.advanced?.(Math.min(mostShare, source.share()), counts.rowsRead)
  }
  if (source.replaced() > 0) report.add({ line: 0, sourceId: '', kind: 'remark', reason: `${source.replaced()} characters are no ${mapping.format.encoding} and came in as \uFFFD; the file may mix encodings` })
  await flush()
  await writing
  return counts
}

async function* counted<T>(rows: AsyncIterable<T>, counts: ImportCounts): AsyncIterable<T> {
  for await (const r of rows) { counts.rowsRead++; yield r }
}

const mostRemembered = 2_000_000

interface FaultBook {
  add(f: Omit<ImportFault, 'n'>): void
  flush(): Promise<void>
}

function faultBook(job: ImportJob, counts: ImportCounts): FaultBook {
  let n = 0
  let waiting: ImportFault[] = []
  return {
    add: (f) => {
      if (f.kind === 'remark') counts.remarkCount++
      else counts.faultCount++
      if (n < mostFaults) waiting.push({ ...f, n: ++n })
    },
    flush: async () => {
      if (waiting.length === 0) return
      const now = waiting
      waiting = []
      await job.store.db.write(sightOf(importer), (tx) => noteFaults(tx, job.importId, job.orgId, now))
    },
  }
}

async function write(job: ImportJob, type: RecordType, drafts: readonly Draft[], names: NameBook, counts: ImportCounts, report: FaultBook): Promise<void> {
  const { store, mapping } = job
  const here = await store.db.read(sightOf(importer), (tx) => importedOf(tx, job.orgId, mapping.name, type.name, drafts.map((d) => d.key)))
  const fresh = drafts.filter((d) => {
    const known = here.get(d.key)
    if (!known) return true
    // Taken up again after it was broken off: what this run made before counts as made by it.
    if (known.contentHash === d.contentHash && known.importId === job.importId) {
      counts.recordsMade++
      counts.entriesMade += d.entries.length
    } else if (known.contentHash === d.contentHash) counts.recordsSame++
    else report.add({ line: 0, sourceId: d.key, kind: 'record', reason: 'is here already with other content; undo the import that brought it first' })
    return false
  })
  if (fresh.length === 0) return
  await names.resolve(fresh.flatMap((d) => d.names))
  counts.recordsMade += fresh.length
  counts.entriesMade += fresh.reduce((n, d) => n + d.entries.length, 0)
  if (job.isDryRun) return
  const now = store.clock.now()
  const lives: PastLife[] = fresh.map((d) => ({
    // Ids rise with time of opening, so that lists and pages of old and new records stand in one order.
    id: uuidv7(now), orgId: job.orgId, createdAt: d.createdAt,
    entries: d.entries.map((e) => ({ ...e, changes: Object.fromEntries(Object.entries(e.changes).map(([k, v]) => [k, isNamed(v) ? names.id(v) : v])) })),
  }))
  const facts = factsByRecord(store.practices).get(type.name)
  await store.db.write(sightOf(importer), async (tx) => {
    await appendPast(tx, type, lives, { actor: importer, recordedAt: new Date(now).toISOString(), correlationId: job.importId, ...(facts ? { facts } : {}) })
    await noteImported(tx, job.importId, job.orgId, mapping.name, lives.map((l, i) => ({ sourceId: fresh[i]?.key ?? '', record: type.name, recordId: l.id, version: l.entries.length, contentHash: fresh[i]?.contentHash ?? '' })))
  })
}
