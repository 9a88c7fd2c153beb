/** From link to first incident: what is the next answer? Six steps, each kept as soon as it is given. */
import { QueryClientContext, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { IconCheck } from '@tabler/icons-react'
import { useContext, useState } from 'react'
import { ApiProblem } from '../../client/problem.ts'
import { Link } from '../../kit/link.tsx'
import { Mark } from '../../kit/mark.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { client } from '../data/connection.ts'
import { useLiveStream } from '../data/live.ts'
import { useMe } from '../data/queries.ts'
import { Fault } from '../parts/fault.tsx'
import { goTo } from '../router.tsx'
import { AlertsStep, HoursStep, PromiseStep, ServicesStep, TeamStep, YouStep } from './set-up-steps.tsx'
import css from './outside.module.css'

const steps = [
  { title: 'You and your organization', note: 'about 1 minute' }, { title: 'Services you run', note: 'names are enough' }, { title: 'Who works when', note: 'hours in which promises count' },
  { title: 'Let alerts in', note: 'or later' }, { title: 'Who gets told', note: 'a team and its address' }, { title: 'What you promised', note: 'targets by priority' },
] as const

export function SetUp() {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const secret = search['secret'] ?? ''
  const me = useMe()
  const cache = useContext(QueryClientContext)
  const isIn = me.data !== undefined
  useLiveStream()
  const link = useQuery({ queryKey: ['setup', secret], queryFn: () => client.setupOpen(secret), enabled: !isIn && !me.isPending && secret !== '', retry: false })
  const wanted = useQuery({ queryKey: ['setup wanted'], queryFn: () => client.setupWanted(), enabled: !isIn && !me.isPending && secret === '', retry: false })
  const asked = Number(search['step'] ?? (isIn ? 2 : 1))
  const step = isIn ? Math.min(6, Math.max(2, asked)) : 1
  const [answers, setAnswers] = useState<Readonly<Record<number, string>>>({})
  const done = (words: string): void => {
    setAnswers((a) => ({ ...a, [step]: words }))
    if (step === 6) {
      void cache?.invalidateQueries()
      goTo('/bridge')
    } else goTo(`/setup?step=${step + 1}`)
  }
  const back = step > 2 ? () => goTo(`/setup?step=${step - 1}`) : undefined
  return (
    <main className={css.wizard}>
      <aside className={css.steps} aria-label="Steps">
        <div className={css.brand} style={{ margin: 0 }}><Mark size={22} />Evenkeel</div>
        <ol>
          {steps.map((s, i) => (
            <li key={s.title} className={css.step} {...(i + 1 === step ? { 'aria-current': 'step' as const } : {})} {...(i + 1 < step ? { 'data-done': true } : {})}>
              <span className={css.mark} aria-hidden="true">{i + 1 < step ? <IconCheck size={13} /> : i + 1}</span>
              <span>{s.title}<small>{i + 1 < step ? answers[i + 1] ?? (i === 0 ? me.data?.organization.name : 'done') : s.note}</small></span>
            </li>
          ))}
        </ol>
        <p className="ek-small ek-3">Every answer can be changed later in Settings.</p>
      </aside>
      <div className={css.task}>
        <p className="ek-small ek-3">Step {step} of 6</p>
        {me.isPending || link.isFetching || wanted.isFetching ? <LoadingRows rows={4} /> : !isIn && (secret === '' || link.error)
          ? link.error && !(link.error instanceof ApiProblem && link.error.code === 'forbidden') ? <Fault error={link.error} retry={() => void link.refetch()} /> : <NoLink isFirst={secret === '' && wanted.data?.open === true} />
          : step === 1 ? <YouStep secret={secret} onDone={(words) => { void me.refetch().then(() => done(words)) }} />
            : step === 2 ? <ServicesStep onDone={done} />
              : step === 3 ? <HoursStep onDone={done} back={back} />
                : step === 4 ? <AlertsStep onDone={done} back={back} />
                  : step === 5 ? <TeamStep onDone={done} back={back} /> : <PromiseStep onDone={done} back={back} />}
      </div>
    </main>
  )
}

/** A link that is missing, used or too old: not a fault, but a way on. `isFirst`: nobody has set it up, and whoever is here may not know of a link. */
function NoLink({ isFirst }: { isFirst: boolean }) {
  if (isFirst) {
    return (
      <>
        <h1>Evenkeel runs, and waits to be set up</h1>
        <p className="ek-read ek-2" style={{ margin: '6px 0 16px' }}>Open the set-up link. It stands where Evenkeel was started: the last lines of that terminal, or of the service’s log, and looks like this:</p>
        <p><code className="ek-mono">{window.location.origin}/setup?secret=…</code></p>
        <p className="ek-read ek-2" style={{ margin: '16px 0' }}>It works once, for a day. Nowhere to be found? Restart Evenkeel: each start prints a new one until somebody administers it.</p>
        <p className="ek-read ek-2">Without a browser: <code className="ek-mono">node bin/evenkeel.mjs admin create</code> in the project folder; then <Link href="/sign-in">sign in</Link>.</p>
      </>
    )
  }
  return (
    <>
      <h1>This set-up link opens nothing any more</h1>
      <p className="ek-read ek-2" style={{ margin: '6px 0 16px' }}>A link works once, for a day, and only until the next start prints another. If Evenkeel is set up already, <Link href="/sign-in">sign in</Link>.</p>
      <p className="ek-read ek-2">Otherwise restart it and open the link that it prints. Without a browser: <code className="ek-mono">node bin/evenkeel.mjs admin create</code> in the project folder.</p>
    </>
  )
}
