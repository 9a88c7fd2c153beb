/** A definition made with menus: what of which records, by which time, among which. */
import { Button, NumberInput, Popover, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { FactTableSketch } from '../../client/measures.ts'
import { FilterChips } from '../../kit/filter-chips.tsx'
import { isOfMoment, kinds, type Definition, type FactCondition, type MeasureKind } from '../../model/measure.ts'
import { FactFilter } from './measures-filter.tsx'
import { conditionWords, definitionWords, rowsOf } from './measures-words.ts'
import css from './measures.module.css'

const kindWords: Readonly<Record<MeasureKind, string>> = {
  count: 'How many', share: 'Share of them', sum: 'Sum of', mean: 'Mean of', least: 'Least of', most: 'Most of', ratio: 'Ratio of two sums', quantile: 'Quantile of', survival: 'Time until (open ones counted)', stock: 'How many stand open', age: 'Age of the open ones', fresh: 'Share that is fresh', 'rate-ratio': 'Rate after and before',
}
const hasValue = new Set<MeasureKind>(['sum', 'mean', 'least', 'most', 'ratio', 'quantile'])
const hasSpan = new Set<MeasureKind>(['survival', 'stock', 'age', 'fresh'])
const hasQuantile = new Set<MeasureKind>(['quantile', 'survival', 'age'])

const capital = (s: string): string => `${s.slice(0, 1).toUpperCase()}${s.slice(1)}`

/** A quarter; two weeks against the eight before. */
const standardDays = { withinDays: 92, beforeDays: 56, afterDays: 14 }

/** What the kind does not use is left out; what it needs is there. */
export function fitted(d: Definition, table: FactTableSketch): Definition {
  const instants = table.fields.filter((f) => f.kind === 'instant' && f.id !== 'knownFrom').map((f) => f.id)
  const numbers = numbersOf(table)
  const one = (wanted: string | undefined, among: readonly string[], standard: string): string => (wanted !== undefined && among.includes(wanted) ? wanted : among.includes(standard) ? standard : among[0] ?? standard)
  const isStep = d.of.endsWith('_step')
  const start = one(d.start, instants, isStep ? 'at' : 'openedAt')
  return {
    of: d.of, kind: d.kind, where: d.where,
    ...(isOfMoment(d.kind) ? {} : { member: one(d.member, instants, isStep ? 'at' : 'openedAt') }),
    ...(d.kind === 'share' ? { hits: d.hits ?? [] } : {}),
    ...(hasValue.has(d.kind) ? { value: one(d.value, numbers, isStep ? 'seconds' : 'endSeconds') } : {}), ...(d.kind === 'ratio' ? { per: one(d.per, numbers, isStep ? 'seconds' : 'closeSeconds') } : {}),
    ...(hasSpan.has(d.kind) ? { start, end: one(d.end, instants.filter((i) => i !== start), isStep ? 'until' : 'endedAt') } : {}), ...(hasQuantile.has(d.kind) ? { p: d.p ?? 0.5 } : {}),
    ...(d.kind === 'fresh' ? { value: one(d.value, instants, 'verifiedAt'), withinDays: d.withinDays ?? standardDays.withinDays } : {}),
    ...(d.kind === 'rate-ratio' ? { start, ...(d.end === undefined ? {} : { end: d.end }), beforeDays: d.beforeDays ?? standardDays.beforeDays, afterDays: d.afterDays ?? standardDays.afterDays } : {}),
    ...((d.kind === 'count' || d.kind === 'share') && d.distinct !== undefined ? { distinct: d.distinct } : {}),
  }
}
const numbersOf = (table: FactTableSketch): string[] => [...table.fields.filter((f) => ['integer', 'ratio', 'seconds', 'yesno'].includes(f.kind) && f.id !== 'version').map((f) => f.id), ...table.external.map((x) => `external.${x}`)]

/** Each change is a new question at once. */
export function Builder({ definition: d, facts, onChange }: { definition: Definition; facts: Readonly<Record<string, FactTableSketch>>; onChange: (d: Definition) => void }) {
  const table = facts[d.of]
  if (!table) return <p className={css.notice}>There are no facts called {d.of} here. <button type="button" className="ek-link" onClick={() => onChange({ of: 'incident_fact', kind: 'count', member: 'openedAt', where: [] })}>Begin anew</button></p>
  const change = (more: Partial<Definition>): void => { const next = { ...d, ...more }; onChange(fitted(next, facts[next.of] ?? table)) }
  const pick = (ids: readonly string[]) => ids.map((id) => ({ value: id, label: table.fields.find((f) => f.id === id)?.label ?? `${id.replace('external.', '').replaceAll('_', ' ')} (former system)` }))
  const instants = pick(table.fields.filter((f) => f.kind === 'instant' && f.id !== 'knownFrom').map((f) => f.id))
  const numbers = pick(numbersOf(table))
  const said = definitionWords(d, table)
  return (
    <section className={css.builder} aria-label="A definition of my own">
      <div className={css.builderRow}>
        <Select label="Number" w={220} data={kinds.filter((k) => k !== 'rate-ratio' || d.kind === k).map((k) => ({ value: k, label: kindWords[k] }))} value={d.kind} onChange={(v) => change({ kind: kinds.find((k) => k === v) ?? 'count' })} />
        {hasValue.has(d.kind) && <Select label="Of" w={220} searchable data={numbers} value={d.value ?? null} onChange={(v) => v && change({ value: v })} />}
        {d.kind === 'ratio' && <Select label="Per" w={220} searchable data={numbers} value={d.per ?? null} onChange={(v) => v && change({ per: v })} />}
        {hasSpan.has(d.kind) && <Select label="From" w={160} data={instants} value={d.start ?? null} onChange={(v) => v && change({ start: v })} />}
        {hasSpan.has(d.kind) && <Select label="To" w={160} data={instants} value={d.end ?? null} onChange={(v) => v && change({ end: v })} />}
        {d.kind === 'fresh' && <Select label="Fresh by" w={180} data={instants} value={d.value ?? null} onChange={(v) => v && change({ value: v })} />}
        {d.kind === 'fresh' && <NumberInput label="For days" w={110} min={1} max={3660} value={d.withinDays ?? standardDays.withinDays} onChange={(v) => { if (typeof v === 'number' && v >= 1 && v <= 3660) change({ withinDays: Math.floor(v) }) }} />}
        {hasQuantile.has(d.kind) && <NumberInput label="Of 100, not exceeded by" w={160} min={1} max={99} value={Math.round((d.p ?? 0.5) * 100)} onChange={(v) => { if (typeof v === 'number' && v >= 1 && v <= 99) change({ p: v / 100 }) }} />}
        <Select label="Of which records" w={230} data={Object.keys(facts).map((k) => ({ value: k, label: capital(rowsOf(k)) }))} value={d.of} onChange={(v) => v && change({ of: v, where: [], hits: [] })} />
        {!isOfMoment(d.kind) && <Select label="By the time it was" w={180} data={instants} value={d.member ?? null} onChange={(v) => v && change({ member: v })} />}
      </div>
      {d.kind === 'share' && <Conditions label="Counts when" list={d.hits ?? []} table={table} onChange={(hits) => change({ hits })} />}
      <Conditions label="Only those with" list={d.where} table={table} onChange={(where) => change({ where })} />
      <p className="ek-small ek-2">{d.kind === 'share' && (d.hits ?? []).length === 0 ? 'Say when one of them counts.' : <>In words: {said.counted}{said.among === null ? '' : `, among ${said.among}`}; {said.time}{said.only === null ? '' : `; only with ${said.only}`}.</>}</p>
    </section>
  )
}

function Conditions({ label, list, table, onChange }: { label: string; list: readonly FactCondition[]; table: FactTableSketch; onChange: (list: FactCondition[]) => void }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={css.builderRow} style={{ alignItems: 'center' }}>
      <span className="ek-small ek-2">{label}</span>
      {list.length > 0 && <FilterChips chips={list.map((c, i) => ({ id: String(i), ...conditionWords(c, table) }))} onRemove={(id) => onChange(list.filter((_, i) => String(i) !== id))} />}
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus>
        <Popover.Target><Button size="xs" leftSection={<IconPlus aria-hidden="true" />} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>Condition<span className="ek-hidden"> for: {label}</span></Button></Popover.Target>
        <Popover.Dropdown><FactFilter table={table} words="Add the condition" onAdd={(c) => { setOpen(false); onChange([...list, c]) }} /></Popover.Dropdown>
      </Popover>
    </div>
  )
}
