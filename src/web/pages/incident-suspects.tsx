/** Suspect changes on the incident's page: what was changed shortly before on what it stands on, with the reasons; named as the cause or struck by key or click. */
import { Button, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef, useState, type KeyboardEvent } from 'react'
import type { RankedSuspect, StruckSuspect } from '../../client/causes.ts'
import type { Opened } from '../../client/shapes.ts'
import { KeyCaps } from '../../kit/key-hints.tsx'
import { Link } from '../../kit/link.tsx'
import { Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { addressOf } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { useAct } from '../data/queries.ts'
import type { IncidentRow } from '../data/rows.ts'
import { FaultLine } from '../parts/fault.tsx'
import { Unread } from '../parts/unread.tsx'
import css from './incident-suspects.module.css'

/** More are behind a button: who reads the tenth suspect looks for something else. */
const shownAtFirst = 3

/** `mayJudge`: the verbs are possible now. Asked again whenever a change or this incident does. */
export function SuspectChanges({ row, mayJudge }: { row: Opened<IncidentRow>; mayJudge: boolean }) {
  const answer = useQuery({ queryKey: ['list', 'changes', 'suspects', row.id, row.version], queryFn: () => client.suspects(row.id), placeholderData: keepPreviousData })
  const act = useAct('incidents')
  const [isWhole, setWhole] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const found = answer.data
  if (!found) return <Section title="Suspect changes" isRuled={false}>{answer.error ? <Unread what="Which changes it could be is not known." error={answer.error} retry={() => void answer.refetch()} /> : <LoadingRows />}</Section>
  const isNamed = found.suspects.some((s) => s.isNamedCause)
  const judge = (verb: string, input: Readonly<Record<string, unknown>>): void => act.mutate({ id: row.id, verb, input, version: row.version })
  const name = (s: RankedSuspect): void => (s.isNamedCause ? judge('unattribute', {}) : judge('attribute', s.record === 'change' ? { byChangeId: s.id } : { byObservedId: s.id }))
  const step = (from: HTMLElement, by: 1 | -1): void => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[data-suspect]') ?? [])]
    items[items.indexOf(from) + by]?.focus()
  }
  // What was struck is gone from under the keys: the next one, or the list's end, takes them.
  const strike = (s: RankedSuspect, reason: string): void => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[data-suspect]') ?? [])]
    const at = items.findIndex((item) => item.contains(document.activeElement))
    judge('strikeSuspect', { suspectId: s.id, reason });
    (items[at + 1] ?? items[at - 1])?.focus()
  }
  const shown = isWhole ? found.suspects : found.suspects.slice(0, shownAtFirst)
  return (
    <Section title="Suspect changes" isRuled={false} {...(found.suspects.length > 0 ? { note: found.suspects.length } : {})} trail={found.verdict === 'stands_out' && !isNamed ? <Tag tone="warn">stands out</Tag> : undefined}>
      <p className={found.verdict === 'stands_out' ? 'ek-small' : 'ek-small ek-3'}>{found.sentence}</p>
      {shown.length > 0 && (
        <ul ref={list} className={css.suspects} aria-label="Suspect changes, the strongest first">
          {shown.map((s) => <Suspect key={s.id} suspect={s} mayJudge={mayJudge && !act.isPending} onName={() => name(s)} onStrike={(reason) => strike(s, reason)} onStep={step} />)}
        </ul>
      )}
      {found.suspects.length > shownAtFirst && !isWhole && <Button size="xs" variant="subtle" onClick={() => setWhole(true)}>{`${found.suspects.length - shownAtFirst} more`}</Button>}
      {found.unplaced > 0 && <p className="ek-small ek-3"><Link href="/records/observed-changes?state=unplaced">{found.unplaced === 1 ? 'One observed change' : `${found.unplaced} observed changes`}</Link> of these hours: nobody knows what {found.unplaced === 1 ? 'it' : 'they'} touched.</p>}
      {found.struck.map((s) => <Struck key={s.id} suspect={s} mayJudge={mayJudge && !act.isPending} onRestore={() => judge('restoreSuspect', { suspectId: s.id })} />)}
      <FaultLine error={act.error} />
    </Section>
  )
}

const addressOfSuspect = (s: { readonly record: 'change' | 'observed_change'; readonly number: string }): string => addressOf(s.record === 'change' ? 'changes' : 'observed-changes', s.number)

interface SuspectProps {
  readonly suspect: RankedSuspect
  readonly mayJudge: boolean
  readonly onName: () => void
  readonly onStrike: (reason: string) => void
  readonly onStep: (from: HTMLElement, by: 1 | -1) => void
}

/** Keys count while it has the focus: arrows go to the next, Enter names it, Delete strikes it. */
function Suspect({ suspect: s, mayJudge, onName, onStrike, onStep }: SuspectProps) {
  const [isStriking, setStriking] = useState(false)
  const press = (event: KeyboardEvent<HTMLLIElement>): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') onStep(event.currentTarget, event.key === 'ArrowDown' ? 1 : -1)
    else if (mayJudge && event.key === 'Enter') onName()
    else if (mayJudge && !s.isNamedCause && (event.key === 'Delete' || event.key === 'Backspace')) setStriking(true)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <li className={css.suspect} data-suspect data-cause={s.isNamedCause} tabIndex={0} aria-label={`${s.number} ${s.title}${s.isNamedCause ? ', named as the cause' : ''}`} onKeyDown={press}>
      <p className={css.head}>
        <Link href={addressOfSuspect(s)}>{s.number}</Link> <span className={css.title}>{s.title}</span>
        {s.isNamedCause && <Tag tone="bad">the cause</Tag>}
        {s.record === 'observed_change' && <Tag tone="warn">{s.state === 'unauthorised' ? 'unauthorised' : 'observed'}</Tag>}
      </p>
      <ul className={css.reasons}>{s.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
      {s.path.length > 1 && <p className="ek-small ek-3">{s.path.map((p) => p.name).join(' → ')}</p>}
      {isStriking ? <Strike onDo={(reason) => { setStriking(false); onStrike(reason) }} onLeave={() => setStriking(false)} /> : mayJudge && (
        <div className="ek-row">
          <Button size="xs" variant={s.isNamedCause ? 'subtle' : 'default'} onClick={onName}>{s.isNamedCause ? 'Not the cause after all' : 'It caused this'}<span className={css.keys}><KeyCaps keys="Enter" /></span></Button>
          {!s.isNamedCause && <Button size="xs" variant="subtle" onClick={() => setStriking(true)}>Not this one<span className={css.keys}><KeyCaps keys="Del" /></span></Button>}
        </div>
      )}
    </li>
  )
}

function Strike({ onDo, onLeave }: { onDo: (reason: string) => void; onLeave: () => void }) {
  const [reason, setReason] = useState('')
  return (
    <form className={css.strike} onSubmit={(e) => { e.preventDefault(); if (reason.trim() !== '') onDo(reason.trim()) }} onKeyDown={(e) => { if (e.key === 'Escape') { e.stopPropagation(); onLeave() } }}>
      <TextInput autoFocus aria-label="Why it was not this one" placeholder="Why it was not this one" value={reason} maxLength={2000} onChange={(e) => setReason(e.currentTarget.value)} />
      <Button size="xs" type="submit" disabled={reason.trim() === ''}>Strike it</Button>
      <Button size="xs" variant="subtle" onClick={onLeave}>Leave it</Button>
    </form>
  )
}

function Struck({ suspect: s, mayJudge, onRestore }: { suspect: StruckSuspect; mayJudge: boolean; onRestore: () => void }) {
  return (
    <p className="ek-small ek-3">
      <s><Link quiet href={addressOfSuspect(s)}>{s.number}</Link> {s.title}</s>: {s.reason} ({s.by}, <Time at={s.at} />) {mayJudge && <button type="button" className="ek-link" onClick={onRestore}>Suspect it again</button>}
    </p>
  )
}
