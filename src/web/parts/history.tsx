/** What happened to a record, newest first, one line each, with the fields that somebody set: for rails and generic pages. */
import type { RecordSketch } from '../../client/shapes.ts'
import { listed } from '../../kit/format.ts'
import { Line } from '../../kit/section.tsx'
import { Time } from '../../kit/time.tsx'
import { useTimeline } from '../data/queries.ts'
import { doer } from '../data/story.tsx'
import { FaultLine } from './fault.tsx'

const SHOWN = 40

export function History({ plural, id, sketch }: { plural: string; id: string; sketch: RecordSketch }) {
  const timeline = useTimeline(plural, id)
  if (timeline.error) return <FaultLine error={timeline.error} />
  return (
    <>
      {[...(timeline.data ?? [])].reverse().slice(0, SHOWN).map((entry) => {
        const labels = entry.verb === 'create' ? [] : Object.keys(entry.changes).map((name) => sketch.fields.find((f) => f.name === name)).filter((f) => f !== undefined && f.owner === 'caller' && sketch.own.includes(f.name)).map((f) => f?.label.toLowerCase() ?? '')
        return (
          <Line key={entry.seq ?? entry.version} lead={<Time at={entry.at} />} below={entry.reason ?? (labels.length > 0 ? listed(labels) : undefined)}>
            <b className="ek-strong">{doer(entry)}</b> {saysOf(sketch, entry.verb)}
          </Line>
        )
      })}
    </>
  )
}

/** How the timeline tells a verb after the actor's name. */
export const saysOf = (sketch: RecordSketch | undefined, verb: string): string =>
  sketch?.sayings[verb] ?? 'changed it'
