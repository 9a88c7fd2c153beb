/** Asks again for imports that are under way: they run in a process of their own, whose last word may be lost to the live stream when it ends. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { dropRecords } from '../data/queries.ts'

const ASKED_EVERY_MILLIS = 2000

/** Does nothing while `isOn` is false. */
export function useWatchedImports(isOn: boolean): void {
  const cache = useQueryClient()
  useEffect(() => {
    if (!isOn) return
    const timer = setInterval(() => void dropRecords(cache, 'imports'), ASKED_EVERY_MILLIS)
    return () => clearInterval(timer)
  }, [isOn, cache])
}

/** Whether something is still going on with it. */
export const isUnderWay = (state: string): boolean => state === 'waiting' || state === 'running' || state === 'undoing'
