/** The form for a new record of any type. */
import { useParams, useSearch } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import type { RecordSketch } from '../../client/shapes.ts'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { addressOf, listAddress } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { dropRecords, useDescription, useMe } from '../data/queries.ts'
import { RecordForm } from '../forms/record-form.tsx'
import { asked } from '../forms/verb-dialog.tsx'
import { presets } from '../forms/presets.ts'
import { Missing } from './missing.tsx'

export function RecordNew() {
  const { plural } = useParams({ strict: false }) as { plural: string }
  const sketch = useDescription().data?.find(plural)
  return sketch ? <NewOf key={plural} sketch={sketch} /> : <Missing />
}

function NewOf({ sketch }: { sketch: RecordSketch }) {
  const { navigate, zone = Intl.DateTimeFormat().resolvedOptions().timeZone } = useViewer()
  const cache = useQueryClient()
  const me = useMe().data
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  // Which organization is asked only of those who see more than one; an organization is its own.
  const fields = asked(sketch, sketch.create).filter((f) => (f.name !== 'orgId' && f.name !== 'shared') || (me?.reach === 'all' && sketch.name !== 'organization')).map((f) => (f.name === 'orgId' ? { ...f, optional: true, help: 'Whose record it is.' } : f))
  // Most new records are of the zone in which somebody writes them down.
  const zones = Object.fromEntries(fields.filter((f) => f.kind === 'zone' && !f.optional).map((f) => [f.name, zone]))
  const once = useMemo(() => crypto.getRandomValues(new Uint32Array(4)).join('-'), [])
  const title = titleOf(sketch, search['kind'])
  const calendar = backOf(search['back'])
  const form = useRef<HTMLDivElement>(null)
  // The first that must be said: whose record it is stands above it and mostly stays as it is.
  useEffect(() => { (form.current?.querySelector<HTMLElement>('input[required], textarea[required]') ?? form.current?.querySelector<HTMLElement>('[data-autofocus]'))?.focus() }, [])
  return (
    <Page crumbs={calendar === null ? [{ label: 'Settings', href: '/settings' }, { label: sketch.many, href: listAddress(sketch.plural) }, { label: title }] : [{ label: 'Changes', href: '/changes' }, { label: 'Calendar', href: calendar }, { label: title }]}>
      <PageHead title={title} note={sketch.purpose} />
      <div ref={form}>
        <RecordForm
          fields={fields} needs={sketch.create.needs} initial={{ ...zones, ...presets(sketch.name, me?.name ?? ''), ...search }} submitLabel={`Save the ${title === NEW_FREEZE ? 'freeze' : sketch.one.toLowerCase()}`} onCancel={() => navigate(calendar ?? listAddress(sketch.plural))}
          onSubmit={async (input) => {
            const made = await client.create(sketch.plural, input, once)
            await dropRecords(cache, sketch.plural)
            navigate(calendar ?? addressOf(sketch.plural, made.number))
          }}
        />
      </div>
    </Page>
  )
}

const NEW_FREEZE = 'New freeze'

/** A freeze is asked for as one, although it is a kind of window. */
const titleOf = (sketch: RecordSketch, kind: string | undefined): string => (sketch.name === 'window' && kind === 'freeze' ? NEW_FREEZE : sketch.create.label)

/** The calendar from which a window was asked for, as it was shown; no other address is gone back to. */
const backOf = (address: string | undefined): string | null => (address !== undefined && /^\/calendar(\?|$)/.test(address) ? address : null)
