/** Keeping what was found: as a tile of a dashboard, or as a measure of one's own. */
import { Button, Modal, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Definition, Measure } from '../../model/measure.ts'
import type { Tile } from '../../practices/measure/dashboard.ts'
import { useKeys } from '../../kit/use-keys.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { dropRecords, useList, useMe } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'
import { cutsTime, dayPlus } from '../charts/periods.ts'
import type { Anchor, Asked } from './measures-ask.ts'
import { boardOf, operations } from './measures-board.ts'
import { betterWords } from './measures-words.ts'

const NEW = 'new'
const MOST_BACK = 400

/** How many steps the asked time holds. */
function backOf(a: Asked): number {
  const end = dayPlus(a.to, 'day', 1)
  let n = 0
  const step = cutsTime(a.step) && a.step !== 'hour' ? a.step : 'day'
  for (let at = step === 'day' ? a.from : dayPlus(a.from, step, 0); at < end && n < MOST_BACK; at = dayPlus(at, step, 1)) n++
  return Math.max(1, n)
}

/** The tile looks back as far as the question does, from whenever it is looked at. */
export function SaveAsTile({ asked, measure, anchor, onClose }: { asked: Asked; measure: Measure; anchor: Anchor; onClose: () => void }) {
  useKeys('Keep as a tile', [{ keys: 'Esc', label: 'close', run: onClose, inFields: true }], { isModal: true })
  const { navigate } = useViewer()
  const cache = useQueryClient()
  const me = useMe().data
  const boards = (useList('dashboards', { state: 'kept', limit: 30 }).data?.items ?? []).filter((r) => r['ownerId'] === me?.id || me?.role === 'manager' || me?.role === 'admin').map(boardOf)
  const [board, setBoard] = useState<string>(NEW)
  const [name, setName] = useState('My dashboard')
  const [title, setTitle] = useState(measure.name)
  const [error, setError] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    const isRanked = asked.step === 'all' || asked.by.length > 0
    const tile: Tile = { measure: measure.id, title, by: [...asked.by], step: asked.step, back: backOf(asked), where: asked.where.map((c) => ({ ...c })), chart: asked.step === 'all' ? 'bars' : asked.chart === 'bars' ? 'bars' : 'line', width: isRanked ? 'wide' : 'small' }
    const row = boards.find((b) => b.id === board)?.row
    const saved = row ? await client.change('dashboards', row.id, { tiles: [...boardOf(row).tiles, tile] }, row.version) : await client.create('dashboards', { name, audience: 'me', tiles: [...operations.tiles, tile] })
    await dropRecords(cache, 'dashboards')
    navigate(`/measures?board=${saved.number}`)
  }
  return (
    <Modal opened onClose={onClose} title="Keep as a tile">
      <form style={{ display: 'grid', gap: 14 }} onSubmit={(e) => { e.preventDefault(); void save().catch(setError) }}>
        <TextInput label="Title" data-autofocus required maxLength={120} value={title} onChange={(e) => setTitle(e.currentTarget.value)} />
        <Select label="On" data={[...boards.map((b) => ({ value: b.id, label: b.name })), { value: NEW, label: 'A new dashboard, beginning with Operations' }]} value={board} onChange={(v) => setBoard(v ?? NEW)} />
        {board === NEW && <TextInput label="Name of the dashboard" required maxLength={80} value={name} onChange={(e) => setName(e.currentTarget.value)} />}
        {anchor.isPast && <p className="ek-small ek-2">A tile looks back from the day it is looked at; while the records end in the past, from there.</p>}
        <FaultLine error={error} />
        <div><Button type="submit" variant="filled">Keep the tile</Button></div>
      </form>
    </Modal>
  )
}

/** The filters at hand become part of the definition, so that the new measure is what was seen. */
export function SaveAsMeasure({ measure, definition, asked, onSaved, onClose }: { measure: Measure; definition: Definition; asked: Asked; onSaved: (number: string) => void; onClose: () => void }) {
  useKeys('Keep as a measure', [{ keys: 'Esc', label: 'close', run: onClose, inFields: true }], { isModal: true })
  const cache = useQueryClient()
  const [name, setName] = useState('')
  const [question, setQuestion] = useState(measure.question)
  const [better, setBetter] = useState<Measure['better']>(measure.better)
  const [maturityDays, setMaturity] = useState(measure.maturityDays)
  const [error, setError] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    const saved = await client.create('custom-measures', { name, question, better, maturityDays, unit: measure.unit, definition: { ...definition, where: [...definition.where, ...asked.where] } })
    await Promise.all([dropRecords(cache, 'custom-measures'), cache.invalidateQueries({ queryKey: ['measures'] })])
    onClose()
    onSaved(saved.number)
  }
  return (
    <Modal opened onClose={onClose} title="Keep as a measure">
      <form style={{ display: 'grid', gap: 14 }} onSubmit={(e) => { e.preventDefault(); void save().catch(setError) }}>
        <TextInput label="Name" data-autofocus required maxLength={120} value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <Textarea label="Question it answers" required maxLength={300} autosize minRows={2} value={question} onChange={(e) => setQuestion(e.currentTarget.value)} />
        <Select label="Which way is better" data={Object.entries(betterWords).map(([value, label]) => ({ value, label }))} value={better} onChange={(v) => setBetter(v === 'higher' || v === 'lower' ? v : 'neither')} />
        <NumberInput label="Days until a period is settled" min={0} max={400} value={maturityDays} onChange={(v) => setMaturity(typeof v === 'number' ? v : 0)} />
        {asked.where.length > 0 && <p className="ek-small ek-2">The filters at hand become part of it.</p>}
        <FaultLine error={error} />
        <div><Button type="submit" variant="filled" disabled={name.trim() === ''}>Keep the measure</Button></div>
      </form>
    </Modal>
  )
}
