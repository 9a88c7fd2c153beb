/** The six tasks of the set-up, one form each; all of them write through the public API. */
import { Button, PasswordInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import { ApiProblem } from '../../client/problem.ts'
import type { FieldSketch } from '../../client/shapes.ts'
import { placeOf } from '../../kit/format-time.ts'
import { describeHours, type Calendar } from '../../model/calendar.ts'
import { keyOfName } from '../data/names.ts'
import { client } from '../data/connection.ts'
import { useList } from '../data/queries.ts'
import { presets } from '../forms/presets.ts'
import { TargetsEditor } from '../forms/targets-editor.tsx'
import { WeekGrid } from '../forms/week-grid.tsx'
import { FaultLine } from '../parts/fault.tsx'
import formCss from '../parts/parts.module.css'
import { WayInSetup } from './ways-in.tsx'
import css from './outside.module.css'

interface StepProps {
  /** Called with the answer in a few words when it is kept. */
  readonly onDone: (words: string) => void
  readonly back?: (() => void) | undefined
}

/** One task: heading, why, fields, and the way on; `save` rejects with the refusal that is shown, at the fields named in `beside` by themselves. */
function Task({ title, why, go, save, onDone, back, isOptional = false, beside = [], children }: StepProps & { title: string; why: string; go: string; save: () => Promise<string>; isOptional?: boolean; beside?: readonly string[]; children: ReactNode | ((about: (field: string) => string | undefined) => ReactNode) }) {
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const about = (field: string): string | undefined => (error instanceof ApiProblem ? error.about(field) ?? undefined : undefined)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      onDone(await save())
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(e) => void submit(e)} noValidate>
      <h1>{title}</h1>
      <p className="ek-read ek-2" style={{ margin: '6px 0 22px' }}>{why}</p>
      <div className={formCss.form}>{typeof children === 'function' ? children(about) : children}<FaultLine error={error} beside={beside} /></div>
      <div className={css.foot}>
        {back && <Button variant="subtle" size="md" onClick={back}>Back</Button>}
        <span className="ek-space" />
        {isOptional && <Button variant="subtle" size="md" onClick={() => onDone('later')}>Do this later</Button>}
        <Button type="submit" variant="filled" size="md" loading={isBusy}>{go}</Button>
      </div>
    </form>
  )
}

export function YouStep({ secret, onDone }: StepProps & { secret: string }) {
  const [organization, setOrganization] = useState('')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const save = async (): Promise<string> => {
    await client.setUp({ secret, organization, name, email, password, zone: Intl.DateTimeFormat().resolvedOptions().timeZone })
    return organization
  }
  return (
    <Task title="Who are you?" why="You become the first administrator. Everybody else is added later, by you." go="Go on: services" save={save} onDone={onDone} beside={['organization', 'name', 'email', 'password']}>
      {(about) => (
        <>
          <TextInput label="Your organization" required error={about('organization')} autoFocus value={organization} onChange={(e) => setOrganization(e.currentTarget.value)} placeholder="Nordhavn Freight IT" />
          <TextInput label="Your name" required error={about('name')} autoComplete="name" value={name} onChange={(e) => setName(e.currentTarget.value)} />
          <TextInput label="E-mail" type="email" required error={about('email')} autoComplete="username" value={email} onChange={(e) => setEmail(e.currentTarget.value)} description="You sign in with it, and are told things there." />
          <PasswordInput label="Password" required error={about('password')} autoComplete="new-password" value={password} onChange={(e) => setPassword(e.currentTarget.value)} description="At least ten characters; a few words are better than a riddle." />
        </>
      )}
    </Task>
  )
}

export function ServicesStep({ onDone, back }: StepProps) {
  const known = useList('services', { limit: 200 }).data?.items ?? []
  const [names, setNames] = useState('')
  const save = async (): Promise<string> => {
    const wanted = names.split('\n').map((n) => n.trim()).filter((n) => n !== '' && !known.some((s) => s['name'] === n))
    for (const name of wanted) await client.create('services', { name, key: keyOfName(name) })
    return `${known.length + wanted.length} added`
  }
  return (
    <Task title="Which services do you run?" why="What your users would say does not work: one a line. Alerts find a service by its key, which is made from the name." go="Go on: hours" save={save} onDone={onDone} back={back} isOptional>
      <Textarea label="Services" autosize minRows={5} autoFocus value={names} onChange={(e) => setNames(e.currentTarget.value)} placeholder={'Freight Booking\nCustoms Declarations\nMail & Calendar'} description={known.length > 0 ? `Already there: ${known.map((s) => String(s['name'])).join(', ')}` : undefined} />
    </Task>
  )
}

export function HoursStep({ onDone, back }: StepProps) {
  const preset = presets('calendar')['hours'] as Calendar
  const [zone, setZone] = useState(preset.zone)
  const [week, setWeek] = useState<Calendar['hours']>(preset.hours)
  const save = async (): Promise<string> => {
    const hours = { ...preset, zone, hours: week }
    await client.create('calendars', { name: 'Working hours', hours })
    return `${describeHours(hours)}, ${placeOf(zone)}`
  }
  return (
    <Task title="When do you work?" why="Promises count in these hours only. Holidays and other calendars, such as around the clock, are added in Settings." go="Go on: alerts" save={save} onDone={onDone} back={back} isOptional>
      <Select label="Time zone" data={zones(zone)} limit={60} searchable value={zone} onChange={(v) => v && setZone(v)} allowDeselect={false} />
      <WeekGrid week={week} onChange={setWeek} />
    </Task>
  )
}

/** All zones of the browser; its list lacks `UTC`, which is what most servers and many browsers say they are in. */
const zones = (chosen: string): readonly string[] => [...new Set([chosen, 'UTC', ...Intl.supportedValuesOf('timeZone')])]

export function AlertsStep({ onDone, back }: StepProps) {
  const hasSource = (useList('integrations', { limit: 1 }).data?.items.length ?? 0) > 0
  return (
    <>
      <h1>Let your first alert in</h1>
      <p className="ek-read ek-2" style={{ margin: '6px 0 22px' }}>Point the monitoring you already have at an address with a key. When something fires, it becomes an incident on the right service, with a clock and somebody told.</p>
      <WayInSetup />
      <div className={css.foot}>
        {back && <Button variant="subtle" size="md" onClick={back}>Back</Button>}
        <span className="ek-space" />
        {hasSource
          ? <Button variant="filled" size="md" onClick={() => onDone('address made')}>Go on: who gets told</Button>
          : <Button variant="subtle" size="md" onClick={() => onDone('later')}>Do this later</Button>}
      </div>
    </>
  )
}

export function TeamStep({ onDone, back }: StepProps) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const save = async (): Promise<string> => {
    const team = await client.create('teams', { name, ...(email === '' ? {} : { email }) })
    // Asked anew: the services of step 2 may be younger than what the cache holds.
    const { items } = await client.list('services', { limit: 200 })
    for (const s of items.filter((one) => !one['teamId'])) await client.change('services', s.id, { teamId: team.id })
    return name
  }
  return (
    <Task title="Who gets told?" why="The team that restores your services is told of each incident by e-mail. More teams, and which service is whose, come in Settings." go="Go on: promises" save={save} onDone={onDone} back={back} isOptional>
      <TextInput label="Team" required autoFocus value={name} onChange={(e) => setName(e.currentTarget.value)} placeholder="Platform" />
      <TextInput label="E-mail of the team" type="email" value={email} onChange={(e) => setEmail(e.currentTarget.value)} />
    </Task>
  )
}

export function PromiseStep({ onDone, back }: StepProps) {
  const { data: listed, isPending } = useList('calendars', { limit: 50 })
  const calendars = listed?.items ?? []
  const [calendarId, setCalendarId] = useState<string | null>(null)
  const [targets, setTargets] = useState<unknown>(() => presets('agreement')['targets'])
  const chosen = calendarId ?? calendars.find((c) => c['name'] === 'Working hours')?.id ?? calendars[0]?.id ?? null
  const save = async (): Promise<string> => {
    const general = (await client.list('agreements', { state: 'in_force', limit: 50 })).items.find((a) => !a['serviceId'])
    const promise = { name: 'General targets', calendarId: chosen, standing: 'agreed', targets }
    // The defaults that are there from the start become a promise; a second general agreement would leave open which one holds.
    await (general ? client.change('agreements', general.id, promise, general.version) : client.create('agreements', promise))
    return 'targets for five priorities'
  }
  return (
    <Task title="What did you promise?" why="How soon somebody answers and how soon it works again, in working time. It holds for every service that has no agreement of its own." go="Go to the Bridge" save={save} onDone={onDone} back={back} isOptional>
      <Select label="Counted in" data={calendars.map((c) => ({ value: c.id, label: String(c['name']) }))} value={chosen} onChange={setCalendarId} placeholder="Make a calendar first (step 3)" />
      {/* Two days typed before the calendar is known would be taken for two times 24 hours. */}
      {isPending ? <p className="ek-small ek-2">Reading the hours …</p> : <TargetsEditor field={targetsField} value={targets} onChange={setTargets} values={{ calendarId: chosen }} />}
    </Task>
  )
}

const targetsField: FieldSketch = { name: 'targets', kind: 'json', label: 'Targets by priority', help: '', owner: 'caller', optional: false, fixed: false, to: null, words: null, initial: null }
