/** Letting alerts in: make an address with a key, copy the text, watch the first alert arrive. */
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from '../../kit/link.tsx'
import { Page } from '../../kit/page.tsx'
import { Line, PageHead, Section } from '../../kit/section.tsx'
import { Tag } from '../../kit/tag.tsx'
import { Time } from '../../kit/time.tsx'
import { addressOf } from '../data/address.ts'
import { useDirectory } from '../data/directory.ts'
import { dropRecords, useList } from '../data/queries.ts'
import type { AlertRow } from '../data/rows.ts'
import { makeWayIn, senders, setupText, testAlert, type Sender, type WayIn } from '../data/ways-in.ts'
import { CopyText } from '../parts/copy-text.tsx'
import { FaultLine } from '../parts/fault.tsx'
import css from '../parts/parts.module.css'

export function WaysIn() {
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Integrations', href: '/records/integrations' }, { label: 'Let alerts in' }]}>
      <PageHead title="Let alerts in" note="Point the monitoring you already have at this address. What fires becomes an incident on the right service, with a clock and somebody told." />
      <WayInSetup />
    </Page>
  )
}

/** Also a step of the wizard. */
export function WayInSetup() {
  const cache = useQueryClient()
  const [sender, setSender] = useState<Sender>('prometheus')
  const [name, setName] = useState(senders[0]?.name ?? '')
  const make = useMutation({ mutationFn: () => makeWayIn(sender, name), onSuccess: () => dropRecords(cache, 'integrations') })
  const way = make.data
  const choose = (next: Sender): void => {
    setSender(next)
    setName(senders.find((s) => s.value === next)?.name ?? '')
    make.reset()
  }
  return (
    <>
      <div style={{ overflowX: 'auto' }}><SegmentedControl data={[...senders]} value={sender} onChange={(v) => choose(v as Sender)} aria-label="What sends" /></div>
      {way ? <Ready way={way} /> : (
        <form className={css.form} style={{ marginTop: 14 }} onSubmit={(e) => { e.preventDefault(); make.mutate() }}>
          <TextInput label="Name" required value={name} onChange={(e) => setName(e.currentTarget.value)} description="Whatever you call the source; its key is made now." />
          <FaultLine error={make.error} />
          <div><Button type="submit" variant="filled" loading={make.isPending}>Make the address</Button></div>
        </form>
      )}
    </>
  )
}

function Ready({ way }: { way: WayIn }) {
  return (
    <>
      <SetupTexts sender={way.sender} apiKey={way.key} />
      <p className="ek-small ek-2" style={{ margin: '10px 0' }}>The key is shown this once. If it is lost, <Link href={addressOf('integrations', way.number)}>{way.number}</Link> gets a new one.</p>
      <TestAlert way={way} />
      <Arriving integrationId={way.id} />
    </>
  )
}

/** What to paste into the source. */
export function SetupTexts({ sender, apiKey }: { sender: Sender; apiKey: string }) {
  return <>{setupText(sender, apiKey).map((t) => <CopyText key={t.title} title={t.title} text={t.text} />)}</>
}

/** A button that does what the source would do. */
export function TestAlert({ way }: { way: WayIn }) {
  const test = useMutation({ mutationFn: () => testAlert(way) })
  return (
    <>
      <p>No monitoring at hand? <Button size="xs" onClick={() => test.mutate()} loading={test.isPending}>Send a test alert from here</Button> {test.isSuccess && <span className="ek-good" role="status">Taken.</span>}</p>
      <FaultLine error={test.error} />
    </>
  )
}

/** The newest alerts of one integration, live. */
export function Arriving({ integrationId }: { integrationId: string }) {
  const alerts = useList<AlertRow>('alerts', { integrationId, limit: 5, sort: '-createdAt' })
  const directory = useDirectory(alerts.data?.titles)
  return (
    <div style={{ marginTop: 20 }}>
      <Section title="Arriving now" note="newest first">
        {alerts.data?.items.length === 0 && <Line>Nothing yet. It appears here by itself.</Line>}
        {alerts.data?.items.map((a) => (
          <Line key={a.id} lead={<Time at={a.createdAt} form="event" />} trail={directory.name(a.serviceId) ?? <Tag tone="warn">no service found</Tag>}><Link quiet href={`/alerts?chosen=${a.number}`}>{a.title}</Link></Line>
        ))}
      </Section>
    </div>
  )
}
