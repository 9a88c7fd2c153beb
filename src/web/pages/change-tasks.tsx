/** The steps of doing a change, ticked off in place. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { AnyRow } from '../../client/shapes.ts'
import { partOf } from '../../kit/format.ts'
import { Section } from '../../kit/section.tsx'
import { Time } from '../../kit/time.tsx'
import { client } from '../data/connection.ts'
import { useDirectory } from '../data/directory.ts'
import { dropRecords, useAct, useList } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'
import css from './change.module.css'

interface TaskRow extends AnyRow {
  readonly title: string
  readonly position: number
  readonly personId: string | null
  readonly doneAt: string | null
  readonly doneById: string | null
}

export function Tasks({ changeId, mayWork, isOver }: { changeId: string; mayWork: boolean; isOver: boolean }) {
  const list = useList<TaskRow>('change-tasks', { changeId, sort: 'position', limit: 200 })
  const rows = list.data?.items ?? []
  const directory = useDirectory(list.data?.titles)
  const act = useAct('change-tasks')
  const done = rows.filter((t) => t.state !== 'open').length
  if (rows.length === 0 && (!mayWork || isOver)) return null
  return (
    <Section title="Tasks" note={rows.length === 0 ? '' : partOf(done, rows.length)}>
      {rows.map((t) => (
        <div key={t.id} className={css.task} data-done={t.state !== 'open'}>
          <Checkbox aria-label={`${t.title}: done`} checked={t.state === 'done'} disabled={!mayWork || isOver || act.isPending} onChange={() => act.mutate({ id: t.id, verb: t.state === 'open' ? 'complete' : 'reopen', version: t.version })} />
          <span>{t.title}{t.state === 'skipped' && ', skipped'}</span>
          <span className="ek-small ek-3">{t.doneAt === null ? directory.name(t.personId) ?? '' : <>{directory.name(t.doneById) ?? 'a script'} <Time at={t.doneAt} /></>}</span>
        </div>
      ))}
      <FaultLine error={act.error} />
      {mayWork && !isOver && <AddTask changeId={changeId} position={(rows.at(-1)?.position ?? 0) + 1} />}
    </Section>
  )
}

function AddTask({ changeId, position }: { changeId: string; position: number }) {
  const cache = useQueryClient()
  const [title, setTitle] = useState('')
  const [error, setError] = useState<unknown>(null)
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (title.trim() === '') return
    try {
      await client.create('change-tasks', { changeId, title: title.trim(), position: Math.min(position, 1000) })
      setTitle('')
      setError(null)
      await dropRecords(cache, 'change-tasks')
    } catch (thrown) {
      setError(thrown)
    }
  }
  return (
    <form className={css.add} onSubmit={(e) => void add(e)}>
      <TextInput aria-label="What to do next" placeholder="What to do next" value={title} maxLength={300} onChange={(e) => setTitle(e.currentTarget.value)} style={{ flex: 1 }} />
      <Button type="submit" disabled={title.trim() === ''}>Add task</Button>
      <FaultLine error={error} />
    </form>
  )
}
