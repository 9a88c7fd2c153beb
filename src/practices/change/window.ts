/** Window: a span in which changes are wanted (maintenance), not wanted (freeze), or would hurt most (a business event). */
import { managers, readers, staff } from '../../model/actor.ts'
import { type Calendar, calendarSchema } from '../../model/calendar.ts'
import { choice, fixed, initially, instant, json, optional, prose, refs, text, yesno } from '../../model/field.ts'
import { type Common, defineRecord, type Refusal, type RowOf } from '../../model/record.ts'
import { scopeSchema, windowKinds, type WindowRule } from './window-rules.ts'

export const changeWindow = defineRecord({
  name: 'window',
  plural: 'windows',
  prefix: 'WIN',
  words: { one: 'Window', many: 'Windows', purpose: 'When changes are wanted, frozen, or would hurt most: maintenance, freezes and business events.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 160, search: 'A' }),
    kind: initially(fixed(choice(windowKinds, { label: 'Kind' })), 'maintenance'),
    isHard: initially(yesno({ label: 'Hard', help: 'A hard freeze blocks; a soft one lets through what a manager approves.' }), true),
    scope: json(scopeSchema, { label: 'About' }),
    startsAt: instant({ label: 'From' }),
    endsAt: instant({ label: 'Until', help: 'Not included: work may begin at this instant.' }),
    hours: optional(json(calendarSchema, { label: 'Hours', help: 'Of the week, in a time zone; empty: all the time.' })),
    reason: optional(prose({ label: 'Why', max: 4000, search: 'B' })),
    exceptIds: initially(refs('change', { label: 'Except', help: 'Changes that may be done all the same.' }), []),
  },
  states: {
    standing: { label: 'Standing', group: 'open', help: 'Holds from its start to its end.' },
    lifted: { label: 'Lifted', group: 'done' },
  },
  initial: 'standing',
  read: readers,
  shareable: true,
  sort: '-startsAt',
  create: (verb) => verb({ label: 'New window', says: 'made it', from: 'any', to: 'standing', by: staff, refuse: ({ row, actor }) => orderRefusal(row) ?? freezeRefusal(row, actor) }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['standing'], to: 'same', by: staff, quiet: true, reason: 'optional', edits: ['name', 'isHard', 'scope', 'startsAt', 'endsAt', 'hours', 'reason', 'shared'],
      refuse: ({ row, input, actor }) => orderRefusal({ startsAt: input.startsAt ?? row.startsAt, endsAt: input.endsAt ?? row.endsAt }) ?? freezeRefusal(row, actor),
    }),
    except: verb({
      label: 'Make an exception', says: 'made an exception', from: ['standing'], to: 'same', by: managers, reason: 'required', edits: ['exceptIds'], needs: ['exceptIds'],
      help: 'Names the changes that may be done in a freeze all the same.',
    }),
    lift: verb({ label: 'Lift', says: 'lifted it', from: ['standing'], to: 'lifted', by: staff, reason: 'required', refuse: ({ row, actor }) => freezeRefusal(row, actor) }),
  }),
})
export type ChangeWindow = RowOf<typeof changeWindow>

const orderRefusal = (w: { readonly startsAt: string; readonly endsAt: string }): Refusal | null => (w.endsAt <= w.startsAt ? { code: 'invalid', message: 'It would end before it begins.', at: 'endsAt' } : null)

/** Freezes bind everybody's work; agents plan maintenance and know business events. */
const freezeRefusal = (w: { readonly kind: string }, actor: { readonly kind: string; readonly role?: string }): Refusal | null =>
  w.kind === 'freeze' && actor.kind !== 'rule' && actor.role === 'agent' ? { code: 'forbidden', message: 'A freeze is set, changed and lifted by a manager.', at: 'kind' } : null

/** The row as the rules see it. */
export const windowRuleOf = (w: Pick<ChangeWindow & Common, 'id' | 'number' | 'name' | 'kind' | 'isHard' | 'scope' | 'orgId' | 'startsAt' | 'endsAt' | 'hours' | 'exceptIds' | 'updatedAt'> & { readonly shared?: boolean }, isProviders: boolean): WindowRule => ({
  id: w.id, number: w.number, name: w.name, kind: w.kind, isHard: w.isHard, scope: w.scope, orgId: w.orgId, isForAll: isProviders || w.shared === true, startsMs: Date.parse(w.startsAt), endsMs: Date.parse(w.endsAt),
  hours: w.hours as Calendar | null, exceptIds: w.exceptIds, since: w.updatedAt,
})
