/** The way around: groups of pages with what waits in them, the palette, and who is signed in. */
import { ActionIcon } from '@mantine/core'
import { IconBell, IconLayoutDashboard, IconSearch, IconSettings, IconSitemap, IconStack2, IconUrgent } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { clients, roleWords } from '../../model/actor.ts'
import { Avatar } from '../../kit/person.tsx'
import { Link } from '../../kit/link.tsx'
import { useFollow } from '../../kit/viewer.tsx'
import { useList, useMe } from '../data/queries.ts'
import { Mark } from './mark.tsx'
import { openPalette } from './palette-state.ts'
import css from './shell.module.css'

interface Place {
  readonly href: string
  readonly name: string
  readonly icon: ComponentType<{ 'aria-hidden'?: 'true' }>
  readonly group: 'Now' | 'Know'
  readonly counts?: 'incidents' | 'alerts'
  /** Not shown to users and customers. */
  readonly staffOnly?: boolean
}

/** Pages in the order of the menu. */
export const places: readonly Place[] = [
  { href: '/', name: 'Bridge', icon: IconLayoutDashboard, group: 'Now', staffOnly: true },
  { href: '/incidents', name: 'Incidents', icon: IconUrgent, group: 'Now', counts: 'incidents' },
  { href: '/alerts', name: 'Alerts', icon: IconBell, group: 'Now', counts: 'alerts', staffOnly: true },
  { href: '/services', name: 'Services', icon: IconStack2, group: 'Know' },
  { href: '/map', name: 'Service map', icon: IconSitemap, group: 'Know', staffOnly: true },
]

function usePlaces(): readonly Place[] {
  const role = useMe().data?.role
  return role !== undefined && clients.includes(role) ? places.filter((p) => !p.staffOnly) : places
}

export function Nav() {
  const me = useMe().data
  const shown = usePlaces()
  const settings = useFollow('/settings')
  return (
    <nav className={css.nav} aria-label="Main">
      <div className={css.brand}>
        <Mark />
        <div>Evenkeel{me && <span className={css.org}>{me.organization.name}</span>}</div>
      </div>
      <button type="button" className={css.find} onClick={openPalette} aria-label="Find or do">
        <IconSearch aria-hidden="true" />
        <span>Find or do</span>
        <kbd>Ctrl K</kbd>
      </button>
      {(['Now', 'Know'] as const).map((group) => (
        <div key={group}>
          <div className={css.group}>{group}</div>
          {shown.filter((p) => p.group === group).map((p) => <Item key={p.href} place={p} />)}
        </div>
      ))}
      {me && (
        <div className={css.me}>
          <Avatar name={me.name} />
          <span className={css.meName}>{me.name}<small>{roleWords[me.role]}</small></span>
          <ActionIcon component="a" href="/settings" onClick={settings} aria-label="Settings"><IconSettings aria-hidden="true" /></ActionIcon>
        </div>
      )}
    </nav>
  )
}

function Item({ place }: { place: Place }) {
  const isOn = useIsOn(place.href)
  const Icon = place.icon
  return (
    <Link quiet href={place.href} className={css.item} title={place.name} {...(isOn ? { 'data-on': true, 'aria-current': 'page' as const } : {})}>
      <Icon aria-hidden="true" />
      <span>{place.name}</span>
      {place.counts && <Waiting plural={place.counts} />}
    </Link>
  )
}

function Waiting({ plural }: { plural: 'incidents' | 'alerts' }) {
  const answer = useList(plural, { group: 'active', limit: 1, count: true })
  const n = answer.data?.count ?? 0
  return n === 0 ? null : <span className={plural === 'incidents' ? `${css.count} ${css.hot}` : css.count}>{n}</span>
}

/** The bar at the foot of a phone. */
export function PhoneBar() {
  const shown = usePlaces().filter((p) => p.href !== '/map')
  return (
    <nav className={css.bar} aria-label="Main, short">
      {shown.map((place) => <PhoneItem key={place.href} place={place} />)}
      <button type="button" onClick={openPalette}><IconSearch aria-hidden="true" />Find</button>
    </nav>
  )
}

function PhoneItem({ place }: { place: Place }) {
  const isOn = useIsOn(place.href)
  const Icon = place.icon
  return <Link quiet href={place.href} {...(isOn ? { 'data-on': true, 'aria-current': 'page' as const } : {})}><Icon aria-hidden="true" />{place.name}</Link>
}

function useIsOn(href: string): boolean {
  const path = useLocation({ select: (l) => l.pathname })
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
}
