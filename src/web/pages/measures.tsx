/** Numbers that people chose to watch, as tiles; each opens to what it is and what is behind it. */
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconLayoutGrid } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { clients } from '../../model/actor.ts'
import type { Tile } from '../../practices/measure/dashboard.ts'
import { ViewTabs } from '../../kit/filter-chips.tsx'
import { calendarDay } from '../../kit/format-time.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { PageHead, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { dropRecords, useList, useMe } from '../data/queries.ts'
import { Fault, FaultLine } from '../parts/fault.tsx'
import { AddTile, SaveBoard, TileTools } from './measures-arrange.tsx'
import { boardOf, moved, operations, service, type Board } from './measures-board.ts'
import { useAnchor, useMeasures, useZone } from './measures-data.ts'
import { dayNow, type Anchor } from './measures-ask.ts'
import { TileBody } from './measures-tile.tsx'
import { now } from '../../kit/now.ts'
import css from './measures.module.css'

const MOST_BOARDS = 30

export function Measures() {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const me = useMe().data
  const isClient = me !== undefined && clients.includes(me.role)
  const found = useAnchor()
  const saved = useList('dashboards', { state: 'kept', limit: MOST_BOARDS }, me !== undefined && !isClient)
  const mine = (isClient ? [] : saved.data?.items ?? []).filter((r) => r['audience'] === 'everybody' || r['ownerId'] === me?.id)
  const boards = [isClient ? service : operations, ...mine.map(boardOf)]
  const board = boards.find((b) => b.id === search['board']) ?? boards[0]
  const isWaiting = found === undefined || me === undefined || (search['board'] !== undefined && saved.isPending && !isClient)
  const crumbs = [{ label: 'Measures' }]
  if (isWaiting || !board) return <Page crumbs={crumbs}>{saved.error ? <Fault error={saved.error} /> : <LoadingRows rows={12} />}</Page>
  return <Tiles key={board.id} board={board} boards={boards} found={found} isClient={isClient} search={search} />
}

interface TilesProps { board: Board; boards: readonly Board[]; found: Anchor; isClient: boolean; search: Readonly<Record<string, string>> }

function Tiles({ board, boards, found, isClient, search }: TilesProps) {
  const { navigate } = useViewer()
  const zone = useZone()
  const measures = useMeasures()
  const [draft, setDraft] = useState<readonly Tile[] | null>(null)
  const [dialog, setDialog] = useState<'add' | 'save' | null>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  const known = new Map((measures.data ?? []).map((m) => [m.id, m]))
  const today = dayNow(now(), zone)
  const until = search['until'] === 'today' ? today : /^\d{4}-\d{2}-\d{2}$/.test(search['until'] ?? '') ? search['until'] ?? found.day : found.day
  const anchor: Anchor = { ...found, day: until, isPast: until < today }
  const tiles = draft ?? board.tiles
  const isArranging = draft !== null
  const nameOf = (t: Tile): string => t.title ?? known.get(t.measure)?.name ?? t.measure
  const go = (change: Readonly<Record<string, string>>): void => navigate(`/measures?${new URLSearchParams(Object.entries({ ...search, ...change }).filter(([, v]) => v !== '')).toString()}`)
  const move = (from: number, to: number): void => {
    const end = Math.min(tiles.length - 1, Math.max(0, to))
    const one = tiles[from]
    setDraft(moved(tiles, from, end))
    if (one) setSaid(`${nameOf(one)} is now at place ${end + 1} of ${tiles.length}`)
  }
  useKeys('measures', [{ keys: 'E', label: isArranging ? 'stop arranging' : 'arrange the tiles', run: () => setDraft(isArranging ? null : board.tiles), ...(isClient ? { refusedBecause: 'dashboards are for the operation’s staff' } : {}) }])
  const trail = isArranging
    ? <><Button onClick={() => setDialog('add')}>Add a tile</Button><Button variant="filled" onClick={() => setDialog('save')}>Save</Button><Button variant="subtle" onClick={() => setDraft(null)}>Cancel</Button></>
    : isClient ? null : <><Button component="a" href="/explore" onClick={(e) => { e.preventDefault(); navigate('/explore') }}>Explore</Button><Button leftSection={<IconLayoutGrid aria-hidden="true" />} onClick={() => setDraft(board.tiles)}>Arrange</Button></>
  return (
    <Page crumbs={[{ label: 'Measures' }]} actions={trail} phoneActions={isClient ? undefined : <Button component="a" href="/explore" onClick={(e) => { e.preventDefault(); navigate('/explore') }}>Explore</Button>}>
      <PageHead title={board.name} note="Each number opens to what it is, how sure it is and the records behind it. Colour only where a change is more than chance." />
      {boards.length > 1 && <div className={css.boards}><ViewTabs label="Dashboards" tabs={boards.map((b) => ({ id: b.id, label: b.name, href: b.row === null ? '/measures' : `/measures?board=${b.id}` }))} current={board.id} trail={board.row === null ? undefined : <BoardMenu board={board} />} /></div>}
      {anchor.isPast && <p className={css.notice}>{found.isPast && until === found.day ? `The records end here: looking back from ${calendarDay(until)}, their last month.` : `Looking back from ${calendarDay(until)}.`} <button type="button" className="ek-link" onClick={() => go({ until: until === found.day && found.isPast ? 'today' : '' })}>{found.isPast && until !== found.day ? 'Look back from where the records end' : 'Look back from today'}</button></p>}
      {search['until'] === 'today' && found.isPast && <p className={css.notice}>Looking back from today. The newest records are of {calendarDay(found.day)} or before. <button type="button" className="ek-link" onClick={() => go({ until: '' })}>Look back from there</button></p>}
      {found.first === null && <p className={css.notice}>Nothing is recorded yet, so there is nothing to measure. Report an incident, connect monitoring, or import what another system knows.</p>}
      <FaultLine error={measures.error} />
      <ol className={css.tiles} aria-label={`Tiles of ${board.name}`}>
        {tiles.map((t, i) => (
          <li
            key={`${i} ${t.measure}`} className={css.tile} data-wide={t.width === 'wide'} data-dragged={dragged === i} data-over={over === i && dragged !== null && dragged !== i}
            onDragOver={(e) => { if (dragged !== null) { e.preventDefault(); setOver(i) } }} onDrop={(e) => { e.preventDefault(); if (dragged !== null) move(dragged, i); setDragged(null); setOver(null) }}
          >
            {isArranging && <TileTools name={nameOf(t)} tile={t} onMove={(by) => { const to = by === 'first' ? 0 : by === 'last' ? tiles.length - 1 : i + by; move(i, to); focusGrip(Math.min(tiles.length - 1, Math.max(0, to))) }} onChange={(next) => setDraft(tiles.map((x, k) => (k === i ? next : x)))} onRemove={() => { setDraft(tiles.filter((_, k) => k !== i)); setSaid(`${nameOf(t)} is removed`) }} onDrag={(isOn) => { setDragged(isOn ? i : null); setOver(null) }} />}
            {measures.isPending ? <LoadingRows rows={3} height={26} /> : <TileBody tile={t} measure={known.get(t.measure)} anchor={anchor} />}
          </li>
        ))}
      </ol>
      {tiles.length === 0 && <p className="ek-3">No tile is chosen.</p>}
      <p className="ek-hidden" aria-live="polite">{said}</p>
      {measures.data && <All measures={measures.data} />}
      {dialog === 'add' && measures.data && <AddTile measures={measures.data} onAdd={(t) => setDraft([...tiles, t])} onClose={() => setDialog(null)} />}
      {dialog === 'save' && <SaveBoard board={board} tiles={tiles} onClose={() => setDialog(null)} onSaved={(number) => { setDialog(null); setDraft(null); navigate(`/measures?board=${number}`) }} />}
    </Page>
  )
}

/** The grip follows its tile, so that the next press moves the same one. */
const focusGrip = (at: number): void => void requestAnimationFrame(() => document.querySelectorAll<HTMLElement>(`.${css.grip ?? ''}`)[at]?.focus())

function BoardMenu({ board }: { board: Board }) {
  const { navigate } = useViewer()
  const cache = useQueryClient()
  const me = useMe().data
  const [error, setError] = useState<unknown>(null)
  const { row } = board
  if (row === null) return null
  const isMine = row['ownerId'] === me?.id || me?.role === 'manager' || me?.role === 'admin'
  const remove = async (): Promise<void> => {
    await client.move('dashboards', row.id, 'remove', {}, row.version)
    await dropRecords(cache, 'dashboards')
    navigate('/measures')
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><Button size="xs" variant="subtle" rightSection={<IconChevronDown aria-hidden="true" />}>This dashboard</Button></Menu.Target>
        <Menu.Dropdown><Menu.Label>{row['audience'] === 'everybody' ? 'Everybody here sees it' : 'Only you have it here'}</Menu.Label><Menu.Item disabled={!isMine} onClick={() => void remove().catch(setError)}>Remove this dashboard</Menu.Item></Menu.Dropdown>
      </Menu>
      <FaultLine error={error} />
    </>
  )
}

/** The whole register: what is measured, and what waits for its records. */
function All({ measures }: { measures: NonNullable<ReturnType<typeof useMeasures>['data']> }) {
  const waiting = measures.filter((m) => !m.canCompute)
  const ready = measures.filter((m) => m.canCompute)
  return (
    <div style={{ marginTop: 28 }}>
      <Section title="Every measure" note={`${ready.length} are computed, ${waiting.length} wait for their records`}>
        <div className={css.all}>{ready.map((m) => <Link quiet key={m.id} href={`/measures/${encodeURIComponent(m.id)}`}><b>{m.name}</b><small>{m.question}</small></Link>)}</div>
        {waiting.length > 0 && <details style={{ marginTop: 14 }}><summary className="ek-link">What waits for its records</summary><div className={css.all}>{waiting.map((m) => <Link quiet key={m.id} href={`/measures/${encodeURIComponent(m.id)}`}><b>{m.name}</b><small>Waits: {m.waitsFor}</small></Link>)}</div></details>}
      </Section>
    </div>
  )
}
