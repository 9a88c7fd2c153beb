/** One page: top bar with crumbs and actions, the body, and the rail beside it (behind a tab where it is narrow). */
import { useEffect, useState, type ReactNode } from 'react'
import { dayAndTime } from '../../kit/format-time.ts'
import { Link } from '../../kit/link.tsx'
import { useTimeFrame } from '../../kit/viewer.tsx'
import { useConnection } from '../data/connection.ts'
import css from './shell.module.css'

/** See `Page`. */
export interface PageProps {
  /** The last one is where we are; the others lead back. */
  readonly crumbs: readonly { readonly name: string; readonly href?: string }[]
  readonly actions?: ReactNode
  readonly rail?: ReactNode
  /** What the tab of the rail is called where it is narrow. */
  readonly railName?: string
  /** The body has no padding and scrolls by itself: tables, threads, maps. */
  readonly isFlush?: boolean
  readonly children: ReactNode
}

export function Page({ crumbs, actions, rail, railName = 'Facts', isFlush = false, children }: PageProps) {
  const [tab, setTab] = useState<'body' | 'rail'>('body')
  const here = crumbs[crumbs.length - 1]?.name ?? 'Evenkeel'
  useEffect(() => {
    document.title = `${here} · Evenkeel`
  }, [here])
  return (
    <>
      <header className={css.top}>
        <nav className={css.crumbs} aria-label="Where you are">
          {crumbs.map((c, i) => (c.href === undefined
            ? <span key={i} className="ek-clip" aria-current="page">{c.name}</span>
            : <span key={i} className="ek-nowrap"><Link quiet href={c.href}>{c.name}</Link> <span className="ek-3" aria-hidden="true">/</span></span>))}
        </nav>
        <span className="ek-space" />
        {actions}
        <LiveSign />
        <TimeNow />
      </header>
      {rail && isFlush && (
        <div className={css.tabs} role="tablist" aria-label="Parts of the page">
          <button type="button" role="tab" aria-selected={tab === 'body'} onClick={() => setTab('body')}>{here}</button>
          <button type="button" role="tab" aria-selected={tab === 'rail'} onClick={() => setTab('rail')}>{railName}</button>
        </div>
      )}
      <div className={css.cols} data-tab={tab} {...(isFlush ? { 'data-flush': true } : {})}>
        <main id="content" tabIndex={-1} className={css.body} {...(isFlush ? { 'data-flush': true } : {})}>{children}</main>
        {rail && <aside className={css.rail} aria-label={railName} tabIndex={0}>{rail}</aside>}
      </div>
    </>
  )
}

function LiveSign() {
  const { state } = useConnection()
  return <span className={css.live} data-state={state}><i aria-hidden="true" />{state === 'live' ? 'Live' : state === 'offline' ? 'Offline' : 'Connecting'}</span>
}

function TimeNow() {
  const frame = useTimeFrame(60)
  return <span className={css.topTime}>{dayAndTime(frame.now, frame.zone)}</span>
}
