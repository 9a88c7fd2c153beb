/** Settings of this browser: how tall the rows are, with which view a list begins. */
import { useSyncExternalStore } from 'react'
import type { Density } from '../../kit/viewer.tsx'

const KEY = 'evenkeel.density'
const listeners = new Set<() => void>()
let density: Density = read()

export function setDensity(next: Density): void {
  density = next
  try {
    localStorage.setItem(KEY, next)
  } catch {
    // Storage is refused: it holds for this page only.
  }
  for (const listener of listeners) listener()
}

export function useDensity(): Density {
  return useSyncExternalStore(subscribe, () => density, () => density)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): Density {
  try {
    const kept = localStorage.getItem(KEY)
    return kept === 'comfortable' || kept === 'dense' ? kept : 'standard'
  } catch {
    return 'standard'
  }
}

const beginKey = (of: string): string => `evenkeel.begin.${of}`

/** The id of the view with which a list begins in this browser, or null. */
export function beginsWith(of: string): string | null {
  try {
    return localStorage.getItem(beginKey(of))
  } catch {
    return null
  }
}

/** Lets a list begin with a view; null takes that back. */
export function beginWith(of: string, viewId: string | null): void {
  try {
    if (viewId === null) localStorage.removeItem(beginKey(of))
    else localStorage.setItem(beginKey(of), viewId)
  } catch {
    // Storage is refused: the list begins as it always does.
  }
}
