/** The views of the queue that are there from the start, and filters as sentences. */
import type { RecordSketch } from '../../client/shapes.ts'
import { queryOf } from '../../client/transport.ts'
import type { FilterChip } from '../../kit/filter-chips.tsx'
import type { Directory, Wanted } from '../data/directory.ts'

export type Filters = Readonly<Record<string, string>>

interface View {
  readonly id: string
  readonly label: string
  readonly filters: Filters
  /** Says nothing to users and customers. */
  readonly isForStaff?: boolean
}

export const standardViews: readonly View[] = [
  { id: 'open', label: 'Open, by time left', filters: { group: 'active', sort: 'due' } },
  { id: 'mine', isForStaff: true, label: 'Mine', filters: { group: 'active', assigneeId: 'me', sort: 'due' } },
  { id: 'teams', isForStaff: true, label: 'My teams', filters: { group: 'active', teamId: 'my-teams', sort: 'due' } },
  { id: 'unassigned', isForStaff: true, label: 'Nobody has it', filters: { group: 'open', 'assigneeId.empty': 'true', sort: 'due' } },
  { id: 'waiting', label: 'Waiting', filters: { group: 'waiting', sort: 'stateSince' } },
  { id: 'majors', label: 'Majors', filters: { isMajor: 'true', sort: '-createdAt' } },
  { id: 'done', label: 'Resolved and closed', filters: { group: 'done', sort: '-updatedAt' } },
]

export const viewAddress = (filters: Filters): string => `/incidents${queryOf(filters)}`

/** The view whose filters these are, or null. */
export const viewOf = (filters: Filters, saved: readonly Pick<View, 'id' | 'filters'>[]): string | null => {
  const key = keyOf(filters)
  return [...standardViews, ...saved].find((v) => keyOf(v.filters) === key)?.id ?? null
}
const keyOf = (f: Filters): string => new URLSearchParams(Object.entries(f).sort(([a], [b]) => (a < b ? -1 : 1))).toString()

const groups: Readonly<Record<string, string>> = { active: 'open or waiting', open: 'open', waiting: 'waiting', done: 'resolved or closed' }

/** Each filter as subject and words: `State` **is open or waiting**. */
export function chipsOf(filters: Filters, sketch: RecordSketch | undefined, directory: Directory): readonly FilterChip[] {
  return Object.entries(filters).filter(([name]) => name !== 'sort').map(([name, value]) => {
    if (name === 'group') return { id: name, subject: 'State', words: `is ${groups[value] ?? value}` }
    if (name === 'q') return { id: name, subject: 'Text', words: `has “${value}”` }
    const [field = name, op] = name.split('.')
    const f = sketch?.fields.find((one) => one.name === field)
    const words = value.split(',').map((v) => (v === 'me' ? 'me' : v === 'my-teams' ? 'my teams' : f?.kind === 'choice' ? (sketch?.states.find((s) => field === 'state' && s.name === v)?.label ?? f.words?.[v] ?? v) : f?.kind === 'ref' ? directory.name(v) ?? 'one you cannot see' : field === 'priority' ? `P${v}` : v === 'true' && f?.kind === 'yesno' ? 'yes' : v === 'false' && f?.kind === 'yesno' ? 'no' : v)).join(', ')
    if (op === 'empty') return { id: name, subject: f?.label ?? field, words: value === 'true' ? 'is nobody' : 'is somebody' }
    return { id: name, subject: f?.label ?? field, words: op === 'not' ? `is not ${words}` : op === 'from' ? `from ${words}` : op === 'to' ? `until ${words}` : words }
  })
}

/** The records that filters name by id, by record type, so that their names can be asked for. */
export function idsIn(filters: Filters, sketch: RecordSketch | undefined): Wanted {
  const wanted: Record<string, string[]> = {}
  for (const [name, value] of Object.entries(filters)) {
    const to = sketch?.fields.find((f) => f.name === name.split('.')[0])?.to
    const ids = to ? value.split(',').filter((v) => /^[0-9a-f-]{36}$/i.test(v)) : []
    if (to && ids.length > 0) wanted[to] = [...(wanted[to] ?? []), ...ids]
  }
  return wanted
}

const sorts: Readonly<Record<string, string>> = {
  due: 'time left', priority: 'priority', '-priority': 'priority, least first', createdAt: 'oldest first', '-createdAt': 'newest first', '-updatedAt': 'last news', updatedAt: 'longest without news', stateSince: 'longest in this state', number: 'number', title: 'words',
}
export const sortWords = (sort: string): string => sorts[sort] ?? sort
