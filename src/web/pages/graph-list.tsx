/** The graph as a table: for the phone, for the ear, and for what no picture can hold. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { counted, percent } from '../../kit/format.ts'
import css from './graph.module.css'
import { kindOf, levelWords, noneSeenOpen, stateOf, type GraphFacts, type Leveled, type WorkOn } from './graph-facts.ts'

const SHOWN_AT_ONCE = 100

/** See `GraphList`. */
export interface GraphListProps {
  readonly facts: GraphFacts
  readonly work: WorkOn
  /** Without it nothing is said of what is open. */
  readonly isWorkKnown: boolean
  /** More is open than was looked at: then nobody knows that nothing is open here. */
  readonly isWorkCut: boolean
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
}

/** Nearest first, with the way to each. */
export function GraphList({ facts, work, isWorkKnown, isWorkCut, chosen, onChoose }: GraphListProps) {
  const [most, setMost] = useState(SHOWN_AT_ONCE)
  const all = facts.leveled.filter((one) => one.node.id !== facts.focus.id)
  if (all.length === 0) return <p className="ek-3" style={{ padding: '8px 0' }}>Nothing is recorded around it.</p>
  return (
    <>
      {[...Map.groupBy(all.slice(0, most), (one) => one.level)].toSorted(([a], [b]) => a - b).map(([level, some]) => (
        <table key={level} className={css.list}>
          <caption>{level === 0 ? 'Connected to it' : levelWords(level)}</caption>
          <thead><tr><th scope="col">Thing</th><th scope="col">Kind</th><th scope="col">State</th><th scope="col">By way of</th><th scope="col" className={css.end}>Sure</th></tr></thead>
          <tbody>{some.map((one) => <Row key={one.node.id} one={one} facts={facts} work={work} isWorkKnown={isWorkKnown} isWorkCut={isWorkCut} isChosen={chosen === one.node.id} onChoose={onChoose} />)}</tbody>
        </table>
      ))}
      {all.length > most && <Button onClick={() => setMost(most + SHOWN_AT_ONCE * 5)}>Show more, {counted(all.length - most, 'thing')} left</Button>}
    </>
  )
}

function Row({ one, facts, work, isWorkKnown, isWorkCut, isChosen, onChoose }: { one: Leveled; facts: GraphFacts; work: WorkOn; isWorkKnown: boolean; isWorkCut: boolean; isChosen: boolean; onChoose: (id: string) => void }) {
  const { flag, state } = stateOf(one.node, work.get(one.node.id))
  return (
    <tr data-chosen={isChosen}>
      <th scope="row"><button type="button" className={css.rowButton} aria-pressed={isChosen} onClick={() => onChoose(one.node.id)}>{one.node.name}</button></th>
      <td>{kindOf(one.node)}{one.node.tier && one.node.tier !== 'supporting' ? `, ${one.node.tier}` : ''}</td>
      <td className={state === 'broken' ? 'ek-bad' : state === 'worse' ? 'ek-warn' : 'ek-2'}>{flag ?? (isWorkKnown ? one.node.state === 'live' ? `live, ${isWorkCut ? noneSeenOpen : 'nothing open'}` : 'in use' : 'what is open is not known')}</td>
      <td className="ek-2">{viaOf(one, facts)}</td>
      <td className={css.end}>{percent(one.confidence)}</td>
    </tr>
  )
}

const viaOf = (one: Leveled, facts: GraphFacts): string => one.path.slice(1, -1).map((id) => facts.byId.get(id)?.node.name ?? 'one not shown').join(', ') || 'directly'
