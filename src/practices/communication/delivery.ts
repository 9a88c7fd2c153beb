/** Delivery: one message on its way out, by mail or webhook; the log of who was told what, when, and whether it arrived. */
import { managers, readers } from '../../model/actor.ts'
import { choice, fixed, instant, integer, initially, optional, prose, system, text } from '../../model/field.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'

export const delivery = defineRecord({
  name: 'delivery',
  plural: 'deliveries',
  prefix: 'DLV',
  words: { one: 'Delivery', many: 'Deliveries', purpose: 'Every message that left here or could not: to whom, about what, with which result.' },
  title: 'subject',
  fields: {
    channel: fixed(choice({ email: 'E-mail', webhook: 'Webhook' }, { label: 'Channel' })),
    target: fixed(text({ label: 'To', max: 2000 })),
    subject: fixed(text({ label: 'Subject', max: 300 })),
    body: fixed(prose({ label: 'Text', max: 100_000 })),
    about: fixed(text({ label: 'About', max: 40 })),
    subscriptionId: optional(fixed(text({ label: 'Subscription', max: 36 }))),
    attempts: initially(system(integer({ label: 'Attempts', min: 0, max: 1000 })), 0),
    answer: optional(system(text({ label: 'Answer', max: 500 }))),
    sentAt: optional(system(instant({ label: 'Delivered' }))),
  },
  states: {
    held: { label: 'Held', group: 'open', help: 'One of many in a few minutes: it is told in the next digest.' },
    queued: { label: 'On its way', group: 'open' },
    sent: { label: 'Delivered', group: 'done' },
    bundled: { label: 'In a digest', group: 'done', help: 'Told together with others; the answer names the digest.' },
    failed: { label: 'Given up', group: 'waiting', help: 'Tried again as often as allowed, or refused for good.' },
  },
  initial: 'queued',
  read: readers,
  create: (verb) => verb({ label: 'Send', says: 'queued it', from: 'any', to: 'queued', by: managers, ruleOnly: true, audience: 'internal' }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: [], to: 'same', by: [], ruleOnly: true, quiet: true }),
    sent: verb({ label: 'Delivered', says: 'delivered it', from: ['queued'], to: 'sent', by: [], ruleOnly: true, input: { said: optional(text({ label: 'Answer', max: 500 })) },
      set: ({ row, input, now }) => ({ attempts: row.attempts + 1, answer: input.said ?? null, sentAt: now }) }),
    retry: verb({ label: 'Try later', says: 'could not deliver it yet', from: ['queued'], to: 'queued', by: [], ruleOnly: true, input: { said: optional(text({ label: 'Answer', max: 500 })) },
      set: ({ row, input }) => ({ attempts: row.attempts + 1, answer: input.said ?? null }) }),
    giveUp: verb({ label: 'Give up', says: 'gave up', from: ['queued'], to: 'failed', by: [], ruleOnly: true, input: { said: optional(text({ label: 'Answer', max: 500 })) },
      set: ({ row, input }) => ({ attempts: row.attempts + 1, answer: input.said ?? null }) }),
    hold: verb({ label: 'Hold', says: 'held it for the digest', from: ['queued'], to: 'held', by: [], ruleOnly: true, quiet: true }),
    bundle: verb({ label: 'Put into a digest', says: 'put it into a digest', from: ['held'], to: 'bundled', by: [], ruleOnly: true, quiet: true, input: { said: optional(text({ label: 'Answer', max: 500 })) },
      set: ({ input }) => ({ answer: input.said ?? null }) }),
    again: verb({ label: 'Send again', says: 'sent it again', from: ['failed', 'sent'], to: 'queued', by: managers, set: () => ({ attempts: 0, sentAt: null }) }),
  }),
})
export type Delivery = RowOf<typeof delivery>
