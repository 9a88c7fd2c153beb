/** One page inside the shell: top bar with crumbs, actions, live sign and time; centre; rail (a drawer where it is narrow). */

import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconLayoutSidebarRight } from '@tabler/icons-react'
import { Fragment, useEffect, useState, type ReactNode } from 'react'
import { dayAndTime, elapsed } from './format-time.ts'
import { Link } from './link.tsx'
import { Mark } from './mark.tsx'
import { toMillis } from './now.ts'
import { OfflineBar } from './states.tsx'
import { useTimeFrame, useViewer } from './viewer.tsx'
import css from './page.module.css'

/** See `Page`. */
export interface PageProps {
  /** Where the page stands; the last is the page itself. */
  crumbs: readonly { label: string; href?: string }[]
  /** Buttons of the top bar; hidden on the phone but for the first inside `phoneActions`. */
  actions?: ReactNode
  /** The one action a phone shows. */
  phoneActions?: ReactNode
  /** A `Rail`. Under 960 px it opens as a drawer from the top bar. */
  rail?: ReactNode
  /** Words of the button that opens the rail: `Details`, `Today and on call`. */
  railLabel?: string
  /** `flow` scrolls as a whole with padding; `fill` gives the height to a table or a thread, which scroll themselves. */
  form?: 'flow' | 'fill'
  /** Title of the browser tab, where it should differ from the last crumb. */
  tabTitle?: string
  /** True where the page draws its own `h1`; a page that fills gets one for assistive technology otherwise. */
  isHeadingOwn?: boolean
  children: ReactNode
}

/** Stands once in each page. */
export function Page({ crumbs, actions, phoneActions, rail, railLabel = 'Details', form = 'flow', tabTitle, isHeadingOwn = form === 'flow', children }: PageProps) {
  const isNarrow = useMediaQuery('(max-width: 960px)', false, { getInitialValueInEffect: false })
  const [isRailOpen, setRailOpen] = useState(false)
  const { live } = useViewer()
  const own = tabTitle ?? crumbs.at(-1)?.label ?? ''
  useEffect(() => {
    document.title = own ? `${own} · Evenkeel` : 'Evenkeel'
  }, [own])
  return (
    <>
      <header className={css.top}>
        <span className="ek-phone"><Mark size={18} /></span>
        <Crumbs crumbs={crumbs} />
        <span className={css.space} />
        {actions && <span className={css.actions}>{actions}</span>}
        {phoneActions && <span className="ek-phone">{phoneActions}</span>}
        {rail && isNarrow && (
          <button type="button" className={css.railButton} onClick={() => setRailOpen(true)} aria-label={railLabel} title={railLabel}>
            <IconLayoutSidebarRight aria-hidden="true" />
          </button>
        )}
        <LiveSign />
        <TopTime />
      </header>
      {live.state === 'offline' && <OfflineBar since={live.since} retryAt={live.retryAt} onRetry={live.retry} />}
      <div className={css.body}>
        <main id="main" tabIndex={-1} className={form === 'fill' ? css.fill : css.flow}>
          {!isHeadingOwn && <h1 className="ek-hidden">{own}</h1>}
          {children}
        </main>
        {rail && !isNarrow && <aside className={css.rail} aria-label={railLabel}>{rail}</aside>}
      </div>
      {rail && isNarrow && (
        <Drawer opened={isRailOpen} onClose={() => setRailOpen(false)} title={railLabel} size={420}>{rail}</Drawer>
      )}
    </>
  )
}

function Crumbs({ crumbs }: { crumbs: PageProps['crumbs'] }) {
  return (
    <nav aria-label="Where you are" className={css.crumbs}>
      {crumbs.map(({ label, href }, at) => {
        const isLast = at === crumbs.length - 1
        return (
          <Fragment key={at}>
            {isLast ? <span className={css.here} aria-current="page">{label}</span> : <span className={css.before}>{href ? <Link quiet href={href}>{label}</Link> : label}</span>}
            {!isLast && <span className={css.slash} aria-hidden="true">/</span>}
          </Fragment>
        )
      })}
    </nav>
  )
}

/** A dot and a word: whether what is seen follows the server, or how old it is. */
export function LiveSign() {
  const { live } = useViewer()
  const { now } = useTimeFrame(10)
  const words = live.state === 'live' ? 'Live' : live.state === 'connecting' ? 'Connecting' : `${elapsed((now - toMillis(live.since)) / 1000)} old`
  return (
    <span className={css.live} data-state={live.state} title={live.state === 'live' ? 'Updates arrive by themselves' : 'Updates do not arrive'}>
      <i aria-hidden="true" />
      {words}
    </span>
  )
}

function TopTime() {
  const { now, zone } = useTimeFrame(60)
  return <time className={css.time} dateTime={new Date(now).toISOString()}>{dayAndTime(now, zone)}</time>
}
