/** Filters that read as sentences, views as tabs, and the line that says how a list is sorted. */

import { Popover } from '@mantine/core'
import { IconFilter, IconPlus, IconX } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import { useFollow } from './viewer.tsx'
import css from './filter-chips.module.css'

/** `State` **is not closed**: subject, then what holds; `editor` opens on a click. */
export interface FilterChip {
  id: string
  subject: string
  /** `is not closed`, `gold, silver`, `last 14 days`. */
  words: string
  /** Quiet words behind: `and 1 step more`. */
  tail?: string
  /** The form that changes it, in a popover. */
  editor?: ReactNode
}

/** See `FilterChips`. */
export interface FilterChipsProps {
  chips: readonly FilterChip[]
  onRemove: (id: string) => void
  /** The form behind the dashed chip (`F`). */
  adder?: ReactNode
  isAdding?: boolean
  onAdding?: (isAdding: boolean) => void
  /** Far end: group, sort, columns. */
  trail?: ReactNode
}

/** A row of chips; the whole set is in the address, so a view is a link. */
export function FilterChips({ chips, onRemove, adder, isAdding = false, onAdding, trail }: FilterChipsProps) {
  return (
    <div className={css.bar} role="group" aria-label="Filters">
      {chips.map((chip) => <Chip key={chip.id} chip={chip} onRemove={() => onRemove(chip.id)} />)}
      {adder && (
        <Popover opened={isAdding} onChange={(next) => onAdding?.(next)} position="bottom-start" trapFocus>
          <Popover.Target>
            <button type="button" className={css.adder} onClick={() => onAdding?.(!isAdding)} aria-expanded={isAdding}>
              <IconFilter aria-hidden="true" /> Filter <kbd className="ek-desk">F</kbd>
            </button>
          </Popover.Target>
          <Popover.Dropdown>{adder}</Popover.Dropdown>
        </Popover>
      )}
      {trail && <span className={css.trail}>{trail}</span>}
    </div>
  )
}

function Chip({ chip, onRemove }: { chip: FilterChip; onRemove: () => void }) {
  const words = (
    <>
      {chip.subject} <b>{chip.words}</b> {chip.tail}
    </>
  )
  return (
    <span className={css.chip}>
      {chip.editor ? (
        <Popover position="bottom-start" trapFocus>
          <Popover.Target><button type="button" className={css.words}>{words}</button></Popover.Target>
          <Popover.Dropdown>{chip.editor}</Popover.Dropdown>
        </Popover>
      ) : (
        <span className={css.words}>{words}</span>
      )}
      <button type="button" className={css.remove} onClick={onRemove} aria-label={`Remove the filter ${chip.subject} ${chip.words}`}>
        <IconX aria-hidden="true" />
      </button>
    </span>
  )
}

/** A saved view: an address with a name and a count. */
export interface ViewTab {
  id: string
  label: string
  href?: string
  count?: number | string | undefined
  icon?: ComponentType<{ 'aria-hidden'?: 'true' }>
}

/** See `ViewTabs`. */
export interface ViewTabsProps {
  label: string
  tabs: readonly ViewTab[]
  current: string
  onChange?: (id: string) => void
  /** Adds `Save this view` behind the tabs. */
  onSave?: (() => void) | undefined
  trail?: ReactNode
}

/** Views of one list. With `href` they are links (each view is an address), without it buttons. */
export function ViewTabs({ label, tabs, current, onChange, onSave, trail }: ViewTabsProps) {
  return (
    <div className={css.tabBar}>
      <nav className={css.tabs} aria-label={label}>
        {tabs.map((tab) => <Tab key={tab.id} tab={tab} isCurrent={tab.id === current} onChange={onChange} />)}
        {onSave && (
          <button type="button" className={css.tab} data-quiet="true" onClick={onSave}><IconPlus aria-hidden="true" /> Save this view</button>
        )}
      </nav>
      {trail && <span className={css.trail}>{trail}</span>}
    </div>
  )
}

function Tab({ tab, isCurrent, onChange }: { tab: ViewTab; isCurrent: boolean; onChange: ViewTabsProps['onChange'] }) {
  const follow = useFollow(tab.href)
  const Icon = tab.icon
  const inside = (
    <>
      {Icon && <Icon aria-hidden="true" />}
      {tab.label}
      {tab.count !== undefined && <span className={css.count}>{tab.count}</span>}
    </>
  )
  const current = isCurrent ? { 'aria-current': 'page' as const } : {}
  if (tab.href !== undefined) return <a href={tab.href} onClick={follow} className={css.tab} {...current}>{inside}</a>
  return (
    <button type="button" className={css.tab} onClick={() => onChange?.(tab.id)} aria-pressed={isCurrent} {...(isCurrent ? { 'data-current': 'true' } : {})}>
      {inside}
    </button>
  )
}

/** `Sort: majors, then time left`. */
export function SaidSetting({ label, children, onClick }: { label: string; children: ReactNode; onClick?: () => void }) {
  const inside = <>{label}: <b>{children}</b></>
  return onClick ? <button type="button" className={css.said} onClick={onClick}>{inside}</button> : <span className={css.said}>{inside}</span>
}
