/** Saved views of a list: the person's own and the shared ones; saving, renaming, sharing, removing, beginning with one. */
import { ActionIcon, Button, Menu, Modal, Select, TextInput } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { sentenceOf } from '../../client/problem.ts'
import type { AnyRow } from '../../client/shapes.ts'
import { useKeys } from '../../kit/use-keys.tsx'
import { client } from '../data/connection.ts'
import { beginWith, beginsWith } from '../data/personal.ts'
import { dropRecords, useList, useMe } from '../data/queries.ts'

export interface SavedView {
  readonly id: string
  readonly label: string
  readonly filters: Readonly<Record<string, string>>
  readonly row: AnyRow
}

const MOST = 50

/** What is kept for a list; empty for those who keep none (users and customers). */
export function useSavedViews(of: string, isOn: boolean): readonly SavedView[] {
  const rows = useList('views', { of, limit: MOST, state: 'kept' }, isOn).data?.items
  return useMemo(() => (isOn ? rows ?? [] : []).map((v) => ({ id: v.id, label: String(v['name']), filters: Object.fromEntries(new URLSearchParams(String(v['query'] ?? ''))), row: v })), [rows, isOn])
}

/** See `SavedViewMenu`. */
export interface SavedViewMenuProps {
  readonly of: string
  /** The view at hand: a saved one, one that is always there, or none. */
  readonly current: { readonly id: string; readonly label: string } | null
  readonly saved: SavedView | null
}

/** What can be done with the view at hand, behind three dots beside the views. */
export function SavedViewMenu({ of, current, saved }: SavedViewMenuProps) {
  const cache = useQueryClient()
  const me = useMe().data
  const [dialog, setDialog] = useState<'rename' | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [first, setFirst] = useState(() => beginsWith(of))
  if (current === null) return null
  const isMine = saved !== null && (saved.row['ownerId'] === me?.id || me?.role === 'manager' || me?.role === 'admin')
  const isShared = saved?.row['audience'] === 'everybody'
  const change = (input: Readonly<Record<string, unknown>>): Promise<void> => client.change('views', saved?.id ?? '', input, saved?.row.version).then(() => dropRecords(cache, 'views'))
  const attempt = (work: () => Promise<unknown>) => (): void => void work().then(() => setFault(null), (error: unknown) => setFault(sentenceOf(error)))
  const isFirst = first === current.id
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="subtle" aria-label={`More for the view ${current.label}`}><IconDots aria-hidden="true" /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => { beginWith(of, isFirst ? null : current.id); setFirst(isFirst ? null : current.id) }}>{isFirst ? 'No longer begin with this' : 'Begin with this in this browser'}</Menu.Item>
          {saved && isMine && <Menu.Item onClick={() => setDialog('rename')}>Rename</Menu.Item>}
          {saved && isMine && <Menu.Item onClick={attempt(() => change({ audience: isShared ? 'me' : 'everybody' }))}>{isShared ? 'Keep it to myself' : 'Share with everybody here'}</Menu.Item>}
          {saved && isMine && <Menu.Item onClick={attempt(() => client.move('views', saved.id, 'remove', {}, saved.row.version).then(() => dropRecords(cache, 'views')))}>Remove this view</Menu.Item>}
          {saved && !isMine && <Menu.Item disabled>Somebody else keeps this one</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {fault && <span className="ek-small ek-bad" role="alert">{fault}</span>}
      {dialog === 'rename' && saved && <ViewDialog title="Rename the view" first={{ name: saved.label, audience: String(saved.row['audience']) }} onSave={change} onClose={() => setDialog(null)} />}
    </>
  )
}

/** Saves the filters at hand as a new view. */
export function SaveViewDialog({ of, filters, onClose }: { of: string; filters: Readonly<Record<string, string>>; onClose: () => void }) {
  const cache = useQueryClient()
  return (
    <ViewDialog
      title="Save this view" first={{ name: '', audience: 'me' }} onClose={onClose}
      onSave={async (input) => {
        await client.create('views', { ...input, of, query: new URLSearchParams(filters).toString() })
        await dropRecords(cache, 'views')
      }}
    />
  )
}

function ViewDialog({ title, first, onSave, onClose }: { title: string; first: { name: string; audience: string }; onSave: (input: { name: string; audience: string }) => Promise<void>; onClose: () => void }) {
  useKeys(title, [{ keys: 'Esc', label: 'close', run: onClose, inFields: true }], { isModal: true })
  const [input, setInput] = useState(first)
  const [fault, setFault] = useState<string | null>(null)
  const save = (): void => void onSave(input).then(onClose, (error: unknown) => setFault(sentenceOf(error)))
  return (
    <Modal opened onClose={onClose} title={title}>
      <form style={{ display: 'grid', gap: 14 }} onSubmit={(e) => { e.preventDefault(); save() }}>
        <TextInput label="Name" required data-autofocus maxLength={80} value={input.name} onChange={(e) => setInput({ ...input, name: e.currentTarget.value })} error={fault} />
        <Select label="For" data={[{ value: 'me', label: 'Only me' }, { value: 'everybody', label: 'Everybody here' }]} value={input.audience} onChange={(v) => v && setInput({ ...input, audience: v })} allowDeselect={false} />
        <div><Button type="submit" variant="filled">Save the view</Button></div>
      </form>
    </Modal>
  )
}
