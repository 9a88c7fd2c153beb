/** Who did what, newest first, over all records in sight. */
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { addressOf } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { useDescription } from '../data/queries.ts'
import { Fault } from '../parts/fault.tsx'
import { saysOf } from '../parts/history.tsx'
import css from '../parts/parts.module.css'

export function Audit() {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const audit = useQuery({ queryKey: ['audit', search], queryFn: () => client.audit({ limit: 100, ...search }) })
  const description = useDescription().data
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Audit' }]}>
      <PageHead title="Audit" note="Every change, by whom, when, in the order of writing. Nothing here can be edited or removed." />
      {audit.error ? <Fault error={audit.error} retry={() => void audit.refetch()} /> : audit.isPending ? <LoadingRows rows={12} /> : (
        <table className={css.plain}>
          <thead><tr><th>When</th><th>Who</th><th>Did</th><th>To</th><th>What changed</th></tr></thead>
          <tbody>
            {audit.data.items.map((e) => {
              const sketch = description?.find(e.record)
              return (
                <tr key={e.seq}>
                  <td className="ek-nowrap"><Time at={e.recordedAt ?? e.at} form="event" /></td><td>{e.actorName}{e.actorKind === 'person' ? '' : <span className="ek-3"> ({e.actorKind})</span>}</td>
                  <td>{saysOf(sketch, e.verb)}</td>
                  <td><Link href={addressOf(sketch?.plural ?? e.record, e.recordId)}>{sketch?.one ?? e.record}</Link></td>
                  <td className="ek-small ek-2">{e.verb === 'create' ? String(e.changes?.['number'] ?? '') : Object.keys(e.changes ?? {}).filter((k) => k !== 'updatedAt' && k !== 'version').map((k) => sketch?.fields.find((f) => f.name === k)?.label ?? k).join(', ')}{e.reason ? ` “${e.reason}”` : ''}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Page>
  )
}
