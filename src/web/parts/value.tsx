/** A field's value as people read it, by the kind of the field. */
import { lazy, Suspense, type ReactNode } from 'react'
import type { AnyRow, FieldSketch, RecordSketch, Titles } from '../../client/shapes.ts'
import { calendarDay, elapsed } from '../../kit/format-time.ts'
import { listed, NOT_RECORDED, percent } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { State } from '../../kit/state.tsx'
import { Time } from '../../kit/time.tsx'
import { addressOf } from '../data/address.ts'
import type { Directory } from '../data/directory.ts'
import { useDescription } from '../data/queries.ts'
import { stateKind } from '../data/rows.ts'

const ShownStructure = lazy(() => import('../forms/shown-structure.tsx').then((m) => ({ default: m.ShownStructure })))

/** One line; `row` is the record it belongs to; `isPlain` draws no links, for rows that are links themselves. */
export function Value({ field, value, directory, titles, row, isPlain = false }: { field: FieldSketch; value: unknown; directory: Directory; titles?: Titles | undefined; row?: AnyRow; isPlain?: boolean }): ReactNode {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return <span className="ek-3">{NOT_RECORDED}</span>
  switch (field.kind) {
    case 'choice': return field.words?.[String(value)] ?? String(value)
    case 'yesno': return value === true ? 'Yes' : 'No'
    case 'instant': return <Time at={String(value)} />
    case 'day': return calendarDay(String(value))
    case 'seconds': return elapsed(Number(value))
    case 'ratio': return percent(Number(value))
    case 'tags': return Array.isArray(value) ? value.join(', ') : String(value)
    case 'ref': return <Name id={String(value)} to={field.to ?? ''} directory={directory} titles={titles} isPlain={isPlain} />
    case 'refs': return Array.isArray(value) ? listed(value.map((id) => titles?.[String(id)]?.title ?? directory.name(id) ?? 'one you cannot see')) : ''
    case 'json': return <Suspense fallback={null}><ShownStructure field={field} value={value} row={row} /></Suspense>
    default: return String(value)
  }
}

function Name({ id, to, directory, titles, isPlain }: { id: string; to: string; directory: Directory; titles: Titles | undefined; isPlain: boolean }) {
  const plural = useDescription().data?.find(to)?.plural
  const name = titles?.[id]?.title ?? directory.name(id)
  if (name === null) return <span className="ek-3">one you cannot see</span>
  return isPlain || plural === undefined ? <>{name}</> : <Link href={addressOf(plural, id)}>{name}</Link>
}

/** Ring and word of a record's state. */
export function StateOf({ sketch, row }: { sketch: RecordSketch | undefined; row: Pick<AnyRow, 'state'> }) {
  const state = sketch?.states.find((s) => s.name === row.state)
  return <State kind={stateKind(row.state, state?.group)}>{state?.label ?? row.state}</State>
}
