/** `calmRows` as React state: remembers what was shown, starts anew when another list is shown. */

import { useEffect, useMemo, useRef, useState } from 'react'
import { calmRows, type CalmRows } from './calm-rows.ts'

/** `look` takes everything that waits. Another `viewKey` is another list: nothing of the old one is kept. */
export function useCalmRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string, isReading: boolean, viewKey: string): CalmRows<Row> & { look: () => void } {
  const memory = useRef<{ viewKey: string; looks: number; shown: readonly Row[] }>({ viewKey, looks: 0, shown: [] })
  const [looks, setLooks] = useState(0)
  // Worked out anew only when something of it changed: a scrolled table draws often, and there may be 100 000 rows.
  const calm = useMemo(() => {
    const isSameList = memory.current.viewKey === viewKey && memory.current.looks === looks
    const next = calmRows(isSameList ? memory.current.shown : [], rows, keyOf, isReading)
    return isSame(memory.current.shown, next.shown) ? { ...next, shown: memory.current.shown } : next
  }, [rows, keyOf, isReading, viewKey, looks])
  useEffect(() => {
    memory.current = { viewKey, looks, shown: calm.shown }
  }, [viewKey, looks, calm])
  return { ...calm, look: () => setLooks(looks + 1) }
}

/** Same rows in, same array out: the table must not measure and draw everything anew at each tick. */
function isSame<Row>(a: readonly Row[], b: readonly Row[]): boolean {
  return a === b || (a.length === b.length && a.every((row, at) => row === b[at]))
}
