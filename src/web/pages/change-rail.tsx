/** Beside a change: its facts, links, files and what happened to it. */
import { Button } from '@mantine/core'
import { Fragment } from 'react'
import type { AnyRow, Opened, RecordSketch } from '../../client/shapes.ts'
import { calendarDay } from '../../kit/format-time.ts'
import { listed, NOT_RECORDED } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Person } from '../../kit/person.tsx'
import { Facts, Rail, Section } from '../../kit/section.tsx'
import { Time } from '../../kit/time.tsx'
import { addressOf } from '../data/address.ts'
import { useDirectory, type Directory } from '../data/directory.ts'
import { Files, type FileTray } from '../parts/files.tsx'
import { History } from '../parts/history.tsx'
import { Links } from '../parts/links.tsx'
import type { Solved } from './change-problems.ts'
import type { ChangeRow } from './change-words.ts'

/** See `ChangeRail`. */
export interface ChangeRailProps {
  readonly sketch: RecordSketch
  readonly row: Opened<ChangeRow>
  /** Problems that it solves, the one it was planned for first. */
  readonly solved: readonly Solved[]
  readonly directory: Directory
  readonly isClient: boolean
  readonly tray: FileTray
  readonly mayAttach: boolean
  readonly mayLink: boolean
  readonly onLink: () => void
  readonly onChange: (() => void) | null
}

export function ChangeRail({ sketch, row, solved, directory, isClient, tray, mayAttach, mayLink, onLink, onChange }: ChangeRailProps) {
  const word = (name: string, value: unknown): string => sketch.fields.find((f) => f.name === name)?.words?.[String(value)] ?? String(value ?? NOT_RECORDED)
  const beside = useDirectory(row.titles, { team: [row.teamId ?? null].filter((v) => v !== null), change_model: [row.modelId ?? null].filter((v) => v !== null), organization: row.supplierIds ?? [] })
  const link = (plural: string, id: string | null | undefined) => (id ? <Link href={addressOf(plural, id)}>{beside.number(id) ?? directory.number(id) ?? 'one you cannot see'}</Link> : null)
  const person = (id: string | null | undefined) => { const name = directory.name(id); return name === null ? NOT_RECORDED : <Person name={name} /> }
  const names = (ids: readonly string[]): string => listed(ids.map((id) => directory.name(id) ?? beside.name(id) ?? 'one you cannot see'))
  return (
    <Rail>
      <Section title="Facts" isRuled={false} trail={onChange && <Button size="xs" variant="subtle" onClick={onChange}>Edit</Button>}>
        <Facts facts={[
          ['Asked by', person(row.requesterId)],
          ...(isClient ? [] : [['Done by', person(row.implementerId)], ['Team', beside.name(row.teamId) ?? 'no team yet']] as const),
          ['Services', row.serviceIds.length === 0 ? NOT_RECORDED : names(row.serviceIds)],
          ...(isClient ? [] : [['Items', (row.ciIds ?? []).length === 0 ? NOT_RECORDED : names(row.ciIds ?? [])], ['Because of', word('demand', row.demand)]] as const),
          ...(row.modelId ? [['Model', link('change-models', row.modelId)] as const] : []),
          ...(solved.length > 0 ? [['Solves', <span key="solves">{solved.map((p, i) => <Fragment key={p.id}>{i > 0 && ', '}<Link href={addressOf('problems', p.number)}>{p.number}</Link></Fragment>)}</span>] as const] : row.problemId ? [['Solves', 'one you cannot see'] as const] : []),
          ...(row.incidentId ? [['Restores', link('incidents', row.incidentId)] as const] : []),
          ...(row.emergencyReason ? [['Averts', row.emergencyReason] as const] : []),
          ...((row.supplierIds ?? []).length > 0 ? [['Suppliers', names(row.supplierIds ?? [])] as const] : []),
          ...(row.wantedBy ? [['Wanted by', calendarDay(row.wantedBy)] as const] : []),
          ...(row.agendaOn ? [['On the agenda', calendarDay(row.agendaOn)] as const] : []),
          ...(row.deferCount ? [['Deferred', row.deferCount === 1 ? 'once' : `${row.deferCount} times`] as const] : []),
          ['Recorded', <Time key="rec" at={row.createdAt} />],
        ]} />
      </Section>
      <Files plural="changes" id={row.id} tray={tray} mayAttach={mayAttach} isClient={isClient} />
      {!isClient && <Links sketch={sketch} row={row as Opened<AnyRow>} mayLink={mayLink} onAdd={onLink} />}
      <Section title="What happened" isRuled={false}><History plural="changes" id={row.id} sketch={sketch} /></Section>
    </Rail>
  )
}
