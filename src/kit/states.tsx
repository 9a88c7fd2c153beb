/** What a page shows when it has nothing yet, nothing at all, or not what was asked: loading, empty, error, offline. */

import { Button } from '@mantine/core'
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState, type ReactNode } from 'react'
import { copyText } from './copy.ts'
import { elapsed, timeOfDay } from './format-time.ts'
import { toMillis, type Instant } from './now.ts'
import { useTimeFrame } from './viewer.tsx'
import css from './states.module.css'

/** Under this the wait is not worth a flash of grey. */
const LOADING_SHOWN_AFTER_MILLIS = 300

/** Grey lines at the true height of what will come; never a spinner. Appear after 300 ms. */
export function LoadingRows({ rows = 6, height = 35 }: { rows?: number; height?: number }) {
  const isLate = useLate(LOADING_SHOWN_AFTER_MILLIS)
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, at) => (
        <div key={at} className={css.loading} style={{ height }} data-shown={isLate}>
          <span style={{ width: 40 }} />
          <span style={{ width: `${34 + ((at * 17) % 30)}%` }} />
          <span style={{ width: 120, marginLeft: 'auto' }} />
        </div>
      ))}
    </div>
  )
}

/** Teaches: what belongs here, why it helps, and a first thing to do, best found in the person's own data. */
export function EmptyState({ title, why, children, foot }: { title: string; why?: ReactNode; children?: ReactNode; foot?: ReactNode }) {
  return (
    <div className={css.middle}>
      <h1 className={css.title}>{title}</h1>
      {why && <p className={css.why}>{why}</p>}
      {children && <div className={css.body}>{children}</div>}
      {foot && <div className={css.foot}>{foot}</div>}
    </div>
  )
}

/** See `ErrorState`. */
export interface ErrorStateProps {
  /** What happened, in a sentence. */
  title: string
  /** What is safe, and what to do. */
  detail?: ReactNode
  icon?: ReactNode
  /** Error code and request id, in the last line, for support. */
  code?: string
  onRetry?: (() => void) | undefined
  children?: ReactNode
}

/** Says what happened, what is safe and what to do; no apology. */
export function ErrorState({ title, detail, icon, code, onRetry, children }: ErrorStateProps) {
  const [isCopied, setCopied] = useState(false)
  const copy = () => void copyText(`${title} ${code ?? ''}`).then(setCopied)
  return (
    <div className={css.middle} data-wide={children !== undefined} role="alert">
      <div className={css.errorHead}>
        <span className={css.icon}>{icon ?? <IconAlertTriangle aria-hidden="true" />}</span>
        <div>
          <h1 className={css.title}>{title}</h1>
          {detail && <p className={css.why}>{detail}</p>}
        </div>
      </div>
      {children && <div className={css.body}>{children}</div>}
      {onRetry && <div className={css.body}><Button onClick={onRetry}>Try again</Button></div>}
      {code && (
        <div className={css.code}>
          {code}. <button type="button" className={css.copy} onClick={copy}>{isCopied ? 'Copied' : 'Copy for support'}</button>
        </div>
      )}
    </div>
  )
}

/** Stands above the page while there is no connection; says how old the page may be and when the next try is. */
export function OfflineBar({ since, retryAt, onRetry }: { since: Instant; retryAt?: Instant | undefined; onRetry?: (() => void) | undefined }) {
  const { now, zone } = useTimeFrame(1)
  const age = elapsed((now - toMillis(since)) / 1000)
  const wait = retryAt === undefined ? null : Math.max(0, Math.ceil((toMillis(retryAt) - now) / 1000))
  return (
    <section className={css.offline} aria-label="Connection">
      <IconPlugConnectedX aria-hidden="true" className={css.offlineIcon ?? ''} />
      <p role="alert">
        <b>No connection since {timeOfDay(since, zone)}.</b> <span aria-hidden="true">What you see may be {age} old. </span>
        What you write is kept here and sent when it is back.
      </p>
      <span className={css.space} />
      {wait !== null && <span className={css.wait}>{wait === 0 ? 'trying now' : `trying again in ${elapsed(wait)}`}</span>}
      {onRetry && <Button size="xs" onClick={onRetry}>Try now</Button>}
    </section>
  )
}

function useLate(afterMillis: number): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), afterMillis)
    return () => clearTimeout(timer)
  }, [afterMillis])
  return isLate
}
