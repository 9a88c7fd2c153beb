/** Grey lines at the true height of rows, shown only when loading takes longer than a blink. */
import { useEffect, useState } from 'react'
import css from './parts.module.css'

const BLINK_MILLIS = 300

export function LoadingLines({ count = 6 }: { count?: number }) {
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), BLINK_MILLIS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" aria-label="Loading">
      {isShown && Array.from({ length: count }, (_, i) => <div key={i} className={css.line}><span style={{ width: `${70 - ((i * 17) % 40)}%` }} /></div>)}
    </div>
  )
}
