/** The server's last words, as PostgreSQL 18 writes them, and what an operator is told. */

import { expect, test } from 'vitest'
import { explainFolderFailure, explainServerFailure } from './postgres-error.ts'

test.each([
  ['disk_full', 'FATAL:  could not write lock file "postmaster.pid": No space left on device'],
  ['disk_full', 'PANIC:  could not write to file "pg_wal/xlogtemp.29": No space left on device'],
  ['in_use', 'FATAL:  lock file "postmaster.pid" already exists'],
  ['in_use', 'FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use'],
  ['socket_taken', 'FATAL:  lock file "/x/run/.s.PGSQL.5432.lock" already exists'],
  ['socket_taken', 'FATAL:  could not create any Unix-domain sockets'],
  ['out_of_memory', 'FATAL:  could not map anonymous shared memory: Cannot allocate memory'],
  ['other_major_version', 'FATAL:  database files are incompatible with server'],
  ['damaged_files', 'PANIC:  could not locate a valid checkpoint record at 0/1'],
  ['folder_not_writable', 'FATAL:  could not open file "pg_wal/000000010000000000000001": Permission denied'],
  ['server_failed', 'FATAL:  something that nobody has seen yet'],
])('%s: %s', (problem, words) => {
  const error = explainServerFailure('/srv/evenkeel/postgres', words)
  expect(error).toMatchObject({ problem })
  expect(error.message).toContain('/srv/evenkeel/postgres')
  expect(error.message).toContain(words)
})

test('a failure that is not about the folder is passed on as it is', () => {
  const other = new TypeError('ours')
  expect(explainFolderFailure('/srv', other)).toBe(other)
})
