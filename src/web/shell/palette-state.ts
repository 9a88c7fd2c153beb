/** Whether the palette is open, and the verbs that the page at hand offers it. */
import { useEffect, useSyncExternalStore } from 'react'

/** Something that can be done from the palette; `keys` is shown beside it. */
export interface PaletteVerb {
  readonly label: string
  readonly hint: string
  readonly keys: string | null
  readonly run: () => void
}
interface PaletteState {
  readonly isOpen: boolean
  readonly verbs: readonly PaletteVerb[]
}

let state: PaletteState = { isOpen: false, verbs: [] }
const listeners = new Set<() => void>()
const set = (next: Partial<PaletteState>): void => {
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}

export const openPalette = (): void => set({ isOpen: true })
export const closePalette = (): void => set({ isOpen: false })

export function usePaletteState(): PaletteState {
  return useSyncExternalStore(subscribe, () => state, () => state)
}

/** Lends the verbs of a page to the palette while the page stands; give a stable list. */
export function usePaletteVerbs(verbs: readonly PaletteVerb[]): void {
  useEffect(() => {
    set({ verbs })
    return () => set({ verbs: [] })
  }, [verbs])
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
