/** `calmRows` as React state: remembers what was shown, starts anew when another list is shown. */

import { useEffect, useRef, useState } from 'react'
import { calmRows, type CalmRows } from './calm-rows.ts'

/** `look` takes everything that waits. Another `viewKey` is another list: nothing of the old one is kept. */
export function useCalmRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string, isReading: boolean, viewKey: string): CalmRows<Row> & { look: () => void } {
  const memory = useRef<{ viewKey: string; shown: readonly Row[] }>({ viewKey, shown: [] })
  const [looks, setLooks] = useState(0)
  const seenLooks = useRef(0)
  const isSameList = memory.current.viewKey === viewKey && seenLooks.current === looks
  const calm = calmRows(isSameList ? memory.current.shown : [], rows, keyOf, isReading)
  // Same rows in, same array out: the table must not measure and draw everything anew at each tick.
  const shown = isSame(memory.current.shown, calm.shown) ? memory.current.shown : calm.shown
  useEffect(() => {
    memory.current = { viewKey, shown }
    seenLooks.current = looks
  })
  return { ...calm, shown, look: () => setLooks(looks + 1) }
}

function isSame<Row>(a: readonly Row[], b: readonly Row[]): boolean {
  return a === b || (a.length === b.length && a.every((row, at) => row === b[at]))
}
