/** Beside a team's fields: who belongs to it, and which services it answers for. */
import { Button, CloseButton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { managers, roleWords, type Role } from '../../model/actor.ts'
import type { AnyRow } from '../../client/shapes.ts'
import { counted } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Line, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { addressOf } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { dropRecords, useList, useMe } from '../data/queries.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { FaultLine } from '../parts/fault.tsx'
import css from '../parts/parts.module.css'
import recordCss from '../parts/record.module.css'

/** A team beyond this is a department: its list is the people list, filtered. */
const SHOWN = 100

const teamsOf = (person: AnyRow): readonly string[] => (Array.isArray(person['teamIds']) ? person['teamIds'].map(String) : [])

export function BesideTeam({ row }: { row: AnyRow }) {
  const members = useList('people', { teamIds: row.id, group: 'active', limit: SHOWN, sort: 'name' })
  const services = useList('services', { teamId: row.id, group: 'active', limit: SHOWN, sort: 'name' })
  const mayChange = managers.includes(useMe().data?.role ?? 'requester')
  const cache = useQueryClient()
  const [chosen, setChosen] = useState<AnyRow | null>(null)
  const put = useMutation({
    mutationFn: ({ person, isIn }: { person: AnyRow; isIn: boolean }) => {
      const others = teamsOf(person).filter((id) => id !== row.id)
      return client.change('people', person.id, { teamIds: isIn ? [...others, row.id] : others }, person.version)
    },
    onSettled: () => { setChosen(null); void dropRecords(cache, 'people') },
  })
  const people = members.data?.items ?? []
  return (
    <>
      <Section title="Members" note={counted(people.length, 'person', 'people')}>
        <FaultLine error={members.error ?? put.error} />
        {members.data && people.length === 0 && <Line>Nobody yet. Work that comes to this team waits until somebody belongs to it.</Line>}
        {people.length > 0 && (
          <div className={recordCss.stacked}>
            <table className={css.plain}>
              <thead><tr><th>Name</th><th>Role</th><th>E-mail</th><th>Phone</th><th>Time zone</th><th><span className="ek-hidden">Take out</span></th></tr></thead>
              <tbody>
                {people.map((p) => (
                  <tr key={p.id}>
                    <td><Link href={addressOf('people', p.number)}>{String(p['name'])}</Link> {p.id === row['leadId'] && <Tag>lead</Tag>}</td>
                    <td>{roleWords[p['role'] as Role] ?? ''}</td><td>{said(p['email'])}</td><td>{said(p['phone'])}</td><td>{said(p['zone'])}</td>
                    <td>{mayChange && <CloseButton aria-label={`Take ${String(p['name'])} out of the team`} onClick={() => put.mutate({ person: p, isIn: false })} />}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {mayChange && row.state === 'active' && (
          <form className="ek-row ek-wrap" style={{ paddingTop: 10 }} onSubmit={(e) => { e.preventDefault(); if (chosen) put.mutate({ person: chosen, isIn: true }) }}>
            <RecordSelect label="" aria-label="Somebody to add" to="person" value={chosen?.id ?? null} onChange={(_, person) => setChosen(person ?? null)} filters={{ group: 'active' }} placeholder="Type a name" />
            <Button type="submit" disabled={chosen === null || teamsOf(chosen).includes(row.id)} loading={put.isPending}>Add to the team</Button>
          </form>
        )}
      </Section>
      <Section title="Answers for" note={services.data ? counted(services.data.items.length, 'service') : undefined}>
        {services.data?.items.length === 0 && <Line>No service names this team yet. A service’s page says who answers for it.</Line>}
        {services.data?.items.map((s) => <Line key={s.id} lead={<span className="ek-id">{s.number}</span>}><Link href={addressOf('services', s.number)}>{String(s['name'])}</Link></Line>)}
      </Section>
    </>
  )
}

const said = (value: unknown) => (typeof value === 'string' && value !== '' ? value : <span className="ek-3">not recorded</span>)
