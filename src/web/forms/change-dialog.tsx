/** Changing a record's fields; when somebody else was faster, both versions line by line, and nothing is lost. */
import { Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem } from '../../client/problem.ts'
import type { AnyRow, Opened, RecordSketch } from '../../client/shapes.ts'
import { DiffChooser } from '../../kit/diff-chooser.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { client } from '../data/connection.ts'
import { useDirectory } from '../data/directory.ts'
import { differingOf, useMeanwhile, type Differing } from '../data/meanwhile.ts'
import { dropRecords } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'
import { Value } from '../parts/value.tsx'
import { keepFormDraft } from './form-draft.ts'
import { MeanwhileNotice } from './meanwhile-notice.tsx'
import { RecordForm, type Values } from './record-form.tsx'

/** See `ChangeForm`. */
export interface ChangeFormProps {
  readonly sketch: RecordSketch
  /** The record as it is now; it may change while the form is open. */
  readonly row: Opened<AnyRow>
  readonly onDone: () => void
}

/** The same as a dialog, for pages that show more than fields. */
export function ChangeDialog({ sketch, row, onDone }: ChangeFormProps) {
  useKeys('Change', [{ keys: 'Esc', label: 'close', run: onDone, inFields: true }], { isModal: true })
  return <Modal opened onClose={onDone} title={`Change ${row.number}`} size="lg"><ChangeForm sketch={sketch} row={row} onDone={onDone} /></Modal>
}

export function ChangeForm({ sketch, row, onDone }: ChangeFormProps) {
  const cache = useQueryClient()
  const update = sketch.verbs.find((v) => v.name === 'update')
  const fields = sketch.fields.filter((f) => update?.edits.includes(f.name))
  const [seen] = useState(row)
  const [lost, setLost] = useState<{ mine: Values; row: Opened<AnyRow>; lines: readonly Differing[] } | null>(null)
  const draftKey = `${row.id}.update`

  /** Sends what is mine over the newest version; where somebody touched the same form, asks first. */
  const save = async (mine: Values, isChosen = false, newest: Opened<AnyRow> = row): Promise<void> => {
    const lines = isChosen ? [] : differingOf(fields, seen, newest, mine)
    if (lines.length > 0) return setLost({ mine, row: newest, lines })
    try {
      if (Object.keys(mine).length > 0) await client.change(sketch.plural, row.id, mine, newest.version)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'stale') throw error
      return save(mine, false, await client.read<AnyRow>(sketch.plural, row.id))
    }
    keepFormDraft(draftKey, null)
    await dropRecords(cache, sketch.plural)
    onDone()
  }
  if (lost) return <Choose sketch={sketch} seen={seen} lost={lost} onSave={(mine) => save(mine, true, lost.row)} onDone={() => { keepFormDraft(draftKey, null); void dropRecords(cache, sketch.plural); onDone() }} />
  return (
    <>
      <MeanwhileNotice sketch={sketch} row={row} seenVersion={seen.version} />
      <RecordForm fields={fields} initial={seen} reason={update?.reason ?? null} submitLabel="Save the changes" onlyChanges draftKey={draftKey} onCancel={onDone} onSubmit={(input) => save(input)} />
    </>
  )
}

function Choose({ sketch, seen, lost, onSave, onDone }: { sketch: RecordSketch; seen: AnyRow; lost: { mine: Values; row: Opened<AnyRow>; lines: readonly Differing[] }; onSave: (mine: Values) => Promise<void>; onDone: () => void }) {
  const [error, setError] = useState<unknown>(null)
  const [isSaving, setSaving] = useState(false)
  const { entries: by } = useMeanwhile(sketch, lost.row, seen.version)
  const directory = useDirectory(lost.row.titles, Object.fromEntries(lost.lines.filter((l) => l.field.kind === 'ref' && l.field.to).map((l) => [l.field.to ?? '', [l.mine, l.theirs].filter((v) => typeof v === 'string')])))
  const shown = (line: Differing, value: unknown) => (value === undefined ? null : <Value field={line.field} value={value} directory={directory} titles={lost.row.titles} isPlain />)
  const hasNote = sketch.verbs.some((v) => v.name === 'note')
  const during = (work: () => Promise<unknown>) => (): void => {
    setSaving(true)
    setError(null)
    work().catch(setError).finally(() => setSaving(false))
  }
  const asNote = (): string => [`My version of ${lost.row.number}, not saved:`, '', ...lost.lines.filter((l) => l.mine !== undefined).map((l) => `- ${l.field.label}: ${typeof l.mine === 'string' ? directory.name(l.mine) ?? l.mine : JSON.stringify(l.mine)}`)].join('\n')
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <p className="ek-2">Somebody saved first. Nothing is lost: choose line by line what shall hold.</p>
      <DiffChooser
        key={lost.row.version} who={by.findLast((e) => e.verb === 'update')?.actorName ?? by.at(-1)?.actorName ?? 'somebody else'} isSaving={isSaving}
        lines={lost.lines.map((l) => ({ field: l.field.name, label: l.field.label, theirs: shown(l, l.theirs), mine: shown(l, l.mine) }))}
        onSave={(chosen) => during(() => onSave(Object.fromEntries(Object.entries(lost.mine).filter(([name]) => (chosen[name] ?? 'mine') === 'mine'))))()}
        {...(hasNote ? { onKeepTheirs: during(async () => { await client.move(sketch.plural, lost.row.id, 'note', { body: asNote() }); onDone() }) } : {})}
      />
      <FaultLine error={error} />
    </div>
  )
}
