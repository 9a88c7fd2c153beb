/** Everything around the pages: menu, keys, live stream, palette; sends strangers to the sign-in. */
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { clients, roleWords } from '../../model/actor.ts'
import { ApiProblem } from '../../client/problem.ts'
import type { Me } from '../../client/shapes.ts'
import { AppShell } from '../../kit/shell.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { KeyHelp, useKeys } from '../../kit/use-keys.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { countWords } from '../data/count-words.ts'
import { useLiveStream } from '../data/live.ts'
import { queryClient, useDescription, useList, useMe } from '../data/queries.ts'
import { useToDecide } from '../pages/change-decide.ts'
import { Fault } from '../parts/fault.tsx'
import { openPalette, usePaletteState } from './palette-state.ts'
import { PersonMenu } from './person-menu.tsx'
import { placesOf, type Place } from './places.ts'

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
  if (me.data && description.data) return <Inside me={me.data} />
  const error = me.error ?? description.error
  return <div style={{ padding: 48 }}>{error ? <Fault error={error} retry={() => void queryClient.invalidateQueries()} /> : <LoadingRows rows={6} />}</div>
}

function Inside({ me }: { me: Me }) {
  useLiveStream()
  useGoKeys()
  const path = useLocation({ select: (l) => l.pathname })
  const shown = placesOf(me.role)
  const isStaff = !clients.includes(me.role)
  const incidents = useList('incidents', { group: 'active', limit: 1, count: true }).data?.count
  const alerts = useList('alerts', { group: 'active', limit: 1, count: true }, isStaff).data?.count
  const toDecide = useToDecide(isStaff).data?.length
  const counted = (p: Place) => {
    const total = p.counts === 'incidents' ? incidents : p.counts === 'alerts' ? alerts : p.counts === 'toDecide' ? toDecide : undefined
    return { ...p, ...(total !== undefined && total > 0 ? { mark: countWords(total) } : {}) }
  }
  const { isOpen } = usePaletteState()
  const wasOpened = useRef(false)
  wasOpened.current ||= isOpen
  return (
    <>
      <AppShell
        organization={me.organization.name} path={path.startsWith('/records/cis') ? '/graph' : path.startsWith('/records/') ? '/settings' : path} onFind={openPalette} person={{ name: me.name, note: roleWords[me.role], menu: <PersonMenu /> }}
        nav={(['Now', 'Plan', 'Know'] as const).map((label) => ({ label, items: shown.filter((p) => p.group === label).map(counted) }))}
      >
        <Suspense fallback={<div style={{ padding: '64px 20px' }}><LoadingRows rows={10} /></div>}><Outlet /></Suspense>
      </AppShell>
      <KeyHelp />
      {wasOpened.current && <Suspense fallback={null}><Palette /></Suspense>}
    </>
  )
}

/** `G` then a letter goes to a page, `C` writes a new incident, `Ctrl K` finds. */
function useGoKeys(): void {
  const { navigate } = useViewer()
  const go = (keys: string, label: string, href: string) => ({ keys, label, group: 'Go to', run: () => navigate(href) })
  useKeys('shell', [
    { keys: 'Ctrl+K', label: 'find or do', group: 'Everywhere', run: openPalette, inFields: true },
    { keys: 'C', label: 'new incident', group: 'Everywhere', run: () => navigate('/incidents/new') },
    go('G B', 'Bridge', '/bridge'), go('G I', 'Incidents', '/incidents'), go('G A', 'Alerts', '/alerts'), go('G P', 'Problems', '/problems'), go('G C', 'Changes', '/changes'), go('G K', 'Change calendar', '/calendar'), go('G S', 'Services', '/services'), go('G M', 'Service map', '/map'), go('G E', 'Measures', '/measures'), go('G X', 'Explore', '/explore'),
  ])
}
