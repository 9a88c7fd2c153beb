/** The only place that asks what time it is and draws ids; everything else gets both from its context. */
import { randomFillSync } from 'node:crypto'

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock for tests that stands until it is moved. */
export function fakeClock(start: string): Clock & { set(at: string): void; forward(seconds: number): void } {
  let ms = Date.parse(start)
  return {
    now: () => ms,
    set: (at) => { ms = Date.parse(at) },
    forward: (seconds) => { ms += seconds * 1000 },
  }
}

const pool = new Uint8Array(4096)
let used = pool.length
let lastMs = 0
let count = 0

/**
 * UUID version 7 (RFC 9562): 48 bits of milliseconds, 12 bits of a counter within the millisecond, 62 random bits. Ids of one process
 * rise strictly, also when the clock stands or steps back, so that rows written together keep their order.
 */
export function uuidv7(ms: number): string {
  if (ms > lastMs) { lastMs = Math.floor(ms); count = 0 } else if (++count === 4096) { lastMs++; count = 0 }
  if (used + 8 > pool.length) { randomFillSync(pool); used = 0 }
  let hex = ''
  for (const byte of pool.subarray(used, used + 8)) hex += byte.toString(16).padStart(2, '0')
  used += 8
  const time = lastMs.toString(16).padStart(12, '0')
  const variant = (8 + (Number.parseInt(hex.charAt(0), 16) & 3)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${count.toString(16).padStart(3, '0')}-${variant}${hex.slice(1, 4)}-${hex.slice(4)}`
}
