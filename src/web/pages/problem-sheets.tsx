/** The worksheets of a problem, edited in place: one open at a time, each saved with the version that was seen. */
import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type KeyboardEvent } from 'react'
import type { AnyRow } from '../../client/shapes.ts'
import { Section } from '../../kit/section.tsx'
import type { WorksheetContent } from '../../practices/problem/worksheet-content.ts'
import { worksheetKinds, type WorksheetKind } from '../../practices/problem/worksheet-standing.ts'
import { client } from '../data/connection.ts'
import { dropRecords, useList } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'
import { KtSheet } from './problem-sheet-kt.tsx'
import { ParetoSheet } from './problem-sheet-pareto.tsx'
import { TimelineSheet } from './problem-sheet-timeline.tsx'
import { TreeSheet } from './problem-sheet-tree.tsx'
import type { ProblemRow } from './problem.tsx'
import css from './problem.module.css'

interface SheetRow extends AnyRow {
  readonly title: string
  readonly kind: WorksheetKind
  readonly content: WorksheetContent
}

const dayMs = 86_400_000
/** What a new sheet begins with; one with causes by their harm with what the problem's incidents say. */
function emptySheet(kind: WorksheetKind, problem: ProblemRow): WorksheetContent {
  switch (kind) {
    case 'timeline': return { kind, from: new Date(Date.parse(problem.createdAt) - 7 * dayMs).toISOString(), to: new Date(Date.parse(problem.createdAt) + dayMs).toISOString(), marks: [] }
    case 'kepner_tregoe': return { kind, statement: problem.title, pairs: [{ id: 'p1', dimension: 'what', is: '', isNot: '' }, { id: 'p2', dimension: 'where', is: '', isNot: '' }, { id: 'p3', dimension: 'when', is: '', isNot: '' }, { id: 'p4', dimension: 'extent', is: '', isNot: '' }], causes: [] }
    case 'cause_tree': return { kind, effect: problem.title, causes: [] }
    case 'pareto': return { kind, unit: 'user-minutes', causes: [] }
  }
}

export function Worksheets({ problem, mayWrite }: { problem: ProblemRow; mayWrite: boolean }) {
  const cache = useQueryClient()
  const list = useList<SheetRow>('worksheets', { problemId: problem.id, sort: 'createdAt', limit: 50 })
  const [chosen, setChosen] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const sheets = list.data?.items ?? []
  const open = sheets.find((s) => s.id === chosen) ?? sheets[0]
  const begin = async (kind: WorksheetKind): Promise<void> => {
    setError(null)
    try {
      const made = await client.create('worksheets', { orgId: problem.orgId, problemId: problem.id, title: worksheetKinds[kind], content: kind === 'pareto' ? (await client.paretoStart(problem.id)).content : emptySheet(kind, problem) })
      await dropRecords(cache, 'worksheets')
      setChosen(made.id)
    } catch (thrown) { setError(thrown) }
  }
  const step = (e: KeyboardEvent, at: number): void => {
    const next = e.key === 'ArrowRight' ? sheets[at + 1] : e.key === 'ArrowLeft' ? sheets[at - 1] : undefined
    if (next) { setChosen(next.id); document.getElementById(`sheet-tab-${next.id}`)?.focus() }
  }
  const adder = mayWrite && (
    <Menu position="bottom-end">
      <Menu.Target><Button size="xs" rightSection={<IconChevronDown aria-hidden="true" />}>New worksheet</Button></Menu.Target>
      <Menu.Dropdown>{(Object.entries(worksheetKinds) as [WorksheetKind, string][]).map(([kind, label]) => <Menu.Item key={kind} onClick={() => void begin(kind)}>{label}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  )
  return (
    <Section title="How the cause is looked for" trail={adder}>
      {error !== null && <FaultLine error={error} />}
      {sheets.length > 0 && (
        <div role="tablist" aria-label="Worksheets" className={css.sheetTabs}>
          {sheets.map((s, at) => (
            <button key={s.id} id={`sheet-tab-${s.id}`} type="button" role="tab" aria-selected={s.id === open?.id} tabIndex={s.id === open?.id ? 0 : -1} aria-controls="sheet" className={css.sheetTab} onClick={() => setChosen(s.id)} onKeyDown={(e) => step(e, at)}>{s.title}</button>
          ))}
        </div>
      )}
      {open ? <div id="sheet" role="tabpanel" aria-labelledby={`sheet-tab-${open.id}`}><Sheet key={open.id} row={open} problem={problem} mayWrite={mayWrite} /></div>
        : list.data && <p className="ek-3" style={{ padding: '8px 0' }}>No worksheet yet. A timeline shows what happened before, “is and is not” tests each possible cause, a cause tree asks why, a Pareto chart says where the harm is.</p>}
    </Section>
  )
}

function Sheet({ row, problem, mayWrite }: { row: SheetRow; problem: ProblemRow; mayWrite: boolean }) {
  const cache = useQueryClient()
  const [draft, setDraft] = useState<WorksheetContent | null>(null)
  const [seen, setSeen] = useState(row.version)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  // What others save meanwhile is taken over as long as nothing here would be lost.
  useEffect(() => { if (draft === null) setSeen(row.version) }, [draft, row.version])
  const content = draft ?? row.content
  const isFixed = !mayWrite || row.state === 'finished'
  const send = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await work()
      await dropRecords(cache, 'worksheets')
      setDraft(null)
    } catch (thrown) { setError(thrown) } finally { setBusy(false) }
  }
  const save = (): Promise<void> => send(() => client.change('worksheets', row.id, { content }, seen))
  const props = { problem, isFixed, put: setDraft }
  return (
    <div onKeyDown={(e) => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && draft !== null) { e.preventDefault(); void save() } }}>
      {content.kind === 'kepner_tregoe' ? <KtSheet {...props} content={content} /> : content.kind === 'cause_tree' ? <TreeSheet {...props} content={content} /> : content.kind === 'pareto' ? <ParetoSheet {...props} content={content} /> : <TimelineSheet {...props} content={content} />}
      {error !== null && <FaultLine error={error} />}
      <div className={css.foot}>
        {draft !== null && <><Button variant="filled" loading={isBusy} onClick={() => void save()}>Save the worksheet</Button><Button variant="subtle" onClick={() => { setDraft(null); setError(null) }}>Leave it as it was</Button></>}
        {draft === null && mayWrite && (row.state === 'finished' ? <Button loading={isBusy} onClick={() => void send(() => client.move('worksheets', row.id, 'reopen', {}, row.version))}>Work on it again</Button> : <Button variant="subtle" loading={isBusy} onClick={() => void send(() => client.move('worksheets', row.id, 'finish', {}, row.version))}>Finish this worksheet</Button>)}
      </div>
    </div>
  )
}
