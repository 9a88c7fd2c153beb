/** How many mails about single incidents a team gets at once before the rest wait for one digest: a burst must not bury what it tells. */

/** Mails about single incidents within the window; the worse failure is a mailbox nobody reads any more. */
export const mostMails = 10
export const windowMs = 10 * 60_000

/** What becomes of one more mail: it leaves at once, or waits in a digest that leaves `at`. */
export type Pace = { readonly pace: 'at once'; readonly why: 'major' | 'few' } | { readonly pace: 'digest'; readonly at: string }

/**
 * Decides by the instants at which mails to this address left, in any order; one after `now` is of a clock that was set back and counts for nothing. Majors never wait.
 * A digest leaves when the oldest of the last ten is ten minutes old: nothing waits longer than the window.
 */
export function paceOf(left: readonly string[], now: string, isMajor: boolean): Pace {
  if (isMajor) return { pace: 'at once', why: 'major' }
  const nowMs = Date.parse(now)
  const recent = left.map((at) => Date.parse(at)).filter((ms) => ms > nowMs - windowMs && ms <= nowMs).toSorted((a, b) => b - a).slice(0, mostMails)
  const oldest = recent.at(-1)
  if (oldest === undefined || recent.length < mostMails) return { pace: 'at once', why: 'few' }
  return { pace: 'digest', at: new Date(oldest + windowMs).toISOString() }
}
