/** The frame of the product: navigation at the left (a bar of five on the phone), and the page beside it. */

import { Drawer } from '@mantine/core'
import { IconDots, IconSearch } from '@tabler/icons-react'
import { type ComponentType, type ReactNode, useState } from 'react'
import { Avatar } from './person.tsx'
import { KeyCaps } from './key-hints.tsx'
import { Mark } from './mark.tsx'
import { useFollow } from './viewer.tsx'
import css from './shell.module.css'

/** An entry of the navigation. */
export interface NavItem {
  href: string
  label: string
  /** A Tabler outline icon. */
  icon: ComponentType<{ className?: string; 'aria-hidden'?: 'true' }>
  count?: number | undefined
  /** The count is red: something in there is broken now. */
  isHot?: boolean
  /** Something drawn instead of a count, such as the trim. */
  mark?: ReactNode
  /** One of the four of the phone's bottom bar; the others stand behind its fifth, More. */
  isOnPhone?: boolean
}

/** `Now`, `Plan`, `Know`, `Steer`. */
export interface NavGroup {
  label: string
  items: readonly NavItem[]
}

/** See `AppShell`. */
export interface AppShellProps {
  organization: string
  nav: readonly NavGroup[]
  /** Path of the page that is open; the entry with the longest matching address is marked. */
  path: string
  /** Opens the palette. */
  onFind: () => void
  /** The person at the foot of the navigation; `menu` is what its gear opens (give a Menu with its own target). */
  person: { name: string; note?: string; menu?: ReactNode }
  /** The page. */
  children: ReactNode
}

/** Stands once around all pages that need a sign-in. */
export function AppShell({ organization, nav, path, onFind, person, children }: AppShellProps) {
  const items = nav.flatMap((group) => group.items)
  const current = currentOf(items, path)
  const onPhone = items.filter((item) => item.isOnPhone).slice(0, 4)
  return (
    <div className={css.app}>
      <a href="#main" className={css.skip}>Go to the page</a>
      <nav className={css.nav} aria-label="Main">
        <div className={css.brand}>
          <Mark />
          <div className={css.wide}>
            Evenkeel
            <div className={css.organization}>{organization}</div>
          </div>
        </div>
        <button type="button" className={css.find} onClick={onFind} aria-keyshortcuts="Control+K">
          <IconSearch aria-hidden="true" />
          <span className={css.findLabel}>Find or do</span>
          <span className={css.findKeys} aria-hidden="true"><KeyCaps keys="Ctrl+K" /></span>
        </button>
        <div className={css.groups}>
          {nav.map((group) => (
            <section key={group.label} aria-label={group.label}>
              <div className={css.groupLabel} aria-hidden="true">{group.label}</div>
              {group.items.map((item) => <NavLink key={item.href} item={item} isCurrent={item === current} />)}
            </section>
          ))}
        </div>
        <div className={css.person}>
          <Avatar name={person.name} />
          <span className={css.personName}>
            {person.name}
            {person.note && <span className={css.personNote}>{person.note}</span>}
          </span>
          {person.menu}
        </div>
      </nav>
      <div className={css.main}>
        {children}
        <nav className={css.phoneBar} aria-label="Main, short">
          {onPhone.map((item) => <PhoneLink key={item.href} item={item} isCurrent={item === current} />)}
          <PhoneMore items={items.filter((item) => !onPhone.includes(item))} current={current} onFind={onFind} />
        </nav>
      </div>
    </div>
  )
}

function NavLink({ item, isCurrent }: { item: NavItem; isCurrent: boolean }) {
  const follow = useFollow(item.href)
  const Icon = item.icon
  return (
    <a href={item.href} onClick={follow} className={css.item} title={item.label} {...(isCurrent ? { 'aria-current': 'page' as const } : {})}>
      <Icon aria-hidden="true" />
      <span className={css.itemLabel}>{item.label}</span>
      {item.mark && <span className={css.count}>{item.mark}</span>}
      {item.count !== undefined && item.count > 0 && (
        <span className={css.count} data-hot={item.isHot ?? false}>
          {item.count}
          {item.isHot && <span className="ek-hidden">, some broken now</span>}
        </span>
      )}
    </a>
  )
}

/** The rest of the menu, and the palette, which a phone has no key for. */
function PhoneMore({ items, current, onFind }: { items: readonly NavItem[]; current: NavItem | undefined; onFind: () => void }) {
  const [isOpen, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  return (
    <>
      <button type="button" className={css.phoneItem} aria-haspopup="dialog" onClick={() => setOpen(true)} data-current={current !== undefined && items.includes(current)}>
        <IconDots aria-hidden="true" />
        More
      </button>
      <Drawer opened={isOpen} onClose={close} position="bottom" size="auto" title="Everything else">
        <nav className={css.more} aria-label="Everything else" onClick={close}>
          <button type="button" className={css.item} onClick={onFind}><IconSearch aria-hidden="true" /><span>Find or do</span></button>
          {items.map((item) => <MoreLink key={item.href} item={item} isCurrent={item === current} />)}
        </nav>
      </Drawer>
    </>
  )
}

function MoreLink({ item, isCurrent }: { item: NavItem; isCurrent: boolean }) {
  const follow = useFollow(item.href)
  const Icon = item.icon
  return <a href={item.href} onClick={follow} className={css.item} {...(isCurrent ? { 'aria-current': 'page' as const } : {})}><Icon aria-hidden="true" /><span>{item.label}</span></a>
}

function PhoneLink({ item, isCurrent }: { item: NavItem; isCurrent: boolean }) {
  const follow = useFollow(item.href)
  const Icon = item.icon
  return (
    <a href={item.href} onClick={follow} className={css.phoneItem} {...(isCurrent ? { 'aria-current': 'page' as const } : {})}>
      <Icon aria-hidden="true" />
      {item.label}
    </a>
  )
}

function currentOf(items: readonly NavItem[], path: string): NavItem | undefined {
  return items
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0]
}
