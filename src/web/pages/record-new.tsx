/** The form for a new record of any type. */
import { useParams, useSearch } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
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
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: sketch.many, href: listAddress(sketch.plural) }, { label: sketch.create.label }]}>
      <PageHead title={sketch.create.label} note={sketch.purpose} />
      <RecordForm
        fields={fields} needs={sketch.create.needs} initial={{ ...zones, ...presets(sketch.name, me?.name ?? ''), ...search }} submitLabel={`Save the ${sketch.one.toLowerCase()}`} onCancel={() => navigate(listAddress(sketch.plural))}
        onSubmit={async (input) => {
          const made = await client.create(sketch.plural, input, once)
          await dropRecords(cache, sketch.plural)
          navigate(addressOf(sketch.plural, made.number))
        }}
      />
    </Page>
  )
}
