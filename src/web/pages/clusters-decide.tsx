/** The dialog in which somebody decides about a cluster, with the reason that others will read. */
import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { now } from '../../kit/now.ts'
import { useKeys } from '../../kit/use-keys.tsx'
import { client } from '../data/connection.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { FaultLine } from '../parts/fault.tsx'

/** What is about to be decided. */
export interface Decided {
  readonly orgId: string
  readonly kind: 'no_problem' | 'snooze' | 'split' | 'merge'
  readonly anchorId: string
  readonly incidentIds: readonly string[]
}

const words = {
  split: { title: 'They are another trouble', does: 'Take apart', why: 'What tells them apart' }, merge: { title: 'Another cluster is the same trouble', does: 'Put together', why: 'What makes them the same' },
  no_problem: { title: 'There is no problem behind these', does: 'No problem', why: 'Why not' }, snooze: { title: 'Not now', does: 'Not now', why: 'What will have happened by then' },
} as const
/** A first guess for "not now". */
const SNOOZE_DAYS = 30
const dayMs = 86_400_000

export function DecideDialog({ decided, onClose, onDone }: { decided: Decided; onClose: () => void; onDone: () => void }) {
  const [reason, setReason] = useState('')
  const [other, setOther] = useState<string | null>(null)
  const [until, setUntil] = useState(() => new Date(now() + SNOOZE_DAYS * dayMs).toISOString().slice(0, 10))
  const [fault, setFault] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const { title, does, why } = words[decided.kind]
  const isReady = reason.trim() !== '' && (decided.kind !== 'merge' || other !== null) && (decided.kind !== 'snooze' || until !== '')
  const decide = async (): Promise<void> => {
    if (!isReady) return
    setBusy(true)
    setFault(null)
    try {
      await client.create('cluster-decisions', {
        orgId: decided.orgId, kind: decided.kind, anchorId: decided.anchorId, reason: reason.trim(), ...(decided.kind === 'merge' && other !== null ? { incidentIds: [other] } : decided.incidentIds.length > 0 ? { incidentIds: decided.incidentIds } : {}),
        ...(decided.kind === 'snooze' ? { until: new Date(`${until}T00:00:00Z`).toISOString() } : {}),
      })
      onDone()
    } catch (thrown) { setFault(thrown) } finally { setBusy(false) }
  }
  useKeys('Decide', [{ keys: 'Esc', label: 'leave it', run: onClose, inFields: true }, { keys: 'Ctrl+Enter', label: does.toLowerCase(), run: () => void decide(), inFields: true }], { isModal: true })
  return (
    <Modal opened onClose={onClose} title={title} size="md">
      {decided.kind === 'split' && <p className="ek-2" style={{ marginBottom: 8 }}>{decided.incidentIds.length} chosen. What comes later joins the side that it is more like.</p>}
      {decided.kind === 'merge' && <RecordSelect label="One incident of the other cluster" to="incident" value={other} onChange={setOther} />}
      {decided.kind === 'snooze' && <TextInput label="Until" type="date" value={until} onChange={(e) => setUntil(e.currentTarget.value)} />}
      <Textarea label={why} autosize minRows={2} mt={8} maxLength={2000} value={reason} data-autofocus onChange={(e) => setReason(e.currentTarget.value)} />
      <div style={{ marginTop: 10 }}><FaultLine error={fault} /></div>
      <div className="ek-row" style={{ marginTop: 12 }}>
        <Button variant="filled" loading={isBusy} disabled={!isReady} onClick={() => void decide()}>{does}</Button>
        <Button variant="subtle" onClick={onClose}>Leave it</Button>
      </div>
    </Modal>
  )
}
