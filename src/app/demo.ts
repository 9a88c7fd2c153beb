/** `evenkeel demo`: builds the demo company in this installation, or removes it. */
import { AppError } from '../model/error.ts'
import { is } from '../model/query.ts'
import { demoAskedSchema, demoImport, demoSource } from '../practices/history/demo.ts'
import { type ImportRun, importRun } from '../practices/history/import.ts'
import type { Store } from '../store/store.ts'
import type { Config } from './config.ts'
import { readFlags } from './options.ts'
import { carryOutImport } from './run-import.ts'
import { UsageError } from './usage.ts'
import { commandLine, ensureProvider, withStore } from './with-store.ts'

const USAGE = 'demo [--profile balanced|reactive|rigid|hasty] [--seed N] [--force] | demo --reset'

/** Ends with 1 where it could not be built, or where removing left something that people have worked on. */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const flags = readFlags(args, { profile: 'text', seed: 'text', force: 'yes', reset: 'yes' }, USAGE)
  const wrong = (message: string): never => { throw new UsageError(`${message}\nusage: evenkeel ${USAGE}`) }
  if (flags.reset === true) {
    if (flags.profile !== undefined || flags.seed !== undefined || flags.force === true) wrong('--reset stands alone')
    return withStore(config, (store) => reset(store, config))
  }
  const asked = demoAskedSchema.safeParse({ profile: flags.profile, seed: flags.seed === undefined ? undefined : /^\d{1,10}$/.test(flags.seed) ? Number(flags.seed) : Number.NaN, force: flags.force })
  if (!asked.success) return wrong(asked.error.issues[0]?.path[0] === 'seed' ? '--seed must be a whole number from 0 to 2147483647' : '--profile must be balanced, reactive, rigid or hasty')
  return withStore(config, async (store) => {
    const orgId = await ensureProvider(store)
    const made = await store.write(commandLine, (s) => s.create(importRun, { orgId, ...demoImport(asked.data) }))
    console.error(`evenkeel: simulating two years of a ${asked.data.profile} operation; this takes a minute or two`)
    const row = await finished(store, made.id, config)
    if (row.state !== 'done') throw new AppError('conflict', row.note ?? 'The demo company could not be built.')
    console.log(`${row.number}: ${row.recordsMade} records with ${row.entriesMade} entries of history. \`evenkeel demo --reset\` removes them.`)
    return 0
  })
}

async function reset(store: Store, config: Config): Promise<number> {
  const { items } = await store.read(commandLine, (s) => s.list(importRun, { where: [is('source', demoSource)], sort: 'createdAt', limit: 200 }))
  const standing = items.filter((i) => i.state !== 'undone')
  if (standing.length === 0) { console.log('There is no demo company here.'); return 0 }
  let kept = 0
  for (const i of standing) {
    // What was broken off, or is under way elsewhere, ends here: its work is given up, not waited for.
    if (i.state === 'waiting' || i.state === 'running') await store.write(commandLine, (s) => s.move(importRun, i.id, 'fail', { because: 'It was to be removed before it was done.' }))
    const now = await store.read(commandLine, (s) => s.find(importRun, i.id))
    if (now.state === 'done' || now.state === 'failed') await store.write(commandLine, (s) => s.move(importRun, i.id, 'undo', {}))
    const row = await finished(store, i.id, config)
    kept += row.recordsMade
    console.log(`${row.number}: ${row.note ?? 'undone'}`)
  }
  return kept > 0 ? 1 : 0
}

/** Does the work here, or waits for the server that has begun it. */
async function finished(store: Store, id: string, config: Config): Promise<ImportRun & { readonly number: string; readonly state: string }> {
  await carryOutImport(store, id, config)
  return store.read(commandLine, (s) => s.find(importRun, id))
}
