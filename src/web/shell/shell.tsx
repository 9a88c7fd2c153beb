/** Everything around the pages: menu, keys, live stream, palette, connection bar; sends strangers to the sign-in. */
import { Button } from '@mantine/core'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react'
import { ApiProblem } from '../../client/problem.ts'
import { timeOfDay } from '../../kit/format-time.ts'
import { KeyHelp, useKeys } from '../../kit/use-keys.tsx'
import { useTimeFrame, useViewer } from '../../kit/viewer.tsx'
import { client, useConnection } from '../data/connection.ts'
import { useLiveStream } from '../data/live.ts'
import { queryClient, useDescription, useMe } from '../data/queries.ts'
import { Fault } from '../parts/fault.tsx'
import { LoadingLines } from '../parts/loading.tsx'
import { Nav, PhoneBar } from './nav.tsx'
import { openPalette, usePaletteState } from './palette-state.ts'
import css from './shell.module.css'

const Palette = lazy(() => import('./palette.tsx').then((m) => ({ default: m.Palette })))

export function Shell() {
  const me = useMe()
  const description = useDescription()
  const navigate = useNavigate()
  const isStranger = me.error instanceof ApiProblem && me.error.code === 'unauthenticated'
  useEffect(() => {
    if (isStranger) void navigate({ to: '/sign-in', search: { to: window.location.pathname + window.location.search } })
  }, [isStranger, navigate])
  if (isStranger) return null
  if (!me.data || !description.data) {
    const error = me.error ?? description.error
    return error ? <div style={{ padding: 48 }}><Fault error={error} retry={() => void queryClient.invalidateQueries()} /></div> : <div style={{ padding: 48 }}><LoadingLines count={6} /></div>
  }
  return <Inside />
}

function Inside() {
  useLiveStream()
  useGoKeys()
  const { isOpen } = usePaletteState()
  const wasOpened = useRef(false)
  wasOpened.current ||= isOpen
  return (
    <div className={css.app}>
      <a href="#content" className={css.skip}>Skip to the page</a>
      <Nav />
      <div className={css.main}>
        <OfflineBar />
        <Suspense fallback={<Waiting />}><Outlet /></Suspense>
      </div>
      <PhoneBar />
      <KeyHelp />
      {wasOpened.current && <Suspense fallback={null}><Palette /></Suspense>}
    </div>
  )
}

function Waiting(): ReactNode {
  return <><header className={css.top} /><div className={css.body}><LoadingLines count={8} /></div></>
}

/** `G` then a letter goes to a page, `C` writes a new incident, `Ctrl K` finds. */
function useGoKeys(): void {
  const { navigate } = useViewer()
  const go = (keys: string, label: string, href: string) => ({ keys, label, group: 'Go to', run: () => navigate(href) })
  useKeys('shell', [
    { keys: 'Ctrl+K', label: 'find or do', group: 'Everywhere', run: openPalette },
    { keys: 'C', label: 'new incident', group: 'Everywhere', run: () => navigate('/incidents/new') },
    go('G B', 'Bridge', '/'), go('G I', 'Incidents', '/incidents'), go('G A', 'Alerts', '/alerts'), go('G S', 'Services', '/services'), go('G M', 'Service map', '/map'),
  ])
}

function OfflineBar() {
  const connection = useConnection()
  const frame = useTimeFrame(60)
  if (connection.state !== 'offline') return null
  return (
    <div className={css.offline} role="alert">
      <span>No connection since {timeOfDay(connection.since, frame.zone)}. What you see may be old; what you write is kept here.</span>
      <span className="ek-space" />
      <Button size="xs" onClick={() => void client.me().then(() => queryClient.invalidateQueries(), () => undefined)}>Try again</Button>
    </div>
  )
}
