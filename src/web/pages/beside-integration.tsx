/** Beside an integration's fields: when it was heard, what is to be pasted into its source, and a new key. */
import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { managers } from '../../model/actor.ts'
import type { AnyRow } from '../../client/shapes.ts'
import { count } from '../../kit/format.ts'
import { Facts, Section } from '../../kit/section.tsx'
import { client } from '../data/connection.ts'
import { dropRecords, useMe } from '../data/queries.ts'
import { senderOf } from '../data/ways-in.ts'
import { FaultLine } from '../parts/fault.tsx'
import { LastHeard, useHeard } from './integrations.tsx'
import { Arriving, SetupTexts, TestAlert } from './ways-in.tsx'

export function BesideIntegration({ row }: { row: AnyRow }) {
  const heard = useHeard().get(row.id)
  const isManager = managers.includes(useMe().data?.role ?? 'requester')
  const cache = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const renew = useMutation({ mutationFn: () => client.replaceKey(row.id), onSuccess: () => { setAsking(false); void dropRecords(cache, 'integrations') } })
  const sender = senderOf(row)
  const key = renew.data?.key
  return (
    <>
      <Section title="Heard">
        <div style={{ paddingTop: 8 }}><Facts form="row" facts={[['Last heard', <LastHeard key="l" heard={heard} />], ['Changes in 24 h', count(heard?.eventsInDay ?? 0)], ['Open alerts', count(heard?.openAlerts ?? 0)]]} /></div>
      </Section>
      <Section title="Set-up" trail={isManager && row.state === 'enabled' ? <Button size="xs" onClick={() => setAsking(true)}>New key</Button> : undefined}>
        {key === undefined
          ? <p className="ek-2" style={{ padding: '8px 0' }}>The key was shown when it was made and is kept as a hash only. With a new key the text to paste is shown again.</p>
          : <><SetupTexts sender={sender} apiKey={key} /><p className="ek-small ek-2" style={{ margin: '10px 0' }}>The key is shown this once. The old one is refused from now on.</p><TestAlert way={{ id: row.id, number: row.number, sender, key }} /></>}
      </Section>
      <Arriving integrationId={row.id} />
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={`A new key for ${String(row['name'])}`}>
        <p>What sends with the old key is refused at once, until you paste the new one into it.</p>
        <FaultLine error={renew.error} />
        <div className="ek-row" style={{ marginTop: 14 }}>
          <Button variant="filled" data-autofocus loading={renew.isPending} onClick={() => renew.mutate()}>Replace the key</Button>
          <Button variant="subtle" onClick={() => setAsking(false)}>Keep the old one</Button>
        </div>
      </Modal>
    </>
  )
}
