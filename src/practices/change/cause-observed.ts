/** Observed change: something that was changed as pipelines tell it, and whether anybody had agreed to it. */
import { z } from 'zod'
import { readers, staff } from '../../model/actor.ts'
import { choice, fixed, initially, instant, integer, json, optional, plainText, prose, ref, refs, system, text, yesno } from '../../model/field.ts'
import { defineRecord, refuse, type RowOf } from '../../model/record.ts'
import { commentable } from '../../traits/commentable.ts'
import { linkable } from '../../traits/linkable.ts'

/** In whose words it was told. */
export const observedSources = { pagerduty: 'PagerDuty change event', cloudevents: 'CloudEvents', github: 'GitHub', gitlab: 'GitLab', webhook: 'Webhook', person: 'Somebody here' } as const
export type ObservedSource = keyof typeof observedSources

const words: z.ZodType<readonly string[]> = z.array(plainText(200)).max(20)
const explainedBy = ref('change', { label: 'Explained by' })

export const observedChange = defineRecord({
  name: 'observed_change',
  plural: 'observed-changes',
  prefix: 'OBS',
  words: { one: 'Observed change', many: 'Observed changes', purpose: 'A change that was seen to happen, as pipelines tell it. Each is explained by an authorised change, or it was unauthorised.' },
  title: 'title',
  read: readers,
  sort: '-startedAt',
  traits: [commentable, linkable],
  fields: {
    title: text({ label: 'What was changed', max: 200, search: 'A' }),
    description: optional(prose({ label: 'Description', max: 4000, search: 'C' })),
    source: initially(fixed(choice(observedSources, { label: 'Told by' })), 'person'),
    sourceKey: optional(fixed(text({ label: 'Known there as', max: 200, help: 'The same for each message about it; what is sent twice is recorded once.' }))),
    integrationId: optional(fixed(ref('integration', { label: 'Integration' }))),
    startedAt: instant({ label: 'Began', help: 'By our clock: where the sender’s runs ahead, when it was heard of.' }),
    endedAt: optional(instant({ label: 'Over' })),
    clockAheadSeconds: optional(fixed(integer({ label: 'Sender’s clock ahead by', min: 0, max: 2_000_000_000, help: 'Seconds at least; it said that this began later than it was heard of.' }))),
    serviceIds: initially(refs('service', { label: 'Services' }), []),
    ciIds: initially(refs('ci', { label: 'Items' }), []),
    unknownNames: initially(json(words, { label: 'Names not known here', help: 'What the sender called it, where no service or item has that name.' }), []),
    environment: optional(fixed(text({ label: 'Environment', max: 80 }))),
    versionName: optional(fixed(text({ label: 'Version', max: 200, search: 'B' }))),
    madeBy: optional(fixed(text({ label: 'Made by', max: 200, search: 'C' }))),
    link: optional(fixed(text({ label: 'Link', max: 2000 }))),
    namedChanges: initially(fixed(json(words, { label: 'Names the changes' })), []),
    changeId: optional(system(explainedBy)),
    isByPerson: initially(system(yesno({ label: 'Judged by a person', help: 'Rules leave it as it was judged.' })), false),
    judgement: optional(system(prose({ label: 'Why', max: 2000 }))),
  },
  states: {
    seen: { label: 'Seen', group: 'open', help: 'Not compared with changes yet.' },
    unplaced: { label: 'Place unknown', group: 'open', help: 'Nobody knows what it touched: say which services or items.' },
    unauthorised: { label: 'Unauthorised', group: 'open', help: 'No authorised change explains it.' },
    explained: { label: 'Explained', group: 'done' },
    dismissed: { label: 'No change of ours', group: 'done' },
  },
  initial: 'seen',
  create: (verb) => verb({
    label: 'New observed change', says: 'saw it', from: 'any', to: 'seen', by: staff, audience: 'internal',
    refuse: ({ row, now }) => (row.startedAt > now ? refuse('It cannot have been seen before it began.', 'startedAt') : row.endedAt !== null && row.endedAt < row.startedAt ? refuse('It cannot be over before it began.', 'endedAt') : null),
  }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['seen', 'unplaced', 'unauthorised', 'explained'], to: 'same', by: staff, quiet: true, edits: ['title', 'description'],
    }),
    place: verb({
      label: 'Say what it touched', says: 'said what it touched', key: 'P', from: ['seen', 'unplaced', 'unauthorised', 'explained'], to: 'seen', by: staff, audience: 'internal', reason: 'optional',
      edits: ['serviceIds', 'ciIds'], help: 'It is compared with authorised changes again.',
      refuse: ({ row, input }) => ((input.serviceIds ?? row.serviceIds).length + (input.ciIds ?? row.ciIds).length === 0 ? refuse('Name a service or an item that it touched.', 'serviceIds') : null),
      set: () => ({ changeId: null, isByPerson: false, judgement: null }),
    }),
    end: verb({
      label: 'Over', says: 'heard that it is over', from: 'any', to: 'same', by: staff, ruleOnly: true, quiet: true, audience: 'internal', edits: ['endedAt'], needs: ['endedAt'],
      refuse: ({ row, input }) => (row.endedAt !== null ? refuse('It was over already.') : input.endedAt != null && input.endedAt < row.startedAt ? refuse('It cannot be over before it began.', 'endedAt') : null),
    }),
    explain: verb({
      label: 'Explain', says: 'explained it', key: 'E', from: ['seen', 'unplaced', 'unauthorised', 'explained'], to: 'explained', by: staff, audience: 'internal', reason: 'required',
      input: { by: explainedBy }, set: ({ input, actor }) => ({ changeId: input.by, isByPerson: actor.kind !== 'rule', judgement: input.reason ?? null }),
    }),
    accuse: verb({
      label: 'Unauthorised', says: 'found no authorised change for it', from: ['seen', 'unplaced', 'explained'], to: 'unauthorised', by: staff, audience: 'internal', reason: 'required',
      set: ({ input, actor }) => ({ changeId: null, isByPerson: actor.kind !== 'rule', judgement: input.reason ?? null }),
    }),
    losePlace: verb({
      label: 'Place unknown', says: 'does not know what it touched', from: ['seen'], to: 'unplaced', by: staff, ruleOnly: true, quiet: true, audience: 'internal', reason: 'required',
      set: ({ input }) => ({ judgement: input.reason ?? null }),
    }),
    dismiss: verb({
      label: 'No change of ours', says: 'found that it is no change of ours', key: 'X', from: ['seen', 'unplaced', 'unauthorised'], to: 'dismissed', by: staff, audience: 'internal', reason: 'required',
      set: ({ input }) => ({ changeId: null, isByPerson: true, judgement: input.reason ?? null }),
    }),
    reopen: verb({
      label: 'Look again', says: 'had it looked at again', from: ['explained', 'dismissed', 'unauthorised'], to: 'seen', by: staff, audience: 'internal', reason: 'optional',
      set: () => ({ changeId: null, isByPerson: false, judgement: null }),
    }),
  }),
})
export type ObservedChange = RowOf<typeof observedChange>
