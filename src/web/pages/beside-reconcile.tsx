/** Beside a discrepancy: what it means in a sentence and what can be done; beside a configuration source: what it knows and what is open of it. */
import { useQuery } from '@tanstack/react-query'
import type { AnyRow, Opened } from '../../client/shapes.ts'
import { queryOf } from '../../client/transport.ts'
import { counted } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Line, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { listAddress } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { Fault } from '../parts/fault.tsx'
import { discrepancySays, fieldOf, wayOut } from './reconcile-words.ts'

export function BesideDiscrepancy({ row }: { row: AnyRow }) {
  const [ciId, sourceId] = [row['ciId'], row['sourceId']].map((id) => (typeof id === 'string' ? id : null))
  // Titles of what it refers to come with an opened record.
  const titles = (row as Partial<Opened<AnyRow>>).titles
  const nameOf = (id: string | null | undefined, otherwise: string): string | null => (typeof id === 'string' ? titles?.[id]?.title ?? otherwise : null)
  const said = discrepancySays({ ...fieldOf(row), item: nameOf(ciId, 'the item'), source: nameOf(sourceId, 'the source') })
  return (
    <Section title="What this means">
      <p style={{ padding: '8px 0 4px', maxWidth: '70ch' }}>{said}</p>
      <p className="ek-2" style={{ maxWidth: '70ch' }}>{wayOut(fieldOf(row))}</p>
    </Section>
  )
}

export function BesideSource({ row }: { row: AnyRow }) {
  const answer = useQuery({ queryKey: ['reconciliation'], queryFn: () => client.reconciliation(), staleTime: 15_000 })
  const mine = answer.data?.items.find((one) => one.id === row.id)
  const raised = Object.values(mine?.raised ?? {}).reduce((sum, n) => sum + n, 0)
  const open = `${listAddress('discrepancies')}${queryOf({ sourceId: row.id, state: 'raised' })}`
  return (
    <Section title="What it knows">
      {answer.error ? <Fault error={answer.error} retry={() => void answer.refetch()} /> : answer.isPending ? <LoadingRows rows={2} /> : mine === undefined ? <p className="ek-3" style={{ padding: '8px 0' }}>It has not been read yet.</p> : (
        <>
          <Line below="As it was last read.">{counted(mine.known, 'thing')}{mine.gone > 0 && <span className="ek-3">, and {counted(mine.gone, 'thing')} that it no longer knows</span>}</Line>
          <Line below={raised === 0 ? 'All that it said is as recorded, explained, put right or accepted.' : 'Each waits for somebody to explain it, put it right or accept it.'} trail={raised > 0 && <Link href={open}>Show them</Link>}>{raised === 0 ? 'No open discrepancy' : counted(raised, 'open discrepancy', 'open discrepancies')}</Line>
        </>
      )}
      <p className="ek-2" style={{ padding: '8px 0', maxWidth: '70ch' }}>Read it again with <code>evenkeel configuration import {String(row['name'])} FILE…</code>; its format is known. Nothing is written twice, and an import after which more than a tenth would be gone stops and asks.</p>
    </Section>
  )
}
