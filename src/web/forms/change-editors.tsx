/** Structured fields of changes and windows as people fill them in: what a window is about, what users will notice, the steps of a model. */
import { Button, Checkbox, CloseButton, NumberInput, Textarea, TextInput } from '@mantine/core'
import { duePoint } from '../../kit/format-time.ts'
import { listed } from '../../kit/format.ts'
import { useTimeFrame, useViewer } from '../../kit/viewer.tsx'
import { useDirectory } from '../data/directory.ts'
import type { EditorProps } from './editor.ts'
import css from './editors.module.css'
import { RecordSelect, RecordsSelect } from './record-select.tsx'
import { instantOfWallTime, wallTimeText } from './wall-time.ts'

const current = { group: 'active' } as const
/** What a window can be about, beside everything. */
const scopes = [['serviceIds', 'service', 'Services'], ['ciIds', 'ci', 'Items'], ['teamIds', 'team', 'Teams'], ['orgIds', 'organization', 'Customers']] as const
type Scope = Readonly<Partial<Record<'everything' | (typeof scopes)[number][0], unknown>>>

const idsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** Everything, or these services, items, teams and customers. */
export function ScopeEditor({ value, onChange }: EditorProps) {
  const scope = (value ?? {}) as Scope
  const isAll = scope.everything === true
  return (
    <div className={css.group}>
      <Checkbox label="Everything" checked={isAll} onChange={(e) => onChange(e.currentTarget.checked ? { everything: true } : undefined)} />
      {!isAll && scopes.map(([name, to, label]) => (
        <RecordsSelect key={name} label={label} to={to} filters={current} value={idsOf(scope[name])} onChange={(ids) => {
          const next = Object.fromEntries(Object.entries({ ...scope, [name]: ids }).filter(([, v]) => idsOf(v).length > 0))
          onChange(Object.keys(next).length === 0 ? undefined : next)
        }} />
      ))}
      {!isAll && <p className={css.note}>Work on whatever one of these stands on counts, too.</p>}
    </div>
  )
}

/** The same in words. */
export function ShownScope({ value }: { value: unknown }) {
  const scope = (value ?? {}) as Scope
  const directory = useDirectory(undefined, Object.fromEntries(scopes.map(([name, to]) => [to, idsOf(scope[name])])))
  if (scope.everything === true) return <>everything</>
  return <>{scopes.filter(([name]) => idsOf(scope[name]).length > 0).map(([name, , label]) => `${label.toLowerCase()} ${listed(idsOf(scope[name]).map((id) => directory.name(id) ?? 'one you cannot see'))}`).join('; ')}</>
}

interface Outage { readonly serviceId: string; readonly from: string; readonly to: string; readonly degree: number; readonly note?: string | null }

/** Which service, from when to when, how much of it. */
export function OutagesEditor({ value, onChange, values }: EditorProps) {
  const { zone = Intl.DateTimeFormat().resolvedOptions().timeZone } = useViewer()
  const rows = (Array.isArray(value) ? value : []) as readonly Outage[]
  const put = (at: number, change: Partial<Outage>): void => onChange(rows.map((o, i) => (i === at ? { ...o, ...change } : o)))
  // A fresh one begins as long as the work itself.
  const [from, to] = [values['plannedStart'], values['plannedEnd']].map((v) => (typeof v === 'string' ? v : ''))
  return (
    <div className={css.group}>
      {rows.map((o, i) => (
        <div key={i} className={css.group}>
          <div className={css.row}>
            <div className="ek-grow"><RecordSelect label="Service" to="service" filters={current} isClearable={false} value={o.serviceId || null} onChange={(id) => put(i, { serviceId: id ?? '' })} /></div>
            <CloseButton aria-label={`Remove outage ${i + 1}`} onClick={() => onChange(rows.filter((_, at) => at !== i))} />
          </div>
          <div className={css.row}>
            <TextInput className="ek-grow" type="datetime-local" label="From" value={wallTimeText(o.from, zone)} onChange={(e) => put(i, { from: instantOfWallTime(e.currentTarget.value, zone) ?? '' })} />
            <TextInput className="ek-grow" type="datetime-local" label="Until" value={wallTimeText(o.to, zone)} onChange={(e) => put(i, { to: instantOfWallTime(e.currentTarget.value, zone) ?? '' })} />
            <NumberInput w={110} label="How much, %" min={0} max={100} value={Math.round(o.degree * 100)} onChange={(v) => put(i, { degree: Math.min(1, Math.max(0, Number(v) / 100)) })} />
          </div>
          <TextInput aria-label={`Outage ${i + 1}: what users should do`} placeholder="What users should know or do meanwhile" value={o.note ?? ''} maxLength={500} onChange={(e) => put(i, { note: e.currentTarget.value || null })} />
        </div>
      ))}
      <div><Button size="xs" onClick={() => onChange([...rows, { serviceId: idsOf(values['serviceIds'])[0] ?? '', from: from ?? '', to: to ?? '', degree: 1 }])}>Add what users will notice</Button></div>
    </div>
  )
}

/** The same in words. */
export function ShownOutages({ value }: { value: unknown }) {
  const rows = (Array.isArray(value) ? value : []) as readonly Outage[]
  const frame = useTimeFrame(60)
  const directory = useDirectory(undefined, { service: rows.map((o) => o.serviceId) })
  return <ul>{rows.map((o) => <li key={`${o.serviceId} ${o.from}`}>{directory.name(o.serviceId) ?? 'one you cannot see'}, {duePoint(o.from, frame)} to {duePoint(o.to, frame)}{o.note ? `: ${o.note}` : ''}</li>)}</ul>
}

/** One step a line. */
export function StepsEditor({ field, value, onChange }: EditorProps) {
  return <Textarea aria-label={field.label} autosize minRows={3} placeholder={'Drain it\nRestart it\nSee that it takes work'} value={idsOf(value).join('\n')} onChange={(e) => onChange(e.currentTarget.value === '' ? [] : e.currentTarget.value.split('\n'))} onBlur={() => onChange(idsOf(value).map((s) => s.trim()).filter((s) => s !== ''))} />
}
