/** Runs the server until it is told to stop, and sees to it that stopping ends. */

import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from './config.ts'
import { explainTakenPort } from './port.ts'
import { UsageError } from './usage.ts'

/** Under the 30 s after which most supervisors kill; a request in flight has its own, shorter limit. */
const STOP_DEADLINE_MS = 25_000
/** A terminal and npm both pass Ctrl-C on: a second one within this time is the first one again. */
const SAME_SIGNAL_MS = 1_000

/** Serves until a signal comes or the launcher is gone; returns the exit code. */
export async function runServer(config: Config): Promise<number> {
  const stopAsked = listenForStop()
  const url = new URL('./serve.ts', import.meta.url)
  if (!existsSync(url)) throw new UsageError('src/app/serve.ts is not there yet')
  const server: { serve(config: Config): Promise<{ stop(): Promise<void> }> } = await import(url.href)
  const running = await server.serve(config).catch(async (error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    throw new UsageError(await explainTakenPort(config.host, config.port), { cause: error })
  })
  await stopAsked
  const outcome = await Promise.race([running.stop().then(() => 'stopped' as const), sleep(STOP_DEADLINE_MS, 'late' as const, { ref: false })])
  if (outcome === 'late') console.error(`evenkeel: did not stop within ${STOP_DEADLINE_MS / 1000} s; ending now. Nothing confirmed is lost.`)
  return outcome === 'stopped' ? 0 : 1
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

function listenForStop(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined
    const stop = (exitCode: number) => {
      if (askedAt !== undefined && performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(exitCode)
      askedAt ??= performance.now()
      resolve()
    }
    for (const [signal, exitCode] of Object.entries(SIGNALS)) process.on(signal, () => stop(exitCode))
    // The launcher holds this channel open; when it was killed, nobody would ever stop this process.
    process.once('disconnect', () => stop(1))
  })
}
