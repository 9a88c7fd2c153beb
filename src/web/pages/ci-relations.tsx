/** What a thing stands on and what stands on it, each with its age and how sure it is; confirmed or denied in place. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Around, GraphRelation } from '../../client/graph.ts'
import type { AnyRow } from '../../client/shapes.ts'
import { count, percent } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Section } from '../../kit/section.tsx'
import { Time } from '../../kit/time.tsx'
import { relationSources } from '../../model/graph.ts'
import { addressOf } from '../data/address.ts'
import { countWords } from '../data/count-words.ts'
import { useAct, useList } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'
import { Unread } from '../parts/unread.tsx'
import { kindOf, relationWords, surenessOf } from './graph-facts.ts'
import { pageOf } from './graph-rail.tsx'
import css from './ci.module.css'

const SHOWN_AT_ONCE = 50
/** Cables named, each way. */
const MOST_CONNECTED = 50

/** See `CiRelations`. */
export interface CiRelationsProps {
  readonly id: string
  readonly around: Around
  /** The past is not answered for. */
  readonly isPast: boolean
  readonly mayAnswer: boolean
  readonly onAdd: (() => void) | null
}

export function CiRelations({ id, around, isPast, mayAnswer, onAdd }: CiRelationsProps) {
  const below = around.relations.filter((r) => r.fromId === id && r.kind !== 'connected_to')
  const above = around.relations.filter((r) => r.toId === id && r.kind !== 'connected_to')
  const shared = { around, canAnswer: mayAnswer && !isPast }
  return (
    <>
      <Ends title="What it stands on" empty="Not recorded. Without it nobody can say what hurts it." relations={below} end="toId" trail={onAdd && <Button size="xs" variant="subtle" onClick={onAdd}>Say what it stands on</Button>} {...shared} />
      <Ends title="What stands on it" empty="Nothing that we know of." relations={above} end="fromId" {...shared} />
      <Connected id={id} />
    </>
  )
}

interface EndsProps {
  readonly title: string
  readonly empty: string
  readonly relations: readonly GraphRelation[]
  readonly end: 'fromId' | 'toId'
  readonly around: Around
  readonly canAnswer: boolean
  readonly trail?: React.ReactNode
}

/** The least sure first: those are the ones to be asked about. */
function Ends({ title, empty, relations, end, around, canAnswer, trail }: EndsProps) {
  const [most, setMost] = useState(SHOWN_AT_ONCE)
  const act = useAct('relations')
  const nodes = new Map(around.nodes.map((n) => [n.id, n]))
  const sorted = relations.toSorted((a, b) => a.confidence - b.confidence || ((nodes.get(a[end])?.name ?? '') < (nodes.get(b[end])?.name ?? '') ? -1 : 1))
  const answer = (r: GraphRelation, verb: 'confirm' | 'deny'): void => act.mutate({ id: r.id, verb })
  return (
    <Section title={title} note={count(relations.length)} trail={trail}>
      {relations.length === 0 ? <p className="ek-3" style={{ padding: '8px 0' }}>{empty}</p> : (
        <ul className={css.ends}>
          {sorted.slice(0, most).map((r) => {
            const node = nodes.get(r[end])
            return (
              <li key={r.id}>
                <span className={css.end}>
                  {node ? <Link quiet href={pageOf(node)}>{node.name}</Link> : <span className="ek-3">one you cannot see</span>}
                  <small>{node ? `${kindOf(node)}. ` : ''}{relationWords(r)}; known from {relationSources[r.source].toLowerCase()}{r.sourceName === null ? '' : ` (${r.sourceName})`}, confirmed <Time at={r.confirmedAt} /></small>
                </span>
                <span className={css.sure} data-sureness={surenessOf(r.confidence)}>{percent(r.confidence)} sure</span>
                {canAnswer && (
                  <span className={css.answers}>
                    <Button size="xs" onClick={() => answer(r, 'confirm')} disabled={act.isPending} aria-label={`It is so: ${node?.name ?? r.number}`}>It is so</Button>
                    <Button size="xs" variant="subtle" onClick={() => answer(r, 'deny')} disabled={act.isPending} aria-label={`It is not so: ${node?.name ?? r.number}`}>It is not so</Button>
                  </span>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {relations.length > most && <Button size="xs" variant="subtle" onClick={() => setMost(most + 200)}>Show more of {count(relations.length)}</Button>}
      <FaultLine error={act.error} />
    </Section>
  )
}

/** Cables and the like: no part of what fails with what. */
function Connected({ id }: { id: string }) {
  const out = useList<AnyRow>('relations', { kind: 'connected_to', fromId: id, state: 'valid', limit: MOST_CONNECTED, count: true })
  const into = useList<AnyRow>('relations', { kind: 'connected_to', toId: id, state: 'valid', limit: MOST_CONNECTED, count: true })
  const all = [...out.data?.items ?? [], ...into.data?.items ?? []]
  const counted = (out.data?.count ?? 0) + (into.data?.count ?? 0)
  const error = out.error ?? into.error
  if (error) return <Section title="Connected to"><Unread what="Not known." error={error} retry={() => { void out.refetch(); void into.refetch() }} /></Section>
  if (all.length === 0) return null
  return (
    <Section title="Connected to" note={countWords(counted)}>
      <ul className={css.ends}>{all.map((r) => <li key={r.id}><Link quiet href={addressOf('relations', r.number)}>{String(r['name'])}</Link></li>)}</ul>
      {counted > all.length && <p className="ek-small ek-3" style={{ padding: '4px 8px' }}>{count(all.length)} of them are named here.</p>}
    </Section>
  )
}
