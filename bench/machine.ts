/** What this machine can do at this moment, so that figures of different days can be compared. */
import { createHash } from 'node:crypto'
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'

export interface Calibration {
  /** Durable writes of 8 KiB a second, one after the other. */
  readonly syncsPerSecond: number
  /** SHA-256 of 1 KiB a second on one core. */
  readonly hashesPerSecond: number
}

/** Takes about a second. */
export function calibrate(folder: string): Calibration {
  const file = path.join(folder, 'calibration')
  const fd = openSync(file, 'w')
  const page = Buffer.alloc(8192, 1)
  const syncsPerSecond = perSecond(500, () => { writeSync(fd, page, 0, page.length, 0); fdatasyncSync(fd) })
  closeSync(fd)
  rmSync(file)
  const block = Buffer.alloc(1024, 1)
  return { syncsPerSecond, hashesPerSecond: perSecond(500, () => { createHash('sha256').update(block).digest() }) }
}

function perSecond(forMs: number, step: () => void): number {
  const from = performance.now()
  let n = 0
  while (performance.now() - from < forMs) { step(); n++ }
  return n / ((performance.now() - from) / 1000)
}

/** Runs `step` on `clients` loops at once for this long and returns how many were done a second. */
export async function rate(clients: number, forMs: number, step: (client: number, n: number) => Promise<void>): Promise<number> {
  const from = performance.now()
  let done = 0
  await Promise.all(Array.from({ length: clients }, async (_, client) => {
    for (let n = 0; performance.now() - from < forMs; n++) { await step(client, n); done++ }
  }))
  return done / ((performance.now() - from) / 1000)
}
