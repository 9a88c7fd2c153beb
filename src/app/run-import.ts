/** `evenkeel run-import`: carries out one import, or its undoing, in a process of its own; the server starts it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { buildDemo } from '../demo/build.ts'
import { runConfiguration } from '../importers/configuration/run.ts'
import { readMapping } from '../importers/mapping.ts'
import { type ImportCounts, importer, runImport } from '../importers/run.ts'
import { AppError } from '../model/error.ts'
import { factsByRecord } from '../model/practice.ts'
import { isConfiguration, readConfigurationAsked } from '../practices/history/configuration.ts'
import { demoAskedIn, demoSource } from '../practices/history/demo.ts'
import { type ImportRun, importRun } from '../practices/history/import.ts'
import { holdSource, undoImport } from '../store/imported.ts'
import type { Store } from '../store/store.ts'
import type { Config } from './config.ts'
import { importFiles, type ImportFiles } from './import-files.ts'
import { UsageError } from './usage.ts'
import { withStore } from './with-store.ts'

const tellEveryMs = 1000
const askAgainMs = 1000

/** Ends with 0 where the import is in an end state, also a failed one; with 1 where another attempt can help. */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const [id = '', ...flags] = args
  if (id === '' || flags.some((f) => f !== '--attended')) throw new UsageError('run-import takes the id or number of an import; the server starts it')
  // Without its server nobody would hear how it went on, and the next one takes the import up again.
  if (flags.includes('--attended')) process.once('disconnect', () => process.exit(1))
  await withStore(config, (store) => carryOutImport(store, id, config))
  return 0
}

/** Runs or undoes it, whatever its state asks for, when no other process works on its source any more. */
export async function carryOutImport(store: Store, id: string, config: Config): Promise<void> {
  const row = await store.read(importer, (s) => s.find(importRun, id))
  await whileHeld(store, row, () => carryOut(store, row.id, importFiles(config.dataFolder, config.importLimitBytes)))
}

/** Waits until no other process imports this source into this organization. */
async function whileHeld(store: Store, row: ImportRun, work: () => Promise<void>): Promise<void> {
  for (;;) {
    const held = await holdSource(store.db, row.orgId, row.source)
    if (!held) { await sleep(askAgainMs); continue }
    try {
      return await work()
    } finally {
      held.release()
    }
  }
}

async function carryOut(store: Store, id: string, files: ImportFiles): Promise<void> {
  // Read again: while this waited, another process may have done it.
  const row = await store.read(importer, (s) => s.find(importRun, id))
  if (row.state !== 'waiting' && row.state !== 'running' && row.state !== 'undoing') return
  try {
    if (row.state === 'undoing') await undo(store, row)
    else await bring(store, row, files)
  } catch (e) {
    // Of the outside world only what another attempt can mend is thrown on.
    if (!(e instanceof AppError) || e.code === 'unavailable') throw e
    await store.write(importer, (s) => s.move(importRun, row.id, 'fail', { because: e.message }))
  }
}

async function undo(store: Store, row: ImportRun): Promise<void> {
  const { removed, kept, digest } = await undoImport(store.db, row.id, store.records, new Set(factsByRecord(store.practices).keys()))
  await store.write(importer, (s) => s.move(importRun, row.id, 'undone', { removed, kept, digest }))
}

async function bring(store: Store, row: ImportRun, files: ImportFiles): Promise<void> {
  await store.write(importer, (s) => s.move(importRun, row.id, 'start', {}))
  const isDemo = row.source === demoSource
  if (isDemo && row.isDryRun) throw new AppError('invalid', 'A demo company cannot be tried without building it; undo takes it away again.')
  for (const f of isDemo ? [] : row.files) {
    const kept = await files.find(f.key)
    if (!kept) throw new AppError('invalid', `The file ${f.name} is not on this server any more. Send it again and start a new import; nothing comes twice.`)
    if (kept.bytes !== f.bytes) throw new AppError('invalid', `The file ${f.name} has ${kept.bytes} of ${f.bytes} bytes: it was not sent whole.`)
  }
  const progress = { share: 0, rows: 0, told: '' }
  let telling: Promise<unknown> = Promise.resolve()
  const tell = (): void => {
    const { share, rows } = progress
    if (progress.told === `${share} ${rows}`) return
    progress.told = `${share} ${rows}`
    // What is told is not what is done: a word that does not get through stops nothing.
    telling = telling.then(() => store.write(importer, (s) => s.move(importRun, row.id, 'advance', { to: share, rows }))).catch(() => undefined)
  }
  const timer = setInterval(tell, tellEveryMs)
  let done: { readonly counts: ImportCounts; readonly says?: string }
  try {
    const advanced = (share: number, rows: number): void => { Object.assign(progress, { share, rows }) }
    const sources = row.files.map((f) => ({ name: f.name, path: files.pathOf(f.key) }))
    const job = { store, importId: row.id, orgId: row.orgId, isDryRun: row.isDryRun, files: sources, advanced }
    if (isConfiguration(row.mapping)) done = await runConfiguration({ ...job, asked: readConfigurationAsked(row.mapping) })
    else done = { counts: isDemo ? await bringDemo(store, row, advanced) : await runImport({ ...job, mapping: readMapping(JSON.stringify(row.mapping)) }) }
  } finally {
    clearInterval(timer)
    await telling
  }
  await store.write(importer, (s) => s.move(importRun, row.id, 'finish', { counts: done.counts, says: done.says ?? saysOf(done.counts, row.isDryRun) }))
}

/** The demo company is simulated up to this minute, not read from files. */
async function bringDemo(store: Store, row: ImportRun, advanced: (share: number, records: number) => void): Promise<ImportCounts> {
  const { profile, seed, force } = demoAskedIn(row.mapping)
  const endMs = Math.floor(store.clock.now() / minuteMs) * minuteMs
  const { recordsMade, entriesMade } = await buildDemo({ store, importId: row.id, orgId: row.orgId, profile, seed, isForced: force, endMs, advanced })
  return { rowsRead: recordsMade, recordsMade, recordsSame: 0, entriesMade, faultCount: 0, remarkCount: 0 }
}
const minuteMs = 60_000

function saysOf(c: ImportCounts, isDryRun: boolean): string {
  const made = `${c.recordsMade} ${c.recordsMade === 1 ? 'record' : 'records'} ${isDryRun ? 'would come in; nothing was written' : 'came in'}.`
  const same = c.recordsSame > 0 ? ` ${c.recordsSame} ${c.recordsSame === 1 ? 'was' : 'were'} here already.` : ''
  const left = c.faultCount > 0 ? ` ${c.faultCount} ${c.faultCount === 1 ? 'row or record was' : 'rows or records were'} not taken.` : ''
  return made + same + left
}
