/** The calendar's answer as lanes by service or team, with the lines between what clashes. Pure. */
import type { CalendarEntry } from '../../model/calendar-entry.ts'
import { duePoint, type TimeFrame } from '../../kit/format-time.ts'
import { counted, listed } from '../../kit/format.ts'
import type { Lane, LaneBand, LaneItem } from '../../kit/swimlane.tsx'
import { addressOf } from '../data/address.ts'
import { toneOf } from './change-words.ts'

export type LanesBy = 'service' | 'team'

/** What the lanes are made of. */
export interface CalendarFacts {
  /** By their start, as the server gives them. */
  readonly entries: readonly CalendarEntry[]
  readonly by: LanesBy
  /** Of services and teams; null where the viewer may not see it. */
  readonly titleOf: (id: string) => { readonly number: string; readonly title: string } | null
  readonly mayMove: (entry: CalendarEntry) => boolean
  /** The word of its state. */
  readonly stateOf: (entry: CalendarEntry) => string
  readonly frame: TimeFrame
}

export interface CalendarDrawn {
  readonly lanes: readonly Lane[]
  /** Ids of changes that clash with another, each pair once. */
  readonly clashes: readonly (readonly [string, string])[]
}

export const changesOf = (entries: readonly CalendarEntry[]): readonly CalendarEntry[] => entries.filter((e) => e.kind === 'change')

export function lanesOf(facts: CalendarFacts): CalendarDrawn {
  const changes = changesOf(facts.entries)
  const clashes = changes.flatMap((e) => e.collidesWith.flatMap((c) => (c.record === 'change' && e.id < c.id ? [[e.id, c.id] as const] : [])))
  const bars = facts.entries.filter((e) => e.kind === 'change' || e.kind === 'release')
  const windows = facts.entries.filter((e) => e.kind !== 'change' && e.kind !== 'release')
  const on = (e: CalendarEntry): readonly string[] => (facts.by === 'team' ? e.onTeamIds : e.onServiceIds)
  const lanes = [...new Set([...bars, ...windows].flatMap(on))].map((id): Lane => {
    const titled = facts.titleOf(id)
    return {
      id, label: titled?.title ?? (facts.by === 'team' ? 'A team you cannot see' : 'A service you cannot see'), ...(titled && facts.by === 'service' ? { href: addressOf('services', titled.number) } : {}),
      items: bars.filter((e) => on(e).includes(id)).map((e) => itemOf(e, facts)), bands: windows.filter((e) => on(e).includes(id)).map(bandOf),
    }
  }).toSorted((a, b) => (a.label < b.label ? -1 : 1))
  const loose = bars.filter((e) => on(e).length === 0)
  // Where there is no row at all, what holds for everything stands alone.
  const bands = lanes.length === 0 ? windows.map(bandOf) : []
  if (loose.length + bands.length === 0) return { lanes, clashes }
  const label = loose.length === 0 ? 'Everything' : facts.by === 'team' ? 'No team yet' : 'No service named'
  return { lanes: [...lanes, { id: 'none', label, items: loose.map((e) => itemOf(e, facts)), bands }], clashes }
}

/** What it clashes with, in words. */
export const clashWordsOf = (e: CalendarEntry): readonly string[] => e.collidesWith.map((c) => c.why)

function itemOf(e: CalendarEntry, { frame, mayMove, stateOf }: CalendarFacts): LaneItem {
  const clashes = clashWordsOf(e)
  const [startMs, endMs] = [Date.parse(e.startsAt), Date.parse(e.endsAt)]
  const isMovable = e.kind === 'change' && mayMove(e)
  return {
    id: e.id, number: e.number, title: e.title, startMs, endMs, isMovable, isClash: clashes.length > 0 || e.result === 'failed' || e.result === 'backed_out',
    tone: e.kind === 'release' ? releaseTone(e.state) : toneOf({ state: e.state, type: e.type ?? 'normal' }), href: addressOf(e.kind === 'release' ? 'releases' : 'changes', e.number),
    words: `${e.number} ${e.title}${e.kind === 'release' ? ', a release' : ''}, ${duePoint(startMs, frame)} to ${duePoint(endMs, frame)}, ${stateOf(e).toLowerCase()}${clashes.length > 0 ? `. Clash: ${listed(clashes)}` : ''}${isMovable ? '. Arrow keys move it, Enter opens' : e.kind === 'release' ? '. Enter opens' : ''}`,
  }
}

// A release is moved on its own page, where its units are.
const releaseTone = (state: string): LaneItem['tone'] => (['planned', 'built', 'tested'].includes(state) ? 'asked' : ['deploying', 'early_life'].includes(state) ? 'now' : state === 'approved' ? 'agreed' : 'done')

export const bandOf = (e: CalendarEntry): LaneBand => ({
  id: `${e.id} ${e.startsAt}`, kind: e.kind === 'freeze' || e.kind === 'business_event' ? e.kind : 'maintenance', label: e.kind === 'freeze' ? `${e.isHard ? 'freeze' : 'soft freeze'}: ${e.title}` : e.title,
  startMs: Date.parse(e.startsAt), endMs: Date.parse(e.endsAt), href: addressOf('windows', e.number),
})

/** The sentence over the calendar. */
export function verdictWords(changes: readonly CalendarEntry[], words: string): string {
  const clash = changes.filter((e) => e.collidesWith.length > 0).length
  if (changes.length === 0) return `Nothing is planned ${words}.`
  return `${counted(changes.length, 'change')}, ${clash === 0 ? 'and none of them clashes' : clash === 1 ? '1 of them clashes' : `${clash} of them clash`}.`
}
