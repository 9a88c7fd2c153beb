/** Saying what a thing stands on: which other thing, how, and whether it is one of several. */
import { Button, Modal, NumberInput, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { GraphNode } from '../../client/graph.ts'
import type { SearchHit } from '../../client/shapes.ts'
import { useKeys } from '../../kit/use-keys.tsx'
import { type RelationKind, relationKinds } from '../../model/graph.ts'
import { client } from '../data/connection.ts'
import { dropRecords } from '../data/queries.ts'
import { FaultLine } from '../parts/fault.tsx'
import css from '../parts/parts.module.css'
import { FindThing } from './graph-find.tsx'

const kinds = Object.entries(relationKinds).map(([value, label]) => ({ value, label }))

export function RelateDialog({ from, onClose }: { from: Pick<GraphNode, 'id' | 'record' | 'name'>; onClose: () => void }) {
  useKeys('Relate', [{ keys: 'Esc', label: 'close', run: onClose, inFields: true }], { isModal: true })
  const cache = useQueryClient()
  const [kind, setKind] = useState<RelationKind>('depends_on')
  const [to, setTo] = useState<SearchHit | null>(null)
  const [group, setGroup] = useState('')
  const [atLeast, setAtLeast] = useState(1)
  const [standby, setStandby] = useState('hot')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const isOneOf = group.trim() !== ''
  const save = async (): Promise<void> => {
    if (!to || isBusy) return
    setBusy(true)
    setError(null)
    try {
      await client.create('relations', { fromRecord: from.record, fromId: from.id, toRecord: to.record, toId: to.id, kind, ...(isOneOf ? { role: 'alternate', groupName: group.trim(), atLeast, standby } : {}) })
      await dropRecords(cache, 'relations')
      onClose()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={`What ${from.name} stands on`}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); void save() }}>
        <Select label="How" data={kinds} value={kind} onChange={(v) => { if (v !== null && v in relationKinds) setKind(v as RelationKind) }} allowDeselect={false} />
        <FindThing label="On which thing" value={to} onFind={setTo} exceptId={from.id} />
        <TextInput label="One of several, called" description="Others with the same words can take over for it. Empty: without it nothing works." value={group} onChange={(e) => setGroup(e.currentTarget.value)} maxLength={80} />
        {isOneOf && <NumberInput label="So many of them must work" value={atLeast} onChange={(v) => setAtLeast(Number(v) || 1)} min={1} max={1000} />}
        {isOneOf && <Select label="When another fails, it" data={[{ value: 'hot', label: 'takes over by itself' }, { value: 'warm', label: 'must be started' }]} value={standby} onChange={(v) => v && setStandby(v)} allowDeselect={false} />}
        <FaultLine error={error} />
        <div className="ek-row"><Button type="submit" variant="filled" loading={isBusy} aria-disabled={to === null}>Record it</Button><Button variant="subtle" onClick={onClose}>Cancel</Button></div>
      </form>
    </Modal>
  )
}
