/** What an import did not take: by reason with an example each, row by row, and as a file. */
import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FaultKind } from '../../client/imports.ts'
import { count, counted } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { client } from '../data/connection.ts'
import { FaultLine } from '../parts/fault.tsx'
import parts from '../parts/parts.module.css'
import { kindWords } from './imports-words.ts'

const ROWS_AT_ONCE = 100

/** `version` is the import's, so that it is asked again when that has moved. */
export function ImportFaults({ id, version }: { id: string; version: number }) {
  const kinds = useQuery({ queryKey: ['timeline', 'imports', id, 'fault kinds', version], queryFn: () => client.importFaultKinds(id) })
  const [open, setOpen] = useState<FaultKind | null>(null)
  const groups = kinds.data ?? []
  const notTaken = groups.filter((g) => g.kind !== 'remark').reduce((sum, g) => sum + g.n, 0)
  if (kinds.error) return <FaultLine error={kinds.error} />
  if (kinds.data === undefined) return null
  return (
    <Section title="Not taken, and remarks" note={groups.length === 0 ? '' : counted(groups.length, 'reason')} trail={groups.length > 0 && <Link href={`/api/imports/${encodeURIComponent(id)}/faults/export?format=csv`} download>CSV</Link>}>
      {groups.length === 0 ? <p className="ek-3" style={{ padding: '8px 0' }}>Every row was taken, without a remark.</p> : (
        <table className={parts.plain}>
          <thead><tr><th>How many</th><th>What</th><th>Why</th><th>Such as</th></tr></thead>
          <tbody>
            {groups.map((g) => (
              <tr key={`${g.kind} ${g.reason}`}>
                <td className="ek-num">{count(g.n)}</td>
                <td><Tag tone={kindWords[g.kind].tone}>{kindWords[g.kind].label}</Tag></td>
                <td>{g.reason}</td>
                <td className="ek-small ek-2">{g.sourceId !== '' && <span className="ek-mono">{g.sourceId}</span>}{g.line > 0 && <> line <span className="ek-num">{g.line}</span></>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {groups.length > 0 && (
        <div className="ek-row ek-wrap" style={{ padding: '10px 0' }}>
          {(['record', 'row', 'remark'] as const).filter((k) => groups.some((g) => g.kind === k)).map((k) => (
            <Button key={k} size="xs" aria-expanded={open === k} onClick={() => setOpen(open === k ? null : k)}>{open === k ? 'Hide' : 'Show'} each {kindWords[k].label}</Button>
          ))}
          {notTaken === 0 && <span className="ek-3">Everything was taken; these are only remarks.</span>}
        </div>
      )}
      {open !== null && <Each key={open} id={id} kind={open} />}
    </Section>
  )
}

function Each({ id, kind }: { id: string; kind: FaultKind }) {
  const list = useInfiniteQuery({
    queryKey: ['timeline', 'imports', id, 'faults', kind], initialPageParam: '', queryFn: ({ pageParam }) => client.importFaults(id, { kind, limit: ROWS_AT_ONCE, ...(pageParam === '' ? {} : { after: pageParam }) }),
    getNextPageParam: (last) => last.next ?? undefined,
  })
  return (
    <>
      <FaultLine error={list.error} />
      <table className={parts.plain}>
        <thead><tr><th>Line</th><th>Record</th><th>Why</th></tr></thead>
        <tbody>{list.data?.pages.flatMap((p) => p.items).map((f, i) => <tr key={i}><td className="ek-num">{f.line}</td><td className="ek-mono">{f.sourceId}</td><td>{f.reason}</td></tr>)}</tbody>
      </table>
      {list.hasNextPage && <div style={{ padding: '10px 0' }}><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show more</Button></div>}
    </>
  )
}
