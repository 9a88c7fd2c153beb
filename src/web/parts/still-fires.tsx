/** Said before an incident is resolved: which of its alerts still fire. */
import { Link } from '../../kit/link.tsx'
import { useList } from '../data/queries.ts'
import type { AlertRow } from '../data/rows.ts'

const NAMED = 5

/** Nothing where none fires; resolving stays possible, and the timeline keeps what fired. */
export function StillFires({ incidentId }: { incidentId: string }) {
  const alerts = useList<AlertRow>('alerts', { incidentId, group: 'active', limit: NAMED, sort: 'createdAt', count: true }).data
  const items = alerts?.items ?? []
  if (items.length === 0) return null
  const total = alerts?.count ?? items.length
  return (
    <p role="status" className="ek-warn" style={{ marginBottom: 12 }}>
      {total === 1 ? '1 alert still fires: ' : `${total} alerts still fire: `}
      {items.map((a, i) => <span key={a.id}>{i > 0 && ', '}<Link href={`/alerts?chosen=${a.number}`}>{a.title}</Link></span>)}
      {total > items.length && ` and ${total - items.length} more`}. The timeline will say so.
    </p>
  )
}
