/** Follows the server's stream of changes and drops what is no longer true from the cache, at most every 300 ms. */
import { useEffect } from 'react'
import type { Description } from '../../client/description.ts'
import type { LiveEvent } from '../../client/shapes.ts'
import { nowLive, nowOffline } from './connection.ts'
import { dropRecords, queryClient, useDescription } from './queries.ts'

const GATHER_MILLIS = 300
/** The browser gives up on some failures for good; then a new stream is opened after this. */
const REOPEN_MILLIS = 5000
/**
 * Without TLS a browser keeps at most six connections to a host, all its tabs together: with six streams the seventh tab could load nothing.
 * A page that nobody has looked at for this long gives its stream back, and reads again what it shows when somebody returns.
 */
const HIDDEN_MILLIS = 10_000

/** Stands once in the shell; does nothing until the record types are known. */
export function useLiveStream(): void {
  const description = useDescription().data
  useEffect(() => (description ? follow(description) : undefined), [description])
}

function follow(description: Description): () => void {
  const changed = new Set<string>()
  let gathering: ReturnType<typeof setTimeout> | undefined
  let reopening: ReturnType<typeof setTimeout> | undefined
  let source: EventSource | undefined
  let resting: ReturnType<typeof setTimeout> | undefined
  let wasLost = false

  const flush = (): void => {
    gathering = undefined
    for (const plural of changed) void dropRecords(queryClient, plural)
    changed.clear()
  }
  const hear = (message: MessageEvent<string>): void => {
    const event = readEvent(message.data)
    const sketch = event && description.find(event.record)
    if (!sketch) return
    changed.add(sketch.plural)
    gathering ??= setTimeout(flush, GATHER_MILLIS)
  }
  const open = (): void => {
    clearTimeout(reopening)
    source?.close()
    source = new EventSource('/api/stream')
    source.onopen = () => {
      nowLive()
      if (wasLost) void queryClient.invalidateQueries()
      wasLost = false
    }
    source.onerror = () => {
      wasLost = true
      nowOffline()
      if (source?.readyState === EventSource.CLOSED) reopening = setTimeout(open, REOPEN_MILLIS)
    }
    source.onmessage = hear
    for (const name of ['change', 'move', 'journal', 'event']) source.addEventListener(name, hear)
    source.addEventListener('resync', () => void queryClient.invalidateQueries())
  }
  const rest = (): void => {
    clearTimeout(reopening)
    source?.close()
    source = undefined
    wasLost = true
  }
  const look = (): void => {
    clearTimeout(resting)
    if (document.hidden) resting = setTimeout(rest, HIDDEN_MILLIS)
    else if (source === undefined) open()
  }
  // A tab opened in the background has no stream until somebody looks at it.
  if (document.hidden) rest()
  else open()
  document.addEventListener('visibilitychange', look)
  // A page that was left is kept, asleep, for the way back: no timer of it runs, but its stream would stay open.
  window.addEventListener('pagehide', rest)
  window.addEventListener('pageshow', look)
  window.addEventListener('evenkeel:retry', open)
  return () => {
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('pagehide', rest)
    window.removeEventListener('pageshow', look)
    window.removeEventListener('evenkeel:retry', open)
    clearTimeout(resting)
    source?.close()
    clearTimeout(gathering)
    clearTimeout(reopening)
  }
}

function readEvent(text: string): LiveEvent | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'record' in value ? (value as LiveEvent) : null
  } catch {
    return null
  }
}
