/** Giving a person a password, or changing one's own. */
import { Button, Modal, PasswordInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { managers } from '../../model/actor.ts'
import { client } from '../data/connection.ts'
import { useMe } from '../data/queries.ts'
import { FaultLine } from './fault.tsx'
import css from './parts.module.css'

export function SetPassword({ personId, name }: { personId: string; name: string }) {
  const me = useMe().data
  const isMine = me?.id === personId
  const [isOpen, setOpen] = useState(false)
  const [password, setPassword] = useState('')
  const [current, setCurrent] = useState('')
  const save = useMutation({ mutationFn: () => client.setPassword(personId, password, isMine ? current : undefined), onSuccess: () => { setOpen(false); setPassword(''); setCurrent(''); notifications.show({ message: isMine ? 'Your new password holds from now on.' : `The password is set. It is not mailed: tell ${name} yourself.` }) } })
  if (!me || (!isMine && !managers.includes(me.role))) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{isMine ? 'Change your password' : 'Set a password'}</Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={isMine ? 'Change your password' : `A password for ${name}`}>
        <form className={css.form} onSubmit={(e) => { e.preventDefault(); save.mutate() }}>
          {isMine && <PasswordInput label="The one you have" autoComplete="current-password" data-autofocus required value={current} onChange={(e) => setCurrent(e.currentTarget.value)} />}
          <PasswordInput label="The new one" autoComplete="new-password" required value={password} onChange={(e) => setPassword(e.currentTarget.value)} description="At least ten characters; a few words are better than a riddle." />
          <FaultLine error={save.error} />
          <div><Button type="submit" variant="filled" loading={save.isPending}>Save the password</Button></div>
        </form>
      </Modal>
    </>
  )
}
