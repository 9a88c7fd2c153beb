/** A form drawn from fields: keeps what was typed, sends only what was given, shows refusals where they belong. */
import { Button, Textarea } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { ApiProblem } from '../../client/problem.ts'
import type { FieldSketch } from '../../client/shapes.ts'
import { FaultLine } from '../parts/fault.tsx'
import css from '../parts/parts.module.css'
import { keepFormDraft, readFormDraft } from './form-draft.ts'
import { FieldInput } from './field-input.tsx'
import { orderFault } from './order-fault.ts'
import { submitOnKeys } from './submit-on-keys.ts'

export type Values = Readonly<Record<string, unknown>>

/** See `RecordForm`. */
export interface RecordFormProps {
  readonly fields: readonly FieldSketch[]
  /** Names that must be given although the field itself may be empty. */
  readonly needs?: readonly string[]
  readonly initial?: Values
  /** What came to be known after the form was opened: stands in fields that were empty and that nobody has touched. */
  readonly late?: Values
  readonly reason?: 'required' | 'optional' | null
  /** The verb as a result: "Save the service". */
  readonly submitLabel: string
  /** Only fields that differ from `initial` are sent. */
  readonly onlyChanges?: boolean
  /** Rejects with the refusal that is then shown. */
  readonly onSubmit: (values: Values) => Promise<unknown>
  readonly onCancel?: () => void
  /** Names the form; what is typed is then kept in this browser until it is sent or cancelled. */
  readonly draftKey?: string
}

export function RecordForm({ fields, needs = [], initial = {}, late = {}, reason = null, submitLabel, onlyChanges = false, onSubmit, onCancel, draftKey }: RecordFormProps) {
  const [kept, setKept] = useState(() => readFormDraft(draftKey))
  const [own, setOwn] = useState<Values>(() => ({ ...startOf(fields, initial), ...kept }))
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const values: Values = { ...own, ...Object.fromEntries(Object.entries(late).filter(([name]) => !touched.has(name) && isEmpty(own[name]))) }
  const [error, setError] = useState<unknown>(null)
  const [missing, setMissing] = useState<readonly string[]>([])
  const [isBusy, setBusy] = useState(false)
  const isNeeded = (f: FieldSketch): boolean => (!f.optional && (f.initial === undefined || f.initial === null)) || needs.includes(f.name)
  const put = (name: string) => (value: unknown): void => {
    setTouched((t) => new Set([...t, name]))
    setOwn((v) => {
      const next = { ...v, [name]: value }
      keepFormDraft(draftKey, given(next, initial, true))
      return next
    })
  }
  const startAnew = (): void => {
    keepFormDraft(draftKey, null)
    setKept(null)
    setTouched(new Set())
    setOwn(startOf(fields, initial))
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (isBusy) return
    setError(null)
    // What the server would refuse anyway is said at once, where it is missing.
    const empty = [...fields.filter((f) => isNeeded(f) && !maybeEmpty.has(f.kind)).map((f) => f.name), ...(reason === 'required' ? ['reason'] : [])].filter((name) => isEmpty(values[name]))
    setMissing(empty)
    if (empty.length > 0) return
    setBusy(true)
    try {
      await onSubmit(given(values, initial, onlyChanges))
      keepFormDraft(draftKey, null)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  const about = (name: string): string | null => (missing.includes(name) && isEmpty(values[name]) ? 'This is needed.' : orderFault(name, values) ?? (error instanceof ApiProblem ? error.about(name) : null))
  return (
    <form className={css.form} onSubmit={(e) => void submit(e)} onKeyDown={submitOnKeys} noValidate>
      {kept && <p className="ek-small ek-2">What you wrote here before was kept. <button type="button" className="ek-link" onClick={startAnew}>Start anew</button></p>}
      {fields.map((f, i) => (
        <FieldInput key={f.name} field={f} values={values} value={values[f.name]} onChange={put(f.name)} error={about(f.name)} recordId={typeof initial['id'] === 'string' ? initial['id'] : undefined} autoFocus={i === 0} required={isNeeded(f)} />
      ))}
      {reason && (
        <Textarea label="Why" required={reason === 'required'} autosize minRows={2} value={typeof values['reason'] === 'string' ? values['reason'] : ''} error={about('reason') ?? undefined}
          onChange={(e) => put('reason')(e.currentTarget.value || undefined)} {...(fields.length === 0 ? { 'data-autofocus': true } : {})} />
      )}
      <FaultLine error={error} beside={[...fields.map((f) => f.name), 'reason']} />
      <div className="ek-row">
        <Button type="submit" variant="filled" loading={isBusy}>{submitLabel}</Button>
        {onCancel && <Button variant="subtle" onClick={() => { keepFormDraft(draftKey, null); onCancel() }}>Cancel</Button>}
      </div>
    </form>
  )
}

/** Kinds whose empty value is an answer: no tags, no neighbours, no. */
const maybeEmpty: ReadonlySet<string> = new Set(['refs', 'tags', 'yesno', 'json'])
const isEmpty = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

const startOf = (fields: readonly FieldSketch[], initial: Values): Values =>
  Object.fromEntries(fields.map((f) => [f.name, initial[f.name] ?? f.initial ?? undefined]))

function given(values: Values, initial: Values, onlyChanges: boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([name, v]) =>
    v !== undefined && !(v === null && !onlyChanges) && (!onlyChanges || JSON.stringify(v) !== JSON.stringify(initial[name] ?? null))))
}
