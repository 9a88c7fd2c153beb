/** Who counts as the sender: behind a proxy that is trusted the address it names, else the one that connects; and how far guessing gets. */
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { system, world, type World } from '../../test/world.ts'
import { AppError } from '../model/error.ts'
import { person } from '../practices/people/person.ts'
import { savePassword } from '../store/sign-in.ts'
import { mostFailures, networkOf, windowSeconds } from './attempts.ts'
import { createAuth, mostFailuresPerPerson } from './auth.ts'
import { type RunningServer, startServer } from './server.ts'

// Most guesses cost what a password hash costs, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

let w: World
let server: RunningServer | undefined
/** Of no password; settings travel with the hash, and these are a thousandth of ours: what counts here is how often is asked. */
const cheap = `$scrypt$ln=8,r=8,p=1$c2FsdHNhbHRzYWx0c2Fs$${Buffer.alloc(32).toString('base64url')}`
beforeEach(async () => {
  w = await world()
  const ada = await w.store.write(system, (s) => s.create(person, { orgId: w.a.orgId, name: 'Ada', email: 'ada@example.org', role: 'agent' }))
  await w.store.db.owner((tx) => savePassword(tx, ada.id, cheap, new Date(w.clock.now()).toISOString()))
})
afterEach(async () => {
  await server?.stop()
  await w.end()
})

async function listen(trustProxy: readonly string[]): Promise<(from: string, email: string) => Promise<number>> {
  server = await startServer({ store: w.store, auth: createAuth(w.store), log: pino({ level: 'silent' }), version: '0', config: { host: '127.0.0.1', port: 0, baseUrl: 'http://localhost', trustProxy }, webFolder: null })
  return async (from, email) => (await fetch(`http://127.0.0.1:${server?.port}/api/sign-in`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': from }, body: JSON.stringify({ email, password: 'wrong' }),
  })).status
}
const many = async (n: number, one: (i: number) => Promise<number>): Promise<number> => {
  let last = 0
  for (let i = 0; i < n; i++) last = await one(i)
  return last
}

describe('a proxy that is not trusted', () => {
  test('cannot make every guess come from somebody else', async () => {
    const signIn = await listen([])
    expect(await many(mostFailures, (i) => signIn(`203.0.113.${i}`, 'eve@example.org'))).toBe(401)
    expect(await signIn('203.0.113.200', 'eve@example.org')).toBe(429)
  })
})

test('guesses that come at once are counted as those that come one after the other', async () => {
  const signIn = await listen([])
  const answers = await Promise.all(Array.from({ length: mostFailures + 5 }, () => signIn('203.0.113.1', 'eve@example.org')))
  expect(answers.filter((status) => status === 401)).toHaveLength(mostFailures)
})

describe('a proxy that is trusted', () => {
  test('keeps one guesser from shutting out the others behind it', async () => {
    const signIn = await listen(['127.0.0.0/8'])
    expect(await many(mostFailures + 1, () => signIn('203.0.113.1', 'ada@example.org'))).toBe(429)
    expect(await signIn('203.0.113.2', 'ada@example.org')).toBe(401)
  })

  test('is believed as far as it is trusted: what the sender wrote before it does not count', async () => {
    const signIn = await listen(['127.0.0.0/8'])
    expect(await many(mostFailures + 1, (i) => signIn(`198.51.100.${i}, 203.0.113.9`, 'ada@example.org'))).toBe(429)
  })
})

test('a person is guarded against guessers of many addresses', async () => {
  const signIn = await listen(['127.0.0.0/8'])
  expect(await many(mostFailuresPerPerson, (i) => signIn(`203.0.113.${i}`, 'ada@example.org'))).toBe(401)
  expect(await signIn('198.51.100.1', 'ADA@example.org')).toBe(429)
  expect(await signIn('198.51.100.1', 'bob@example.org')).toBe(401)
})

test('who found an open session cannot find out its password by trying', async () => {
  const auth = createAuth(w.store)
  const me = w.as('agent')
  await auth.setPassword(w.as('admin'), me.id, 'correct horse battery', undefined)
  const guess = (current: string): Promise<string> => auth.setPassword(me, me.id, 'another long password', current).then(() => 'done', (e: unknown) => (e instanceof AppError ? e.code : String(e)))
  const codes = await Promise.all(Array.from({ length: mostFailures + 2 }, () => guess('wrong')))
  expect(codes.toSorted()).toEqual([...Array.from({ length: mostFailures }, () => 'forbidden'), 'too_many', 'too_many'])
  expect(await guess('correct horse battery')).toBe('too_many')
  w.clock.forward(windowSeconds)
  expect(await guess('correct horse battery')).toBe('done')
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
