/** Above a form: somebody else changed the record since it was opened; who, and what. */
import type { AnyRow, RecordSketch } from '../../client/shapes.ts'
import { listed } from '../../kit/format.ts'
import { Time } from '../../kit/time.tsx'
import { useMeanwhile } from '../data/meanwhile.ts'
import { saysOf } from '../parts/history.tsx'
import css from '../parts/parts.module.css'

const SHOWN = 4

/** Nothing while nobody did anything that matters here. */
export function MeanwhileNotice({ sketch, row, seenVersion }: { sketch: RecordSketch; row: Pick<AnyRow, 'id' | 'version' | 'state'>; seenVersion: number }) {
  const { entries, hasChanged } = useMeanwhile(sketch, row, seenVersion)
  if (!hasChanged) return null
  const who = listed([...new Set(entries.map((e) => e.actorName))]) || 'Somebody'
  const state = sketch.states.find((s) => s.name === row.state)?.label ?? row.state
  return (
    <div className={css.notice} role="status">
      <strong>{who} changed this while you wrote.</strong> Nothing is lost. It is {state.toLowerCase()} now.
      <ul>{entries.slice(-SHOWN).map((e) => <li key={e.version}><Time at={e.at} /> {e.actorName} {saysOf(sketch, e.verb)}{e.reason ? `: ${e.reason}` : ''}</li>)}</ul>
    </div>
  )
}
