/** Beside the form: what the plan would meet, how risky it is and who would have to agree, as it is typed. */
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PlanLook } from '../../client/changes.ts'
import { counted, listed } from '../../kit/format.ts'
import { Line, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { useTimeFrame } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import type { Values } from '../forms/record-form.tsx'
import { FaultLine } from '../parts/fault.tsx'
import { ConflictLines, RiskLines } from './change-sections.tsx'
import { planOf } from './change-plan.ts'
import { riskTone } from './change-words.ts'
import css from './change.module.css'

const ASKED_AFTER_MILLIS = 300
const roleWords: Readonly<Record<string, string>> = { agent: 'of the staff', manager: 'with the role of a manager', admin: 'administrators' }

export function PlanLookPanel({ values }: { values: Values }) {
  const [asked] = useDebouncedValue(JSON.stringify(planOf(values)), ASKED_AFTER_MILLIS)
  const look = useQuery({ queryKey: ['list', 'changes', 'look', asked], queryFn: () => client.lookAtPlan(JSON.parse(asked) as Values), enabled: asked !== 'null', placeholderData: keepPreviousData, retry: false })
  const frame = useTimeFrame(60)
  return (
    <aside className={css.live} aria-label="What it would meet" aria-live="polite">
      {asked === 'null' ? <p className="ek-3">Say what it touches: here stands what it would meet, how risky it is, and who must agree.</p> : look.error ? <FaultLine error={look.error} /> : look.data && (
        <>
          <Section title="Collisions" note={typeof values['plannedStart'] !== 'string' ? 'choose a time' : look.data.conflicts.length === 0 ? 'none were found' : look.data.conflicts.length}>
            <ConflictLines conflicts={look.data.conflicts} frame={frame} />
          </Section>
          <Section title="Risk" note={`${look.data.risk.score} of 100`} trail={<Tag tone={riskTone(look.data.risk.level)}>{look.data.risk.level}</Tag>}><RiskLines reasons={look.data.risk.reasons} /></Section>
          <Section title="What it hurts" note={look.data.impact.count === 0 ? 'nothing stands on it' : counted(look.data.impact.serviceIds.length, 'service')}>
            {look.data.impact.serviceIds.length > 0 && <p style={{ padding: 8 }} className="ek-2">{listed(look.data.impact.serviceIds.slice(0, 6).map((id) => look.data.titles?.[id]?.title ?? 'one you cannot see'))}{look.data.impact.serviceIds.length > 6 && ' and more'}</p>}
          </Section>
          <Section title="Who must agree">{values['type'] === 'standard' ? <Line>Nobody more, where its model is pre-authorised.</Line> : look.data.panel.map((p) => <Line key={p.step} lead={look.data.panel.length > 1 ? `step ${p.step}` : undefined}>{panelWords(p, look.data)}</Line>)}</Section>
        </>
      )}
    </aside>
  )
}

const panelWords = (p: PlanLook['panel'][number], look: PlanLook): string =>
  p.approverIds.length > 0 ? `${p.quorum} of ${listed(p.approverIds.map((id) => look.titles?.[id]?.title ?? 'somebody you cannot see'))}` : `${counted(p.quorum, 'person', 'people')} ${roleWords[p.role] ?? `with the role ${p.role}`}`
