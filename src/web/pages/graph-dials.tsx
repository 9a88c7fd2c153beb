/** What the graph shows: the thing in the middle, how many levels, which relations, in which rows, as of when. */
import { Button, MultiSelect, SegmentedControl, Select, Slider, TextInput } from '@mantine/core'
import { useEffect, useState, type RefObject } from 'react'
import { dayAndTime } from '../../kit/format-time.ts'
import { useTimeFrame, useViewer } from '../../kit/viewer.tsx'
import { relationKinds } from '../../model/graph.ts'
import { instantOfWallTime, wallTimeText } from '../forms/wall-time.ts'
import { MOST_LEVELS, type GraphLook } from './graph-ask.ts'
import { FindThing } from './graph-find.tsx'
import css from './graph.module.css'

/** The slider goes back so far; the field beside it knows any day. */
const SLIDER_DAYS = 365
const DAY = 86_400_000

const levels = Array.from({ length: MOST_LEVELS + 1 }, (_, n) => ({ value: String(n), label: n === 0 ? 'none' : String(n) }))

/** See `GraphDials`. */
export interface GraphDialsProps {
  readonly look: GraphLook
  readonly isList: boolean
  readonly isPhone: boolean
  readonly field: RefObject<HTMLInputElement | null>
  readonly put: (change: Readonly<Record<string, string | undefined>>) => void
}

export function GraphDials({ look, isList, isPhone, field, put }: GraphDialsProps) {
  const [isShown, setShown] = useState(false)
  return (
    <div className={css.dials} role="search" aria-label="What the graph shows">
      <div className={css.find}><FindThing label="Thing in the middle" field={field} onFind={(hit) => put({ focus: hit.id, chosen: undefined, open: undefined })} /></div>
      {isPhone && <Button onClick={() => setShown(!isShown)} aria-expanded={isShown}>More</Button>}
      {(!isPhone || isShown) && (
        <>
          <Select w={96} label="Levels up" data={levels} value={String(look.up)} onChange={(v) => v && put({ up: v, open: undefined })} allowDeselect={false} />
          <Select w={96} label="Levels down" data={levels} value={String(look.down)} onChange={(v) => v && put({ down: v, open: undefined })} allowDeselect={false} />
          <MultiSelect w={200} label="Relations" data={Object.entries(relationKinds).map(([value, label]) => ({ value, label }))} value={[...look.kinds]} onChange={(v) => put({ kinds: v.length === 0 ? undefined : v.join(',') })} placeholder={look.kinds.length === 0 ? 'all kinds' : ''} />
          {!isList && <SegmentedControl data={[{ value: 'distance', label: 'By distance' }, { value: 'type', label: 'By type' }]} value={look.rows} onChange={(v) => put({ rows: v === 'type' ? 'type' : undefined, open: undefined })} aria-label="What the rows are" />}
          {!isPhone && <SegmentedControl data={[{ value: 'map', label: 'Graph' }, { value: 'list', label: 'List' }]} value={isList ? 'list' : 'map'} onChange={(v) => put({ as: v === 'list' ? 'list' : undefined })} aria-label="As a graph or as a list" />}
          <AsOf at={look.at} put={put} />
        </>
      )}
    </div>
  )
}

/** As of when: a day of the last year by the slider, any moment by the field; its right end is now. */
export function AsOf({ at, put }: { at: string | null; put: GraphDialsProps['put'] }) {
  const { now, zone } = useTimeFrame(60)
  const { zone: own = Intl.DateTimeFormat().resolvedOptions().timeZone } = useViewer()
  const daysAgo = at === null ? 0 : Math.min(SLIDER_DAYS, Math.max(0, Math.round((now - Date.parse(at)) / DAY)))
  const [dragged, setDragged] = useState<number | null>(null)
  useEffect(() => setDragged(null), [at])
  const shown = dragged ?? -daysAgo
  const instantAt = (days: number): string => new Date(Math.floor((now + days * DAY) / 60_000) * 60_000).toISOString()
  const words = shown === 0 && dragged !== null || at === null && dragged === null ? 'now' : dayAndTime(dragged === null ? at ?? now : instantAt(dragged), zone)
  return (
    <div className={css.asOf}>
      <span id="as-of-words">As of</span>
      <Slider
        size="sm" min={-SLIDER_DAYS} max={0} value={shown} onChange={setDragged} onChangeEnd={(v) => put({ at: v === 0 ? undefined : instantAt(v) })} label={null} color="var(--ek-accent)" className={css.slider}
        thumbProps={{ 'aria-labelledby': 'as-of-words', 'aria-valuetext': words }}
      />
      <span className="ek-nowrap ek-num" style={{ minWidth: 96 }}>{words}</span>
      <TextInput type="datetime-local" aria-label="As of, to the minute" value={at === null ? '' : wallTimeText(at, own)} onChange={(e) => { const text = e.currentTarget.value; put({ at: text === '' ? undefined : instantOfWallTime(text, own) ?? undefined }) }} />
      {at !== null && <Button size="xs" variant="subtle" onClick={() => put({ at: undefined })}>Back to now</Button>}
    </div>
  )
}
