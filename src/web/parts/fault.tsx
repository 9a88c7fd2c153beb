/** What went wrong, from the API's refusal: a page in place of content, or a line beside a form. */
import { ApiProblem, sentenceOf } from '../../client/problem.ts'
import { inReadersZone } from '../../kit/format-time.ts'
import { Link } from '../../kit/link.tsx'
import { ErrorState } from '../../kit/states.tsx'
import { useTimeFrame } from '../../kit/viewer.tsx'
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

/** Beside a form or under a head: a refusal in one line, the places at fault below; `beside` are fields that show their own. */
export function FaultLine({ error, beside = [] }: { error: unknown; beside?: readonly string[] }) {
  const frame = useTimeFrame(60)
  if (error === null || error === undefined) return null
  // A place may have several faults; the first says enough to mend it.
  const all = error instanceof ApiProblem ? error.faults.filter((f, i, list) => list.findIndex((one) => one.at === f.at) === i) : []
  const faults = all.filter((f) => !beside.some((name) => f.at === `/${name}` || f.at.startsWith(`/${name}/`)))
  const isInvalid = error instanceof ApiProblem && error.code === 'invalid' && all.length > 0
  const first = faults[0]
  const said = !isInvalid ? sentenceOf(error) : first === undefined ? 'Not done yet: see what is marked above.' : faults.length === 1 ? `${placeName(first.at)} ${first.message}.` : 'Not done yet:'
  return (
    <div className={css.faultLine} role="alert">
      <strong>{inReadersZone(said, frame)}</strong>
      {faults.length > 1 && <ul>{faults.map((f) => <li key={f.at}>{placeName(f.at)} {inReadersZone(f.message, frame)}</li>)}</ul>}
    </div>
  )
}

/** The place of a fault as people read it: `/toTeamId` is "To team". */
function placeName(at: string): string {
  const words = at.replace(/^\//, '').replaceAll('/', ', ').replace(/Ids?$/, '').replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return words === '' ? 'The request' : words.charAt(0).toUpperCase() + words.slice(1)
}
