/** The command line as a person uses it: against a real server over HTTP, and on the machine itself. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rule, sightOf } from '../../src/model/actor.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { createAuth } from '../../src/server/auth.ts'
import { type RunningServer, startServer } from '../../src/server/server.ts'
import { testDatabase, type TestDatabase } from '../database.ts'
import { type World, world } from '../world.ts'

const main = path.resolve('src/app/main.ts')

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

let w: World
let server: RunningServer
let empty: TestDatabase
let env: Record<string, string> = {}

beforeAll(async () => {
  ;[w, empty] = await Promise.all([world(), testDatabase()])
  const auth = createAuth(w.store)
  server = await startServer({ store: w.store, auth, config: { host: '127.0.0.1', port: 0, baseUrl: 'http://127.0.0.1' }, webFolder: null, log: pino({ level: 'silent' }), version: 'test' })
  const { secret } = await auth.createToken(w.as('admin'), { name: 'terminal', role: 'admin', reach: 'all' })
  env = { EVENKEEL_URL: `http://127.0.0.1:${server.port}`, EVENKEEL_TOKEN: secret, TZ: 'UTC' }
})
afterAll(async () => {
  await server.stop()
  await Promise.all([w.end(), empty.drop()])
})

function evenkeel(args: readonly string[], more: Readonly<Record<string, string>> = {}, input = ''): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], { env: { ...env, ...more } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
    child.stdin?.end(input)
  })
}

test('an incident is reported, taken up, paused and found by commands alone', async () => {
  const made = await evenkeel(['incident', 'create', '--title', 'Gate is down', '--service', 'gate', '--impact', '1'])
  expect(made).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^INC-\d+ {2}New {2}Gate is down\n$/) })
  const number = made.stdout.split(' ')[0] ?? ''

  expect(await evenkeel(['incident', 'acknowledge', number.toLowerCase()])).toMatchObject({ code: 0, stdout: `${number}  In progress  Gate is down\n` })
  expect(await evenkeel(['incident', 'pause', number, '--because', 'user'])).toMatchObject({ code: 0, stdout: `${number}  Waiting  Gate is down\n` })
  expect(await evenkeel(['incident', 'comment', number, '--body', 'Have you tried \u001b[31mthe other lane?'])).toMatchObject({ code: 0 })

  const listed = await evenkeel(['incident', 'list', '--group', 'active', '--service', 'SVC-1001', '--sort', '-priority'])
  expect(listed.stdout.split('\n')[0]).toMatch(/^Number +State +Priority +Affected service/)
  expect(listed.stdout).toMatch(new RegExp(`${number} +Waiting +2 +SVC-1001 Gate and Yard .*2026-03-17 09:00 +Gate is down`))

  const shown = await evenkeel(['incident', 'show', number])
  expect(shown.stdout).toContain('Waiting because')
  expect(shown.stdout).toMatch(/You can: .*resume/)
  expect(shown.stdout).not.toMatch(/You can: .*acknowledge/)

  const told = await evenkeel(['incident', 'timeline', number])
  expect(told.stdout).toContain('terminal acknowledged it')
  expect(told.stdout).toContain('Have you tried')
  expect(told.stdout).not.toContain('\u001b')

  expect((await evenkeel(['search', 'gate', 'down'])).stdout).toContain(number)
  const csv = await evenkeel(['export', 'incidents', '--format', 'csv', '--state', 'pending'])
  expect(csv).toMatchObject({ code: 0, stdout: expect.stringContaining(`,${number},`) })
  expect(JSON.parse((await evenkeel(['incident', 'show', number, '--json'])).stdout)).toMatchObject({ number, state: 'pending', version: 4 })
}, 60_000)

test('of several records, those that can be moved are, and the others are named', async () => {
  const [a, b] = await w.store.write(rule('test'), (s) => s.createMany(incident, ['One', 'Two'].map((title) => ({ orgId: w.a.orgId, title }))))
  await evenkeel(['incident', 'acknowledge', b?.number ?? ''])
  const ended = await evenkeel(['incident', 'acknowledge', a?.number ?? '', b?.number ?? '', 'INC-99999'])
  expect(ended).toMatchObject({ code: 1, stdout: `${a?.number}  In progress  One\n` })
  expect(ended.stderr).toContain(`${b?.number}: `)
  expect(ended.stderr).toContain('INC-99999: There is no incident INC-99999')
})

test.each<[reason: string, args: readonly string[], code: number, words: string]>([
  ['a record nobody knows', ['incdent', 'list'], 2, 'did you mean "incident"?'],
  ['a verb nobody knows', ['incident', 'aknowledge', 'INC-1'], 2, 'did you mean "acknowledge"?'],
  ['a flag nobody knows lists those there are', ['incident', 'create', '--titel', 'x'], 2, '--affected-users NUMBER'],
  ['something needed is missing', ['incident', 'create', '--impact', '1'], 2, '--title TEXT is missing'],
  ['a choice that is none', ['incident', 'pause', 'INC-1001', '--because', 'lunch'], 2, 'one of user, supplier'],
  ['a name that is none', ['incident', 'create', '--title', 'x', '--service', 'Gaty'], 2, 'there is no service "Gaty"'],
  ['no number', ['incident', 'acknowledge'], 2, 'incident acknowledge INC-1042'],
  ['a record that is not there', ['incident', 'show', 'INC-99999'], 1, 'There is no incident INC-99999'],
  ['a value the server refuses is told by its flag', ['incident', 'create', '--title', 'x', '--impact', '9'], 1, '--impact '],
  ['a state that does not allow it', ['incident', 'reopen', 'INC-1001', '--reason', 'again'], 1, 'INC-1001'],
])('%s: exit code and a sentence, nothing on standard output', async (_reason, args, code, words) => {
  const ended = await evenkeel(args)
  expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(words) })
  expect(ended.stderr).not.toContain('    at ')
})

test('without a token, with a wrong one and without a server the sentence says what to do', async () => {
  expect(await evenkeel(['me'], { EVENKEEL_TOKEN: '' })).toMatchObject({ code: 1, stderr: expect.stringContaining('evenkeel token create') })
  const wrong = await evenkeel(['me'], { EVENKEEL_TOKEN: 'ek_wrong' })
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('EVENKEEL_TOKEN is not valid') })
  expect(wrong.stderr).not.toContain('ek_wrong')
  expect(await evenkeel(['me'], { EVENKEEL_URL: 'http://127.0.0.1:1' })).toMatchObject({ code: 1, stderr: expect.stringContaining('does not answer') })
  expect(await evenkeel(['help'], { EVENKEEL_URL: 'http://127.0.0.1:1' })).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('search WORDS') })
})

test('help says what a record is for, what can be done and which values a verb takes', async () => {
  expect((await evenkeel(['incident', '--help'])).stdout).toMatch(/pause NUMBER\.\.\. +Pause/)
  expect((await evenkeel(['incident', 'pause', '--help'])).stdout).toMatch(/--because user\|supplier\S+ +\(needed\) · Waiting because/)
})

test('on an empty database a token and an administrator can be made, each with its provider organization', async () => {
  const here = { DATABASE_URL: empty.url }
  const token = await evenkeel(['token', 'create', '--name', 'ci', '--role', 'agent', '--expires-in-days', '7'], here)
  expect(token).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ek_[\w-]{43}\n$/) })
  const admin = await evenkeel(['admin', 'create', '--email', 'Ann@example.org', '--name', 'Ann', '--password-stdin'], here, 'three quiet words\n')
  expect(admin).toMatchObject({ code: 0, stdout: '' })
  expect(admin.stderr).not.toContain('three quiet words')
  const again = await evenkeel(['admin', 'create', '--email', 'ann@example.org'], here)
  expect(again).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('belongs to Ann (PER-') })
  expect(await evenkeel(['admin', 'create', '--email', 'bob@example.org'], here)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[\w-]{24}\n$/) })
  expect(await evenkeel(['admin', 'create', '--email', 'x@example.org', '--password-stdin'], here, 'short\n')).toMatchObject({ code: 2 })
  expect(await evenkeel(['token', 'create', '--name', 'x', '--role', 'king'], here)).toMatchObject({ code: 2, stdout: '' })
}, 60_000)

test('verify is content with an honest journal and names the record whose row was changed behind its back', async () => {
  const here = { DATABASE_URL: w.url }
  expect(await evenkeel(['verify'], here)).toMatchObject({ code: 0, stdout: expect.stringContaining('every chain holds') })
  const changed = await w.store.db.write(sightOf(rule('test')), (tx) => tx.query(`UPDATE service SET name = 'Something else' WHERE key = 'booking' RETURNING id`))
  expect(changed).toHaveLength(1)
  expect(await evenkeel(['verify'], here)).toMatchObject({ code: 1, stdout: expect.stringMatching(/! service SVC-\d+: the row differs from its journal in name[\s\S]*1 fault$/m) })
})
