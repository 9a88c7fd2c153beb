/** Find origin and effect: what hurts whom? */
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { queryOf } from '../../client/transport.ts'
import { LayeredMap } from '../../kit/layered-map.tsx'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Line, PageHead, Rail, Section } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { useDirectory } from '../data/directory.ts'
import { useOpenWork } from '../data/open-work.ts'
import { useList, useWholeList } from '../data/queries.ts'
import type { IncidentRow, ServiceRow } from '../data/rows.ts'
import { Fault } from '../parts/fault.tsx'
import { Unread } from '../parts/unread.tsx'
import { foldMap, groupPrefix, mapOf } from './map-facts.ts'

/** More are not drawn; the page says so. */
const MOST = 5000

export function ServiceMap() {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const { navigate } = useViewer()
  const services = useWholeList<ServiceRow>('services', { sort: 'name', 'state.not': 'retired' }, MOST)
  const directory = useDirectory(services.data?.titles)
  const open = useOpenWork()
  const items = services.data?.items
  const whole = useMemo(() => mapOf(items ?? [], open.of), [items, open.of])
  const isHurtOnly = search['show'] === 'hurt'
  const typed = (search['find'] ?? '').toLowerCase()
  const openedGroup = search['group'] ?? ''
  const chosen = items?.find((s) => s.number === search['chosen'] || s.id === search['chosen'])
  const { layers, nodes, edges } = useMemo(() => {
    const byId = new Map((items ?? []).map((s) => [s.id, s]))
    const label = new Map(whole.nodes.map((n) => [n.id, n.label.toLowerCase()]))
    const groupOf = (id: string): string => directory.name(byId.get(id)?.teamId) ?? 'No team'
    const layerOf = new Map(whole.nodes.map((n) => [n.id, n.layer]))
    const isNear = (id: string): boolean => chosen !== undefined && (chosen.id === id || (chosen.dependsOnIds ?? []).includes(id) || (byId.get(id)?.dependsOnIds ?? []).includes(chosen.id))
    return foldMap(whole, groupOf, (id) => isNear(id) || (typed !== '' && (label.get(id) ?? '').includes(typed)) || openedGroup === `${layerOf.get(id)}:${groupOf(id)}`)
  }, [whole, items, directory, chosen, typed, openedGroup])
  const near = new Set(nodes.filter((n) => n.state !== 'calm').flatMap((n) => [n.id, ...edges.filter((e) => e.from === n.id || e.to === n.id).flatMap((e) => [e.from, e.to])]))
  const shown = nodes.filter((n) => (!isHurtOnly || near.has(n.id)) && n.label.toLowerCase().includes(typed))
  const isFolded = nodes.length < whole.nodes.length
  const put = (change: Readonly<Record<string, string | undefined>>): void => navigate(`/map${queryOf({ ...search, ...change })}`)
  const hurt = whole.nodes.filter((n) => n.state === 'origin' || n.state === 'hurt')
  const title = !open.isKnown ? 'What hurts is not known' : hurt.length === 0 ? 'Everything is delivered, as far as we can see.' : hurt.length === 1 ? `${hurt[0]?.label} is not delivered.` : `${hurt.length} services are not delivered.`
  return (
    <Page
      crumbs={[{ label: 'Service map' }]} railLabel="The chosen service" rail={chosen ? <ChosenRail row={chosen} all={items ?? []} owner={directory.name(chosen.ownerId)} team={directory.name(chosen.teamId)} /> : undefined}
      actions={<SegmentedControl data={[{ value: 'all', label: 'All' }, { value: 'hurt', label: 'What is hurt' }]} value={isHurtOnly ? 'hurt' : 'all'} onChange={(v) => put({ show: v === 'hurt' ? 'hurt' : undefined })} aria-label="What the map shows" />}
    >
      {services.error && !services.data ? <Fault error={services.error} retry={() => void services.refetch()} /> : services.isPending ? <LoadingRows /> : nodes.length === 0 ? (
        <EmptyState title="Nothing to draw yet" why="The map shows what each service stands on, so that one look tells where a fault began and whom it hurts."><Button variant="filled" onClick={() => navigate('/records/services/new')}>Add a service</Button></EmptyState>
      ) : (
        <>
          <Unread what="Read a while ago, and not again." error={services.error} retry={() => void services.refetch()} />
          <Unread what="Which services are hurt could not be read: no box is coloured for it." error={open.isKnown ? null : open.error} retry={open.retry} />
          <PageHead title={title} note={isFolded ? `${whole.nodes.length} things; the calm ones stand together by team, choose a box to open it` : `${shown.length} of ${nodes.length} shown`} />
          <TextInput leftSection={<IconSearch aria-hidden="true" />} placeholder="Find a thing" aria-label="Find a thing on the map" value={search['find'] ?? ''} onChange={(e) => put({ find: e.currentTarget.value })} style={{ maxWidth: 260, marginBottom: 14 }} />
          <LayeredMap label="Services and what they stand on" layers={layers} nodes={shown} edges={edges} chosen={chosen?.id ?? null} onChoose={(id) => put(id.startsWith(groupPrefix) ? { group: id.slice(groupPrefix.length) } : { chosen: items?.find((s) => s.id === id)?.number })} onOpen={(id) => { const s = items?.find((one) => one.id === id); if (s) navigate(`/services/${s.number}`) }} />
        </>
      )}
    </Page>
  )
}

function ChosenRail({ row, all, owner, team }: { row: ServiceRow; all: readonly ServiceRow[]; owner: string | null; team: string | null }) {
  const asked = useList<IncidentRow>('incidents', { serviceId: row.id, group: 'active', sort: 'due', limit: 20, count: true })
  const work = asked.isPlaceholderData ? undefined : asked.data
  const open = work?.items ?? []
  const above = all.filter((s) => s.dependsOnIds?.includes(row.id))
  return (
    <Rail>
      <Section title={row.name} trail={<Link href={`/services/${row.number}`}>Open</Link>} isRuled={false}><p className="ek-2">{row.description ?? `${team ?? 'No team'} restores it, ${owner ?? 'nobody'} answers for it.`}</p></Section>
      <Section title="Open work" note={work && (work.count ?? open.length)} isRuled={false}>
        {!work ? asked.error ? <Unread what="Not known." error={asked.error} retry={() => void asked.refetch()} /> : <p className="ek-3">Being looked for.</p> : open.length === 0 ? <p className="ek-3">Nothing is open.</p> : open.map((i) => <Line key={i.id} lead={`P${i.priority ?? '?'}`}><Link quiet href={`/incidents/${i.number}`}><span className="ek-id">{i.number}</span> {i.title}</Link></Line>)}
      </Section>
      <Section title="If it stops, who is hurt" isRuled={false}>
        {above.length === 0 ? <p className="ek-3">Nothing recorded stands on it.</p> : above.map((s) => <Line key={s.id} trail={s.tier ?? ''}><Link quiet href={`/services/${s.number}`}>{s.name}</Link></Line>)}
      </Section>
    </Rail>
  )
}
