/** The command line as a person uses it: against a real server over HTTP, and on the machine itself. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rule, sightOf } from '../../src/model/actor.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { describe } from '../../src/server/describe.ts'
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
  env = { EVENKEEL_URL: `http://127.0.0.1:${server.port}`, EVENKEEL_TOKEN: secret, TZ: 'UTC', NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '' }
})
afterAll(async () => {
  await server.stop()
  await Promise.all([w.end(), empty.drop()])
})

function evenkeel(args: readonly string[], more: Readonly<Record<string, string>> = {}, input = ''): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], { env: { ...env, ...more }, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
    child.stdin?.end(input)
  })
}

test('an incident is reported, taken up, paused and found by commands alone', async () => {
  const made = await evenkeel(['incident', 'create', '--title', 'Gate is down', '--service', 'gate', '--impact', '1'])
  expect(made).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^INC-\d+ {2}Assigned {2}Gate is down\n$/) })
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

test('the whole life of an incident by commands: each step ends with 0, prints its line, and `--json` prints what the API says', async () => {
  const step = async (args: readonly string[], state: string): Promise<Record<string, unknown>> => {
    const ended = await evenkeel([...args, '--json'])
    expect([args, ended.code, ended.stderr]).toEqual([args, 0, ''])
    const row = JSON.parse(ended.stdout) as Record<string, unknown>
    expect([args, row['state']]).toEqual([args, state])
    return row
  }
  const born = await step(['incident', 'create', '--title', 'Bookings time out', '--org', 'Terminal Ops', '--impact', '1', '--urgency', '1', '--once', 'story-1'], 'new')
  const number = String(born['number'])
  expect(born).toMatchObject({ priority: 1, orgId: w.a.orgId, version: 1 })
  // The same key again makes no second one.
  expect(await step(['incident', 'create', '--title', 'Bookings time out', '--org', 'Terminal Ops', '--impact', '1', '--urgency', '1', '--once', 'story-1'], 'new')).toMatchObject({ number })
  await step(['incident', 'classify', number, '--category', 'network', '--service', 'Gate and Yard'], 'classified')
  expect(await step(['incident', 'assign', number, '--to-team', 'Platform', '--to-person', 'agent.provider@example.org', '--reason', 'Theirs'], 'assigned')).toMatchObject({ teamId: w.teamId, assigneeId: w.as('agent').id })
  await step(['incident', 'acknowledge', number], 'in_progress')
  expect(await step(['incident', 'pause', number, '--because', 'supplier', '--wait-for', 'their line', '--look-again-at', '2026-03-19T08:00:00Z'], 'pending')).toMatchObject({ pendingReason: 'supplier', reviewAt: '2026-03-19T08:00:00.000Z' })
  await step(['incident', 'resume', number, '--reason', 'They answered'], 'in_progress')
  await step(['incident', 'declare-major', number, '--reason', 'All gates', '--lead-to-be', 'manager.provider@example.org'], 'in_progress')
  await step(['incident', 'note', number, '--body', 'Rebooting'], 'in_progress')
  await step(['incident', 'tag', number, '--labels', 'gate'], 'in_progress')
  expect(await step(['incident', 'resolve', number, '--code', 'fixed', '--what', 'Line was replaced'], 'resolved')).toMatchObject({ resolutionCode: 'fixed' })
  expect(await step(['incident', 'reopen', number, '--reason', 'Slow again'], 'in_progress')).toMatchObject({ reopenCount: 1, resolvedAt: null })
  await step(['incident', 'resolve', number, '--code', 'supplier-fixed'], 'resolved')
  const closed = await step(['incident', 'close', number], 'closed')

  // Refusals: what the state forbids and what somebody changed meanwhile end with 1, nothing is changed.
  expect(await evenkeel(['incident', 'pause', number, '--because', 'user'])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('is closed') })
  expect(await evenkeel(['incident', 'reopen', number, '--reason', 'x', '--if-version', '1'])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('version') })
  expect(JSON.parse((await evenkeel(['incident', 'show', number, '--json'])).stdout)).toMatchObject({ state: 'closed', version: closed['version'] })

  const told = (await evenkeel(['incident', 'timeline', number])).stdout
  for (const words of ['reported it', 'classified it', 'assigned it', 'acknowledged it', 'put it on hold', 'resumed it', 'declared a major incident', 'resolved it', 'reopened it', 'closed it']) expect(told).toContain(words)
}, 120_000)

test('files are put on a record, listed and fetched; records are linked by their number', async () => {
  const [a, b] = await w.store.write(rule('test'), (s) => s.createMany(incident, ['Left', 'Right'].map((title) => ({ orgId: w.a.orgId, title }))))
  const [left, right] = [a?.number ?? '', b?.number ?? '']
  const folder = mkdtempSync(path.join(tmpdir(), 'ek-cli-'))
  const [file, back] = [path.join(folder, 'gate.log'), path.join(folder, 'back.log')]
  writeFileSync(file, 'the gate said no\n')
  expect(await evenkeel(['incident', 'attach', left, file, '--audience', 'public'])).toMatchObject({ code: 0, stderr: '', stdout: `${left}  gate.log, 17 bytes\n` })
  const [row] = JSON.parse((await evenkeel(['incident', 'attachments', left, '--json'])).stdout) as { id: string; mediaType: string; audience: string }[]
  expect(row).toMatchObject({ mediaType: 'text/plain', audience: 'public' })
  expect((await evenkeel(['incident', 'download', left, row?.id ?? ''])).stdout).toBe('the gate said no\n')
  expect(await evenkeel(['incident', 'download', left, row?.id ?? '', '--to', back])).toMatchObject({ code: 0, stdout: '' })
  expect(readFileSync(back, 'utf8')).toBe('the gate said no\n')
  expect(await evenkeel(['incident', 'download', left, row?.id ?? '', '--to', back])).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be written') })
  expect(await evenkeel(['incident', 'attach', left, path.join(folder, 'none')])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('cannot be read') })
  expect(await evenkeel(['incident', 'download', right, row?.id ?? ''])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('no such file') })

  expect(await evenkeel(['incident', 'link', left, '--relation', 'repeat_of', '--to', right.toLowerCase()])).toMatchObject({ code: 0, stderr: '' })
  expect((await evenkeel(['incident', 'links', left])).stdout).toContain(right)
  expect(await evenkeel(['incident', 'link', left, '--relation', 'repeat_of', '--to', 'INC-99999'])).toMatchObject({ code: 2, stderr: expect.stringContaining('INC-99999') })
  rmSync(folder, { recursive: true })
}, 60_000)

test('the audit list and tokens are commands too', async () => {
  const list = await evenkeel(['audit', '--record', 'incident', '--verb', 'create', '--limit', '2'])
  expect(list).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Recorded +Who +Did +To +Why\n.+ create +incident INC-\d+/), stderr: expect.stringContaining('--before ') })
  expect(JSON.parse((await evenkeel(['audit', '--limit', '1', '--json'])).stdout)).toMatchObject({ items: [{ seq: expect.any(Number) }] })
  expect(await evenkeel(['audit', '--from', 'yesterday'])).toMatchObject({ code: 2, stdout: '' })

  const made = await evenkeel(['tokens', 'create', '--name', 'nightly', '--role', 'auditor', '--expires-in-days', '30'])
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ek_[\w-]{43}\n$/) })
  expect(await evenkeel(['me'], { EVENKEEL_TOKEN: made.stdout.trim() })).toMatchObject({ code: 0, stdout: expect.stringContaining('nightly, auditor of') })
  const [id = ''] = /^\S+(?=.*nightly$)/m.exec((await evenkeel(['tokens', 'list'])).stdout) ?? []
  expect(await evenkeel(['tokens', 'revoke', id])).toMatchObject({ code: 0, stdout: `Revoked: ${id}\n` })
  expect(await evenkeel(['me'], { EVENKEEL_TOKEN: made.stdout.trim() })).toMatchObject({ code: 1, stderr: expect.stringContaining('not valid') })
  expect(await evenkeel(['tokens', 'revoke', id])).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no token') })
  expect(await evenkeel(['tokens', 'revoke'])).toMatchObject({ code: 2 })
}, 60_000)

test('every verb of every record has its help, and every command of the first page is one', async () => {
  // Longer than a pipe takes at once: nothing of it may be missing.
  const about = JSON.parse((await evenkeel(['records', '--json'])).stdout) as { name: string; verbs: { name: string }[]; beside: string[] }[]
  const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
  const [incidents] = about.filter((r) => r.name === 'incident')
  const help = (await evenkeel(['incident', '--help'])).stdout
  for (const { name } of incidents?.verbs ?? []) expect(help).toContain(`  ${kebab(name)} NUMBER...`)
  for (const word of ['list', 'show', 'timeline', 'create', 'attach NUMBER FILE', ...(incidents?.beside ?? [])]) expect(help).toContain(word)
  // The rest in this process: a thousand children would take minutes.
  const { verbFlags } = await import('../../src/cli/input.ts')
  const { readDescription } = await import('../../src/client/description.ts')
  const sketches = readDescription({ records: describe(w.as('admin'), w.store.records) }).records
  for (const r of sketches) for (const verb of r.verbs) expect([r.name, verb.name, verbFlags(r, verb).map((f) => f.name)]).toEqual([r.name, verb.name, expect.arrayContaining(['json', 'help'])])
  expect(sketches.flatMap((r) => r.verbs).length).toBeGreaterThan(60)
  for (const args of [['audit', '--help'], ['tokens', '--help'], ['tokens', 'revoke', '--help'], ['export', 'incidents', '--help'], ['search', '--help'], ['me', '--help'], ['records', '--help'], ['incident', 'attach', '--help'], ['incident', 'comments', '--help']]) {
    expect([args, await evenkeel(args)]).toEqual([args, { code: 0, stderr: '', stdout: expect.stringContaining('evenkeel ') }])
  }
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
  ['a command of tokens nobody knows', ['tokens', 'revok'], 2, 'did you mean "revoke"?'],
  ['too much', ['incident', 'attachments', 'INC-1001', 'INC-1002'], 2, 'incident attachments INC-1042'],
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
