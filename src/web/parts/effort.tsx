/** Minutes of work booked on a record: the sum, the latest, and a way to book more. */
import { Button } from '@mantine/core'
import { IconClockPlus } from '@tabler/icons-react'
import { elapsed } from '../../kit/format-time.ts'
import { Line, Section } from '../../kit/section.tsx'
import { Time } from '../../kit/time.tsx'
import { useDirectory } from '../data/directory.ts'
import { useBeside } from '../data/queries.ts'

interface EffortRow {
  readonly id: string
  readonly personId: string | null
  readonly minutes: number
  readonly what: string | null
  readonly at: string
}
const SHOWN = 4

/** Nothing where nothing is booked and nothing may be. */
export function Effort({ plural, id, onBook }: { plural: string; id: string; onBook: (() => void) | null }) {
  const rows = useBeside<EffortRow>(plural, id, 'efforts').data?.items ?? []
  const directory = useDirectory(undefined, { person: rows.flatMap((r) => r.personId ?? []) })
  if (rows.length === 0 && onBook === null) return null
  const total = rows.reduce((sum, r) => sum + r.minutes, 0)
  return (
    <Section title="Effort" note={total > 0 ? elapsed(total * 60) : ''} isRuled={false} trail={onBook && <Button size="xs" variant="subtle" leftSection={<IconClockPlus aria-hidden="true" />} onClick={onBook}>Book effort</Button>}>
      {rows.length === 0 && <p className="ek-small ek-3">None is booked.</p>}
      {rows.slice(-SHOWN).map((r) => <Line key={r.id} lead={<Time at={r.at} />} trail={elapsed(r.minutes * 60)} below={r.what ?? undefined}>{directory.name(r.personId) ?? 'A script'}</Line>)}
    </Section>
  )
}
