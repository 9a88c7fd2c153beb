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

/** UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits, so that ids rise with time and indexes stay compact. */
export function uuidv7(ms: number): string {
  if (used + 10 > pool.length) { randomFillSync(pool); used = 0 }
  const r = pool.subarray(used, used + 10)
  used += 10
  const time = Math.floor(ms).toString(16).padStart(12, '0')
  let hex = ''
  for (const byte of r) hex += byte.toString(16).padStart(2, '0')
  const variant = (8 + (Number.parseInt(hex.charAt(3), 16) & 3)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`
}
