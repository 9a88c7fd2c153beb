/** Arranging a dashboard: a tile is dragged or moved by arrow keys, widened, removed; a new one is chosen; the whole is saved. */
import { ActionIcon, Button, Modal, NumberInput, Select, TextInput, Tooltip } from '@mantine/core'
import { IconArrowsHorizontal, IconGripVertical, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type KeyboardEvent } from 'react'
import { steps } from '../../model/measure.ts'
import type { Tile } from '../../practices/measure/dashboard.ts'
import type { ListedMeasure } from '../../client/measures.ts'
import { useKeys } from '../../kit/use-keys.tsx'
import { client } from '../data/connection.ts'
import { dropRecords } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'
import type { Board } from './measures-board.ts'
import { useFacts } from './measures-data.ts'
import { dividers, stepWords } from './measures-words.ts'
import css from './measures.module.css'

/** The handles of one tile. Arrow keys on the grip move it; the new place is said by the page. */
export function TileTools({ name, tile, onMove, onChange, onRemove, onDrag }: { name: string; tile: Tile; onMove: (by: number | 'first' | 'last') => void; onChange: (t: Tile) => void; onRemove: () => void; onDrag: (isOn: boolean) => void }) {
  const press = (e: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: 'first', End: 'last' } as const
    const to = by[e.key as keyof typeof by] as (typeof by)[keyof typeof by] | undefined
    if (to === undefined) return
    e.preventDefault()
    e.stopPropagation()
    onMove(to)
  }
  return (
    <div className={css.tools}>
      <Tooltip label="Drag, or press the arrow keys"><button type="button" className={css.grip} draggable onDragStart={(e) => { e.dataTransfer.effectAllowed = 'move'; e.dataTransfer.setData('text/plain', name); onDrag(true) }} onDragEnd={() => onDrag(false)} onKeyDown={press} aria-label={`Move ${name}`}><IconGripVertical aria-hidden="true" /></button></Tooltip>
      <Tooltip label={tile.width === 'wide' ? 'Make it narrow' : 'Make it wide'}><ActionIcon aria-label={`${tile.width === 'wide' ? 'Make narrow' : 'Make wide'}: ${name}`} onClick={() => onChange({ ...tile, width: tile.width === 'wide' ? 'small' : 'wide' })}><IconArrowsHorizontal aria-hidden="true" /></ActionIcon></Tooltip>
      <Tooltip label="Remove"><ActionIcon aria-label={`Remove ${name}`} onClick={onRemove}><IconX aria-hidden="true" /></ActionIcon></Tooltip>
    </div>
  )
}

const practiceWords = (p: string): string => (p === 'own' ? 'Own measures' : p.charAt(0).toUpperCase() + p.slice(1))
/** Measures as choices, by practice; those that wait for their records come last and say so. */
export function measureChoices(all: readonly ListedMeasure[]): { group: string; items: { value: string; label: string }[] }[] {
  const ready = Map.groupBy(all.filter((m) => m.canCompute), (m) => m.practice)
  const waiting = all.filter((m) => !m.canCompute)
  return [...[...ready].map(([p, list]) => ({ group: practiceWords(p), items: list.map((m) => ({ value: m.id, label: m.name })) })), ...(waiting.length > 0 ? [{ group: 'Wait for their records', items: waiting.map((m) => ({ value: m.id, label: m.name })) }] : [])]
}

/** Chooses a measure and how its tile shows it. */
export function AddTile({ measures, onAdd, onClose }: { measures: readonly ListedMeasure[]; onAdd: (t: Tile) => void; onClose: () => void }) {
  useKeys('Add a tile', [{ keys: 'Esc', label: 'close', run: onClose, inFields: true }], { isModal: true })
  const [t, setTile] = useState<Tile>({ measure: '', by: [], step: 'month', back: 13, where: [], chart: 'line', width: 'small' })
  const facts = useFacts()
  const chosen = measures.find((m) => m.id === t.measure)
  const ways = dividers(facts?.[chosen?.definition?.of ?? ''])
  return (
    <Modal opened onClose={onClose} title="Add a tile">
      <form style={{ display: 'grid', gap: 14 }} onSubmit={(e) => { e.preventDefault(); if (t.measure !== '') { onAdd(t); onClose() } }}>
        <Select label="Measure" data-autofocus required searchable data={measureChoices(measures)} value={t.measure || null} onChange={(v) => setTile({ ...t, measure: v ?? '' })} description={chosen?.question} maxDropdownHeight={320} />
        <TextInput label="Title" placeholder={chosen?.name ?? 'As the measure is called'} maxLength={120} value={t.title ?? ''} onChange={(e) => { const { title: _, ...rest } = t; setTile(e.currentTarget.value === '' ? rest : { ...rest, title: e.currentTarget.value }) }} />
        <div className={css.builderRow}>
          <Select label="Step" w={190} data={steps.filter((s) => s !== 'hour-of-week').map((s) => ({ value: s, label: stepWords[s] }))} value={t.step} onChange={(v) => setTile({ ...t, step: steps.find((s) => s === v) ?? 'month' })} />
          <NumberInput label="How many back" w={120} min={1} max={400} value={t.back} onChange={(v) => setTile({ ...t, back: typeof v === 'number' ? Math.min(400, Math.max(1, v)) : t.back })} />
        </div>
        {ways.length > 0 && <Select label="Ranked by" placeholder="nothing: a line over time" clearable searchable data={ways} value={t.by[0] ?? null} onChange={(v) => setTile(v === null ? { ...t, by: [], chart: 'line', step: 'month', back: 13 } : { ...t, by: [v], chart: 'bars', step: 'all', back: 396, width: 'wide' })} />}
        <div><Button type="submit" variant="filled" disabled={t.measure === ''}>Add the tile</Button></div>
      </form>
    </Modal>
  )
}

/** Saves a dashboard under a name, for oneself or for everybody. `row` is the one that is changed; without it a new one is made. */
export function SaveBoard({ board, tiles, onSaved, onClose }: { board: Board; tiles: readonly Tile[]; onSaved: (number: string) => void; onClose: () => void }) {
  useKeys('Save the dashboard', [{ keys: 'Esc', label: 'close', run: onClose, inFields: true }], { isModal: true })
  const cache = useQueryClient()
  const [name, setName] = useState(board.row === null ? '' : board.name)
  const [audience, setAudience] = useState(String(board.row?.['audience'] ?? 'me'))
  const [error, setError] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    const input = { name, audience, tiles }
    const saved = board.row === null ? await client.create('dashboards', input) : await client.change('dashboards', board.row.id, input, board.row.version)
    await dropRecords(cache, 'dashboards')
    onSaved(saved.number)
  }
  return (
    <Modal opened onClose={onClose} title={board.row === null ? 'Save as a dashboard' : 'Save the dashboard'}>
      <form style={{ display: 'grid', gap: 14 }} onSubmit={(e) => { e.preventDefault(); void save().catch(setError) }}>
        <TextInput label="Name" data-autofocus required maxLength={80} value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <Select label="For" data={[{ value: 'me', label: 'Only me' }, { value: 'everybody', label: 'Everybody here' }]} value={audience} onChange={(v) => setAudience(v ?? 'me')} />
        <FaultLine error={error} />
        <div><Button type="submit" variant="filled" disabled={name.trim() === ''}>Save the dashboard</Button></div>
      </form>
    </Modal>
  )
}
