/** Letting alerts in: make an address with a key, copy the text, watch the first alert arrive. */
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Line, PageHead, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { useDirectory } from '../data/directory.ts'
import { dropRecords, useList } from '../data/queries.ts'
import type { AlertRow } from '../data/rows.ts'
import { makeWayIn, setupText, testAlert, type WayIn } from '../data/ways-in.ts'
import { CopyText } from '../parts/copy-text.tsx'
import { FaultLine } from '../parts/fault.tsx'
import css from '../parts/parts.module.css'

export function WaysIn() {
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Let alerts in' }]}>
      <PageHead title="Let alerts in" note="Point the monitoring you already have at this address. What fires becomes an incident on the right service, with a clock and somebody told." />
      <WayInSetup />
      <p style={{ marginTop: 20 }}><Link href="/records/integrations">All ways in</Link></p>
    </Page>
  )
}

const kinds = [{ value: 'alertmanager', label: 'Prometheus, amtool' }, { value: 'webhook', label: 'Anything with JSON' }]

/** Also a step of the wizard. */
export function WayInSetup() {
  const cache = useQueryClient()
  const [kind, setKind] = useState<WayIn['kind']>('alertmanager')
  const [name, setName] = useState('Prometheus')
  const make = useMutation({ mutationFn: () => makeWayIn(kind, name), onSuccess: () => dropRecords(cache, 'integrations') })
  const way = make.data
  return (
    <>
      <SegmentedControl data={kinds} value={kind} onChange={(v) => { setKind(v as WayIn['kind']); setName(v === 'webhook' ? 'Webhook' : 'Prometheus'); make.reset() }} aria-label="What sends" />
      {!way && (
        <form className={css.form} style={{ marginTop: 14 }} onSubmit={(e) => { e.preventDefault(); make.mutate() }}>
          <TextInput label="Name" required value={name} onChange={(e) => setName(e.currentTarget.value)} description="Whatever you call the source; its key is made now." />
          <FaultLine error={make.error} />
          <div><Button type="submit" variant="filled" loading={make.isPending}>Make the address</Button></div>
        </form>
      )}
      {way && <Ready way={way} />}
    </>
  )
}

function Ready({ way }: { way: WayIn }) {
  const test = useMutation({ mutationFn: () => testAlert(way) })
  const alerts = useList<AlertRow>('alerts', { limit: 5, sort: '-createdAt' })
  const directory = useDirectory(alerts.data?.titles)
  return (
    <>
      {setupText(way).map((t) => <CopyText key={t.title} title={t.title} text={t.text} />)}
      <p className="ek-small ek-2" style={{ margin: '10px 0' }}>The key is shown this once; make a new address if it is lost.</p>
      <p>No monitoring at hand? <Button size="xs" onClick={() => test.mutate()} loading={test.isPending}>Send a test alert from here</Button></p>
      <FaultLine error={test.error} />
      <div style={{ marginTop: 20 }}>
        <Section title="Arriving now" note="newest first">
          {alerts.data?.items.length === 0 && <Line>Nothing yet. It appears here by itself.</Line>}
          {alerts.data?.items.map((a) => (
            <Line key={a.id} lead={<Time at={a.createdAt} form="event" />} trail={directory.name(a.serviceId) ?? <Tag tone="warn">no service found</Tag>}>{a.title}</Line>
          ))}
        </Section>
      </div>
    </>
  )
}
