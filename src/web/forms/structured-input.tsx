/** A field that holds a structure: an editor made for it, and its JSON beside it for those who know it. Loaded where such a field is. */
import { SegmentedControl, Textarea } from '@mantine/core'
import { useState, type ComponentType } from 'react'
import { CalendarEditor } from './calendar-editor.tsx'
import { OutagesEditor, ScopeEditor, StepsEditor } from './change-editors.tsx'
import type { EditorProps } from './editor.ts'
import css from './editors.module.css'
import { EventsEditor, LabelNamesEditor, PausesEditor } from './list-editors.tsx'
import { MappingEditor } from './mapping-editor.tsx'
import { MatchersEditor } from './matchers-editor.tsx'
import { TargetsEditor } from './targets-editor.tsx'
import { WindowHoursEditor } from './window-hours.tsx'

/** Record and field → what edits it; fields without one are edited as JSON. */
const editors: Readonly<Record<string, ComponentType<EditorProps>>> = {
  'calendar.hours': CalendarEditor, 'agreement.targets': TargetsEditor, 'agreement.pausesOn': PausesEditor, 'silence.matchers': MatchersEditor,
  'integration.mapping': MappingEditor, 'integration.serviceLabels': LabelNamesEditor, 'integration.groupBy': LabelNamesEditor, 'subscription.events': EventsEditor,
  'window.scope': ScopeEditor, 'window.hours': WindowHoursEditor, 'change.projectedOutages': OutagesEditor, 'change_model.steps': StepsEditor,
}

export function StructuredInput({ error, ...props }: EditorProps & { error?: string | null | undefined }) {
  const { field } = props
  const Editor = editors[`${field.record}.${field.name}`]
  const [isJson, setJson] = useState(Editor === undefined)
  return (
    <fieldset className={css.editor}>
      <legend>
        <span>{field.label}</span>
        {Editor && <span className="ek-space" />}
        {Editor && <SegmentedControl size="xs" aria-label={`${field.label}: how it is edited`} data={[{ value: 'form', label: 'Form' }, { value: 'json', label: 'JSON' }]} value={isJson ? 'json' : 'form'} onChange={(v) => setJson(v === 'json')} />}
      </legend>
      {field.help !== '' && <p className={css.note}>{field.help}</p>}
      {Editor && !isJson ? <Editor {...props} /> : <JsonText {...props} />}
      {error && <p className={css.fault} role="alert">{error}</p>}
    </fieldset>
  )
}

function JsonText({ field, value, onChange }: EditorProps) {
  const [text, setText] = useState(value === undefined || value === null ? '' : JSON.stringify(value, null, 2))
  const [fault, setFault] = useState<string | null>(null)
  const read = (next: string): void => {
    setText(next)
    try {
      onChange(next.trim() === '' ? (field.optional ? null : undefined) : JSON.parse(next))
      setFault(null)
    } catch {
      setFault('This is not complete JSON yet.')
    }
  }
  return <Textarea aria-label={`${field.label} as JSON`} error={fault} autosize minRows={3} maxRows={18} value={text} onChange={(e) => read(e.currentTarget.value)} styles={{ input: { fontFamily: 'var(--ek-mono)', fontSize: 12 } }} spellCheck={false} />
}
