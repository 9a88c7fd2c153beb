/** API tokens: what there is, making one, taking one back; the secret is shown once. */
import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { roles, roleWords, type Role } from '../../model/actor.ts'
import { Page } from '../../kit/page.tsx'
import { PageHead, Section } from '../../kit/section.tsx'
import { EmptyState } from '../../kit/states.tsx'
import { Time } from '../../kit/time.tsx'
import { client } from '../data/connection.ts'
import { useMe } from '../data/queries.ts'
import { CopyText } from '../parts/copy-text.tsx'
import { FaultLine } from '../parts/fault.tsx'
import css from '../parts/parts.module.css'

export function Tokens() {
  const cache = useQueryClient()
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: () => client.tokens() })
  const drop = useMutation({ mutationFn: (id: string) => client.dropToken(id), onSettled: () => cache.invalidateQueries({ queryKey: ['tokens'] }) })
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'API tokens' }]}>
      <PageHead title="API tokens" note="A token acts with one role, for as long as you say. It is kept as a hash: nobody can read it again." />
      <NewToken />
      <Section title="Tokens in use">
        <FaultLine error={tokens.error ?? drop.error} />
        {tokens.data?.length === 0 ? <EmptyState title="No tokens yet" why="Commands (evenkeel), scripts and other systems sign in with one." /> : (
          <table className={css.plain}>
            <thead><tr><th>Name</th><th>Role</th><th>Made</th><th>Last used</th><th>Ends</th><th><span className="ek-hidden">Take back</span></th></tr></thead>
            <tbody>
              {tokens.data?.map((t) => (
                <tr key={t.id}>
                  <td>{t.name}</td><td>{roleWords[t.role]}</td><td>{t.createdAt ? <Time at={t.createdAt} /> : ''}</td>
                  <td>{t.lastUsedAt ? <Time at={t.lastUsedAt} /> : <span className="ek-3">never</span>}</td>
                  <td>{t.expiresAt ? <Time at={t.expiresAt} form="due" /> : <span className="ek-3">no end</span>}</td>
                  <td><Button size="xs" data-danger onClick={() => drop.mutate(t.id)}>Take back</Button></td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
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
    mutationFn: () => client.makeToken({ name, role, ...(days === '' ? {} : { expiresInDays: Number(days) }) }),
    onSuccess: () => { setName(''); void cache.invalidateQueries({ queryKey: ['tokens'] }) },
  })
  const mine = me ? roles.slice(0, roles.indexOf(me.role) + 1) : []
  return (
    <Section title="Make a token">
      <form className={css.form} style={{ paddingTop: 12 }} onSubmit={(e) => { e.preventDefault(); make.mutate() }}>
        <TextInput label="What it is for" required value={name} onChange={(e) => setName(e.currentTarget.value)} placeholder="Nightly report" />
        <Select label="Role" data={mine.map((r) => ({ value: r, label: roleWords[r] }))} value={role} onChange={(v) => v && setRole(v as Role)} />
        <TextInput label="Ends after days" inputMode="numeric" value={days} onChange={(e) => setDays(e.currentTarget.value)} description="Empty: it has no end." />
        <FaultLine error={make.error} />
        <div><Button type="submit" variant="filled" loading={make.isPending}>Make the token</Button></div>
      </form>
      {make.data?.secret && <CopyText title="Copy it now: it is shown this once" text={make.data.secret} />}
    </Section>
  )
}
