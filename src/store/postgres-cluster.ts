/** Creates the files of a new database cluster, so that a half-made one can never be taken for a whole one. */

import { spawn } from 'node:child_process'
import { chown, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { explainServerFailure, PostgresError, systemCode } from './postgres-error.ts'
import type { PostgresPlace } from './postgres-place.ts'
import { isAlive } from './postgres-process.ts'

/**
 * Creates the cluster where there is none, and refuses one of another major version.
 *
 * It is made under another name and then renamed: a launch that is killed in between leaves a draft, which the next
 * launch removes, and of two launches at the same time one wins.
 */
export async function ensureCluster(
  binaries: PostgresBinaries,
  place: PostgresPlace,
  options: { readonly isDurable: boolean; readonly log: (line: string) => void },
): Promise<void> {
  const { cluster } = place
  const major = (await readFile(path.join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  if (Number(major) === binaries.major) return
  if (major) {
    throw new PostgresError(
      'other_major_version',
      `The database in ${cluster} was written by PostgreSQL ${major}; this Evenkeel brings PostgreSQL ${binaries.major}. ` +
        `Make a backup with the release that wrote it (\`evenkeel backup\`), set EVENKEEL_DATA to a new folder, and restore it there.`,
    )
  }
  if ((await readdir(cluster).catch(() => [])).length > 0) {
    throw new PostgresError('damaged_files', `${cluster} holds files but no PG_VERSION: it is not a whole database. Move it away, or restore it.`)
  }
  options.log(`creating the database in ${cluster}`)
  const draft = await draftFolder(place)
  await initialize(binaries, place, draft, options.isDurable)
  try {
    await rename(draft, cluster)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!['EEXIST', 'ENOTEMPTY'].includes(systemCode(error))) throw error
  }
  if (options.isDurable) await syncFolder(path.dirname(cluster))
}

async function draftFolder({ cluster, account }: PostgresPlace): Promise<string> {
  const home = path.dirname(cluster)
  const prefix = `${path.basename(cluster)}.new-`
  for (const name of await readdir(home)) {
    const pid = Number(name.slice(prefix.length))
    if (name.startsWith(prefix) && !(await isAlive(pid))) await rm(path.join(home, name), { recursive: true, force: true })
  }
  const draft = path.join(home, `${prefix}${process.pid}`)
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  if (account) await chown(draft, account.uid, account.gid)
  return draft
}

async function initialize(binaries: PostgresBinaries, place: PostgresPlace, draft: string, isDurable: boolean): Promise<void> {
  const args = [
    `--pgdata=${draft}`,
    '--username=postgres',
    '--encoding=UTF8',
    // The order and case of letters come from PostgreSQL itself: an update of the machine's libc cannot spoil an index.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    // Nobody reaches the socket but the account itself (folder mode 0700), so a password would guard nothing more.
    '--auth=trust',
    ...(isDurable ? [] : ['--no-sync']),
  ]
  const child = spawn(binaries.initdb, args, { ...place.account, cwd: '/', env: binaries.environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let words = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (words += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (words += chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return
  await rm(draft, { recursive: true, force: true })
  if (/could not look up effective user/.test(words)) {
    throw new PostgresError(
      'no_account',
      `PostgreSQL needs an account with a name, and uid ${process.getuid?.()} has none in /etc/passwd. Add one, or set DATABASE_URL.`,
    )
  }
  throw explainServerFailure(place.cluster, words)
}

/** Makes a rename survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
