/** The provider's own words in a service report: written, published, taken back. */
import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { managers } from '../../model/actor.ts'
import type { ServiceReport } from '../../practices/report/content.ts'
import { Markdown } from '../../kit/markdown.tsx'
import { Section } from '../../kit/section.tsx'
import { client } from '../data/connection.ts'
import { useMe } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'

/** `onDone` after each change: the report is read again. */
export function ReportComment({ r, onDone }: { r: ServiceReport; onDone: () => void }) {
  const { record } = r
  const mayPublish = managers.includes(useMe().data?.role ?? 'requester')
  const [text, setText] = useState(record?.comment ?? '')
  const [why, setWhy] = useState('')
  const act = useMutation({
    mutationFn: async (what: 'save' | 'publish' | 'withdraw') => {
      const comment = text.trim() === '' ? null : text
      if (what === 'withdraw') return record === null ? null : client.move('reports', record.id, 'withdraw', { reason: why }, record.version)
      const saved = record === null ? await client.create('reports', { orgId: r.organization.id, month: r.month, comment })
        : record.comment === comment ? null : await client.change('reports', record.id, { comment }, record.version)
      if (what === 'save') return saved
      return client.move('reports', saved?.id ?? record?.id ?? '', 'publish', {}, saved?.version ?? record?.version)
    },
    onSettled: onDone,
  })
  if (record?.state === 'published') {
    return (
      <Section title="In our words">
        {record.comment === null ? <p className="ek-3">No comment.</p> : <Markdown text={record.comment} />}
        {mayPublish && (
          <form className="ek-row ek-wrap" style={{ alignItems: 'end', marginTop: 10 }} onSubmit={(e) => { e.preventDefault(); act.mutate('withdraw') }}>
            <TextInput label="Why it is taken back" value={why} onChange={(e) => setWhy(e.currentTarget.value)} />
            <Button type="submit" variant="default" disabled={why.trim() === ''} loading={act.isPending}>Take back</Button>
            <FaultLine error={act.error} />
          </form>
        )}
      </Section>
    )
  }
  return (
    <Section title="In our words">
      <Textarea label="Comment to the customer" value={text} onChange={(e) => setText(e.currentTarget.value)} autosize minRows={3} maxRows={16} />
      <div className="ek-row ek-wrap" style={{ marginTop: 8 }}>
        <Button variant="default" loading={act.isPending} onClick={() => act.mutate('save')}>Save draft</Button>
        {mayPublish && <Button loading={act.isPending} onClick={() => act.mutate('publish')}>Publish</Button>}
        <FaultLine error={act.error} />
      </div>
    </Section>
  )
}
