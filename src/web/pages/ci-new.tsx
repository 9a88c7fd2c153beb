/** Recording a new item: its type first, then one form with the fields of that type. */
import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { queryOf } from '../../client/transport.ts'
import { Page } from '../../kit/page.tsx'
import { PageHead } from '../../kit/section.tsx'
import { useViewer } from '../../kit/viewer.tsx'
import { addressOf, listAddress } from '../data/address.ts'
import { client } from '../data/connection.ts'
import { dropRecords, useDescription, useMe } from '../data/queries.ts'
import { RecordForm } from '../forms/record-form.tsx'
import { RecordSelect } from '../forms/record-select.tsx'
import { asked } from '../forms/verb-dialog.tsx'
import { attrFields, gathered, TypeUnread, useAttrs } from './ci-facts.tsx'
import { Missing } from './missing.tsx'

export function NewCi() {
  const sketch = useDescription().data?.find('cis')
  const me = useMe().data
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>
  const { navigate } = useViewer()
  const cache = useQueryClient()
  const typeId = search['typeId'] ?? null
  const once = useMemo(() => crypto.getRandomValues(new Uint32Array(4)).join('-'), [typeId])
  if (!sketch) return <Missing />
  const fields = asked(sketch, sketch.create).filter((f) => f.name !== 'attrs' && f.name !== 'typeId' && ((f.name !== 'orgId' && f.name !== 'shared') || me?.reach === 'all')).map((f) => (f.name === 'orgId' ? { ...f, optional: true, help: 'Whose record it is.' } : f))
  return (
    <Page crumbs={[{ label: 'Configuration', href: '/graph' }, { label: 'Items', href: listAddress('cis') }, { label: sketch.create.label }]}>
      <PageHead title={sketch.create.label} note={sketch.purpose} />
      <div style={{ maxWidth: 560, marginBottom: 14 }}>
        <RecordSelect label="Type" to="ci_type" value={typeId} onChange={(id) => navigate(`/records/cis/new${queryOf({ ...search, typeId: id ?? undefined })}`)} filters={{ state: 'in_use' }} required autoFocus description="What kind of thing it is says what is kept of it." />
      </div>
      {typeId !== null && (
        <OfType key={typeId} typeId={typeId}>
          {(attrs) => (
            <RecordForm
              fields={[...fields, ...attrFields(attrs)]} needs={sketch.create.needs} initial={search} submitLabel="Save the item" onCancel={() => navigate(listAddress('cis'))}
              onSubmit={async (input) => {
                const made = await client.create('cis', { ...gathered(input), typeId }, once)
                await dropRecords(cache, 'cis')
                navigate(addressOf('cis', made.number))
              }}
            />
          )}
        </OfType>
      )}
    </Page>
  )
}

function OfType({ typeId, children }: { typeId: string; children: (attrs: NonNullable<ReturnType<typeof useAttrs>>) => React.ReactNode }) {
  const attrs = useAttrs(typeId)
  return attrs === null ? <TypeUnread typeId={typeId} /> : children(attrs)
}
