/** Starts a process for each import that waits, one after the other, so that the server's own loop stays free; takes up what was broken off. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rule } from '../model/actor.ts'
import { is } from '../model/query.ts'
import { importRun } from '../practices/history/import.ts'
import type { Store } from '../store/store.ts'

export interface ImportRunner {
  /** Runs or undoes it, whatever its state asks for, as soon as none before it is under way. */
  take(importId: string): void
  /** Ends the process that is under way; the import is taken up again at the next start. */
  stop(): Promise<void>
}

const actor = rule('import')
const program = path.join(import.meta.dirname, 'main.ts')
// What nobody works on, because its server was killed, is found this often.
const lookEveryMs = 30_000
const mostAttempts = 5
const pauseMs = 2000

export function startImportRunner(store: Store, log: { warn(o: object, m: string): void }): ImportRunner {
  const waiting: string[] = []
  const attempts = new Map<string, number>()
  const stopped = new AbortController()
  let current: string | null = null
  let working: Promise<void> | null = null

  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined && !stopped.signal.aborted; id = waiting.shift()) {
      current = id
      const code = await runChild(id, stopped.signal)
      current = null
      if (stopped.signal.aborted) return
      if (code === 0) { attempts.delete(id); continue }
      const n = (attempts.get(id) ?? 0) + 1
      attempts.set(id, n)
      log.warn({ importId: id, code, attempt: n }, 'an import was broken off')
      if (n < mostAttempts) {
        await sleep(pauseMs * n, undefined, { signal: stopped.signal }).catch(() => undefined)
        waiting.push(id)
      } else {
        attempts.delete(id)
        await giveUp(store, id).catch((err: unknown) => { log.warn({ err, importId: id }, 'an import could not be marked as failed') })
      }
    }
  }
  const take = (id: string): void => {
    if (stopped.signal.aborted || waiting.includes(id) || current === id) return
    waiting.push(id)
    working ??= work().catch((err: unknown) => { log.warn({ err }, 'imports stand still for a moment') }).finally(() => { working = null })
  }
  const look = async (): Promise<void> => {
    const { items } = await store.read(actor, (s) => s.list(importRun, { where: [is('state', 'waiting', 'running', 'undoing')], sort: 'createdAt', limit: 200 }))
    for (const i of items) take(i.id)
  }
  const looking = setInterval(() => { look().catch((err: unknown) => { log.warn({ err }, 'imports could not be looked for') }) }, lookEveryMs)
  look().catch((err: unknown) => { log.warn({ err }, 'imports could not be looked for') })
  return { take, stop: async () => { clearInterval(looking); stopped.abort(); await working } }
}

// New objects are swept out more often: otherwise a gigabyte of rows, each of them soon forgotten, passes through 200 MB more than it needs.
const sparing = ['--max-semi-space-size=8']

/** Exit code of the process; null where a signal ended it. */
function runChild(importId: string, signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve) => {
    // The channel is held open for as long as this server lives: when it goes, the child ends by itself.
    const child = spawn(process.execPath, [...sparing, program, 'run-import', importId, '--attended'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const end = (): void => { child.kill('SIGTERM') }
    signal.addEventListener('abort', end, { once: true })
    const done = (code: number | null): void => { signal.removeEventListener('abort', end); resolve(code) }
    child.once('error', () => { done(null) })
    child.once('exit', done)
  })
}

const giveUp = (store: Store, id: string): Promise<unknown> =>
  store.write(actor, async (s) => {
    const row = await s.seek(importRun, id)
    if (row && ['waiting', 'running', 'undoing'].includes(row.state)) await s.move(importRun, id, 'fail', { because: `It was broken off ${mostAttempts} times; the log of the server says by what. What it had taken stays: run it again, or undo it.` })
  })
