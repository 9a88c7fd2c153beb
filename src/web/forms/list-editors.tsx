/** Editors of short lists: label names, events to hear of, reasons that stop a clock. */
import { Checkbox, TagsInput } from '@mantine/core'
import { pendingReasons } from '../../practices/incident/rules.ts'
import { useDescription } from '../data/queries.ts'
import type { EditorProps } from './editor.ts'

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** Names of labels; their order counts. */
export function LabelNamesEditor({ field, value, onChange }: EditorProps) {
  return <TagsInput aria-label={field.label} data={['service', 'service_name', 'job', 'alertname', 'cluster', 'namespace', 'instance', 'team', 'severity']} value={strings(value)} onChange={onChange} splitChars={[',', ' ']} placeholder="Write a label and press Enter" />
}

/** `incident.resolve`, `incident.*`: offered from what the records can do. */
export function EventsEditor({ field, value, onChange }: EditorProps) {
  const incident = useDescription().data?.find('incident')
  const offered = incident ? [`${incident.name}.*`, `${incident.name}.create`, ...incident.verbs.filter((v) => !v.quiet).map((v) => `${incident.name}.${v.name}`)] : []
  return <TagsInput aria-label={field.label} data={offered} value={strings(value)} onChange={onChange} splitChars={[',', ' ']} placeholder="incident.*" />
}

export function PausesEditor({ field, value, onChange }: EditorProps) {
  return (
    <Checkbox.Group aria-label={field.label} value={strings(value)} onChange={onChange}>
      <div style={{ display: 'grid', gap: 8 }}>{Object.entries(pendingReasons).map(([reason, label]) => <Checkbox key={reason} value={reason} label={label} />)}</div>
    </Checkbox.Group>
  )
}
