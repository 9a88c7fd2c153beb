/** What went wrong, from the API's refusal: a page in place of content, or a line beside a form. */
import { ApiProblem, sentenceOf } from '../../client/problem.ts'
import { Link } from '../../kit/link.tsx'
import { ErrorState } from '../../kit/states.tsx'
import css from './parts.module.css'

/** In place of what could not be loaded. */
export function Fault({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof ApiProblem ? error : null
  const title = problem === null ? 'This page stopped working'
    : problem.code === 'not_found' ? 'There is no such record, or it is not yours to see'
      : problem.code === 'forbidden' ? 'Your role does not open this page' : problem.title
  const request = problem && typeof problem.facts['requestId'] === 'string' ? ` ${problem.facts['requestId']}` : ''
  return (
    <ErrorState
      title={title} code={`${problem?.code ?? 'screen'}${request}`} onRetry={retry}
      detail={<>{sentenceOf(error)} {problem?.code === 'offline' ? 'Nothing is lost: drafts stay in this browser.' : 'Nothing was changed by this.'} <Link href="/">Go to the first page</Link></>}
    />
  )
}

/** Beside a form or under a head: a refusal in one line, the places at fault below. */
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
