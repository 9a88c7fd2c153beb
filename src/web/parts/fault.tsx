/** What happened, what is safe, what to do, and the code for support. */
import { Button } from '@mantine/core'
import { ApiProblem, sentenceOf } from '../../client/problem.ts'
import { Link } from '../../kit/link.tsx'
import css from './parts.module.css'

/** In place of what could not be loaded. */
export function Fault({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof ApiProblem ? error : null
  return (
    <section className={css.fault} role="alert">
      <h1>{problem?.code === 'not_found' ? 'There is no such record, or it is not yours to see' : problem?.code === 'forbidden' ? 'Your role does not open this page' : problem?.title ?? 'This page stopped working'}</h1>
      <p className="ek-read ek-2">{sentenceOf(error)}</p>
      <p className="ek-read ek-2">{problem?.code === 'offline' ? 'Nothing is lost: drafts stay in this browser.' : 'Nothing was changed by this.'}</p>
      <div className="ek-row">
        {retry && <Button variant="filled" onClick={retry}>Try again</Button>}
        <Link href="/">Back to the Bridge</Link>
      </div>
      {problem && <p className="ek-micro ek-3">Code {problem.code}{typeof problem.facts['requestId'] === 'string' ? `, request ${problem.facts['requestId']}` : ''}</p>}
    </section>
  )
}

/** Beside a form or under a head: a refusal in one line. */
export function FaultLine({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null
  const faults = error instanceof ApiProblem ? error.faults : []
  return (
    <div className={css.faultLine} role="alert">
      <strong>{sentenceOf(error)}</strong>
      {faults.length > 1 && <ul>{faults.map((f) => <li key={f.at}>{f.at.replace(/^\//, '')}: {f.message}</li>)}</ul>}
    </div>
  )
}
