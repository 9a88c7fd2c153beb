/** The page of an item: what fails with it, what it stands on and since when we are sure, its facts, and what is going on with it. */
import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { queryOf } from '../../client/transport.ts'
import type { AnyRow, Opened, RecordSketch } from '../../client/shapes.ts'
import { dayAndTime } from '../../kit/format-time.ts'
import { counted } from '../../kit/format.ts'
import { Page } from '../../kit/page.tsx'
import { PageHead, Rail, Section, Strip } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { addressOf, listAddress } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { useDirectory } from '../data/directory.ts'
import { useDescription, useMe, useRecord } from '../data/queries.ts'
import { Fault } from '../parts/fault.tsx'
import { History } from '../parts/history.tsx'
import { StateOf } from '../parts/value.tsx'
import { useDoing, VerbBar } from '../parts/verb-bar.tsx'
import { CiFacts, CiForm, useAttrs } from './ci-facts.tsx'
import { type Felt, IfItFails, useFelt } from './ci-fails.tsx'
import { RelateDialog } from './ci-relate.tsx'
import { CiRelations } from './ci-relations.tsx'
import { CiWork } from './ci-work.tsx'
import { lookOf, type Search } from './graph-ask.ts'
import { AsOf } from './graph-dials.tsx'

type CiRow = AnyRow & { readonly name: string; readonly typeId: string }

export function Ci() {
  const { id } = useParams({ strict: false }) as { id: string }
  const sketch = useDescription().data?.find('cis')
  const record = useRecord<CiRow>('cis', id)
  if (record.data && sketch) return <Shown key={record.data.id} sketch={sketch} row={record.data} />
  return <Page crumbs={[{ label: 'Configuration', href: '/graph' }, { label: id }]}>{record.error ? <Fault error={record.error} retry={() => void record.refetch()} /> : <LoadingRows />}</Page>
}

/** The button of a state that leads on. */
const first: Readonly<Record<string, readonly string[]>> = { planned: ['receive', 'goLive'], received: ['build', 'goLive'], build_test: ['goLive'], live: ['maintain'], maintenance: ['goLive'] }

function Shown({ sketch, row }: { sketch: RecordSketch; row: Opened<CiRow> }) {
  const search = useSearch({ strict: false }) as Search
  const { at } = lookOf(search)
  const { navigate, zone } = useViewer()
  const directory = useDirectory(row.titles)
  const doing = useDoing(sketch, row)
  const role = useMe().data?.role
  const description = useDescription().data
  const attrs = useAttrs(row.typeId)
  const felt = useFelt(row.id, at)
  const around = useQuery({ queryKey: ['graph', 'around', row.id, 1, at], queryFn: () => client.around({ ids: [row.id], direction: 'both', depth: 1, most: 5000, ...(at === null ? {} : { at }) }), placeholderData: keepPreviousData, staleTime: 15_000 })
  const [isEditing, setEditing] = useState(false)
  const [isRelating, setRelating] = useState(false)
  const may = (verb: string, of: RecordSketch | null | undefined): boolean => role !== undefined && of?.verbs.find((v) => v.name === verb)?.by.includes(role) === true
  const update = sketch.verbs.find((v) => v.name === 'update')
  const mayChange = may('update', sketch) && (update?.from === null || update?.from.includes(row.state) === true)
  const relations = description?.find('relations')
  const mayRelate = relations?.creatable === true && role !== undefined && (relations.create.by.length === 0 || relations.create.by.includes(role)) && row.state !== 'retired' && row.state !== 'disposed'
  useKeys('This item', mayChange && attrs !== null ? [{ keys: 'D', label: 'change the facts', run: () => setEditing(true) }] : [])
  return (
    <Page
      crumbs={[{ label: 'Configuration', href: '/graph' }, { label: 'Items', href: listAddress('cis') }, { label: row.number }]} tabTitle={`${row.number} ${row.name}`} railLabel="What happened"
      rail={<Rail><Section title="What happened"><History plural="cis" id={row.id} sketch={sketch} /></Section></Rail>}
    >
      <PageHead title={felt.data ? verdictOf(row.name, felt.data.felt) : row.name} note={<>{row.number}, {row.titles?.[row.typeId]?.title ?? 'item'}, recorded <Time at={row.createdAt} /></>} trail={<StateOf sketch={sketch} row={row} />} />
      <div className="ek-row ek-wrap" style={{ marginBottom: 14 }}>
        {mayChange && !isEditing && <Button disabled={attrs === null} onClick={() => setEditing(true)}>Change</Button>}
        <VerbBar sketch={sketch} doing={doing} first={first[row.state] ?? []} />
      </div>
      {doing.fault}
      {doing.dialog}
      {isEditing && attrs ? <CiForm sketch={sketch} row={row} attrs={attrs} onDone={() => setEditing(false)} /> : (
        <>
          <AsOf at={at} put={(change) => navigate(`${addressOf('cis', row.number)}${queryOf({ ...search, ...change })}`)} />
          {at !== null && <div style={{ marginTop: 12 }}><Strip tone="warn">Relations as of {dayAndTime(at, zone)}. Facts, its own state and work below are those of now.</Strip></div>}
          <div style={{ marginTop: 14 }} />
          <IfItFails id={row.id} name={row.name} at={at} answer={felt} />
          {around.error ? <Fault error={around.error} retry={() => void around.refetch()} /> : around.data ? <CiRelations id={row.id} around={around.data} isPast={at !== null} mayAnswer={may('confirm', relations)} onAdd={mayRelate && at === null ? () => setRelating(true) : null} /> : <LoadingRows rows={4} />}
          <CiWork id={row.id} />
          <Section title="Facts"><div style={{ paddingTop: 8 }}><CiFacts sketch={sketch} row={row} directory={directory} attrs={attrs} /></div></Section>
        </>
      )}
      {isRelating && <RelateDialog from={{ id: row.id, record: 'ci', name: row.name }} onClose={() => setRelating(false)} />}
    </Page>
  )
}

/** The page's first sentence: the gravest that is known. */
function verdictOf(name: string, felt: readonly Felt[]): string {
  const count = (effect: Felt['effect']): number => felt.filter((f) => f.effect === effect).length
  if (felt.length === 0) return `${name}: no service is known to stand on it`
  if (count('X') > 0) return `If ${name} fails, ${counted(count('X'), 'service stops', 'services stop')}`
  return count('B') > 0 ? `If ${name} fails, another must be started for ${counted(count('B'), 'service')}` : `If ${name} fails, another takes over and no service stops`
}
