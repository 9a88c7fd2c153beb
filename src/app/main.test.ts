/** The commands that need no server, run as a person would. */

import { execFile } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'

const main = path.join(import.meta.dirname, 'main.ts')

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Where what was compiled is found again, as the launcher says it. */
const cache = { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '' }

function evenkeel(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env: { ...cache, ...env } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

test('version and help end well and write to standard output only', async () => {
  expect(await evenkeel(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^evenkeel \d+\.\d+/), stderr: '' })
  expect(await evenkeel([])).toMatchObject({ code: 0, stdout: expect.stringContaining('doctor'), stderr: '' })
  expect(await evenkeel(['backup', '--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('backup FILE') })
})

test.each([
  [['backup'], 'evenkeel backup FILE'],
  [['restore', '/nowhere/x.gz'], '/nowhere/x.gz does not exist'],
])('%o is asked wrongly: exit code 2, one sentence, no stack', async (args, words) => {
  const ended = await evenkeel(args)
  expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) })
  expect(ended.stderr).not.toContain('    at ')
})

test('wrong settings stop a command, and `config` shows them', async () => {
  const env = { EVENKEEL_PORT: 'seven' }
  expect(await evenkeel(['migrate'], env)).toMatchObject({ code: 1, stderr: expect.stringContaining('EVENKEEL_PORT must be a port') })
  expect(await evenkeel(['config'], env)).toMatchObject({ code: 1, stdout: expect.stringContaining('! EVENKEEL_PORT must be a port') })
})

test('a database that does not answer is told without a stack', async () => {
  const ended = await evenkeel(['migrate'], { DATABASE_URL: 'postgres://me:hidden@127.0.0.1:1/x' })
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('ECONNREFUSED') })
  expect(ended.stderr).not.toMatch(/hidden| {4}at /)
})
