/** Doing a verb: at once where nothing must be said, through a small form where something must. */
import { Modal } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useKeys } from '../../kit/use-keys.tsx'
import type { AnyRow, FieldSketch, RecordSketch, VerbSketch } from '../../client/shapes.ts'
import { MeanwhileNotice } from './meanwhile-notice.tsx'
import { RecordForm, type Values } from './record-form.tsx'

/** What a verb asks for, in order: fields of the record, then its own inputs. */
export const asked = (sketch: RecordSketch, verb: VerbSketch): readonly FieldSketch[] =>
  [...verb.edits.flatMap((name) => sketch.fields.filter((f) => f.name === name)), ...verb.input]

/** Ends of work open a form even where nothing is required, so that a slip of a key destroys nothing. */
const carefully = new Set(['resolve', 'close', 'cancel', 'retire', 'remove', 'delete', 'declareMajor', 'merge'])

/** Asked only where the verb was refused for want of it: who begins in time accepts no collision. */
const onRefusal = new Set(['acceptConflicts'])

/** Whether the verb opens a form first. */
export const needsForm = (sketch: RecordSketch, verb: VerbSketch): boolean =>
  asked(sketch, verb).some((f) => !onRefusal.has(f.name)) || verb.reason === 'required' || carefully.has(verb.name)

/** Inputs that begin with what a field of the record holds. */
const begins: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  assign: { toTeamId: 'teamId', toPersonId: 'assigneeId' }, prioritize: { to: 'priority' }, tag: { labels: 'tags' }, makePartOf: { ofId: 'parentId' },
}
const startOf = (verb: VerbSketch, row: Values): Values =>
  ({ ...row, ...Object.fromEntries(Object.entries(begins[verb.name] ?? {}).filter(([, field]) => row[field] !== null && row[field] !== undefined).map(([input, field]) => [input, row[field]])) })

/** What inputs of the verb itself begin with by now; fields of the record that changed meanwhile are told of, not put in. */
const ofInputs = (verb: VerbSketch, row: Values): Values => Object.fromEntries(Object.entries(startOf(verb, row)).filter(([name, v]) => v !== undefined && v !== null && verb.input.some((f) => f.name === name)))

/** See `VerbDialog`. */
export interface VerbDialogProps {
  readonly sketch: RecordSketch
  readonly verb: VerbSketch
  /** The record as it is now: while the form is open it may change, and then the form says so. Values alone for several records. */
  readonly row: AnyRow | Values
  /** `INC-1042` or `3 incidents`. */
  readonly what: string
  /** Said above the form: what whoever does this should know first. */
  readonly notice?: ReactNode
  readonly onDo: (input: Values) => Promise<unknown>
  readonly onClose: () => void
}

export function VerbDialog({ sketch, verb, row, what, notice, onDo, onClose }: VerbDialogProps) {
  useKeys(verb.label, [{ keys: 'Esc', label: 'close', run: onClose, inFields: true }], { isModal: true })
  const [seen] = useState(row)
  const one = isRow(row) && isRow(seen) ? { row, seen } : null
  return (
    <Modal opened onClose={onClose} title={`${verb.label}: ${what}`} size="md">
      {verb.help !== '' && <p className="ek-2" style={{ marginBottom: 12 }}>{verb.help}</p>}
      {notice}
      {one && <MeanwhileNotice sketch={sketch} row={one.row} seenVersion={one.seen.version} />}
      <RecordForm fields={asked(sketch, verb)} needs={verb.needs} initial={startOf(verb, seen)} late={ofInputs(verb, row)} reason={verb.reason} submitLabel={verb.label}
        {...(one ? { draftKey: `${one.row.id}.${verb.name}` } : {})} onSubmit={async (input) => { await onDo(input); onClose() }} onCancel={onClose} />
    </Modal>
  )
}

const isRow = (row: AnyRow | Values): row is AnyRow => typeof row['id'] === 'string' && typeof row['version'] === 'number'
