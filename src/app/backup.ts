/** `evenkeel backup` and `evenkeel restore`. */

import { stat } from 'node:fs/promises'
import { writeBackup } from '../store/backup.ts'
import { migrate } from '../store/migrate.ts'
import { readBackup } from '../store/restore.ts'
import type { Config } from './config.ts'
import { withDatabase } from './database.ts'
import { UsageError } from './usage.ts'

/** Writes the whole database into a new file; an existing one is not overwritten. */
export async function backup(args: readonly string[], config: Config): Promise<number> {
  const file = onlyFile(args, 'backup')
  if (await stat(file).catch(() => undefined)) throw new UsageError(`${file} exists already; name a new file`)
  const { tables, rows } = await withDatabase(config, (url) => writeBackup(url, file))
  const { size } = await stat(file)
  console.log(`${file}: ${rows} rows of ${tables} tables, ${Math.ceil(size / 1024)} KB`)
  return 0
}

/** Fills an empty database from a backup. */
export async function restore(args: readonly string[], config: Config): Promise<number> {
  const file = onlyFile(args, 'restore')
  if (!(await stat(file).catch(() => undefined))) throw new UsageError(`${file} does not exist`)
  const { tables, rows } = await withDatabase(config, async (url) => {
    await migrate(url)
    return readBackup(url, file)
  })
  console.log(`Restored ${rows} rows of ${tables} tables.`)
  return 0
}

function onlyFile(args: readonly string[], command: string): string {
  const [file, ...more] = args
  if (file === undefined || file.startsWith('-') || more.length > 0) throw new UsageError(`say which file: evenkeel ${command} FILE`)
  return file
}
