/** A new change: its type first, the model fills in, and what it would meet is shown while its time is chosen. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo, useState, type FormEvent } from 'react'
import { clients } from '../../model/actor.ts'
import { ApiProblem, sentenceOf } from '../../client/problem.ts'
import type { AnyRow, RecordSketch } from '../../client/shapes.ts'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { dropRecords, useDescription, useMe } from '../data/queries.ts'
import { FieldInput } from '../forms/field-input.tsx'
import { keepFormDraft, readFormDraft } from '../forms/form-draft.ts'
import { orderFault } from '../forms/order-fault.ts'
import type { Values } from '../forms/record-form.tsx'
import { RecordSelect } from '../forms/record-select.tsx'
import { submitOnKeys } from '../forms/submit-on-keys.ts'
import { FaultLine } from '../parts/fault.tsx'
import { PlanLookPanel } from './change-look.tsx'
import { SlotFinder } from './change-slots.tsx'
import { givenOf, presetOf, withModel } from './change-plan.ts'
import css from './change.module.css'

const current = { group: 'active' } as const
const DRAFT = 'new-change'
const types = [
  ['normal', 'Normal', 'Looked at by its risk, agreed to, then done.'], ['standard', 'Standard', 'By a model that was agreed to once: authorised at once.'], ['emergency', 'Emergency', 'Restores or averts harm now; its record is completed within a day.'],
] as const
/** Fields in the order of the form; the first are for clients too. */
const forAll = ['description', 'serviceIds'] as const
const forStaff = ['ciIds', 'implementerId', 'teamId'] as const
const howFields = ['backOutSeconds', 'remediation', 'pointOfNoReturn', 'testEvidence', 'communicationPlan', 'projectedOutages', 'demand', 'wantedBy'] as const

export function NewChange() {
  const sketch = useDescription().data?.find('changes')
  return <Page crumbs={[{ label: 'Changes', href: '/changes' }, { label: 'New change' }]}>{sketch ? <Form sketch={sketch} /> : <LoadingRows />}</Page>
}

function Form({ sketch }: { sketch: RecordSketch }) {
  const { navigate } = useViewer()
  const cache = useQueryClient()
  const me = useMe().data
  const isClient = me !== undefined && clients.includes(me.role)
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const [values, setValues] = useState<Values>(() => ({ type: 'normal', ...readFormDraft(DRAFT), ...presetOf(search) }))
  const [model, setModel] = useState<AnyRow | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState<'draft' | 'submit' | null>(null)
  const once = useMemo(() => crypto.getRandomValues(new Uint32Array(4)).join('-'), [])
  const change = (next: Values): void => { setValues(next); keepFormDraft(DRAFT, next) }
  const put = (name: string) => (value: unknown): void => {
    // A new beginning keeps the length; without an end the model's usual time is taken.
    change(name === 'plannedStart' ? withModel({ ...values, [name]: value }, model, values) : { ...values, [name]: value })
  }
  const save = async (alsoSubmit: boolean): Promise<void> => {
    setBusy(alsoSubmit ? 'submit' : 'draft')
    setError(null)
    try {
      const made = await client.create('changes', givenOf(values), once)
      keepFormDraft(DRAFT, null)
      if (alsoSubmit) await client.move('changes', made.id, 'submit', {}).catch((why: unknown) => notifications.show({ message: `It is kept as a draft. ${sentenceOf(why)}`, autoClose: 12_000 }))
      await dropRecords(cache, 'changes')
      navigate(`/changes/${made.number}`)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(null)
    }
  }
  const about = (name: string): string | null => orderFault(name, values) ?? (error instanceof ApiProblem ? error.about(name) : null)
  const drawn = (names: readonly string[]) => names.flatMap((name) => { const f = sketch.fields.find((one) => one.name === name); return f ? [<FieldInput key={name} field={f} value={values[name] ?? f.initial} onChange={put(name)} error={about(name)} required={false} values={values} />] : [] })
  const type = String(values['type'])
  const named = ['title', 'modelId', 'incidentId', 'emergencyReason', 'plannedStart', 'plannedEnd', ...forAll, ...forStaff, ...howFields]
  return (
    <>
      <PageHead title={isClient ? 'What should be changed?' : 'New change'} note="What you write is kept in this browser until it is saved." />
      <div className={css.withLook}>
        <form className={css.form} onSubmit={(e: FormEvent) => { e.preventDefault(); void save(true) }} onKeyDown={submitOnKeys} noValidate>
          {!isClient && (
            <div className={css.types} role="radiogroup" aria-label="Type">
              {types.map(([value, label, why]) => <button key={value} type="button" role="radio" aria-checked={type === value} className={css.type} onClick={() => put('type')(value)}><b>{label}</b><small>{why}</small></button>)}
            </div>
          )}
          {!isClient && type === 'standard' && (
            <RecordSelect label="Model" required to="change_model" filters={current} value={typeof values['modelId'] === 'string' ? values['modelId'] : null} error={about('modelId')}
              description={model === null ? 'Its steps become tasks, its texts the plan.' : model['isPreAuthorised'] === true ? 'Pre-authorised: it is authorised when it is submitted.' : `Not pre-authorised: ${String(model['lostBecause'] ?? 'a manager has to.')}`}
              onChange={(id, row) => { setModel(row ?? null); change(withModel({ ...values, modelId: id ?? undefined }, row ?? null, values)) }} />
          )}
          {!isClient && type === 'emergency' && (
            <>
              <RecordSelect label="Restores the incident" to="incident" filters={current} value={typeof values['incidentId'] === 'string' ? values['incidentId'] : null} onChange={put('incidentId')} placeholder="None" error={about('incidentId')} />
              <Textarea label="What it averts" autosize minRows={2} value={String(values['emergencyReason'] ?? '')} onChange={(e) => put('emergencyReason')(e.currentTarget.value)} error={about('emergencyReason') ?? undefined} description="Where no incident is named. What was planned late is no emergency." />
            </>
          )}
          <TextInput label="What is changed" required autoFocus maxLength={200} value={String(values['title'] ?? '')} onChange={(e) => put('title')(e.currentTarget.value)} error={about('title') ?? undefined} placeholder="Replace core switch B" />
          {drawn(forAll)}
          {isClient && drawn(['wantedBy'])}
          {!isClient && (
            <>
              {drawn(forStaff)}
              <div className={css.pair}>{drawn(['plannedStart', 'plannedEnd'])}</div>
              <SlotFinder values={values} model={model} onTake={(slot) => change({ ...values, plannedStart: slot.from, plannedEnd: slot.to })} />
              {drawn(howFields)}
            </>
          )}
          <FaultLine error={error} beside={named} />
          <div className="ek-row ek-wrap">
            <Button type="submit" variant="filled" loading={busy === 'submit'} disabled={busy === 'draft'}>Submit the change</Button>
            <Button onClick={() => void save(false)} loading={busy === 'draft'} disabled={busy === 'submit'}>Keep it as a draft</Button>
            <Button variant="subtle" onClick={() => { keepFormDraft(DRAFT, null); navigate('/changes') }}>Throw it away</Button>
          </div>
        </form>
        {!isClient && <PlanLookPanel values={values} />}
      </div>
    </>
  )
}
