/** Beside the graph: the chosen thing, the way to it as the reason, its relations with their age, and where to go from it. */
import { Button } from '@mantine/core'
import type { GraphNode } from '../../client/graph.ts'
import { count, percent } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Facts, Line, Rail, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { relationSources } from '../../model/graph.ts'
import { addressOf } from '../data/address.ts'
import { kindOf, noneSeenOpen, relationWords, stateOf, type GraphFacts, type WorkOn } from './graph-facts.ts'

const plurals = { ci: 'cis', service: 'services', person: 'people', organization: 'organizations' } as const

/** The page of a thing. */
export const pageOf = (node: Pick<GraphNode, 'record' | 'number'>): string => addressOf(plurals[node.record], node.number)

/** Relations that the rail names; the thing's page has all. */
const MOST_NAMED = 30

/** See `GraphRail`. */
export interface GraphRailProps {
  readonly facts: GraphFacts
  readonly id: string
  readonly work: WorkOn
  /** Without it nothing is said of what is open. */
  readonly isWorkKnown: boolean
  /** More is open than was looked at: then nobody knows that nothing is open here. */
  readonly isWorkCut: boolean
  /** It is told of a moment that is over. */
  readonly isPast: boolean
  readonly onFocus: (id: string) => void
  readonly onChoose: (id: string) => void
}

export function GraphRail({ facts, id, work, isWorkKnown, isWorkCut, isPast, onFocus, onChoose }: GraphRailProps) {
  const one = facts.byId.get(id)
  if (!one) return null
  const { node } = one
  const { state, flag } = stateOf(node, work.get(id))
  const name = (other: string): string => facts.byId.get(other)?.node.name ?? 'one not shown'
  const below = facts.relations.filter((r) => r.fromId === id)
  const above = facts.relations.filter((r) => r.toId === id)
  const isFocus = id === facts.focus.id
  return (
    <Rail>
      <Section title={node.name} isRuled={false} trail={<Link href={pageOf(node)}>Open</Link>}>
        <Facts facts={[['Kind', `${kindOf(node)}${node.tier ? `, ${node.tier}` : ''}`], ['Number', <span key="n" className="ek-id">{node.number}</span>], [isPast ? 'Then' : 'Now', flag === undefined ? (isPast ? 'in use' : isWorkKnown ? isWorkCut ? noneSeenOpen : 'nothing open' : 'what is open is not known') : <Tag key="s" tone={state === 'broken' ? 'bad' : state === 'worse' ? 'warn' : state === 'held' ? 'info' : 'idle'}>{flag}</Tag>]]} />
        {!isFocus && <div style={{ marginTop: 8 }}><Button size="xs" onClick={() => onFocus(id)}>Put in the middle</Button></div>}
      </Section>
      {!isFocus && (
        <Section title={one.level < 0 ? `Why ${facts.focus.name} hurts it` : one.level > 0 ? `Why it hurts ${facts.focus.name}` : 'How they are joined'} note={`${percent(one.confidence)} sure`} isRuled={false}>
          <ol className="ek-small">
            {(one.level > 0 ? one.path : one.path.toReversed()).map((step, i, all) => (
              <li key={step} style={{ padding: '2px 0' }}>{name(step)}{i < all.length - 1 && <span className="ek-3"> {wayWords(facts, step, all[i + 1] ?? '')}</span>}</li>
            ))}
          </ol>
        </Section>
      )}
      {([['Stands on', below, 'toId'], ['Stands on it', above, 'fromId']] as const).map(([title, some, end]) => (
        <Section key={title} title={title} note={count(some.length)} isRuled={false}>
          {some.length === 0 ? <p className="ek-small ek-3">Nothing of what is shown.</p> : some.slice(0, MOST_NAMED).map((r) => (
            <Line key={r.id} below={<>{relationWords(r)}; known from {relationSources[r.source].toLowerCase()}, confirmed <Time at={r.confirmedAt} /></>} trail={`${percent(r.confidence)} sure`}>
              <button type="button" className="ek-link" onClick={() => onChoose(r[end])}>{name(r[end])}</button>
            </Line>
          ))}
          {some.length > MOST_NAMED && <p className="ek-small ek-3">and {count(some.length - MOST_NAMED)} more</p>}
        </Section>
      ))}
    </Rail>
  )
}

/** From the thing that is hurt down to what it stands on. */
function wayWords(facts: GraphFacts, fromId: string, toId: string): string {
  const r = facts.relations.find((x) => (x.fromId === fromId && x.toId === toId) || (x.fromId === toId && x.toId === fromId))
  return r ? relationWords(r).toLowerCase() : 'stands on'
}
