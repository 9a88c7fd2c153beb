/** The page of any record: what it says, what can be done with it, what happened to it. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { AnyRow, Opened, RecordSketch } from '../../client/shapes.ts'
import { Page } from '../../kit/page.tsx'
import { Facts, PageHead, Rail, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { listAddress } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { useDirectory } from '../data/directory.ts'
import { dropRecords, useDescription, useRecord } from '../data/queries.ts'
import { RecordForm } from '../forms/record-form.tsx'
import { Fault } from '../parts/fault.tsx'
import { History } from '../parts/history.tsx'
import { StateOf, Value } from '../parts/value.tsx'
import { SetPassword } from '../parts/set-password.tsx'
import { useDoing, VerbBar } from '../parts/verb-bar.tsx'
import css from '../parts/record.module.css'
import { Beside, firstVerbs, isUnshown } from './beside.tsx'
import { Missing } from './missing.tsx'

export function RecordPage() {
  const { plural, id } = useParams({ strict: false }) as { plural: string; id: string }
  const sketch = useDescription().data?.find(plural)
  const record = useRecord(plural, id)
  if (!sketch) return <Missing />
  const crumbs = [{ label: 'Settings', href: '/settings' }, { label: sketch.many, href: listAddress(plural) }, { label: record.data?.number ?? id }]
  if (record.data) return <Shown key={record.data.id} sketch={sketch} row={record.data} crumbs={crumbs} />
  return <Page crumbs={crumbs}>{record.error ? <Fault error={record.error} retry={() => void record.refetch()} /> : <LoadingRows />}</Page>
}

function Shown({ sketch, row, crumbs }: { sketch: RecordSketch; row: Opened<AnyRow>; crumbs: { label: string; href?: string }[] }) {
  const directory = useDirectory(row.titles)
  const doing = useDoing(sketch, row)
  const cache = useQueryClient()
  const [isEditing, setEditing] = useState(false)
  const update = sketch.verbs.find((v) => v.name === 'update')
  const mayChange = update !== undefined && (update.from === null || update.from.includes(row.state))
  const fields = sketch.fields.filter((f) => sketch.own.includes(f.name) && f.name !== sketch.title && !isUnshown(sketch.name, f.name, row))
  return (
    <Page crumbs={crumbs} rail={<Rail><Section title="What happened"><History plural={sketch.plural} id={row.id} sketch={sketch} /></Section></Rail>} railLabel="What happened">
      <PageHead title={String(row[sketch.title] ?? row.number)} note={<>{row.number} · recorded <Time at={row.createdAt} /></>} trail={<StateOf sketch={sketch} row={row} />} />
      <div className="ek-row ek-wrap" style={{ marginBottom: 14 }}>
        {mayChange && !isEditing && <Button onClick={() => setEditing(true)}>{update?.label ?? 'Change'}</Button>}
        <VerbBar sketch={sketch} row={row} doing={doing} first={firstVerbs[sketch.name] ?? []} />
        {sketch.name === 'person' && <SetPassword personId={row.id} name={String(row['name'])} />}
      </div>
      {doing.fault}
      {doing.dialog}
      {isEditing && update ? (
        <RecordForm
          fields={sketch.fields.filter((f) => update.edits.includes(f.name) && (f.name !== 'mapping' || !isUnshown(sketch.name, f.name, row)))} initial={row} reason={update.reason} submitLabel="Save the changes" onlyChanges onCancel={() => setEditing(false)}
          onSubmit={async (input) => {
            await client.change(sketch.plural, row.id, input, row.version)
            await dropRecords(cache, sketch.plural)
            setEditing(false)
          }}
        />
      ) : (
        <div className={css.wideFacts}><Facts facts={fields.map((f) => [f.label, <Value key={f.name} field={f} value={row[f.name]} row={row} directory={directory} titles={row.titles} />] as const)} /></div>
      )}
      {!isEditing && <Beside record={sketch.name} row={row} />}
    </Page>
  )
}
