/** Doing a verb: at once where nothing must be said, through a small form where something must. */
import { Modal } from '@mantine/core'
import { useKeys } from '../../kit/use-keys.tsx'
import type { FieldSketch, RecordSketch, VerbSketch } from '../../client/shapes.ts'
import { RecordForm, type Values } from './record-form.tsx'

/** What a verb asks for, in order: fields of the record, then its own inputs. */
export const asked = (sketch: RecordSketch, verb: VerbSketch): readonly FieldSketch[] =>
  [...verb.edits.flatMap((name) => sketch.fields.filter((f) => f.name === name)), ...verb.input]

/** Ends of work open a form even where nothing is required, so that a slip of a key destroys nothing. */
const carefully = new Set(['resolve', 'close', 'cancel', 'retire', 'remove', 'delete', 'declareMajor', 'merge'])

/** Whether the verb opens a form first. */
export const needsForm = (sketch: RecordSketch, verb: VerbSketch): boolean =>
  asked(sketch, verb).length > 0 || verb.reason === 'required' || carefully.has(verb.name)

/** See `VerbDialog`. */
export interface VerbDialogProps {
  readonly sketch: RecordSketch
  readonly verb: VerbSketch
  readonly row: Values
  /** `INC-1042` or `3 incidents`. */
  readonly what: string
  readonly onDo: (input: Values) => Promise<unknown>
  readonly onClose: () => void
}

export function VerbDialog({ sketch, verb, row, what, onDo, onClose }: VerbDialogProps) {
  useKeys(verb.label, [{ keys: 'Esc', label: 'close', run: onClose }], { isModal: true })
  return (
    <Modal opened onClose={onClose} title={`${verb.label}: ${what}`} size="md">
      {verb.help !== '' && <p className="ek-2" style={{ marginBottom: 12 }}>{verb.help}</p>}
      <RecordForm fields={asked(sketch, verb)} needs={verb.needs} initial={row} reason={verb.reason} submitLabel={verb.label}
        onSubmit={async (input) => { await onDo(input); onClose() }} onCancel={onClose} />
    </Modal>
  )
}
