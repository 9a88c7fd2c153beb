/** Which receivers answer, so that those that do not hold up nobody else: one that keeps failing is tried once a minute, and its organization holds few of the places. */

/** Failures in a row, after which a receiver is left alone for a while. */
export const failuresUntilRest = 3
export const restMs = 60_000
/** For an organization one of whose receivers failed within the last minute. There are six places, and each failure may take ten seconds. */
export const placesOfFailing = 2
/** In memory; the longest unheard are forgotten, and tried like new ones. */
const mostKnown = 5000

/** Whose message it is, and where it goes. */
export interface Addressed {
  readonly orgId: string
  readonly channel: string
  readonly target: string
}

/** `go`: try it, and tell how it ended. `rests`: not now, and why; it counts as a failed attempt. `full`: others of the organization are being tried; ask again soon. */
export type Leave = { readonly leave: 'go'; ended(isAnswered: boolean, reason: string, nowMs: number): void } | { readonly leave: 'rests'; readonly why: string } | { readonly leave: 'full' }

/** What this process has seen of receivers; a new one begins with no prejudice. */
export interface Receivers {
  ask(m: Addressed, nowMs: number): Leave
}

interface Receiver {
  failures: number
  nextTryMs: number
  isTried: boolean
  reason: string
}
interface Organization {
  underWay: number
  failedMs: number
}

/** One for all deliveries of a process. An address that refuses for good answers; only silence, errors and overload are failures. */
export function openReceivers(): Receivers {
  const receivers = new Map<string, Receiver>()
  const organizations = new Map<string, Organization>()
  return {
    ask: (m, nowMs) => {
      const key = `${m.channel} ${m.target}`
      const receiver = receivers.get(key)
      const isResting = receiver !== undefined && receiver.failures >= failuresUntilRest
      if (isResting && (receiver.isTried || nowMs < receiver.nextTryMs)) return { leave: 'rests', why: `not tried: the last ${receiver.failures} attempts failed (${receiver.reason}), and it is tried once a minute now` }
      const organization = organizations.get(m.orgId) ?? { underWay: 0, failedMs: -Infinity }
      if (organization.underWay >= placesOfFailing && nowMs - organization.failedMs < restMs) return { leave: 'full' }
      organization.underWay++
      organizations.set(m.orgId, organization)
      if (isResting) receiver.isTried = true
      return {
        leave: 'go',
        ended: (isAnswered, reason, endMs) => {
          organization.underWay--
          if (!isAnswered) organization.failedMs = endMs
          else if (organization.underWay === 0 && endMs - organization.failedMs >= restMs) organizations.delete(m.orgId)
          const before = receivers.get(key)?.failures ?? 0
          receivers.delete(key)
          if (isAnswered) return
          const [oldest] = receivers.keys()
          if (receivers.size >= mostKnown && oldest !== undefined) receivers.delete(oldest)
          receivers.set(key, { failures: before + 1, nextTryMs: endMs + restMs, isTried: false, reason: reason.slice(0, 200) })
        },
      }
    },
  }
}
