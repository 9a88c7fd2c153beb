/** The one clock of the browser side: what time it is by the server, and one shared timer that tells everybody. */

import { useSyncExternalStore } from 'react'

/** An instant as the API gives it (ISO 8601 in UTC) or as milliseconds since 1970. */
export type Instant = number | string

/** Milliseconds since 1970 of an instant; NaN where the text is none. */
export function toMillis(at: Instant): number {
  return typeof at === 'number' ? at : Date.parse(at)
}

/** Now, in milliseconds, corrected by what the server last said. A frozen time (gallery, tests) wins. */
export function now(): number {
  return frozenAt ?? Date.now() + skewMillis
}

/**
 * Tells the clock what the server's time is, from the Date header of an answer. A workstation that is five minutes slow
 * would otherwise show five minutes too much left. Differences under two seconds are network noise and are ignored.
 */
export function learnServerTime(serverNow: Instant): void {
  const difference = toMillis(serverNow) - Date.now()
  if (!Number.isFinite(difference)) return
  skewMillis = Math.abs(difference) < 2000 ? 0 : difference
}

/** Stops the clock at an instant, for the gallery and for screenshots; `null` lets it run again. */
export function freezeNow(at: Instant | null): void {
  frozenAt = at === null ? null : toMillis(at)
  for (const step of steps.values()) step.tick()
}

/** Now, as React state that changes every `everySeconds` (1, 10 or 60); all users of one step share one timer. */
export function useNow(everySeconds: 1 | 10 | 60 = 10): number {
  const step = stepOf(everySeconds)
  return useSyncExternalStore(step.subscribe, step.read, step.read)
}

interface Step {
  subscribe: (listener: () => void) => () => void
  read: () => number
  tick: () => void
}

let skewMillis = 0
let frozenAt: number | null = null
const steps = new Map<number, Step>()

function stepOf(everySeconds: number): Step {
  const known = steps.get(everySeconds)
  if (known) return known
  const made = makeStep(everySeconds * 1000)
  steps.set(everySeconds, made)
  return made
}

function makeStep(everyMillis: number): Step {
  const listeners = new Set<() => void>()
  let current = now()
  let timer: ReturnType<typeof setTimeout> | undefined

  const tick = () => {
    current = now()
    for (const listener of listeners) listener()
  }
  // Aligned to the wall clock, so that the time in the top bar and all clocks change together.
  const plan = () => {
    timer = setTimeout(() => {
      tick()
      plan()
    }, everyMillis - (now() % everyMillis) + 5)
  }
  return {
    tick,
    read: () => current,
    subscribe(listener) {
      if (listeners.size === 0) {
        current = now()
        plan()
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) clearTimeout(timer)
      }
    },
  }
}
