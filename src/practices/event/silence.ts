/** The record type `silence`: alerts that match it make no noise for a while; who asked for it and why stays on record. */
import { z } from 'zod'
import { defineRecord, refuse, type Refusal, type RowOf } from '../../model/record.ts'
import { fixed, instant, json, text } from '../../model/field.ts'
import { staff } from '../../model/actor.ts'
import { type Matcher, matcherSchema, matchesEmpty } from './matchers.ts'

const matcherList: z.ZodType<readonly Matcher[]> = z.array(matcherSchema).min(1).max(50)

export const silence = defineRecord({
  name: 'silence', plural: 'silences', prefix: 'SIL', title: 'comment',
  words: { one: 'Silence', many: 'Silences', purpose: 'Keeps alerts quiet that are expected for a while, such as during planned work.' },
  states: {
    standing: { label: 'Standing', group: 'open', help: 'Works from its start to its end.' },
    ended: { label: 'Ended early', group: 'done' },
  },
  initial: 'standing',
  fields: {
    matchers: fixed(json(matcherList, { label: 'Matchers', help: 'All must hold; at least one must need a label to be there.' })),
    startsAt: fixed(instant({ label: 'From' })),
    endsAt: instant({ label: 'Until' }),
    author: fixed(text({ label: 'Asked for by', max: 200 })),
    comment: text({ label: 'Why', max: 1000, search: 'B' }),
  },
  create: (verb) => verb({
    label: 'Silence', says: 'asked for silence', from: 'any', to: 'standing', by: staff, audience: 'internal',
    refuse: ({ row, now }) => silenceFault(row, now),
  }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['standing'], to: 'same', by: staff, quiet: true, audience: 'internal', edits: ['endsAt', 'comment'],
      refuse: ({ row, input, now }) => silenceFault({ ...row, endsAt: input.endsAt ?? row.endsAt }, now),
    }),
    end: verb({
      label: 'End now', says: 'ended it', from: ['standing'], to: 'ended', by: staff, audience: 'internal',
      set: ({ row, now }) => ({ endsAt: row.endsAt < now ? row.endsAt : now }),
    }),
  }),
})
export type Silence = RowOf<typeof silence>

/** Why such a silence makes no sense, in Alertmanager's own words, which its clients show; null where it does. */
export function silenceFault(s: { readonly matchers: readonly Matcher[]; readonly startsAt: string; readonly endsAt: string }, now: string): Refusal | null {
  if (s.matchers.every(matchesEmpty)) return refuse('at least one matcher must not match the empty string', 'matchers')
  if (s.endsAt <= now) return refuse("end time can't be in the past", 'endsAt')
  return s.endsAt < s.startsAt ? refuse('end time must not be before start time', 'endsAt') : null
}
