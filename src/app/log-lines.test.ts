/** Log entries at a terminal. */
import { expect, test } from 'vitest'
import { logStream, plainLine } from './log-lines.ts'

const entry = (more: Readonly<Record<string, unknown>>): string => `${JSON.stringify({ level: 30, time: 1_773_741_600_000, pid: 7, hostname: 'h', ...more })}\n`
const withoutTime = (json: string): string => plainLine(json).replace(/^\d\d:\d\d:\d\d /, '')

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  ['a plain entry has no pid and no host', { msg: 'migrated: 0001_core.sql' }, 'info  migrated: 0001_core.sql\n'],
  ['what else it holds stands behind', { level: 40, msg: 'slow', table: 'incident', ms: 3 }, 'warn  slow table=incident ms=3\n'],
  ['a request is its method and address', { msg: 'incoming request', reqId: 'r1', req: { method: 'GET', url: '/api/me', host: 'x' } }, 'info  incoming request req=GET /api/me\n'],
  ['an answer is its status', { msg: 'request completed', res: { statusCode: 200 } }, 'info  request completed res=200\n'],
  ['a fault stands below, indented', { level: 50, msg: 'it broke', err: { type: 'Error', message: 'no', stack: 'Error: no\n    at f (a.ts:1)' } }, 'error it broke\n    Error: no\n    at f (a.ts:1)\n'],
  ['a stranger cannot forge a line or move the cursor', { msg: 'a\nb\u001b[2J' }, 'info  a\ufffdb\ufffd[2J\n'],
])('%s', (_why, more, line) => { expect(withoutTime(entry(more))).toBe(line) })

test('what is no entry comes back as it is', () => { expect(plainLine('hello\n')).toBe('hello\n') })

test('a pipe gets JSON, a terminal plain lines', () => {
  const written: string[] = []
  const write = (text: string): void => { written.push(text) }
  expect(logStream({ write })).toBeUndefined()
  logStream({ isTTY: true, write })?.write(entry({ msg: 'it runs' }))
  expect(written.join('')).toMatch(/^\d\d:\d\d:\d\d info {2}it runs\n$/)
})
