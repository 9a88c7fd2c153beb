/** What the doctor says of a database, judged from facts alone. */

import { expect, test } from 'vitest'
import type { DatabaseFacts } from '../store/postgres-inspect.ts'
import { judge } from './doctor-database.ts'
import { judgeNoMail } from './doctor-outside.ts'

const healthy: DatabaseFacts = {
  versionNumber: 150_000,
  version: '15.0',
  user: 'desk',
  encoding: 'UTF8',
  durability: { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'remote_apply' },
  pendingMigrations: [],
  roleFault: undefined,
  tablesWithoutRowSecurity: [],
  connections: { used: 75, most: 100 },
  clockSkewSeconds: -1.9,
  sizeBytes: 1,
}

test('a healthy database has nothing to mend', () => {
  expect(judge(healthy, false).filter(({ level }) => level !== 'ok')).toEqual([])
})

test.each<[string, Partial<DatabaseFacts>, string, RegExp]>([
  ['fail', { versionNumber: 140_012, version: '14.12' }, 'database', /14\.12/],
  ['fail', { encoding: 'SQL_ASCII' }, 'database', /SQL_ASCII/],
  ['fail', { durability: { fsync: 'off' } }, 'durability', /fsync/],
  ['fail', { durability: { full_page_writes: 'off' } }, 'durability', /full_page_writes/],
  // Slower servers are run so on purpose; what was confirmed last can still be lost.
  ['warn', { durability: { synchronous_commit: 'off' } }, 'durability', /synchronous_commit/],
  ['warn', { pendingMigrations: ['0002_x.sql'] }, 'migrations', /0002_x/],
  ['fail', { roleFault: 'passes row security' }, 'separation', /passes row security/],
  ['fail', { roleFault: 'absent' }, 'separation', /absent/],
  // Before the first migration the role cannot be there.
  ['warn', { roleFault: 'absent', pendingMigrations: ['0001_core.sql'] }, 'separation', /does not exist yet/],
  ['fail', { tablesWithoutRowSecurity: ['incident'] }, 'separation', /incident/],
  ['warn', { connections: { used: 76, most: 100 } }, 'connections', /76 of 100/],
  ['warn', { clockSkewSeconds: -2.1 }, 'clocks', /2\.1 s/],
  ['fail', { clockSkewSeconds: 31 }, 'clocks', /31\.0 s/],
])('%s: %o', (level, change, subject, words) => {
  const findings = judge({ ...healthy, ...change }, false).filter((finding) => finding.level !== 'ok' && finding.subject === subject)
  expect(findings).toEqual([expect.objectContaining({ level, text: expect.stringMatching(words), remedy: expect.any(String) })])
})

test('of a server that runs, this shell does not claim that it has no mail server', () => {
  expect(judgeNoMail(false, '127.0.0.1:7000').text).toMatch(/nobody is told/)
  expect(judgeNoMail(true, '127.0.0.1:7000').text).toMatch(/not checked: this shell.*127\.0\.0\.1:7000/)
})
