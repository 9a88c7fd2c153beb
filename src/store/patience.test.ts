/** What happens when the database is slow, or says nothing at all: an answer in time, and nothing half done. */
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { rule, sightOf } from '../model/actor.ts'
import { type Database, openDatabase } from './database.ts'

/** Stands between driver and server; while it is mute it passes nothing on, as a server that was stopped does. */
interface Wire { readonly url: string; mute(isMute: boolean): void; close(): void }

let database: TestDatabase
let wire: Wire
let db: Database
const sight = sightOf(rule('test'))

beforeAll(async () => {
  database = await testDatabase()
  const plain = new pg.Client({ connectionString: database.url })
  await plain.connect()
  await plain.query('CREATE TABLE patience (n int); GRANT INSERT, SELECT ON patience TO evenkeel_app')
  await plain.end()
  wire = await openWire(database.url)
})
beforeEach(() => {
  wire.mute(false)
  db = openDatabase({ url: wire.url, size: 2, patience: { answerMs: 1000, statementMs: 700, longMs: 20_000, idleMs: 800 } })
  return () => db.close()
})
afterAll(async () => {
  wire.close()
  await database.drop()
})

const count = async (): Promise<number> => (await db.read(sight, (tx) => tx.query<{ n: number }>('SELECT count(*)::int AS n FROM patience')))[0]?.n ?? -1

test('a statement that takes too long is ended by the server, and the next one is answered', async () => {
  await expect(db.write(sight, async (tx) => { await tx.query('INSERT INTO patience VALUES (1)'); await tx.query('SELECT pg_sleep(10)') })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('longer than it may') as string })
  expect(await count()).toBe(0)
})

test('work that says so may take longer, in its own transaction only', async () => {
  await db.read(sight, async (tx) => { await tx.takesLong(); await tx.query('SELECT pg_sleep(1.2)') })
  await expect(db.read(sight, (tx) => tx.query('SELECT pg_sleep(1.2)'))).rejects.toMatchObject({ code: 'unavailable' })
})

test('a transaction that does nothing lets its locks go', async () => {
  await expect(db.write(sight, async (tx) => { await tx.query('INSERT INTO patience VALUES (1)'); await sleep(2000); await tx.query('SELECT 1') })).rejects.toMatchObject({ code: 'unavailable' })
  expect(await count()).toBe(0)
})

test.each(['write', 'read', 'owner'] as const)('a server that says nothing is given up soon: %s', async (how) => {
  await db.read(sight, (tx) => tx.query('SELECT 1'))
  await db.owner((tx) => tx.query('SELECT 1'))
  wire.mute(true)
  const begun = performance.now()
  const asked = how === 'owner' ? db.owner((tx) => tx.query('SELECT 1')) : db[how](sight, (tx) => tx.query('SELECT 1'))
  await expect(asked).rejects.toMatchObject({ code: 'unavailable', facts: { retryAfterSeconds: 2 } })
  expect(performance.now() - begun).toBeLessThan(5000)
  wire.mute(false)
  await expect.poll(count).toBe(0)
})

test('one that falls silent in the middle is given up, and what was begun is undone', async () => {
  await expect(db.write(sight, async (tx) => { await tx.query('INSERT INTO patience VALUES (1)'); wire.mute(true); await tx.query('INSERT INTO patience VALUES (2)') })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('Nothing was written') as string })
  wire.mute(false)
  await expect.poll(count, { timeout: 5000 }).toBe(0)
}, 15_000)

test('one that falls silent at the end: nobody is told that nothing was written', async () => {
  await expect(db.write(sight, async (tx) => { await tx.query('INSERT INTO patience VALUES (1)'); wire.mute(true) })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('before it said whether this was written') as string })
}, 15_000)

async function openWire(url: string): Promise<Wire> {
  const to = new URL(url)
  const folder = to.searchParams.get('host')
  const target = folder?.startsWith('/') ? { path: `${folder}/.s.PGSQL.${to.port || '5432'}` } : { host: to.hostname, port: Number(to.port || 5432) }
  let isMute = false
  const sockets = new Set<Socket>()
  const hear = (s: Socket): void => { if (isMute) s.pause(); else s.resume() }
  const server: Server = createServer((near) => {
    const far = connect(target)
    for (const [a, b] of [[near, far], [far, near]] as const) {
      sockets.add(a)
      a.on('data', (bytes: Buffer) => { b.write(bytes) })
      a.on('end', () => { b.end() })
      a.on('close', () => { sockets.delete(a); b.destroy() })
      a.on('error', () => undefined)
      hear(a)
    }
  })
  await new Promise<void>((go) => { server.listen(0, '127.0.0.1', go) })
  const address = server.address()
  const own = new URL(url)
  own.searchParams.delete('host')
  own.hostname = '127.0.0.1'
  own.port = String(typeof address === 'object' && address !== null ? address.port : 0)
  return {
    url: own.href,
    mute: (now) => { isMute = now; for (const s of sockets) hear(s) },
    close: () => { server.close(); for (const s of sockets) s.destroy() },
  }
}
