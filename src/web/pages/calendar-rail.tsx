/** Beside the calendar: what to decide before it happens, what waits for me, what customers will notice, how it went. */
import { Button } from '@mantine/core'
import { duePoint, elapsed, type TimeFrame } from '../../kit/format-time.ts'
import { counted, share } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Line, Rail, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { addressOf } from '../data/address.ts'
import { useTally } from '../data/queries.ts'
import type { OutageShown } from '../../client/changes.ts'
import type { CalendarEntry } from '../../model/calendar-entry.ts'
import { clashWordsOf } from './calendar-lanes.ts'
import { useToDecide } from './change-decide.ts'

const NAMED = 8
const DAYS = 28
const DAY_MILLIS = 86_400_000

export function CalendarRail({ changes, outages, nameOf, frame }: { changes: readonly CalendarEntry[]; outages: readonly OutageShown[]; nameOf: (id: string) => string | null; frame: TimeFrame }) {
  const { navigate } = useViewer()
  const mine = useToDecide(true).data ?? []
  const clashing = changes.filter((c) => c.collidesWith.length > 0)
  const ahead = outages.filter((o) => Date.parse(o.to) > frame.now)
  return (
    <Rail>
      <Section title="Decide before they happen" note={clashing.length > 0 ? clashing.length : ''} isRuled={false}>
        {clashing.length === 0 && <p className="ek-3">Nothing clashes.</p>}
        {clashing.slice(0, NAMED).map((c) => (
          <Line key={c.id} lead={<Tag tone="bad">clash</Tag>} below={<>{c.plannedStart && duePoint(c.plannedStart, frame)}. {clashWordsOf(c).join('. ')}.</>}><Link quiet href={addressOf('changes', c.number)}><b className="ek-strong">{c.number}</b> {c.title}</Link></Line>
        ))}
      </Section>
      <Section title="Waiting for you" note={mine.length > 0 ? mine.length : ''} isRuled={false} trail={<Link href="/cab">Agenda</Link>}>
        {mine.length === 0 && <p className="ek-3">Nothing.</p>}
        {mine.slice(0, NAMED).map((c) => <Line key={c.id} trail={<Button size="xs" onClick={() => navigate(addressOf('changes', c.number))}>Answer</Button>}><span className="ek-id">{c.number}</span> {c.title}</Line>)}
      </Section>
      <Section title="What customers will notice" isRuled={false}>
        {ahead.length === 0 && <p className="ek-3">Nothing is announced.</p>}
        {ahead.slice(0, NAMED).map((o, at) => <Line key={`${o.serviceId} ${o.from} ${at}`} lead={duePoint(o.from, frame)} trail={`up to ${elapsed((Date.parse(o.to) - Date.parse(o.from)) / 1000)}`}>{nameOf(o.serviceId) ?? 'a service you cannot see'}</Line>)}
      </Section>
      <Went frame={frame} />
    </Rail>
  )
}

function Went({ frame }: { frame: TimeFrame }) {
  const day = Math.floor(frame.now / DAY_MILLIS) * DAY_MILLIS
  const tally = useTally('changes', 'result', { 'actualEnd.from': new Date(day - DAYS * DAY_MILLIS).toISOString() }).data ?? {}
  const done = ['success', 'partial', 'failed', 'backed_out'].reduce((sum, r) => sum + (tally[r] ?? 0), 0)
  const wrong = (tally['failed'] ?? 0) + (tally['backed_out'] ?? 0)
  return (
    <Section title={`How it went, ${DAYS} days`} isRuled={false}>
      <p className="ek-2">{done === 0 ? 'No change was done.' : <>{counted(done, 'change')} done, <Link href="/changes?result=failed,backed_out&sort=-actualEnd">{wrong === 0 ? 'none failed' : `${counted(wrong, 'failed or was backed out', 'failed or were backed out')}`}</Link>{done >= 20 && wrong > 0 ? ` (${share(wrong, done, 'low')})` : ''}.</>}</p>
    </Section>
  )
}
