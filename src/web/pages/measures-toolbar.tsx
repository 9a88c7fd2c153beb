/** The menus around a chart: time, step, what it is divided by, filters, as known when, form, and taking it along. */
import { ActionIcon, Button, Menu, Select, SegmentedControl, Switch, TextInput, Tooltip } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { FactTableSketch } from '../../client/measures.ts'
import { exportAddress } from '../../client/measures.ts'
import { FilterChips } from '../../kit/filter-chips.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { steps, type FactCondition } from '../../model/measure.ts'
import { heatOf, heatOption } from '../charts/heat.ts'
import { coloursOf } from '../charts/looks.ts'
import { pointBase } from '../charts/point-words.ts'
import { saveImage, saveText } from '../charts/save-image.ts'
import { cutsTime, dayPlus } from '../charts/periods.ts'
import { isMomentKind } from '../charts/plot.ts'
import { useDirectory } from '../data/directory.ts'
import { charts, type Anchor, type Asked, type ChartForm } from './measures-ask.ts'
import { useFacts, type Source } from './measures-data.ts'
import { FactFilter } from './measures-filter.tsx'
import { formOf, formsOf, lineBuild, useStudy } from './measures-study.tsx'
import { conditionWords, dividers, factLabel, factOf, stepWords } from './measures-words.ts'
import css from './measures.module.css'

const chartWords: Readonly<Record<ChartForm, string>> = { line: 'Line', bars: 'Bars', heat: 'Heat map', table: 'Table' }

/** See `Toolbar`. */
export interface ToolbarProps {
  readonly source: Source
  readonly asked: Asked
  readonly anchor: Anchor
  readonly put: (change: Partial<Asked>) => void
}

export function Toolbar({ source, asked, anchor, put }: ToolbarProps) {
  const facts = useFacts()
  const table = facts?.[source.measure.definition?.of ?? '']
  const [isAdding, setAdding] = useState(false)
  const form = formOf(asked)
  const isTable = form === 'table'
  useKeys('chart', [
    { keys: 'Shift+T', label: isTable ? 'as a chart' : 'as a table', run: () => put({ chart: isTable ? null : 'table' }) },
    { keys: 'F', label: 'filter', run: () => setAdding(true) },
  ])
  const reach = (from: string): void => put({ from, to: anchor.day, point: null })
  const ways = dividers(table)
  const way = (at: 0 | 1) => (v: string | null): void => {
    const by = [...asked.by]
    if (v === null) by.splice(at, 1)
    else by[at] = v
    put({ by: by.filter((b) => b !== undefined), point: null })
  }
  const days = (label: string, value: string, on: (day: string) => void, more: { min?: string; max?: string; title?: string; isOptional?: boolean } = {}) => (
    <TextInput size="xs" w={more.isOptional === true ? 128 : 122} type="date" label={label} value={value} min={more.min} max={more.max} title={more.title} onChange={(e) => { if (e.currentTarget.value !== '' || more.isOptional === true) on(e.currentTarget.value) }} />
  )
  return (
    <>
      <div className={css.bar} role="group" aria-label="What is shown">
        {days('From', asked.from, (from) => put({ from, point: null }), { max: asked.to })}
        {days('To', asked.to, (to) => put({ to, point: null }), { min: asked.from })}
        <Menu>
          <Menu.Target><Button size="sm">Reach</Button></Menu.Target>
          <Menu.Dropdown>
            {([['4 weeks', dayPlus(anchor.day, 'day', -27)], ['13 weeks', dayPlus(anchor.day, 'day', -90)], ['13 months', dayPlus(anchor.day, 'month', -12)], ['2 years', dayPlus(anchor.day, 'month', -24)]] as const).map(([words, from]) => <Menu.Item key={words} onClick={() => reach(from)}>{words}</Menu.Item>)}
            {anchor.first !== null && <Menu.Item onClick={() => reach(anchor.first ?? asked.from)}>All that is recorded</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
        <Select size="xs" w={176} label="Step" data={steps.map((s) => ({ value: s, label: stepWords[s] }))} value={asked.step} onChange={(v) => put({ step: steps.find((s) => s === v) ?? asked.step, point: null })} />
        {table && <Select size="xs" w={138} label="Divided by" placeholder="nothing" data={ways} value={asked.by[0] ?? null} onChange={way(0)} clearable searchable nothingFoundMessage="No fact is called that" comboboxProps={{ width: 240, position: 'bottom-start' }} />}
        {table && asked.by.length > 0 && <Select size="xs" w={138} label="and by" placeholder="nothing more" data={ways.filter((w) => w.value !== asked.by[0])} value={asked.by[1] ?? null} onChange={way(1)} clearable searchable nothingFoundMessage="No fact is called that" comboboxProps={{ width: 240, position: 'bottom-start' }} />}
        {days('As known on', asked.known ?? '', (day) => put({ known: day === '' ? null : day, point: null }), { isOptional: true, title: 'Empty: as known now' })}
      </div>
      <div className={css.chips}>
        {table && <Filters table={table} asked={asked} put={put} isAdding={isAdding} onAdding={setAdding} />}
        <span className={css.barEnd}>
          {cutsTime(asked.step) && !isMomentKind(source.measure) && asked.by.length === 0 && !isTable && <Switch size="xs" label="Usual limits" checked={asked.hasMarks} onChange={(e) => put({ hasMarks: e.currentTarget.checked })} />}
          <SegmentedControl aria-label="Form" size="xs" data={charts.filter((f) => formsOf(asked).includes(f)).map((f) => ({ value: f, label: chartWords[f] }))} value={form} onChange={(v) => put({ chart: charts.find((f) => f === v) ?? null })} />
          <TakeAlong source={source} asked={asked} table={table} />
        </span>
      </div>
    </>
  )
}

function Filters({ table, asked, put, isAdding, onAdding }: { table: FactTableSketch; asked: Asked; put: ToolbarProps['put']; isAdding: boolean; onAdding: (is: boolean) => void }) {
  const ids = useMemo(() => asked.where.flatMap((c) => { const to = factOf(c.field, table)?.to; return to === undefined ? [] : c.values.map((id) => ({ to, id })) }), [asked.where, table])
  const names = useNames(ids)
  const add = (c: FactCondition): void => { onAdding(false); put({ where: [...asked.where.filter((x) => x.field !== c.field || x.op !== c.op), c], point: null }) }
  return (
      <FilterChips
        chips={asked.where.map((c, i) => { const { subject, words } = conditionWords(c, table, names); return { id: String(i), subject, words } })}
        onRemove={(id) => put({ where: asked.where.filter((_, i) => String(i) !== id), point: null })}
        isAdding={isAdding} onAdding={onAdding} adder={<FactFilter table={table} onAdd={add} />}
      />
  )
}

/** Titles of the records that filters name. */
function useNames(ids: readonly { to: string; id: string }[]): Readonly<Record<string, string>> {
  const wanted = useMemo(() => ids.reduce<Record<string, string[]>>((all, { to, id }) => ({ ...all, [to]: [...(all[to] ?? []), id] }), {}), [ids])
  const directory = useDirectory(undefined, wanted)
  return Object.fromEntries(ids.flatMap(({ id }) => { const name = directory.name(id); return name === null ? [] : [[id, name]] }))
}

function TakeAlong({ source, asked, table }: { source: Source; asked: Asked; table: FactTableSketch | undefined }) {
  const { plot, question } = useStudy(source, asked)
  const form = formOf(asked)
  const name = `${source.measure.id}-${asked.from}-${asked.to}`.replaceAll(/[^\w-]+/g, '-')
  const by = asked.by.map((b) => factLabel(b, table))
  const image = (kind: 'png' | 'svg') => (): void => {
    if (!plot) return
    const c = coloursOf('light')
    const grid = form === 'heat' ? heatOf(plot) : null
    const option = grid ? heatOption(grid, c, { chosen: null, isStill: true, isNarrow: false }) : lineBuild(source, { ...asked, point: null }, plot, form === 'bars' ? 'bars' : 'line')(c, { isStill: true })
    void saveImage(kind, option, { title: source.measure.name, note: [source.measure.question, `${asked.from} to ${asked.to}`, by.length > 0 ? `by ${by.join(' and ')}` : '', asked.known === null ? '' : `as known on ${asked.known}`].filter((x) => x !== '').join(' · ') }, `${name}.${kind}`)
  }
  const csv = (): void => {
    if (!plot) return
    const lines = [['period', ...by, 'value', 'low', 'high', 'hits', 'used', 'eligible', 'rests on'], ...plot.periods.flatMap((p, i) => plot.series.flatMap((s) => { const x = s.points[i]; return x ? [[p.at ?? '', ...s.names, x.cell.value, x.cell.low, x.cell.high, x.cell.hits, x.cell.used, x.cell.eligible, pointBase(x)]] : [] }))]
    saveText(`\uFEFF${lines.map((l) => l.map(csvCell).join(',')).join('\r\n')}\r\n`, 'text/csv;charset=utf-8', `${name}.csv`)
  }
  const isPlain = source.isKept && question !== null && !question.where.some((c) => c.values.some((v) => v.includes(',')))
  const hasImage = plot !== null && form !== 'table' && (asked.step !== 'all' || form === 'heat')
  return (
    <Menu position="bottom-end">
      <Menu.Target><Tooltip label="Take it along"><ActionIcon aria-label="Take it along"><IconDownload aria-hidden="true" /></ActionIcon></Tooltip></Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={image('png')} disabled={!hasImage}>Picture, PNG</Menu.Item>
        <Menu.Item onClick={image('svg')} disabled={!hasImage}>Picture, SVG</Menu.Item>
        {isPlain && question ? <Menu.Item component="a" href={exportAddress(source.measure.id, question, 'csv')} download>Numbers, CSV</Menu.Item> : <Menu.Item onClick={csv}>Numbers, CSV</Menu.Item>}
        {isPlain && question && <Menu.Item component="a" href={exportAddress(source.measure.id, question, 'json')} download>Numbers, JSON</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}

/** As RFC 4180; a leading formula sign is disarmed, for spreadsheets run it. */
function csvCell(v: string | number | null): string {
  if (v === null) return ''
  const text = typeof v === 'number' ? String(v) : /^[=+\-@\t\r]/.test(v) ? `'${v}` : v
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
