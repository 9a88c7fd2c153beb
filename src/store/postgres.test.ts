/** Starts, loses, finds and shares a real embedded server. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { isAlive } from './postgres-process.ts'
import { startPostgres, type PostgresOptions, type RunningPostgres } from './postgres.ts'

let folder: string
let running: RunningPostgres[] = []

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), `ek-test-${process.pid}-`))
  // Under root another account runs the server and must be able to pass.
  await chmod(folder, 0o711)
})
afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()))
  running = []
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function start(options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  const server = await startPostgres({ dataFolder: folder, ...options })
  running.push(server)
  return server
}

async function ask(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

describe('a first start', () => {
  test('gives a database whose owner is bound by row-level security, on a socket only', async () => {
    const { url, adopted } = await start()
    expect(adopted).toBe(false)
    expect(await ask(url, 'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user')).toEqual([[false, false]])
    expect(await ask(url, "SELECT current_setting('listen_addresses'), inet_server_addr()")).toEqual([['', null]])
  })

  test('confirms a commit only when it is on disk', async () => {
    const { url } = await start()
    const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums']
    expect(await ask(url, `SELECT ${names.map((name) => `current_setting('${name}')`).join(', ')}`)).toEqual([['on', 'on', 'on', 'on']])
  })

  test('finds words beyond ASCII in any case, whatever the language of the machine', async () => {
    const { url } = await start()
    expect(await ask(url, "SELECT to_tsvector('simple', 'GRÖßE ÉTÉ') @@ to_tsquery('simple', 'größe & été'), upper('ä')")).toEqual([[true, 'Ä']])
  })
})

describe('a server that is lost', () => {
  test('comes back under the same URL with all that was committed', async () => {
    const events: string[] = []
    let hasReturned = () => {}
    const back = new Promise<void>((resolve) => (hasReturned = resolve))
    const server = await start({ onExit: () => events.push('gone'), onReturn: () => { events.push('back'); hasReturned() } })
    await ask(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    const before = server.pid()
    process.kill(before, 'SIGKILL')
    await back
    expect(events).toEqual(['gone', 'back'])
    expect(server.pid()).not.toBe(before)
    expect(await ask(server.url, 'SELECT answer FROM kept')).toEqual([[42]])
  })

  test('comes back when only one of its processes was killed', async () => {
    let hasReturned = () => {}
    const back = new Promise<void>((resolve) => (hasReturned = resolve))
    const server = await start({ onReturn: () => hasReturned() })
    // It is begun beside the first connection, which may be there before it.
    const checkpointer = await vi.waitUntil(async () => (await ask(server.adminUrl, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"))[0]?.[0], { timeout: 10_000 })
    process.kill(Number(checkpointer), 'SIGKILL')
    await back
    expect(await ask(server.url, 'SELECT 1')).toEqual([[1]])
  })

  test('is not started again after stop', async () => {
    const events: string[] = []
    const server = await start({ onExit: () => events.push('gone') })
    await server.stop()
    await server.stop()
    expect(events).toEqual([])
    await expect(ask(server.url, 'SELECT 1')).rejects.toThrow(/ENOENT|ECONNREFUSED/)
  })
})

describe('an application that is killed', () => {
  test('leaves a server that the next start takes over', async () => {
    const { child, pid } = await startElsewhere()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const next = await start()
    expect([next.adopted, next.pid()]).toEqual([true, pid])
    await next.stop()
    expect(await isAlive(pid)).toBe(false)
  })

  test('leaves a server that is restarted where the settings have changed', async () => {
    const { child, pid } = await startElsewhere()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const next = await start({ settings: { work_mem: '9MB' } })
    expect(next.pid()).not.toBe(pid)
    expect(await ask(next.url, 'SHOW work_mem')).toEqual([['9MB']])
  })

  test('together with its server leaves a folder that starts', async () => {
    const { child, pid } = await startElsewhere()
    child.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    await once(child, 'exit')
    const next = await start()
    expect(next.adopted).toBe(false)
    expect(await ask(next.url, 'SELECT 1')).toEqual([[1]])
  })

  test('leaves a pid file whose number may belong to another process by now', async () => {
    const server = await start()
    await server.stop()
    const stale = [process.pid, path.join(folder, 'postgres'), 1, 5432, path.join(folder, 'run'), '', '  1 1', 'ready   ', '']
    await writeFile(path.join(folder, 'postgres', 'postmaster.pid'), stale.join('\n'))
    await writeFile(path.join(folder, 'run', '.s.PGSQL.5432.lock'), `${process.pid}\n`)
    await writeFile(path.join(folder, 'run', '.s.PGSQL.5432'), '')
    const next = await start()
    expect(await ask(next.url, 'SELECT 1')).toEqual([[1]])
  })
})

describe('two on one folder', () => {
  test('a second application is refused and told by whom', async () => {
    const first = await start()
    await expect(start()).rejects.toMatchObject({ problem: 'in_use', message: expect.stringContaining(`serve ${process.pid}`) })
    expect(await ask(first.url, 'SELECT 1')).toEqual([[1]])
  })

  test('a command joins the running server and leaves it running', async () => {
    const first = await start()
    const command = await start({ use: 'command' })
    expect([command.adopted, command.pid()]).toEqual([true, first.pid()])
    await command.stop()
    expect(await ask(first.url, 'SELECT 1')).toEqual([[1]])
  })

  test('an application waits for a command that started the server, then has its own', async () => {
    const command = await start({ use: 'command' })
    const serve = start()
    await command.stop()
    expect(await ask((await serve).url, 'SELECT 1')).toEqual([[1]])
  })

  test('of two first starts at the same moment one wins and the other is refused', async () => {
    const fresh = path.join(folder, 'fresh')
    const outcomes = await Promise.allSettled([startElsewhere(fresh), start({ dataFolder: fresh })])
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []))
    expect(refused).toEqual([expect.stringContaining('in use by another Evenkeel')])
    for (const outcome of outcomes) if (outcome.status === 'fulfilled' && 'child' in outcome.value) await end(outcome.value.child)
    expect(existsSync(path.join(fresh, 'postgres', 'PG_VERSION'))).toBe(true)
  })
})

describe('a folder that cannot serve is refused by name', () => {
  test('a path too long for a socket is served from a short one', async () => {
    const long = path.join(folder, 'a'.repeat(60), 'b'.repeat(60))
    const { url } = await start({ dataFolder: long })
    expect(await ask(url, 'SELECT 1')).toEqual([[1]])
    const sockets = new URL(url).searchParams.get('host') ?? ''
    expect(sockets.length).toBeLessThan(90)
    await running.pop()?.stop()
    await rm(sockets, { recursive: true })
  })

  const refused: readonly (readonly [string, string, (place: string) => Promise<void>])[] = [
    ['other_major_version', 'data of PostgreSQL 15', async (place) => {
      await mkdir(path.join(place, 'postgres'), { recursive: true })
      await writeFile(path.join(place, 'postgres', 'PG_VERSION'), '15\n')
    }],
    ['damaged_files', 'half a cluster', async (place) => {
      await mkdir(path.join(place, 'postgres', 'base'), { recursive: true })
    }],
    ['folder_not_writable', 'a file in the way', (place) => writeFile(place, '')],
  ]
  test.each(refused)('%s: %s', async (problem, name, arrange) => {
    const place = path.join(folder, name.replaceAll(' ', '-'))
    await arrange(place)
    await expect(start({ dataFolder: place })).rejects.toMatchObject({ problem })
  })
})

test('the draft of a creation that was killed is removed', async () => {
  const place = path.join(folder, 'killed')
  // No process has this number: it lies above what any kernel gives.
  const draft = path.join(place, 'postgres.new-99999999')
  await mkdir(draft, { recursive: true })
  await start({ dataFolder: place })
  expect(existsSync(draft)).toBe(false)
})

/** Another process that runs the server, as a second launch of the application would. */
async function startElsewhere(dataFolder = folder): Promise<{ child: ChildProcess; pid: number }> {
  const module = pathToFileURL(path.join(import.meta.dirname, 'postgres.ts')).href
  const script = `import { startPostgres } from '${module}'
    const server = await startPostgres({ dataFolder: ${JSON.stringify(dataFolder)} })
    process.once('SIGTERM', () => server.stop())
    console.log(server.pid())`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] })
  let failure = ''
  child.stderr.on('data', (chunk) => (failure += chunk))
  const pid = await Promise.race([
    once(child.stdout, 'data').then(([line]) => Number(line)),
    once(child, 'exit').then(() => Promise.reject(new Error(failure))),
  ])
  return { child, pid }
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null) await once(child, 'exit')
}

test('the server log says nothing of refused statements', async () => {
  const server = await start()
  await ask(server.url, 'SELECT 1/0').catch(() => {})
  expect(await readFile(path.join(folder, 'postgres.log'), 'utf8')).not.toContain('division by zero')
})
