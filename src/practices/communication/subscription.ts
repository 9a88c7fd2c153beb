/** Subscription: another system that wants to hear what happens here, by a signed webhook. */
import { z } from 'zod'
import { managers } from '../../model/actor.ts'
import { initially, internal, json, text } from '../../model/field.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'

const address = { ...text({ label: 'Address', max: 2000 }), schema: z.url({ protocol: /^https?$/ }).max(2000) }

export const subscription = defineRecord({
  name: 'subscription',
  plural: 'subscriptions',
  prefix: 'SUB',
  words: { one: 'Subscription', many: 'Subscriptions', purpose: 'A web address that is told of each change, signed, tried again until it answers.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 120 }),
    url: address,
    secret: internal(text({ label: 'Signing secret', max: 200, help: 'The receiver checks each message with it (HMAC-SHA256).' })),
    events: initially(json(z.array(z.string().regex(/^[a-z_]+\.([A-Za-z]+|\*)$/)).min(1).max(50), { label: 'Events', help: 'Such as incident.create or incident.*' }), ['incident.*']),
  },
  states: { on: { label: 'On', group: 'open' }, off: { label: 'Off', group: 'done' } },
  initial: 'on',
  read: managers,
  sort: 'name',
  create: (verb) => verb({ label: 'New subscription', says: 'subscribed', from: 'any', to: 'on', by: managers, audience: 'internal' }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: 'any', to: 'same', by: managers, quiet: true, edits: ['name', 'url', 'secret', 'events'] }),
    switchOff: verb({ label: 'Switch off', says: 'switched it off', from: ['on'], to: 'off', by: managers }),
    switchOn: verb({ label: 'Switch on', says: 'switched it on', from: ['off'], to: 'on', by: managers }),
  }),
})
export type Subscription = RowOf<typeof subscription>
