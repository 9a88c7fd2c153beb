/** The cause tree: why, and why that; a "why" without evidence stays grey, whatever anybody says. */
import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { listed } from '../../kit/format.ts'
import { Tag, type TagTone } from '../../kit/tag.tsx'
import { causeCategories, treeStandings, type TreeStanding } from '../../practices/problem/worksheet-standing.ts'
import type { TreeCause } from '../../practices/problem/worksheet-content.ts'
import { freshId, type SheetProps } from './problem-sheet.ts'
import css from './problem.module.css'

const words: Readonly<Record<TreeStanding, readonly [string, TagTone]>> = { grey: ['nothing shows it', 'idle'], open: ['open', 'info'], refuted: ['refuted', 'idle'], confirmed: ['confirmed', 'good'], root: ['root cause', 'accent'] }
const categories = Object.entries(causeCategories).map(([value, label]) => ({ value, label }))
const isCategory = (v: string | null): v is keyof typeof causeCategories => v !== null && Object.hasOwn(causeCategories, v)
const statuses = [{ value: 'open', label: 'open' }, { value: 'confirmed', label: 'confirmed' }, { value: 'refuted', label: 'refuted' }]

export function TreeSheet({ content, put, isFixed }: SheetProps<'cause_tree'>) {
  const { causes } = content
  const standings = treeStandings(causes)
  const roots = causes.filter((c) => standings.get(c.id) === 'root')
  const grey = causes.filter((c) => standings.get(c.id) === 'grey').length
  const change = (id: string, by: Partial<TreeCause>): void => put({ ...content, causes: causes.map((c) => (c.id === id ? { ...c, ...by } : c)) })
  const add = (parentId?: string): void => put({ ...content, causes: [...causes, { id: freshId(causes.map((c) => c.id), 'c'), ...(parentId === undefined ? {} : { parentId }), category: 'technology', text: 'Because …', evidence: [], status: 'open' }] })
  const drop = (id: string): void => put({ ...content, causes: causes.filter((c) => c.id !== id && c.parentId !== id) })
  const level = (parentId: string | undefined) => (
    <ul className={css.tree}>
      {causes.filter((c) => c.parentId === parentId).map((c) => (
        <li key={c.id}>
          <Cause cause={c} standing={standings.get(c.id) ?? 'grey'} isFixed={isFixed} isLeaf={!causes.some((x) => x.parentId === c.id)} onChange={(by) => change(c.id, by)} onWhy={() => add(c.id)} onDrop={() => drop(c.id)} />
          {causes.some((x) => x.parentId === c.id) && level(c.id)}
        </li>
      ))}
    </ul>
  )
  return (
    <>
      <TextInput label="What happens" readOnly={isFixed} value={content.effect} maxLength={400} onChange={(e) => put({ ...content, effect: e.currentTarget.value })} />
      <p role="status" style={{ padding: '10px 0' }}>
        {roots.length === 0 ? 'No root cause is shown yet.' : <>{roots.length === 1 ? 'Root cause' : `${roots.length} root causes`}: <b>{listed(roots.map((c) => c.text))}</b>.</>}{grey > 0 && ` ${grey} of ${causes.length} stand without evidence.`}
      </p>
      {level(undefined)}
      {!isFixed && <div className={css.foot}><Button size="xs" onClick={() => add()}>Add a why</Button></div>}
    </>
  )
}

interface CauseProps {
  readonly cause: TreeCause
  readonly standing: TreeStanding
  readonly isFixed: boolean
  readonly isLeaf: boolean
  readonly onChange: (by: Partial<TreeCause>) => void
  readonly onWhy: () => void
  readonly onDrop: () => void
}

function Cause({ cause: c, standing, isFixed, isLeaf, onChange, onWhy, onDrop }: CauseProps) {
  const [isOpen, setOpen] = useState(false)
  const [evidence, setEvidence] = useState('')
  const [label, tone] = words[standing]
  const addEvidence = (): void => {
    const text = evidence.trim()
    if (text === '') return
    const link = /^(https?:\/\/\S+|[A-Z]{2,5}-\d+)$/.exec(text)?.[1]
    onChange({ evidence: [...c.evidence, { text: text.slice(0, 400), ...(link === undefined ? {} : { link }) }] })
    setEvidence('')
  }
  return (
    <div className={css.cause} data-standing={standing}>
      <div className={css.causeHead}>
        <span className={css.causeText}>{c.text}</span><Tag tone={tone}>{label}</Tag><span className="ek-small ek-3">{causeCategories[c.category]}</span>
        {!isFixed && <><Button size="xs" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{isOpen ? 'Done' : 'Edit'}</Button><Button size="xs" variant="subtle" onClick={onWhy}>Why?</Button></>}
      </div>
      {c.evidence.length > 0 && <ul className={css.evidence}>{c.evidence.map((e, at) => <li key={at}>{e.text}{isOpen && <> <button type="button" className="ek-link" onClick={() => onChange({ evidence: c.evidence.filter((_, i) => i !== at) })}>remove</button></>}</li>)}</ul>}
      {isOpen && (
        <div className={css.foot}>
          <TextInput label="Because" style={{ flex: 2, minWidth: 200 }} value={c.text} maxLength={400} onChange={(e) => onChange({ text: e.currentTarget.value })} />
          <Select label="Kind" data={categories} allowDeselect={false} w={140} value={c.category} onChange={(v) => { if (isCategory(v)) onChange({ category: v }) }} />
          <Select label="Stands" data={statuses} allowDeselect={false} w={130} value={c.status} onChange={(v) => { if (v === 'open' || v === 'confirmed' || v === 'refuted') onChange({ status: v }) }} />
          <TextInput label="Evidence" description="Words, an address, or a record’s number" style={{ flex: 2, minWidth: 200 }} value={evidence} maxLength={400} onChange={(e) => setEvidence(e.currentTarget.value)} onKeyDown={(e) => { if (e.key === 'Enter' && !e.ctrlKey && !e.metaKey) { e.preventDefault(); addEvidence() } }} />
          <Button size="xs" onClick={addEvidence} disabled={evidence.trim() === ''}>Add the evidence</Button>
          {isLeaf && <Button size="xs" variant="subtle" onClick={onDrop}>Take it off</Button>}
        </div>
      )}
    </div>
  )
}
