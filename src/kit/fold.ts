/** How a long thread is made short: runs of system lines folded, old entries folded by hour, views that leave some out. Pure. */

import type { ThreadEntry } from './thread-entry.ts'
import { toMillis } from './now.ts'

/** What a thread shows in place of entries. */
export type Folded =
  | { kind: 'entry'; entry: ThreadEntry }
  | { kind: 'run'; id: string; entries: ThreadEntry[] }
  | { kind: 'hour'; id: string; hourAt: number; entries: ThreadEntry[] }

/** Which entries are seen. */
export type ThreadView = 'everything' | 'said' | 'public' | 'decisions'

/** Longer runs than this are folded. */
export const LONGEST_RUN = 3
/** From so many entries on, all but the newest are folded by hour. */
export const FOLD_BY_HOUR_FROM = 500
/** So many of the newest stay open then. */
const KEPT_OPEN = 100
const HOUR_MILLIS = 3_600_000

/** Entries sorted oldest first become what is drawn; `opened` holds ids of runs and hours that a person opened. */
export function foldThread(entries: readonly ThreadEntry[], opened: ReadonlySet<string>): Folded[] {
  const byHour = entries.length > FOLD_BY_HOUR_FROM ? entries.length - KEPT_OPEN : 0
  return [...foldHours(entries.slice(0, byHour), opened), ...foldRuns(entries.slice(byHour), opened)]
}

/** Runs of more than three system lines become one: `24 system entries`. */
export function foldRuns(entries: readonly ThreadEntry[], opened: ReadonlySet<string> = new Set()): Folded[] {
  return groupsOf(entries, (entry) => (entry.kind === 'system' ? 'system' : entry.id)).flatMap((group): Folded[] => {
    const [first] = group
    if (first === undefined) return []
    const id = `run ${first.id}`
    const isFolded = first.kind === 'system' && group.length > LONGEST_RUN && !opened.has(id)
    return isFolded ? [{ kind: 'run', id, entries: group }] : group.map((entry) => ({ kind: 'entry', entry }))
  })
}

/** The entries that a view shows; people's words stay in every view but `decisions`. */
export function inView(entries: readonly ThreadEntry[], view: ThreadView): ThreadEntry[] {
  return entries.filter((entry) => {
    if (view === 'said') return entry.kind === 'said'
    if (view === 'public') return entry.kind === 'said' && entry.visibility === 'public'
    if (view === 'decisions') return entry.kind === 'turn' && entry.isDecision === true
    return true
  })
}

function foldHours(entries: readonly ThreadEntry[], opened: ReadonlySet<string>): Folded[] {
  const hourOf = (entry: ThreadEntry) => Math.floor(toMillis(entry.at) / HOUR_MILLIS) * HOUR_MILLIS
  return groupsOf(entries, (entry) => String(hourOf(entry))).flatMap((group): Folded[] => {
    const [first] = group
    if (first === undefined) return []
    const id = `hour ${hourOf(first)}`
    return opened.has(id) ? foldRuns(group, opened) : [{ kind: 'hour', id, hourAt: hourOf(first), entries: group }]
  })
}

/** Neighbours with the same key, together. */
function groupsOf(entries: readonly ThreadEntry[], keyOf: (entry: ThreadEntry) => string): ThreadEntry[][] {
  const groups: ThreadEntry[][] = []
  let key: string | undefined
  for (const entry of entries) {
    if (keyOf(entry) === key) groups.at(-1)?.push(entry)
    else groups.push([entry])
    key = keyOf(entry)
  }
  return groups
}
