/** Reporting an incident: what is wrong first, the rest when it is known; the draft is never lost. */
import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo, useState, type FormEvent } from 'react'
import { clients } from '../../model/actor.ts'
import { ApiProblem } from '../../client/problem.ts'
import type { AnyRow } from '../../client/shapes.ts'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { dropRecords, useMe } from '../data/queries.ts'
import { submitOnKeys } from '../forms/submit-on-keys.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { FaultLine } from '../parts/fault.tsx'
import { KnownHere } from '../parts/known-here.tsx'
import css from '../parts/parts.module.css'

const current = { group: 'active' } as const
const DRAFT = 'evenkeel.draft.new-incident'
const impacts = [['1', '1, most of the business'], ['2', '2, many people or a vital function'], ['3', '3, some people'], ['4', '4, one person']] as const
const urgencies = [['1', '1, hurts now'], ['2', '2, soon'], ['3', '3, today'], ['4', '4, can wait']] as const
type Draft = Readonly<Record<string, string>>

export function NewIncident() {
  const { navigate } = useViewer()
  const cache = useQueryClient()
  const me = useMe().data
  const isClient = me !== undefined && clients.includes(me.role)
  const { serviceId } = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const [draft, setDraft] = useState<Draft>(() => (serviceId === undefined ? readDraft() : { ...readDraft(), serviceId }))
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const once = useMemo(() => crypto.getRandomValues(new Uint32Array(4)).join('-'), [])
  const put = (name: string) => (value: string | null): void => {
    const next = { ...draft, [name]: value ?? '' }
    setDraft(next)
    keepDraft(next)
  }
  /** The team of the service is offered at once, to be seen and changed before it is sent. */
  const chooseService = (id: string | null, row?: AnyRow): void => {
    const team = row?.['teamId']
    const next = { ...draft, serviceId: id ?? '', ...(typeof team === 'string' && !isClient ? { teamToAssign: team } : {}) }
    setDraft(next)
    keepDraft(next)
  }
  /** Where it was retired meanwhile the choice is dropped and the reason shown; the incident is safe, and sending again only leads to it. */
  const nameKnownError = async (made: AnyRow, problemId: string): Promise<void> => {
    try {
      await client.create('known-error-uses', { orgId: made.orgId, problemId, incidentId: made.id }, `${once}-known`)
    } catch (thrown) {
      put('knownErrorId')(null)
      throw thrown
    }
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const made = await client.create('incidents', inputOf(draft, isClient ? me.id : null), once)
      if (draft['knownErrorId']) await nameKnownError(made, draft['knownErrorId'])
      keepDraft({})
      await dropRecords(cache, 'incidents')
      navigate(`/incidents/${made.number}`)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Page crumbs={[{ label: 'Incidents', href: '/incidents' }, { label: 'New incident' }]}>
      <PageHead title={isClient ? 'What does not work?' : 'New incident'} note="The service decides who is told and what was promised. What you write is kept in this browser until it is sent." />
      <form className={css.form} onSubmit={(e) => void submit(e)} onKeyDown={submitOnKeys} noValidate>
        <TextInput label="What is wrong" required data-autofocus autoFocus maxLength={200} value={draft['title'] ?? ''} error={error instanceof ApiProblem ? error.about('title') : undefined} onChange={(e) => put('title')(e.currentTarget.value)} placeholder="Bookings time out at confirmation" />
        <RecordSelect label="Affected service" to="service" filters={current} value={draft['serviceId'] || null} onChange={chooseService} placeholder="Not known yet" />
        <Textarea label="Description" autosize minRows={4} value={draft['description'] ?? ''} onChange={(e) => put('description')(e.currentTarget.value)} description="What you did, what you saw, since when. Markdown works." />
        {me !== undefined && !isClient && <KnownHere text={`${draft['title'] ?? ''}\n${draft['description'] ?? ''}`} serviceId={draft['serviceId'] || null} applied={draft['knownErrorId'] || null} onApply={(k) => put('knownErrorId')(k.id)} />}
        <div className="ek-row ek-wrap" style={{ alignItems: 'flex-start', gap: 14 }}>
          <Select label="Impact" style={{ flex: 1, minWidth: 200 }} data={impacts.map(([value, label]) => ({ value, label }))} value={draft['impact'] || '3'} onChange={put('impact')} />
          <Select label="Urgency" style={{ flex: 1, minWidth: 200 }} data={urgencies.map(([value, label]) => ({ value, label }))} value={draft['urgency'] || '3'} onChange={put('urgency')} />
        </div>
        {!isClient && (
          <>
            <RecordSelect label="Reported by" to="person" filters={current} value={draft['requesterId'] || null} onChange={put('requesterId')} placeholder="Nobody named" />
            <RecordSelect label="Team" to="team" filters={current} value={draft['teamToAssign'] || null} onChange={put('teamToAssign')} description="The team of the service, unless you say otherwise." />
          </>
        )}
        <FaultLine error={error} beside={['title']} />
        <div className="ek-row">
          <Button type="submit" variant="filled" loading={isBusy}>Report the incident</Button>
          <Button variant="subtle" onClick={() => navigate('/incidents')}>Cancel</Button>
        </div>
      </form>
    </Page>
  )
}

function inputOf(draft: Draft, requesterId: string | null): Readonly<Record<string, unknown>> {
  const input: Record<string, unknown> = { title: draft['title'] ?? '', impact: Number(draft['impact'] || 3), urgency: Number(draft['urgency'] || 3) }
  for (const name of ['serviceId', 'description', 'requesterId', 'teamToAssign']) if (draft[name]) input[name] = draft[name]
  if (requesterId !== null) input['requesterId'] = requesterId
  return input
}

function readDraft(): Draft {
  try {
    return JSON.parse(localStorage.getItem(DRAFT) ?? '{}') as Draft
  } catch {
    return {}
  }
}

function keepDraft(draft: Draft): void {
  try {
    localStorage.setItem(DRAFT, JSON.stringify(draft))
  } catch {
    // Storage is refused: the words live as long as the page.
  }
}
