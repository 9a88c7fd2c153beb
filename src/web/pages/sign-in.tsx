/** In, fast: which way do I use? */
import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { ApiProblem } from '../../client/problem.ts'
import { Mark } from '../../kit/mark.tsx'
import { client } from '../data/connection.ts'
import { queryClient } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'
import { goTo } from '../router.tsx'
import css from './outside.module.css'

export function SignIn() {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const navigate = useNavigate()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [orgId, setOrgId] = useState('')
  const [choices, setChoices] = useState<readonly Choice[]>([])
  useEffect(() => {
    document.title = 'Sign in · Evenkeel'
    // Where nobody can sign in yet, this page is the wrong one. No answer changes nothing: signing in says what is wrong.
    void client.setupWanted().then(({ open }) => { if (open) void navigate({ to: '/setup' }) }, () => undefined)
  }, [navigate])
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await client.signIn(email.trim(), password, choices.length > 0 ? orgId : undefined)
      queryClient.clear()
      const to = search['to']
      // Only addresses of this product: `//elsewhere` would leave it.
      if (to !== undefined && /^\/(?![/\\])/.test(to)) goTo(to)
      else await navigate({ to: '/' })
    } catch (thrown) {
      const found = choicesIn(thrown)
      setChoices(found)
      setOrgId(found[0]?.id ?? '')
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className={css.split}>
      <form className={css.form} onSubmit={(e) => void submit(e)} noValidate>
        <div className={css.brand}><Mark size={24} />Evenkeel</div>
        <h1 className={css.title}>Sign in</h1>
        <p className="ek-2">{window.location.host}</p>
        <div className={css.fields}>
          <TextInput label="E-mail" type="email" name="email" autoComplete="username" autoFocus required value={email} onChange={(e) => { setEmail(e.currentTarget.value); setChoices([]) }} />
          <PasswordInput label="Password" name="password" autoComplete="current-password" required value={password} onChange={(e) => { setPassword(e.currentTarget.value); setChoices([]) }} />
          {choices.length > 0 && <NativeSelect label="Organization" data={choices.map((c) => ({ value: c.id, label: c.name }))} value={orgId} onChange={(e) => setOrgId(e.currentTarget.value)} />}
          <FaultLine error={error} />
          <Button type="submit" variant="filled" size="md" fullWidth loading={isBusy}>Sign in</Button>
          <p className="ek-small ek-3">No password yet, or forgotten? An administrator sets a new one for you in Settings, People.</p>
        </div>
      </form>
      <Picture />
    </main>
  )
}

interface Choice { readonly id: string; readonly name: string }

/** The organizations that know this person by one address and password, or none. */
function choicesIn(error: unknown): readonly Choice[] {
  const found = error instanceof ApiProblem && error.code === 'conflict' ? error.facts['organizations'] : undefined
  return Array.isArray(found) ? found.filter((x): x is Choice => typeof x === 'object' && x !== null && 'id' in x && typeof x.id === 'string' && 'name' in x && typeof x.name === 'string') : []
}

const DISTANCES = [188, 116, 58]
const DEPTHS = [[310, 150, 3], [200, 97, 2], [130, 60, 1], [58, 29, 0]] as const

function Picture() {
  return (
    <div className={css.picture} aria-hidden="true">
      <svg viewBox="0 0 640 330" width="600" height="310">
        {DEPTHS.map(([rx, ry, depth]) => <ellipse key={depth} cx="320" cy="165" rx={rx} ry={ry} fill={`var(--ek-depth-${depth})`} />)}
        {[65, 40, 20].map((v, i) => [-1, 1].map((side) => {
          const x = 320 + side * (DISTANCES[i] ?? 0)
          return (
            <g key={`${v}${side}`}>
              <path d={`M${x} 155v20`} stroke="var(--ek-text-2)" strokeWidth="1.5" />
              <text x={x} y="148" textAnchor="middle" fontSize="11" fill="var(--ek-text-2)">{v}</text>
            </g>
          )
        }))}
        <path d="M30 165h580" stroke="var(--ek-accent)" strokeWidth="5" strokeLinecap="round" />
        <path d="m320 172 18 25h-36z" fill="var(--ek-text)" />
      </svg>
      <p style={{ font: '600 15px/22px var(--ek-font)' }}>Between two ends, with open eyes.</p>
      <p className="ek-2">Every promise with its clock, every alert with its reason.<br />What is not known is shown as not known.</p>
    </div>
  )
}
