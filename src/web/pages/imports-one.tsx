/** One import: how far it is, what it did, what it did not take and why; run again, brought in after a trial, or undone. */
import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Opened, RecordSketch } from '../../client/shapes.ts'
import { bytes, count, NOT_RECORDED, percent } from '../../kit/format.ts'
import { elapsed } from '../../kit/format-time.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Facts, Line, PageHead, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useTimeFrame, useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { shownName } from '../data/files.ts'
import { useAct, useDescription, useRecord } from '../data/queries.ts'
import { Fault, FaultLine } from '../parts/fault.tsx'
import { StateOf } from '../parts/value.tsx'
import { ImportFaults } from './imports-faults.tsx'
import { isUnderWay, useWatchedImports } from './imports-watch.ts'
import { type ImportRow, titleOf, undoWords, verdictOf } from './imports-words.ts'
import css from './imports.module.css'

export function ImportPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const sketch = useDescription().data?.find('imports')
  const record = useRecord<ImportRow>('imports', id)
  if (record.data && sketch) return <Shown key={record.data.id} row={record.data} sketch={sketch} />
  return <Page crumbs={[...before, { label: id }]}>{record.error ? <Fault error={record.error} retry={() => void record.refetch()} /> : <LoadingRows />}</Page>
}

const before = [{ label: 'Settings', href: '/settings' }, { label: 'Imports', href: '/imports' }]

function Shown({ row, sketch }: { row: Opened<ImportRow>; sketch: RecordSketch }) {
  const { now } = useTimeFrame(10)
  const isActive = isUnderWay(row.state)
  useWatchedImports(isActive)
  const began = row.startedAt === null ? null : Date.parse(row.startedAt)
  const took = began === null ? NOT_RECORDED : elapsed(((row.endedAt === null ? now : Date.parse(row.endedAt)) - began) / 1000)
  return (
    <Page crumbs={[...before, { label: row.number }]}>
      <PageHead title={verdictOf(row)} note={<>{titleOf(row)}{row.isDryRun && <> <Tag tone="idle">only tried, nothing was written</Tag></>}</>} trail={<StateOf sketch={sketch} row={row} />} />
      {isActive && <div className={css.progress} role="progressbar" aria-label="How far it is" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(row.progress * 100)} aria-valuetext={percent(row.progress)}><span style={{ width: `${row.progress * 100}%` }} /></div>}
      <Facts form="row" facts={[
        ['Rows read', count(row.rowsRead)], [row.isDryRun ? 'Would come in' : 'Came in', count(row.recordsMade)], ['Here already', count(row.recordsSame)], ['Journal entries', count(row.entriesMade)],
        ['Not taken', <span key="f" className={row.faultCount > 0 ? 'ek-bad' : undefined}>{count(row.faultCount)}</span>], ['Remarks', count(row.remarkCount)],
        ['Began', row.startedAt === null ? NOT_RECORDED : <Time key="b" at={row.startedAt} form="event" />], ['Took', took],
      ]} />
      <Doings row={row} />
      {row.note && row.state !== 'done' && <p className={row.state === 'failed' ? 'ek-bad ek-read' : 'ek-2 ek-read'} style={{ marginBottom: 14 }}>{row.note}</p>}
      {!isActive && <ImportFaults id={row.number} version={row.version} />}
      <Section title="Files">
        {row.files.map((f) => <Line key={f.key} trail={bytes(f.bytes)}><bdi>{shownName(f.name)}</bdi></Line>)}
      </Section>
      <Section title="Mapping" note={row.source}>
        <details><summary className="ek-link" style={{ padding: '8px 0' }}>As it was used</summary><pre className="ek-mono" style={{ margin: 0, overflowX: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} tabIndex={0}>{JSON.stringify(row.mapping, null, 2)}</pre></details>
      </Section>
    </Page>
  )
}

/** What can be done with it now; what cannot is not for this role or not for this state, and says so. */
function Doings({ row }: { row: Opened<ImportRow> }) {
  const { navigate } = useViewer()
  const act = useAct('imports')
  const [isUndoing, setUndoing] = useState(false)
  const offer = (name: string) => row.verbs?.find((v) => v.name === name)
  const [again, undo] = [offer('again'), offer('undo')]
  const bringIn = useMutation({
    mutationFn: () => client.create('imports', { source: row.source, mapping: row.mapping, files: row.files, isDryRun: false, orgId: row.orgId }),
    onSuccess: (made) => navigate(`/imports/${made.number}`),
  })
  const wasTried = row.isDryRun && row.state === 'done'
  return (
    <div className={css.go} style={{ margin: '4px 0 16px' }}>
      {wasTried && again && <Button variant="filled" loading={bringIn.isPending} onClick={() => bringIn.mutate()}>Bring it in</Button>}
      {again && <Button disabled={!again.allowed || act.isPending} title={again.why ?? undefined} onClick={() => act.mutate({ id: row.id, verb: 'again', version: row.version })}>{row.isDryRun ? 'Try again' : 'Run again'}</Button>}
      {undo && !row.isDryRun && <Button data-danger disabled={!undo.allowed || act.isPending} title={undo.why ?? undefined} onClick={() => setUndoing(true)}>Undo…</Button>}
      {!row.isDryRun && row.state === 'done' && row.recordsMade > 0 && <Link href="/process">See what happened to them</Link>}
      <FaultLine error={act.error ?? bringIn.error} />
      {isUndoing && <UndoQuestion row={row} onClose={() => setUndoing(false)} onUndo={() => { setUndoing(false); act.mutate({ id: row.id, verb: 'undo', version: row.version }) }} />}
    </div>
  )
}

function UndoQuestion({ row, onClose, onUndo }: { row: ImportRow; onClose: () => void; onUndo: () => void }) {
  const outlook = useQuery({ queryKey: ['timeline', 'imports', row.id, 'outlook'], queryFn: () => client.undoOutlook(row.number), staleTime: 0 })
  return (
    <Modal opened onClose={onClose} title={`Undo ${row.number}`}>
      {outlook.error ? <FaultLine error={outlook.error} /> : outlook.data === undefined ? <LoadingRows rows={2} /> : <p className="ek-read">{undoWords(outlook.data)}</p>}
      <p className="ek-small ek-3" style={{ margin: '8px 0 14px' }}>The same file can be brought in again afterwards.</p>
      <div className="ek-row" style={{ justifyContent: 'flex-end' }}><Button onClick={onClose} data-autofocus>Keep it</Button><Button data-danger variant="filled" disabled={outlook.data === undefined} onClick={onUndo}>Undo the import</Button></div>
    </Modal>
  )
}
