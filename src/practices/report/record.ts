/** Service report: what a customer was promised in a month and what they got, with the provider's comment; customers see published ones only. */
import { z } from 'zod'
import { managers, readers, staff } from '../../model/actor.ts'
import { fixed, instant, optional, prose, system, text } from '../../model/field.ts'
import { is } from '../../model/query.ts'
import { defineRecord, refuse, type Defined, type RowOf } from '../../model/record.ts'

/** A calendar month such as `2026-03`. */
export const monthSchema = z.string().regex(/^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])$/, 'is no month such as 2026-03')

export const report = defineRecord({
  name: 'report',
  plural: 'reports',
  prefix: 'RPT',
  words: { one: 'Service report', many: 'Service reports', purpose: 'What a customer was promised in a month and what they got, in plain words.' },
  title: 'month',
  read: [...readers, 'customer'],
  sort: '-month',
  fields: {
    month: fixed({ ...text({ label: 'Month', max: 7, help: 'Such as 2026-03; it begins and ends in the time zone of the provider.' }), schema: monthSchema }),
    comment: optional(prose({ label: 'Comment', max: 20_000, help: 'In your own words to the customer; stands below the outcomes.' })),
    publishedAt: optional(system(instant({ label: 'Published', help: 'Its numbers are those known then.' }))),
  },
  states: {
    draft: { label: 'Draft', group: 'open', help: 'The customer does not see it.' },
    published: { label: 'Published', group: 'done' },
  },
  initial: 'draft',
  create: (verb) => verb({
    label: 'New service report', says: 'began it', from: 'any', to: 'draft', by: staff, audience: 'internal',
    facts: async (ctx, row) => ({ others: (await ctx.list(self(), { where: [is('orgId', row.orgId), is('month', row.month)], limit: 1 })).items.map((r) => r.number) }),
    refuse: ({ row, now, facts }) => (row.month > now.slice(0, 7) ? refuse('This month has not begun.', 'month') : facts.others[0] === undefined ? null : refuse(`${facts.others[0]} is the report of this month already.`, 'month')),
  }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['draft'], to: 'same', edits: ['comment'], by: staff, audience: 'internal', quiet: true }),
    publish: verb({
      label: 'Publish', says: 'published it', help: 'From now on the customer sees it, with the numbers as they are known now.', from: ['draft'], to: 'published', by: managers, audience: 'public',
      refuse: ({ row, now }) => (row.month >= now.slice(0, 7) ? refuse('The month is not over.', 'month') : null), set: ({ now }) => ({ publishedAt: now }),
    }),
    withdraw: verb({ label: 'Take back', says: 'took it back', help: 'The customer does not see it any more.', from: ['published'], to: 'draft', by: managers, audience: 'internal', reason: 'required', set: () => ({ publishedAt: null }) }),
  }),
})
export type Report = RowOf<typeof report>

// The rule of its creation looks at others of its kind; the function breaks the circle of the value with itself.
function self(): Defined<{ readonly number: string }> { return report as Defined<{ readonly number: string }> }
