/** Says why the embedded database does not start, in words that its operator can act on. */

/** The named reasons for which the embedded database refuses to start. */
export type PostgresProblem =
  | 'not_installed'
  | 'no_account'
  | 'folder_not_writable'
  | 'folder_of_another_user'
  | 'folder_not_reachable'
  | 'other_major_version'
  | 'in_use'
  | 'socket_taken'
  | 'disk_full'
  | 'out_of_memory'
  | 'damaged_files'
  | 'not_answering'
  | 'server_failed'

/** A refusal of the embedded database. The message names the thing and what to do about it. */
export class PostgresError extends Error {
  readonly problem: PostgresProblem

  constructor(problem: PostgresProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'PostgresError'
    this.problem = problem
  }
}

/** What the server writes before it gives up, and what that means; the first match counts. */
const MEANINGS: readonly (readonly [RegExp, PostgresProblem, string])[] = [
  [/No space left on device|disk quota exceeded/i, 'disk_full', 'The disk is full. Free some space and start again; nothing that was confirmed is lost.'],
  [/lock file "postmaster\.pid" already exists|is another postmaster/i, 'in_use', 'Another database server already runs on this folder.'],
  [/pre-existing shared memory block/i, 'in_use', 'The processes of a database server that was killed have not ended yet.'],
  [/lock file ".*\.s\.PGSQL.*" already exists|could not bind Unix address.*in use/i, 'socket_taken', 'The socket of the database is held by another server.'],
  [/could not create any Unix-domain sockets|Unix-domain socket path .* is too long/i, 'socket_taken', 'The file system of the data folder takes no Unix socket. Set EVENKEEL_DATA to a folder on a local disk.'],
  [/Cannot allocate memory|could not (?:map|resize|open|create) .*shared memory/i, 'out_of_memory', 'The machine has not enough (shared) memory for the database. It needs about 100 MB, and /dev/shm in a container.'],
  [/incompatible with server|was initialized by PostgreSQL version/i, 'other_major_version', 'The data folder was written by another major version of PostgreSQL.'],
  [/could not locate a valid checkpoint|invalid (?:primary )?checkpoint record|PANIC:|invalid page in block/i, 'damaged_files', 'The files of the database are damaged. Keep a copy of the folder and restore the last backup (`evenkeel restore`).'],
  [/Read-only file system|Permission denied/i, 'folder_not_writable', 'The account that runs the database may not write its folder.'],
]

/** Turns the server's last words into an error; where they are not known, they are given as they are. */
export function explainServerFailure(cluster: string, words: string): PostgresError {
  const known = MEANINGS.find(([pattern]) => pattern.test(words))
  const lastWords = words.trim().split('\n').slice(-8).join('\n')
  const problem = known?.[1] ?? 'server_failed'
  const sentence = known?.[2] ?? 'PostgreSQL did not start.'
  return new PostgresError(problem, `${sentence}\n  folder: ${cluster}\n  PostgreSQL says: ${lastWords || '(nothing)'}`)
}

/** Code of a system error (`EACCES`), or the empty string. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Turns a failed file operation on the data folder into an error that says what to do. */
export function explainFolderFailure(folder: string, error: unknown): unknown {
  const code = systemCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new PostgresError('disk_full', `The disk that holds ${folder} is full. Free some space and start again.`, error)
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)) {
    const reason = code === 'EROFS' ? 'its file system is read-only' : code === 'ENOTDIR' || code === 'EEXIST' ? 'a file is in the way' : 'permission denied'
    return new PostgresError(
      'folder_not_writable',
      `The data folder ${folder} cannot be written (${reason}). Mend its owner or mode, or set EVENKEEL_DATA to another folder.`,
      error,
    )
  }
  return error
}
