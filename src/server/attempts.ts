/** Counts failed attempts per key and says how long to wait, so that guessing passwords does not pay. */

/** Ten wrong passwords in a quarter of an hour are more than a person needs and far too few to guess one. */
export const mostFailures = 10
export const windowSeconds = 900
/** A flood of made-up addresses must not fill the memory; the oldest are forgotten first. */
const mostKeys = 20_000

/** What one sender can be told apart by: an IPv4 address, or the /64 network of an IPv6 address, which is all one household's. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? []
  const [left, right] = [head, tail].map((part) => (part === '' ? [] : part.split(':')))
  const middle = address.includes('::') ? Array.from({ length: Math.max(0, 8 - (left?.length ?? 0) - (right?.length ?? 0)) }, () => '0') : []
  return `${[...(left ?? []), ...middle, ...(right ?? [])].slice(0, 4).map((group) => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':')}::/64`
}

interface Count {
  failures: number
  readonly since: number
}

/** A counter of failures. */
export interface Attempts {
  /** Seconds to wait before the next attempt; 0 when it may be made now. `nowMs` in milliseconds. */
  wait(key: string, nowMs: number, most?: number): number
  failed(key: string, nowMs: number): void
  succeeded(key: string): void
  /** Takes one failure back: an attempt counts as failed until it is known, so that many at once are not one. */
  takenBack(key: string): void
}

/** Counts in this process only: N processes allow N times as many. */
export function countAttempts(): Attempts {
  const counts = new Map<string, Count>()
  const current = (key: string, nowMs: number): Count | undefined => {
    const c = counts.get(key)
    if (c && nowMs - c.since >= windowSeconds * 1000) { counts.delete(key); return undefined }
    return c
  }
  return {
    wait: (key, nowMs, most = mostFailures) => {
      const c = current(key, nowMs)
      return c && c.failures >= most ? Math.max(1, Math.ceil((c.since + windowSeconds * 1000 - nowMs) / 1000)) : 0
    },
    failed: (key, nowMs) => {
      const c = current(key, nowMs)
      if (c) { c.failures++; return }
      const oldest = counts.size >= mostKeys ? counts.keys().next().value : undefined
      if (oldest !== undefined) counts.delete(oldest)
      counts.set(key, { failures: 1, since: nowMs })
    },
    succeeded: (key) => { counts.delete(key) },
    takenBack: (key) => {
      const c = counts.get(key)
      if (c && c.failures > 0) c.failures--
    },
  }
}
