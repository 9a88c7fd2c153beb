/** What people said about a change, oldest first. */
import { useMemo } from 'react'
import type { RecordSketch } from '../../client/shapes.ts'
import { Markdown } from '../../kit/markdown.tsx'
import { Section } from '../../kit/section.tsx'
import { Time } from '../../kit/time.tsx'
import { useDirectory } from '../data/directory.ts'
import { useTimeline } from '../data/queries.ts'
import { storyOf } from '../data/story.tsx'
import css from './change.module.css'

export function Said({ id, sketch, myId }: { id: string; sketch: RecordSketch; myId: string }) {
  const timeline = useTimeline('changes', id)
  const directory = useDirectory()
  const said = useMemo(() => storyOf(timeline.data ?? [], sketch, directory, myId).flatMap((e) => (e.kind === 'said' ? [e] : [])), [timeline.data, sketch, directory, myId])
  if (said.length === 0) return null
  return (
    <Section title="What people said" note={said.length} isRuled={false}>
      {said.map((e) => (
        <div key={e.id} className={css.talk} data-public={e.visibility === 'public'}>
          <p><b className="ek-strong">{e.who}</b> <Time at={e.at} />, {e.visibility === 'public' ? 'public' : 'for colleagues'}</p>
          <Markdown text={e.body} />
        </div>
      ))}
    </Section>
  )
}
