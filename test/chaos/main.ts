/** Kills program and database at random under load and counts what is left: `node test/chaos/main.ts [kills]`. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Book, startLoad } from './load.ts'
import { lost } from './lost.ts'

const kills = Number(process.argv[2] ?? 6)
/** How long recovery may take; a slow machine replays its log within it. */
const patienceMs = 30_000
const targets = ['program', 'database', 'both'] as const

const dataFolder = await mkdtemp(path.join(tmpdir(), 'ek-chaos-'))
const port = 7600 + Math.floor(Math.random() * 300)
const base = `http://127.0.0.1:${port}`
const program = path.resolve(import.meta.dirname, '..', '..', 'src', 'app', 'main.ts')
const { DATABASE_URL: _, ...environment } = process.env
const env = { ...environment, NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '../../node_modules/.cache/evenkeel'), EVENKEEL_DATA: dataFolder, EVENKEEL_PORT: String(port), EVENKEEL_LOG_LEVEL: 'fatal' }

const faults: string[] = []
const waits: number[] = []
let child: ChildProcess | undefined

const command = (...args: string[]): { code: number | null; out: string } => {
  const r = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8', timeout: 120_000 })
  return { code: r.status, out: `${r.stdout}${r.status === 0 ? '' : r.stderr}`.trim() }
}
const isOver = (c: ChildProcess): boolean => c.exitCode !== null || c.signalCode !== null
const start = (): ChildProcess => spawn(process.execPath, [program, 'serve'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
const databasePid = async (): Promise<number> => Number((await readFile(path.join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0])

function killHard(pid: number | undefined): void {
  if (pid === undefined || !(pid > 1)) return
  try { process.kill(pid, 'SIGKILL') } catch { /* gone already */ }
}

/** Waits until something is acknowledged again; that is what recovery means. */
async function recovery(book: Book, what: string): Promise<void> {
  const from = performance.now()
  const before = book.acknowledgements
  while (book.acknowledgements === before) {
    if (child && isOver(child)) {
      faults.push(`after ${what} the program ended by itself (${child.exitCode ?? child.signalCode}) and had to be started again`)
      child = start()
    }
    if (performance.now() - from > patienceMs) throw new Error(`after ${what} nothing was acknowledged for ${patienceMs / 1000} s`)
    await sleep(5)
  }
  waits.push(performance.now() - from)
}

async function stopInOrder(): Promise<void> {
  if (!child) return
  child.kill('SIGTERM')
  for (const end = performance.now() + patienceMs; !isOver(child) && performance.now() < end;) await sleep(20)
  if (child.exitCode !== 0) faults.push(`the program did not stop in order (${child.exitCode ?? child.signalCode ?? 'still running'})`)
}

try {
  const token = command('token', 'create', '--name', 'chaos', '--role', 'admin')
  if (token.code !== 0) throw new Error(`no token: ${token.out}`)
  child = start()
  const load = startLoad(base, token.out.split('\n').at(-1) ?? '')
  await recovery(load.book, 'the first start')
  for (let n = 1; n <= kills; n++) {
    await sleep(200 + Math.random() * 1300)
    const target = targets[Math.floor(Math.random() * targets.length)] ?? 'both'
    if (target !== 'program') killHard(await databasePid())
    if (target !== 'database') {
      const old = child
      killHard(old.pid)
      while (!isOver(old)) await sleep(2)
      child = start()
    }
    await recovery(load.book, `kill ${n} (${target})`)
  }
  await load.stop()
  faults.push(...load.book.faults.slice(0, 10), ...await lost(dataFolder, load.book))
  await stopInOrder()
  const proof = command('verify')
  if (proof.code !== 0) faults.push(`evenkeel verify: ${proof.out}`)
  waits.sort((a, b) => a - b)
  console.log(`${kills} kills, ${load.book.acknowledgements} acknowledgements on ${load.book.versions.size} incidents and ${load.book.alerts.size} alerts; working again after ${(waits[Math.floor(waits.length / 2)] ?? 0).toFixed(0)} ms (median), ${(waits.at(-1) ?? 0).toFixed(0)} ms (longest)`)
  console.log(`verify: ${proof.out}`)
  for (const f of faults.slice(0, 30)) console.log(`FAULT ${f}`)
  console.log(faults.length === 0 ? 'nothing acknowledged is lost; every chain holds; every alert has its incident' : `${faults.length} faults`)
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  if (child && !isOver(child)) killHard(child.pid)
  killHard(await databasePid())
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}
// Connections that hang on a killed server must not keep this program alive.
process.exit()
