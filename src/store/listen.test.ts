/** What the listening connection does while the database is away: it asks again, once at a time. */
import { createServer, connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../test/database.ts'
import { openDatabase } from './database.ts'

let db: TestDatabase
beforeAll(async () => { db = await testDatabase() })
afterAll(async () => { await db.drop() })

test('a database that is away is asked again once at a time, and listened to once when it is back', async () => {
  const { host, port } = new pg.Client({ connectionString: db.url })
  const open = new Set<Socket>()
  let isAway = false
  let asked = 0
  const between = createServer((from) => {
    asked++
    if (isAway) { from.destroy(); return }
    const to = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
    for (const [a, b] of [[from, to], [to, from]] as const) { a.pipe(b); a.on('error', () => undefined); a.on('close', () => { b.destroy() }) }
    open.add(from)
  })
  await new Promise<void>((go) => { between.listen(0, '127.0.0.1', go) })
  const address = between.address()
  const url = new URL(db.url)
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(typeof address === 'object' && address !== null ? address.port : 0)
  const database = openDatabase({ url: url.href })
  const heard: string[] = []
  const stop = await database.listen('someone', (payload) => { heard.push(payload) })
  isAway = true
  asked = 0
  for (const socket of open) socket.destroy()
  await sleep(4500)
  // One after half a second, then one a second; twice as many with each try would be dozens by now.
  expect(asked).toBeLessThan(8)
  isAway = false
  asked = 0
  await expect.poll(() => heard, { timeout: 5000 }).toEqual([''])
  await sleep(1500)
  expect([asked, heard]).toEqual([1, ['']])
  await stop()
  await database.close()
  between.close()
}, 30_000)
