/** Who did what, newest first, over all records in sight; narrowed down, taken along, and proven whole. */
import { Button, Select, TextInput } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { JournalEntry, RecordSketch, Titles } from '../../client/shapes.ts'
import { queryOf } from '../../client/transport.ts'
import { counted } from '../../kit/format.ts'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { EmptyState, LoadingRows } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { addressOf } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { useDirectory, type Directory } from '../data/directory.ts'
import { useDescription } from '../data/queries.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { instantOfWallTime } from '../forms/wall-time.ts'
import { Fault, FaultLine } from '../parts/fault.tsx'
import { saysOf } from '../parts/history.tsx'
import css from '../parts/parts.module.css'
import recordCss from '../parts/record.module.css'
import { Value } from '../parts/value.tsx'

const ROWS_AT_ONCE = 100
const kinds = [{ value: 'person', label: 'a person' }, { value: 'token', label: 'an API token' }, { value: 'rule', label: 'Evenkeel itself' }]
/** Every change moves these; they say nothing. */
const unsaid = new Set(['updatedAt', 'version', 'stateSince'])

export function Audit() {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const { zone = Intl.DateTimeFormat().resolvedOptions().timeZone } = useViewer()
  const asked = useMemo(() => paramsOf(search, zone), [search, zone])
  const audit = useInfiniteQuery({
    queryKey: ['audit', asked], initialPageParam: '', placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => client.audit({ limit: ROWS_AT_ONCE, ...asked, ...(pageParam === '' ? {} : { before: pageParam }) }),
    getNextPageParam: (last) => last.next ?? undefined,
  })
  const entries = audit.data?.pages.flatMap((p) => p.items) ?? []
  const titles = useMemo((): Titles => Object.assign({}, ...(audit.data?.pages ?? []).map((p) => p.titles ?? {})) as Titles, [audit.data])
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Audit' }]} actions={<><span className="ek-3">Take it along:</span><Link href={`/api/audit/export${queryOf({ ...asked, format: 'csv' })}`} download>CSV</Link><Link href={`/api/audit/export${queryOf({ ...asked, format: 'json' })}`} download>JSON</Link></>}>
      <PageHead title="Audit" note="Every change, by whom, when, in the order of writing. Nothing here can be edited or removed; each row carries the hash of the one before it." />
      <Prove />
      <Filters search={search} />
      {audit.error ? <Fault error={audit.error} retry={() => void audit.refetch()} /> : audit.isPending ? <LoadingRows rows={12} />
        : entries.length === 0 ? <EmptyState title="Nothing fits" why="Nobody did this in the time you chose, or you may not see it." />
          : <Entries entries={entries} titles={titles} />}
      {audit.hasNextPage && <div style={{ padding: '14px 0' }}><Button loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>Show older ones</Button></div>}
    </Page>
  )
}

/** Days in the address are the viewer's; the API takes instants. The last day counts whole. */
function paramsOf({ from, to, ...rest }: Readonly<Record<string, string>>, zone: string): Readonly<Record<string, string>> {
  const start = from === undefined ? null : instantOfWallTime(`${from}T00:00`, zone)
  const end = to === undefined ? null : instantOfWallTime(`${nextDay(to)}T00:00`, zone)
  return { ...rest, ...(start ? { from: start } : {}), ...(end ? { to: end } : {}) }
}

function nextDay(on: string): string {
  const at = Date.parse(`${on}T00:00:00Z`)
  return Number.isFinite(at) ? new Date(at + 86_400_000).toISOString().slice(0, 10) : on
}

function Filters({ search }: { search: Readonly<Record<string, string>> }) {
  const { navigate } = useViewer()
  const records = useDescription().data?.records ?? []
  const sketch = records.find((r) => r.name === search['record'])
  const put = (change: Readonly<Record<string, string | null>>): void =>
    navigate(`/settings/audit${queryOf(Object.fromEntries(Object.entries({ ...search, ...change }).filter((e): e is [string, string] => e[1] !== null && e[1] !== '')))}`)
  return (
    <div className="ek-row ek-wrap" role="search" aria-label="Narrow the audit down" style={{ alignItems: 'end', margin: '14px 0' }}>
      <RecordSelect label="Who" to="person" value={search['actorId'] ?? null} onChange={(id) => put({ actorId: id })} placeholder="anybody" />
      <Select w={150} label="By" data={kinds} value={search['actorKind'] ?? null} onChange={(v) => put({ actorKind: v })} clearable placeholder="anything" />
      <Select w={160} label="To what" data={records.map((r) => ({ value: r.name, label: r.many }))} value={search['record'] ?? null} onChange={(v) => put({ record: v, verb: null })} clearable searchable placeholder="all records" />
      {sketch && <Select w={170} label="Did" data={[{ value: 'create', label: sketch.create.label }, ...sketch.verbs.map((v) => ({ value: v.name, label: v.label }))]} value={search['verb'] ?? null} onChange={(v) => put({ verb: v })} clearable searchable placeholder="anything" />}
      <TextInput label="From" type="date" value={search['from'] ?? ''} max={search['to']} onChange={(e) => put({ from: e.currentTarget.value })} />
      <TextInput label="To" type="date" value={search['to'] ?? ''} min={search['from']} onChange={(e) => put({ to: e.currentTarget.value })} />
      {Object.keys(search).length > 0 && <Button variant="subtle" onClick={() => navigate('/settings/audit')}>Show all</Button>}
    </div>
  )
}

function Prove() {
  const prove = useMutation({ mutationFn: () => client.verifyAudit() })
  const proof = prove.data
  return (
    <div className="ek-row ek-wrap">
      <Button loading={prove.isPending} onClick={() => prove.mutate()}>Verify the chain</Button>
      <span role="status" className={proof === undefined ? 'ek-3' : proof.faultCount === 0 ? 'ek-good' : 'ek-bad'}>
        {proof === undefined ? 'Reads every row again, recomputes its hash, and compares every record with its journal.'
          : `${counted(proof.records, 'record')}, ${counted(proof.entries, 'row')} in ${proof.tookSeconds} s: ${proof.faultCount === 0 ? 'every chain holds and every record equals its journal.' : `${counted(proof.faultCount, 'fault')}.`}`}
      </span>
      {proof && proof.faultCount > 0 && <ul className="ek-bad">{proof.faults.map((f) => <li key={f}>{f}</li>)}</ul>}
      <FaultLine error={prove.error} />
    </div>
  )
}

function Entries({ entries, titles }: { entries: readonly JournalEntry[]; titles: Titles }) {
  const description = useDescription().data
  const directory = useDirectory(titles)
  return (
    <div className={recordCss.stacked}>
      <table className={css.plain}>
        <thead><tr><th>When</th><th>Who</th><th>Did</th><th>To</th><th>What changed</th></tr></thead>
        <tbody>
          {entries.map((e) => {
            const sketch = description?.find(e.record)
            const named = titles[e.recordId]
            return (
              <tr key={e.seq}>
                <td className="ek-nowrap"><Time at={e.recordedAt} form="event" />{e.at !== e.recordedAt && <small className="ek-3" style={{ display: 'block' }}>for <Time at={e.at} form="event" /></small>}</td>
                <td>{e.actorName}{e.actorKind === 'person' ? '' : <span className="ek-3"> ({e.actorKind === 'rule' ? 'Evenkeel' : 'token'})</span>}</td>
                <td>{saysOf(sketch, e.verb)}</td>
                <td><Link href={addressOf(sketch?.plural ?? e.record, named?.number ?? e.recordId)}>{named?.number ?? sketch?.one ?? e.record}</Link>{named && <small className="ek-3" style={{ display: 'block' }}>{named.title}</small>}</td>
                <td className="ek-small ek-2"><Changed entry={e} sketch={sketch} directory={directory} titles={titles} /></td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Changed({ entry: e, sketch, directory, titles }: { entry: JournalEntry; sketch: RecordSketch | undefined; directory: Directory; titles: Titles }) {
  const names = e.verb === 'create' ? [] : Object.keys(e.changes ?? {}).filter((k) => !unsaid.has(k))
  return (
    <>
      {names.map((name) => {
        const field = sketch?.fields.find((f) => f.name === name)
        if (name === 'state') return <div key={name}>State: {stateWord(sketch, e.before[name])} → {stateWord(sketch, e.changes[name])}</div>
        // Lists and ids without a name say nothing to people; the export has them.
        if (!field || field.kind === 'json' || field.kind === 'prose' || (field.to === null && isId(e.changes[name]))) return <div key={name}>{field?.label ?? name}</div>
        return <div key={name}>{field.label}: <Value field={field} value={e.before[name]} directory={directory} titles={titles} isPlain /> → <Value field={field} value={e.changes[name]} directory={directory} titles={titles} isPlain /></div>
      })}
      {e.reason ? <div>“{e.reason}”</div> : null}
    </>
  )
}

const isId = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value)

const stateWord = (sketch: RecordSketch | undefined, state: unknown): string => sketch?.states.find((s) => s.name === state)?.label ?? String(state ?? 'none')
