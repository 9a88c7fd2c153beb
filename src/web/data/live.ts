/** Follows the server's stream of changes and drops what is no longer true from the cache, at most every 300 ms. */
import { useEffect } from 'react'
import type { LiveEvent } from '../../client/shapes.ts'
import { nowLive, nowOffline } from './connection.ts'
import { dropRecords, queryClient, useDescription } from './queries.ts'

const GATHER_MILLIS = 300

/** Stands once in the shell; does nothing until the record types are known. */
export function useLiveStream(): void {
  const description = useDescription().data
  useEffect(() => {
    if (!description) return
    const changed = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const flush = (): void => {
      timer = undefined
      for (const plural of changed) void dropRecords(queryClient, plural)
      changed.clear()
    }
    const hear = (record: string): void => {
      const sketch = description.find(record)
      if (!sketch) return
      changed.add(sketch.plural)
      timer ??= setTimeout(flush, GATHER_MILLIS)
    }
    const source = new EventSource('/api/stream')
    let wasLost = false
    source.onopen = () => {
      nowLive()
      if (wasLost) void queryClient.invalidateQueries()
      wasLost = false
    }
    source.onerror = () => {
      wasLost = true
      nowOffline()
    }
    const take = (message: MessageEvent<string>): void => {
      const event = readEvent(message.data)
      if (event) hear(event.record)
    }
    source.onmessage = take
    for (const name of ['change', 'move', 'journal', 'event']) source.addEventListener(name, take)
    source.addEventListener('resync', () => void queryClient.invalidateQueries())
    return () => {
      source.close()
      clearTimeout(timer)
    }
  }, [description])
}

function readEvent(text: string): LiveEvent | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'record' in value ? (value as LiveEvent) : null
  } catch {
    return null
  }
}
