/** The one client of the browser, and what is known about the connection to the server. */
import { useSyncExternalStore } from 'react'
import { createClient } from '../../client/client.ts'
import { createTransport } from '../../client/transport.ts'
import { learnServerTime, now } from '../../kit/now.ts'
import type { LiveState } from '../../kit/viewer.tsx'

let state: LiveState = { state: 'connecting' }
const listeners = new Set<() => void>()

function set(next: LiveState): void {
  if (next.state === state.state) return
  state = next
  for (const listener of listeners) listener()
}

export const nowLive = (): void => set({ state: 'live' })
export const nowOffline = (): void => set({ state: 'offline', since: now(), retry: () => window.dispatchEvent(new Event('evenkeel:retry')) })

/** Live, connecting, or offline since when. */
export function useConnection(): LiveState {
  return useSyncExternalStore(subscribe, () => state, () => state)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const client = createClient(createTransport({
  base: '',
  heard: (answer) => {
    const date = answer.headers.get('date')
    if (date !== null) learnServerTime(Date.parse(date))
  },
  silent: nowOffline,
}))
