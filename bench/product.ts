/** A product of its own for the bench: a server process on the loopback with a database and token of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, connect } from './client.ts'

export interface Product {
  readonly base: string
  /** Milliseconds from the start of the process to the first good answer of /readyz. */
  readonly startedAfterMs: number
  readonly post: Client['post']
  readonly get: Client['get']
  /** Proportional memory of program and database together, bytes; null where the system does not tell. */
  memoryBytes(): number | null
  stop(): Promise<void>
}

const program = path.resolve(import.meta.dirname, '..', 'src', 'app', 'main.ts')
/** As the launcher sets it: compiled code is kept between starts. */
const compileCache = path.resolve(import.meta.dirname, '..', 'node_modules', '.cache', 'evenkeel')
const patienceMs = 60_000

const environment = (dataFolder: string, port: number): NodeJS.ProcessEnv => {
  const { DATABASE_URL: _, ...rest } = process.env
  return { ...rest, EVENKEEL_DATA: dataFolder, EVENKEEL_PORT: String(port), EVENKEEL_LOG_LEVEL: 'fatal', EVENKEEL_ALLOW_PRIVATE_WEBHOOKS: '127.0.0.1', NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: compileCache }
}

/** A token of the installation; also makes the database where there is none. */
export function makeToken(dataFolder: string, port: number): string {
  const r = spawnSync(process.execPath, [program, 'token', 'create', '--name', 'bench', '--role', 'admin'], { env: environment(dataFolder, port), encoding: 'utf8', timeout: patienceMs })
  if (r.status !== 0) throw new Error(`token create: ${r.stderr}`)
  return r.stdout.trim().split('\n').at(-1) ?? ''
}

export async function startProduct(dataFolder: string, port: number, token: string, connections: number): Promise<Product> {
  const from = performance.now()
  const child = spawn(process.execPath, [program, 'serve'], { env: environment(dataFolder, port), stdio: ['ignore', 'ignore', 'inherit'] })
  const base = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended (${child.exitCode})`)
    if (performance.now() - from > patienceMs) throw new Error('the server does not answer')
    const isReady = await fetch(`${base}/readyz`).then((r) => r.ok, () => false)
    if (isReady) break
    await sleep(5)
  }
  const startedAfterMs = performance.now() - from
  const client = connect(port, token, connections)
  return {
    base, startedAfterMs,
    post: client.post,
    get: client.get,
    memoryBytes: () => memoryOf(child.pid ?? 0, dataFolder),
    stop: () => stopChild(child, client),
  }
}

async function stopChild(child: ChildProcess, client: Client): Promise<void> {
  client.end()
  child.kill('SIGTERM')
  for (const end = performance.now() + patienceMs; child.exitCode === null && child.signalCode === null && performance.now() < end;) await sleep(20)
}

function memoryOf(pid: number, dataFolder: string): number | null {
  try {
    const postmaster = Number(readFileSync(path.join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
    const parents = new Map(readdirSync('/proc').filter((n) => /^\d+$/.test(n)).map((n) => [Number(n), Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${n}/status`))?.[1] ?? 0)]))
    const ours = [...parents].filter(([p, parent]) => p === pid || parent === pid || p === postmaster || parent === postmaster).map(([p]) => p)
    return ours.reduce((sum, p) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${p}/smaps_rollup`))?.[1] ?? 0) * 1024, 0)
  } catch {
    return null
  }
}
function read(file: string): string {
  try { return readFileSync(file, 'utf8') } catch { return '' }
}
