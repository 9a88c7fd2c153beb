/** What a record is linked to: parents, parts, merged ones and named relations; making and removing a link. */
import { Button, Modal, Select } from '@mantine/core'
import { IconLink, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { AnyRow, Opened, RecordSketch } from '../../client/shapes.ts'
import { Link } from '../../kit/link.tsx'
import { Line, Section } from '../../kit/section.tsx'
import { useKeys } from '../../kit/use-keys.tsx'
import { addressOf } from '../data/address.ts'
import { useDirectory } from '../data/directory.ts'
import { useAct, useBeside, useDescription } from '../data/queries.ts'
import { RecordSelect } from '../forms/record-select.tsx'
import { FaultLine } from './fault.tsx'
import css from './parts.module.css'

interface LinkRow {
  readonly id: string
  readonly relation: string
  readonly toRecord: string
  readonly toId: string
  readonly toNumber: string
}

/** Kinds that a person of the operation links to, in the order in which they are offered. */
const linkable = ['incident', 'service', 'alert', 'outage', 'problem', 'change'] as const

/** The links, each with a way out; `mayLink` draws the ways to change them. */
export function Links({ sketch, row, mayLink, onAdd }: { sketch: RecordSketch; row: Opened<AnyRow>; mayLink: boolean; onAdd: () => void }) {
  const links = useBeside<LinkRow>(sketch.plural, row.id, 'links').data?.items ?? []
  const act = useAct(sketch.plural)
  const description = useDescription().data
  const relations = sketch.verbs.find((v) => v.name === 'link')?.input.find((f) => f.name === 'relation')?.words ?? {}
  const wanted = Object.fromEntries([...Map.groupBy(links, (l) => l.toRecord)].map(([to, some]) => [to, some.map((l) => l.toId)]))
  const directory = useDirectory(undefined, wanted)
  return (
    <Section title="Linked" note={links.length > 0 ? links.length : ''} isRuled={false} trail={mayLink && <Button size="xs" variant="subtle" leftSection={<IconLink aria-hidden="true" />} onClick={onAdd}>Link a record</Button>}>
      {links.length === 0 && <p className="ek-small ek-3">Nothing is linked.</p>}
      {links.map((l) => (
        <Line key={l.id} below={relations[l.relation] ?? l.relation} trail={mayLink && <button type="button" className={css.quietButton} aria-label={`Remove the link to ${l.toNumber}`} onClick={() => act.mutate({ id: row.id, verb: 'unlink', input: { linkId: l.id } })}><IconX aria-hidden="true" /></button>}>
          <Link quiet href={addressOf(description?.find(l.toRecord)?.plural ?? l.toRecord, l.toNumber)}><span className="ek-id">{l.toNumber}</span> {directory.name(l.toId)}</Link>
        </Line>
      ))}
      <FaultLine error={act.error} />
    </Section>
  )
}

/** Which record, and how it relates. */
export function LinkDialog({ sketch, row, onClose }: { sketch: RecordSketch; row: Opened<AnyRow>; onClose: () => void }) {
  useKeys('Link', [{ keys: 'Esc', label: 'close', run: onClose, inFields: true }], { isModal: true })
  const description = useDescription().data
  const act = useAct(sketch.plural)
  const relations = sketch.verbs.find((v) => v.name === 'link')?.input.find((f) => f.name === 'relation')?.words ?? {}
  const kinds = linkable.flatMap((name) => description?.find(name) ?? [])
  const [kind, setKind] = useState<string>(kinds[0]?.name ?? 'incident')
  const [relation, setRelation] = useState('relates_to')
  const [target, setTarget] = useState<AnyRow | null>(null)
  const save = (): void => {
    if (!target) return
    act.mutate({ id: row.id, verb: 'link', input: { relation, toRecord: kind, toId: target.id, toNumber: target.number } }, { onSuccess: onClose })
  }
  return (
    <Modal opened onClose={onClose} title={`Link ${row.number} to another record`}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); save() }}>
        <Select label="It is" data={Object.entries(relations).map(([value, label]) => ({ value, label }))} value={relation} onChange={(v) => v && setRelation(v)} allowDeselect={false} />
        <Select label="Kind" data={kinds.map((k) => ({ value: k.name, label: k.one }))} value={kind} onChange={(v) => { if (v) { setKind(v); setTarget(null) } }} allowDeselect={false} />
        <RecordSelect key={kind} label="Record" to={kind} value={target?.id ?? null} onChange={(_, found) => setTarget(found ?? null)} exceptId={row.id} placeholder="Its number, or words in it" required autoFocus />
        <FaultLine error={act.error} />
        <div className="ek-row"><Button type="submit" variant="filled" loading={act.isPending} aria-disabled={target === null}>Link it</Button><Button variant="subtle" onClick={onClose}>Cancel</Button></div>
      </form>
    </Modal>
  )
}
