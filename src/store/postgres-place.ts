/** Decides and prepares the folders of the embedded database: cluster, socket, log. */

import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, readlink, realpath, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { canEnter, isRoot, serverAccount, type ServerAccount } from './postgres-account.ts'
import { ROOT_HOME } from './postgres-binaries.ts'
import { explainFolderFailure, PostgresError } from './postgres-error.ts'

/** The folders of one embedded database, all absolute and free of symbolic links. */
export interface PostgresPlace {
  /** The server's own data; may not exist yet. */
  readonly cluster: string
  /** Folder of the socket, mode 0700: who can enter it is let into the database. */
  readonly sockets: string
  /** What the server says, appended. */
  readonly logFile: string
  readonly account: ServerAccount
}

/**
 * Longest path of a socket that every platform takes (`sun_path` holds 104 bytes on macOS, 108 on Linux, both with
 * the closing zero).
 */
const LONGEST_SOCKET_BYTES = 103

/** Makes the folders where they are absent and refuses, with the reason, where they cannot serve. */
export async function preparePlace(dataFolder: string, log: (line: string) => void): Promise<PostgresPlace> {
  try {
    // Only the folder itself is closed to others: missing folders above it are not ours to close.
    await mkdir(path.dirname(dataFolder), { recursive: true })
    await mkdir(dataFolder, { recursive: true, mode: 0o700 })
    const data = await realpath(dataFolder)
    const account = await serverAccount(path.join(data, 'postgres'))
    const home = await reachableHome(data, account, log)
    const sockets = await socketFolder(home, account)
    return { cluster: path.join(home, 'postgres'), sockets, logFile: path.join(data, 'postgres.log'), account }
  } catch (error) {
    throw explainFolderFailure(dataFolder, error)
  }
}

/** The folder that holds `postgres/`: the data folder itself, or under root a place that the account can reach. */
async function reachableHome(data: string, account: ServerAccount, log: (line: string) => void): Promise<string> {
  const link = path.join(data, 'postgres')
  const existing = await lstat(link).catch(() => undefined)
  if (existing?.isSymbolicLink()) return path.dirname(await followLink(link))
  if (!account) return data
  const { uid, mode } = await stat(data)
  // Others may pass through, not look: what lies in the folder keeps its own mode.
  if (uid === 0 && (mode & 0o001) === 0) await chmod(data, (mode & 0o777) | 0o011)
  if (canEnter(account, data)) return data
  if (existing) {
    throw new PostgresError(
      'folder_not_reachable',
      `The database in ${link} runs as uid ${account.uid}, which may not pass through the folders above it. ` +
        `Allow that (chmod o+x on them), or move ${data} elsewhere and set EVENKEEL_DATA.`,
    )
  }
  const home = path.join(ROOT_HOME, `${path.basename(data).replace(/^\.+/, '')}-${shortHash(data)}`)
  await mkdir(home, { recursive: true, mode: 0o755 })
  await symlink(path.join(home, 'postgres'), link)
  log(`${data} cannot be reached by uid ${account.uid}, which runs the database: it is kept in ${home} instead`)
  return home
}

/** Where the link of a relocated cluster leads; the cluster itself may not exist yet. */
async function followLink(link: string): Promise<string> {
  return path.resolve(path.dirname(link), await readlink(link))
}

/** The folder for the socket: beside the cluster, or a short one where that path is too long for the kernel. */
async function socketFolder(home: string, account: ServerAccount): Promise<string> {
  const beside = path.join(home, 'run')
  const fits = Buffer.byteLength(path.join(beside, '.s.PGSQL.5432')) <= LONGEST_SOCKET_BYTES
  const folder = fits ? beside : path.join(await realpath(tmpdir()), `evenkeel-${shortHash(home)}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const found = await lstat(folder)
  const uid = account?.uid ?? process.getuid?.() ?? found.uid
  if (!found.isDirectory() || (found.uid !== uid && !isRoot())) {
    // In a folder that all may write, somebody else could have made it first and would hold the door.
    throw new PostgresError('socket_taken', `${folder} is needed for the database's socket but belongs to uid ${found.uid}. Remove it.`)
  }
  if (found.uid !== uid) await chown(folder, uid, account?.gid ?? -1)
  await chmod(folder, 0o700)
  return folder
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10)
}
