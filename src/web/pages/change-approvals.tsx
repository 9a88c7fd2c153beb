/** Who was asked to agree, what they said, what is missing; and the answer of whoever looks, with two taps and a reason. */
import { Button, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconX } from '@tabler/icons-react'
import { useCallback, useState, type ReactNode } from 'react'
import { KeyCaps } from '../../kit/key-hints.tsx'
import { Line, Section } from '../../kit/section.tsx'
import { Tag, type TagTone } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { inReadersZone, type TimeFrame } from '../../kit/format-time.ts'
import type { AnyRow } from '../../client/shapes.ts'
import { roles, type Role } from '../../model/actor.ts'
import type { Directory } from '../data/directory.ts'
import { dropRecords, queryClient, useAct, useDescription, useList, useTimeline } from '../data/queries.ts'
import { VerbDialog } from '../forms/verb-dialog.tsx'
import { approvalWords, askedWords, candidateWords, mineToAnswer, outcome, whyNotYours, wouldCount, type ApprovalRow, type ChangeRow, type Looker } from './change-words.ts'
import css from './change.module.css'

type Answer = 'approve' | 'reject' | 'delegate' | 'withdraw'

/** How this person's answer is given. */
export interface Decision {
  /** The approval they can answer now; null where none is theirs. */
  readonly mine: ApprovalRow | null
  /** Whether all who had to agree have. */
  readonly isAgreed: boolean
  readonly ask: (answer: Answer, about?: ApprovalRow) => void
  readonly dialog: ReactNode
}

export function useDecision(row: ChangeRow, round: readonly ApprovalRow[], who: Looker, nowMs: number): Decision {
  const sketch = useDescription().data?.find('approvals')
  const act = useAct('approvals')
  const [open, setOpen] = useState<{ readonly answer: Answer; readonly about: ApprovalRow } | null>(null)
  const mine = mineToAnswer(row, round, who, nowMs)
  const ask = useCallback((answer: Answer, about: ApprovalRow | null = mine): void => { if (about) setOpen({ answer, about }) }, [mine])
  const verb = open === null ? undefined : sketch?.verbs.find((v) => v.name === open.answer)
  return {
    mine, ask, isAgreed: outcome(row, round, nowMs)?.status === 'approved',
    dialog: open && sketch && verb && (
      <VerbDialog sketch={sketch} verb={verb} row={open.about} what={`${row.number} ${row.title}`} onClose={() => setOpen(null)}
        onDo={async (input) => { await act.mutateAsync({ id: open.about.id, verb: open.answer, input, version: open.about.version }); await dropRecords(queryClient, 'changes') }} />
    ),
  }
}

/** Stands at the foot while an answer is wanted: near the thumb on a phone. */
export function DecisionBar({ row, decision, onSendBack }: { row: ChangeRow; decision: Decision; onSendBack: (() => void) | null }) {
  if (!decision.mine) return null
  return (
    <div className={css.decide} role="toolbar" aria-label={`Your answer to ${row.number}`}>
      <span>Your answer is asked for.</span>
      <span className="ek-space ek-desk" />
      {onSendBack && <Button leftSection={<IconArrowBackUp aria-hidden="true" />} onClick={onSendBack}>Send back</Button>}
      <Button leftSection={<IconX aria-hidden="true" />} onClick={() => decision.ask('reject')}>Reject<span className="ek-desk"><KeyCaps keys="X" /></span></Button>
      <Button variant="filled" leftSection={<IconCheck aria-hidden="true" />} onClick={() => decision.ask('approve')}>Approve<span className="ek-desk"><KeyCaps keys="A" /></span></Button>
    </div>
  )
}

const tones: Readonly<Record<string, TagTone>> = { approved: 'good', rejected: 'bad', delegated: 'idle', asked: 'idle' }

/** Step by step; nothing before anybody was asked. */
export function Approvals({ row, round, who, decision, directory, frame }: { row: ChangeRow; round: readonly ApprovalRow[]; who: Looker; decision: Decision; directory: Directory; frame: TimeFrame }) {
  if (round.length === 0) return row.authorisedBy ? <Section title="Approvals"><Line lead={row.authorisedAt === null ? undefined : <Time at={row.authorisedAt} />}>Authorised by {row.authorisedBy}</Line></Section> : null
  const found = outcome(row, round, frame.now)
  const steps = [...Map.groupBy(round, (a) => a.step)]
  const isOpen = row.state === 'assessed' || row.state === 'submitted'
  const whyNot = whyNotYours(row, round, who, frame.now)
  return (
    <Section title="Approvals" note={found?.status === 'approved' ? 'all have agreed' : found?.status === 'rejected' ? 'rejected' : ''}>
      {found && found.status === 'waiting' && row.state === 'assessed' && <p className="ek-warn" style={{ padding: '8px 8px 0' }}>{inReadersZone(found.why, frame)}{whyNot !== null && ` ${inReadersZone(whyNot, frame)}`}</p>}
      {steps.map(([step, some]) => (
        <div key={step}>
          {steps.length > 1 && <p className={css.step}>Step {step}, {Math.max(...some.map((a) => a.quorum))} needed</p>}
          {some.map((a) => <ApprovalLine key={a.id} approval={a} decision={decision} directory={directory} who={who} isOpen={isOpen} candidates={isOpen && a.state === 'asked' && a.approverId === null ? <Candidates row={row} round={round} place={a} nowMs={frame.now} /> : null} />)}
        </div>
      ))}
      {row.authorisedBy && <Line lead={row.authorisedAt === null ? undefined : <Time at={row.authorisedAt} />}>Authorised by {row.authorisedBy}</Line>}
      {row.acceptedConflicts && <Line below={row.acceptedConflicts}>It goes in spite of collisions</Line>}
    </Section>
  )
}

/** People that are asked for by name; more are counted. */
const MOST_PEOPLE = 50

/** Whom a place that asks a role means: who could answer it now and whose yes would count. */
function Candidates({ row, round, place, nowMs }: { row: ChangeRow; round: readonly ApprovalRow[]; place: ApprovalRow; nowMs: number }) {
  const people = useList<AnyRow & { readonly role: Role; readonly name: string }>('people', { role: roles.slice(roles.indexOf(place.role)).join(','), state: 'active', sort: 'name', limit: MOST_PEOPLE, count: true }).data
  const fit = (people?.items ?? []).filter((p) => wouldCount(row, round, place, p, nowMs))
  return <>{candidateWords(place.role, fit.map((p) => p.name), (people?.count ?? people?.items.length ?? 0) - (people?.items.length ?? 0) + fit.length)}</>
}

function ApprovalLine({ approval: a, decision, directory, who, isOpen, candidates }: { approval: ApprovalRow; decision: Decision; directory: Directory; who: Looker; isOpen: boolean; candidates: ReactNode }) {
  const timeline = useTimeline('approvals', a.id, a.state === 'approved' || a.state === 'rejected')
  const reason = timeline.data?.findLast((e) => e.verb === 'approve' || e.verb === 'reject')?.reason ?? null
  const isMine = decision.mine?.id === a.id
  return (
    <Line
      lead={a.decidedAt === null ? <span className="ek-3">open</span> : <Time at={a.decidedAt} />} below={reason ?? (a.expiresAt !== null && a.state === 'asked' ? <>answer until <Time at={a.expiresAt} form="due" /></> : undefined)}
      trail={<span className="ek-row">
        {isMine && isOpen && <button type="button" className="ek-link ek-desk" onClick={() => decision.ask('delegate', a)}>Hand on</button>}
        {isOpen && a.decidedById === who.id && <Tooltip label="Your answer is open again then"><button type="button" className="ek-link" onClick={() => decision.ask('withdraw', a)}>Take back</button></Tooltip>}
        <Tag tone={tones[a.state] ?? 'idle'}>{approvalWords[a.state] ?? a.state}</Tag>
      </span>}
    >
      {a.decidedById !== null ? <><b className="ek-strong">{a.decidedById === who.id ? 'You' : directory.name(a.decidedById) ?? 'Somebody you cannot see'}</b>{a.approverId === null && <span className="ek-3"> for {askedWords(a, directory.name)}</span>}</> : candidates ?? askedWords(a, directory.name)}
    </Line>
  )
}
