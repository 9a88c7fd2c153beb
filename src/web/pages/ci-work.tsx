/** What is going on with an item: incidents that name it, problems, changes. */
import type { AnyRow, ListParams } from '../../client/shapes.ts'
import { Link } from '../../kit/link.tsx'
import { Priority } from '../../kit/priority.tsx'
import { Line, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { queryOf } from '../../client/transport.ts'
import { addressOf, listAddress } from '../data/address.ts'
import { countWords } from '../data/count-words.ts'
import { useDescription, useList } from '../data/queries.ts'
import { priorityOf } from '../data/rows.ts'
import { Unread } from '../parts/unread.tsx'
import { StateOf } from '../parts/value.tsx'

const SHOWN = 8

/** Each kind only where this person may see it. */
export function CiWork({ id }: { id: string }) {
  return (
    <>
      <Named plural="incidents" title="Incidents on it" id={id} sort="-createdAt" empty="No incident names it." />
      <Named plural="problems" title="Problems" id={id} sort="-createdAt" empty="No problem names it." />
      <Named plural="changes" title="Changes" id={id} sort="-createdAt" empty="No change touched it or is planned." />
    </>
  )
}

function Named({ plural, title, id, sort, empty }: { plural: string; title: string; id: string; sort: string; empty: string }) {
  const sketch = useDescription().data?.find(plural)
  const filters: ListParams = { ciIds: id, sort }
  const isThere = sketch?.fields.some((f) => f.name === 'ciIds') === true
  const asked = useList<AnyRow>(plural, { ...filters, limit: SHOWN, count: true }, isThere)
  const answer = asked.isPlaceholderData ? undefined : asked.data
  if (!sketch || !isThere) return null
  const items = answer?.items ?? []
  const all = answer?.count ?? items.length
  return (
    <Section title={title} note={answer && countWords(all)} trail={all > items.length && <Link href={`${listAddress(plural)}${queryOf(filters)}`}>All of them</Link>}>
      {!answer ? asked.error ? <Unread what="Not known." error={asked.error} retry={() => void asked.refetch()} /> : <LoadingRows rows={1} /> : items.length === 0 ? <p className="ek-3" style={{ padding: '8px 0' }}>{empty}</p> : items.map((r) => (
        <Line key={r.id} {...(plural === 'incidents' ? { lead: <Priority value={priorityOf(r['priority'])} /> } : {})} below={<>{r.number}, <Time at={r.createdAt} /></>} trail={<StateOf sketch={sketch} row={r} />}>
          <Link quiet href={addressOf(plural, r.number)}>{String(r[sketch.title] ?? r.number)}</Link>
        </Line>
      ))}
    </Section>
  )
}
