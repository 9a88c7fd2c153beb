/** One mail through a real server that takes it only at the second try, and once more when a person asks. */
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { system, world, type World } from '../../test/world.ts'
import { openMailer } from '../channels/email.ts'
import { delivery } from '../practices/communication/delivery.ts'
import { deliver } from './deliver.ts'

let w: World
let smtp: SMTPServer
let mailer: ReturnType<typeof openMailer>
const ids: string[] = []
let isBusy = true

beforeAll(async () => {
  w = await world()
  smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let text = ''
      stream.on('data', (c: Buffer) => { text += c.toString() })
      stream.on('end', () => {
        ids.push(/^Message-ID: (.*)$/im.exec(text)?.[1] ?? '')
        done(isBusy ? Object.assign(new Error('try again'), { responseCode: 451 }) : null)
      })
    },
  })
  await new Promise<void>((go) => { smtp.listen(0, '127.0.0.1', go) })
  const a = smtp.server.address()
  mailer = openMailer(`smtp://127.0.0.1:${typeof a === 'object' && a !== null ? a.port : 0}`, 'Evenkeel <evenkeel@example.org>')
})
afterAll(async () => {
  mailer.close()
  await new Promise<void>((done) => { smtp.close(() => { done() }) })
  await w.end()
})

test('a repeat of one message has the same Message-ID; one that a person sends again has another', async () => {
  const { id } = await w.store.write(system, (s) => s.create(delivery, { orgId: w.a.orgId, channel: 'email', target: 'ada@example.org', subject: 'Gate is down', body: 'Since 09:00.', about: 'INC-1' }))
  const state = async (): Promise<string> => (await w.store.read(system, (s) => s.find(delivery, id))).state
  await deliver(w.store, mailer, [], id)
  expect(await state()).toBe('queued')
  isBusy = false
  await deliver(w.store, mailer, [], id)
  expect(await state()).toBe('sent')
  await w.store.write(w.as('manager'), (s) => s.move(delivery, id, 'again'))
  await deliver(w.store, mailer, [], id)
  expect(ids).toHaveLength(3)
  expect(ids[0]).toBe(`<${id}.1@example.org>`)
  expect(ids[1]).toBe(ids[0])
  expect(ids[2]).not.toBe(ids[0])
})
