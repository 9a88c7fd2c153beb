/** Brings a past in, step by step: the files, how they are read, what becomes of them, a trial over all of it, then the import. */
import { Button, Select, Textarea } from '@mantine/core'
import { keepPreviousData, useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { ImportFile, ImportPreview, MappingText, ShippedMapping } from '../../client/imports.ts'
import { sentenceOf } from '../../client/problem.ts'
import { queryOf } from '../../client/transport.ts'
import { percent } from '../../kit/format.ts'
import { Page } from '../../kit/page.tsx'
import { PageHead, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { client } from '../data/connection.ts'
import { useMe } from '../data/queries.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { FaultLine } from '../parts/fault.tsx'
import { FileStep } from './imports-files.tsx'
import { PreviewShown } from './imports-preview.tsx'
import css from './imports.module.css'

/** The files' keys, the mapping's name and the zone stand in the address; a mapping of one's own is kept in the browser until it is used. */
export function NewImport() {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const { navigate, zone: ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone } = useViewer()
  const keys = (search['files'] ?? '').split(',').filter((k) => k !== '')
  const put = (change: Readonly<Record<string, string | undefined>>): void => navigate(`/imports/new${queryOf({ ...search, ...change })}`)
  const kept = useQueries({ queries: keys.map((key) => ({ queryKey: ['import-file', key], queryFn: () => client.importFile(key), staleTime: Infinity, retry: false })) })
  const files = kept.flatMap((f) => (f.data ? [f.data] : []))
  const lost = kept.find((f) => f.error)?.error
  const mappings = useQuery({ queryKey: ['import-mappings'], queryFn: () => client.importMappings(), staleTime: Infinity })
  const [own, setOwn] = useOwnMapping(keys[0])
  const zone = search['zone']
  const how = { ...(own ? { mapping: own } : search['mapping'] === undefined ? {} : { mapping: search['mapping'] }), ...(zone === undefined ? {} : { zone }), files: files.slice(1) }
  const first = files[0]
  const preview = useQuery({
    queryKey: ['import-preview', first?.key, how], queryFn: () => client.previewImport(first?.key ?? '', how), enabled: first !== undefined && files.length === keys.length, placeholderData: keepPreviousData, staleTime: 60_000, retry: false,
  })
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Imports', href: '/imports' }, { label: 'New import' }]}>
      <PageHead title="Bring your past in" note="Nothing is written before you say so, nothing comes twice, and all of it can be undone." />
      <Section title="1. The files" isRuled={false}>
        {lost ? <FaultLine error={lost} /> : null}
        <FileStep files={files} onSent={(f) => put({ files: [...currentKeys(), f.key].join(',') })} onDrop={(f) => { put({ files: keys.filter((k) => k !== f.key).join(',') || undefined }); void client.dropImportFile(f.key).catch(() => undefined) }} />
      </Section>
      {first && (
        <Section title="2. How they are read" isRuled={false}>
          {preview.error ? <FaultLine error={preview.error} /> : null}
          {preview.data ? <HowStep preview={preview.data} mappings={mappings.data ?? []} own={own} setOwn={setOwn} zone={zone} put={put} isAsking={preview.isFetching} /> : preview.isPending && !preview.error ? <LoadingRows rows={6} /> : null}
          {preview.data && <PreviewShown preview={preview.data} zone={ownZone} record={recordOf(own, preview.data, mappings.data ?? [])} />}
        </Section>
      )}
      {first && preview.data?.trial && <GoStep files={files} preview={preview.data} mapping={mappingOf(own, preview.data, mappings.data ?? [], zone)} />}
    </Page>
  )
}

/** Of the address as it stands: several files may arrive between two renders. */
const currentKeys = (): string[] => (new URLSearchParams(window.location.search).get('files') ?? '').split(',').filter((k) => k !== '')

/** What was tried, as it will be used. */
function mappingOf(own: MappingText | null, preview: ImportPreview, all: readonly ShippedMapping[], zone: string | undefined): MappingText | null {
  const found = own ?? all.find((m) => m.name === preview.mapping)?.mapping ?? null
  return found === null || zone === undefined ? found : { ...found, zone }
}

/** The type that the rows become. */
const recordOf = (own: MappingText | null, preview: ImportPreview, all: readonly ShippedMapping[]): string => String((own ?? all.find((m) => m.name === preview.mapping)?.mapping)?.['record'] ?? 'incident')

/** A changed mapping, kept in this browser for the file at hand. */
function useOwnMapping(key: string | undefined): [MappingText | null, (mapping: MappingText | null) => void] {
  const place = `evenkeel.import-mapping ${key ?? ''}`
  const read = (): MappingText | null => {
    try {
      return JSON.parse(sessionStorage.getItem(place) ?? 'null') as MappingText | null
    } catch {
      return null
    }
  }
  const [own, setOwn] = useState(read)
  useEffect(() => setOwn(read()), [place])
  return [own, (mapping) => {
    if (mapping === null) sessionStorage.removeItem(place)
    else sessionStorage.setItem(place, JSON.stringify(mapping))
    setOwn(mapping)
  }]
}

interface HowProps {
  readonly preview: ImportPreview
  readonly mappings: readonly ShippedMapping[]
  readonly own: MappingText | null
  readonly setOwn: (mapping: MappingText | null) => void
  readonly zone: string | undefined
  readonly put: (change: Readonly<Record<string, string | undefined>>) => void
  readonly isAsking: boolean
}

/** Which mapping, in which zone; and the mapping itself, to be changed. */
function HowStep({ preview, mappings, own, setOwn, zone, put, isAsking }: HowProps) {
  const [text, setText] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const fits = new Map(preview.fits.map((f) => [f.name, f]))
  const used = own ?? mappings.find((m) => m.name === preview.mapping)?.mapping ?? null
  const options = mappings.toSorted((a, b) => (fits.get(b.name)?.share ?? 0) - (fits.get(a.name)?.share ?? 0))
    .map((m) => ({ value: m.name, label: `${m.title}${fits.has(m.name) ? `, ${percent(fits.get(m.name)?.share ?? 0)} of its columns are here` : ''}` }))
  const missing = fits.get(preview.mapping ?? '')?.missing ?? []
  const apply = (): void => {
    try {
      const value: unknown = JSON.parse(text ?? '')
      if (typeof value !== 'object' || value === null || !('name' in value) || typeof value.name !== 'string') throw new Error('it has no name')
      setOwn(value as MappingText)
      setText(null)
      setFault(null)
    } catch (error) {
      setFault(`This is no mapping: ${sentenceOf(error)}`)
    }
  }
  return (
    <>
      <div className={css.how}>
        <Select
          label="Mapping" data={own ? [{ value: own.name, label: `${own.name}, changed by you` }, ...options.filter((o) => o.value !== own.name)] : options} value={own?.name ?? preview.mapping} placeholder="none fits; choose one" searchable
          onChange={(name) => { if (name !== own?.name) { setOwn(null); put({ mapping: name ?? undefined }) } }}
        />
        <Select label="Zone of times without one" data={[...new Set([...(zone ? [zone] : []), ...(used?.zone ? [used.zone] : []), 'UTC', ...Intl.supportedValuesOf('timeZone')])]} value={zone ?? used?.zone ?? 'UTC'} onChange={(v) => put({ zone: v ?? undefined })} searchable limit={60} />
        <div style={{ flexBasis: 'auto' }}><Button variant="subtle" onClick={() => setText(text === null ? JSON.stringify(used ?? mappings[0]?.mapping ?? {}, null, 2) : null)} aria-expanded={text !== null}>{text === null ? 'Change the mapping' : 'Close the mapping'}</Button></div>
        <span className="ek-3" role="status" style={{ flexBasis: 'auto' }}>{isAsking ? 'Reading' : ''}</span>
      </div>
      {missing.length > 0 && own === null && <p className="ek-small ek-3" style={{ marginBottom: 8 }}>Not in this file, so not recorded: {missing.join(', ')}.</p>}
      {text !== null && (
        <div style={{ margin: '0 0 14px' }}>
          <Textarea className={css.mapping} label="The mapping as JSON" description="Give it a name of its own: with the number in the former system it tells what is here already. The guide says what each part means." value={text} onChange={(e) => setText(e.currentTarget.value)} error={fault} autosize maxRows={28} spellCheck={false} />
          <div className="ek-row" style={{ marginTop: 8 }}><Button variant="filled" onClick={apply}>Read the file with it</Button>{own && <Button onClick={() => { setOwn(null); setText(null) }}>Take the shipped one again</Button>}</div>
        </div>
      )}
    </>
  )
}

/** The last step: all of it is tried, or brought in. */
function GoStep({ files, preview, mapping }: { files: readonly ImportFile[]; preview: ImportPreview; mapping: MappingText | null }) {
  const { navigate } = useViewer()
  const me = useMe().data
  const [orgId, setOrgId] = useState<string | null>(null)
  const start = useMutation({
    mutationFn: (isDryRun: boolean) => client.create('imports', { source: mapping?.name ?? '', mapping, files: files.map(({ key, name, bytes }) => ({ key, name, bytes })), isDryRun, ...(orgId === null ? {} : { orgId }) }),
    onSuccess: (made) => navigate(`/imports/${made.number}`),
  })
  const faults = preview.trial?.counts.faultCount ?? 0
  return (
    <Section title="3. All of it" isRuled={false}>
      {me?.reach === 'all' && <div style={{ maxWidth: 300, margin: '8px 0' }}><RecordSelect label="Whose records they become" to="organization" value={orgId} onChange={setOrgId} placeholder={me.organization.name} /></div>}
      <p className="ek-2">The trial reads every row and reports what would not be taken; it writes nothing. {faults > 0 ? 'There were faults in the beginning already, so try it first.' : ''}</p>
      <div className={css.go}>
        <Button variant="filled" loading={start.isPending && start.variables} disabled={mapping === null} onClick={() => start.mutate(true)}>Try all of it</Button>
        <Button loading={start.isPending && !start.variables} disabled={mapping === null} onClick={() => start.mutate(false)}>Bring it in now</Button>
      </div>
      <FaultLine error={start.error} />
    </Section>
  )
}
