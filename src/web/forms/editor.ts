/** What an editor of a structured field is given. */
import type { FieldSketch } from '../../client/shapes.ts'

/** `value` is what the API takes, or nothing yet; editors keep what they do not show. */
export interface EditorProps {
  readonly field: FieldSketch
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  /** The whole form, where one field's meaning hangs on another. */
  readonly values: Readonly<Record<string, unknown>>
}
