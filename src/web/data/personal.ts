/** Settings of this browser: how tall the rows are. */
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
