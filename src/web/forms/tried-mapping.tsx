/** What a sample became under a mapping: one line an event, and what could not be read. */
import type { MappingTrial } from '../../client/shapes.ts'
import { Tag } from '../../kit/tag.tsx'
import { useRecord } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'
import css from './editors.module.css'

export function TriedMapping({ answer, error }: { answer: MappingTrial | undefined; error: unknown }) {
  if (error) return <FaultLine error={error} />
  if (!answer) return null
  return (
    <ul className={css.result} aria-live="polite">
      {answer.events.map((e, i) => (
        <li key={i}>
          <div className="ek-row ek-wrap">
            <b>{e.annotations['summary']}</b>
            <Tag tone={e.state === 'firing' ? 'warn' : 'good'}>{e.state === 'firing' ? 'firing' : 'over'}</Tag>
            <span>{e.severity ?? 'no severity'}</span>
            {e.serviceId === null ? <Tag tone="warn">{e.labels['service'] === undefined ? 'no service named' : `no service is called “${e.labels['service']}”`}</Tag> : <ServiceName id={e.serviceId} />}
          </div>
          <small className="ek-3">{Object.entries(e.labels).map(([name, v]) => `${name}=${JSON.stringify(v)}`).join(' ')}</small>
        </li>
      ))}
      {answer.faults.map((f) => <li key={f} className="ek-bad">{f}</li>)}
    </ul>
  )
}

function ServiceName({ id }: { id: string }) {
  const name = useRecord('services', id).data?.['name']
  return <span>{typeof name === 'string' ? name : 'a service'}</span>
}
