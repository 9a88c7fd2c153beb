/** Reads promises at this very moment: the clock function of the agreement practice, loaded when the first promise is shown. */
import { useSyncExternalStore } from 'react'
import type { Obligation } from '../../practices/agreement/clock-reading.ts'
import type { ClockInput } from '../../practices/agreement/clock-facts.ts'
import { now } from '../../kit/now.ts'

type Read = (input: ClockInput, at: string) => Obligation

let read: Read | null = null
let isAsked = false
const listeners = new Set<() => void>()

/** How old a reading may be: the kit's clock ticks on by itself between readings. */
const KEPT_MILLIS = 30_000
const kept = new WeakMap<ClockInput, { at: number; obligation: Obligation }>()

/** Null until the function is here, or where the facts cannot be read; the stored state then stands. */
export function obligationNow(input: ClockInput | undefined): Obligation | null {
  if (input === undefined) return null
  if (read === null) {
    ask()
    return null
  }
  const at = now()
  const known = kept.get(input)
  if (known && Math.abs(at - known.at) < KEPT_MILLIS) return known.obligation
  try {
    const obligation = read(input, new Date(at).toISOString())
    kept.set(input, { at, obligation })
    return obligation
  } catch {
    // Facts of another version than this page was built with: the server's stored state is shown instead.
    return null
  }
}

/** Draws again once the clock function is here. */
export function useClockFunction(): boolean {
  return useSyncExternalStore(subscribe, () => read !== null, () => false)
}

function ask(): void {
  if (isAsked) return
  isAsked = true
  void import('../../practices/agreement/clock.ts').then(({ obligationAt }) => {
    read = obligationAt
    for (const listener of listeners) listener()
  }, () => { isAsked = false })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
