/** API tokens: what there is, making one, taking one back; the secret is shown once. */
import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { roles, roleWords, type Role } from '../../model/actor.ts'
import type { Token } from '../../client/shapes.ts'
import { counted } from '../../kit/format.ts'
import { Page } from '../../kit/page.tsx'
import { Line, PageHead, Section } from '../../kit/section.tsx'
import { LoadingRows } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { client } from '../data/connection.ts'
import { useMe } from '../data/queries.ts'
import { CopyText } from '../parts/copy-text.tsx'
import { FaultLine } from '../parts/fault.tsx'
import css from '../parts/parts.module.css'
import recordCss from '../parts/record.module.css'

/** That a token was used is no change that the live stream tells. */
const ASK_AGAIN_MILLIS = 30_000

export function Tokens() {
  const cache = useQueryClient()
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: () => client.tokens(), refetchInterval: ASK_AGAIN_MILLIS })
  const [ending, setEnding] = useState<Token | null>(null)
  const drop = useMutation({
    mutationFn: (id: string) => client.dropToken(id), onSuccess: () => setEnding(null), onSettled: () => cache.invalidateQueries({ queryKey: ['tokens'] }),
  })
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'API tokens' }]}>
      <PageHead title="API tokens" note="A token acts with one role, for as long as you say. It is kept as a hash: nobody can read it again." />
      <NewToken />
      <Section title="Tokens in use" note={tokens.data ? counted(tokens.data.length, 'token') : undefined}>
        <FaultLine error={tokens.error} />
        {tokens.isPending && <LoadingRows rows={3} />}
        {tokens.data?.length === 0 && <Line>None yet. Commands (evenkeel), scripts and other systems sign in with one.</Line>}
        {tokens.data && tokens.data.length > 0 && (
          <div className={recordCss.stacked}>
            <table className={css.plain}>
              <thead><tr><th>Name</th><th>Role</th><th>Made</th><th>Last used</th><th>Ends</th><th><span className="ek-hidden">Take back</span></th></tr></thead>
              <tbody>
                {tokens.data.map((t) => (
                  <tr key={t.id}>
                    <td>{t.name}</td><td>{roleWords[t.role]}</td><td className="ek-nowrap"><Time at={t.createdAt} />{t.createdByName && <span className="ek-3"> by {t.createdByName}</span>}</td>
                    <td className="ek-nowrap">{t.lastUsedAt ? <Time at={t.lastUsedAt} /> : <span className="ek-3">never</span>}</td>
                    <td className="ek-nowrap">{t.expiresAt ? <Time at={t.expiresAt} form="due" /> : <span className="ek-3">no end</span>}</td>
                    <td><Button size="xs" onClick={() => setEnding(t)} aria-label={`Take back ${t.name}`}>Take back</Button></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Section>
      <Modal opened={ending !== null} onClose={() => setEnding(null)} title={`Take back “${ending?.name ?? ''}”`}>
        <p>Whatever uses it is refused within seconds, and it cannot be given back.{ending?.lastUsedAt ? <> It was used last at <Time at={ending.lastUsedAt} />.</> : ' It was never used.'}</p>
        <FaultLine error={drop.error} />
        <div className="ek-row" style={{ marginTop: 14 }}>
          <Button data-danger data-autofocus loading={drop.isPending} onClick={() => { if (ending) drop.mutate(ending.id) }}>Take it back</Button>
          <Button variant="subtle" onClick={() => setEnding(null)}>Keep it</Button>
        </div>
      </Modal>
    </Page>
  )
}

function NewToken() {
  const me = useMe().data
  const cache = useQueryClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('agent')
  const [days, setDays] = useState('90')
  const make = useMutation({
    mutationFn: () => client.makeToken({ name, role, ...(days.trim() === '' ? {} : { expiresInDays: Number(days) }) }),
    onSuccess: () => { setName(''); void cache.invalidateQueries({ queryKey: ['tokens'] }) },
  })
  const isDays = /^\d{0,4}$/.test(days.trim()) && days.trim() !== '0'
  const mine = me ? roles.slice(0, roles.indexOf(me.role) + 1) : []
  return (
    <Section title="Make a token">
      <form className={css.form} style={{ paddingTop: 12 }} onSubmit={(e) => { e.preventDefault(); if (isDays) make.mutate() }}>
        <TextInput label="What it is for" required value={name} onChange={(e) => setName(e.currentTarget.value)} placeholder="Nightly report" />
        <Select label="Role" data={mine.map((r) => ({ value: r, label: roleWords[r] }))} value={role} onChange={(v) => v && setRole(v as Role)} />
        <TextInput label="Ends after days" inputMode="numeric" value={days} onChange={(e) => setDays(e.currentTarget.value)} description="Empty: it has no end." error={isDays ? undefined : 'Write a whole number of days, or nothing'} />
        <FaultLine error={make.error} />
        <div><Button type="submit" variant="filled" loading={make.isPending}>Make the token</Button></div>
      </form>
      {make.data?.secret && <><CopyText title="Copy it now: it is shown this once" text={make.data.secret} /><CopyText title="How it is used" text={`curl ${window.location.origin}/api/incidents -H 'authorization: Bearer ${make.data.secret}'`} /></>}
    </Section>
  )
}
