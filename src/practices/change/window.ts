/** Window: a span in which changes are wanted (maintenance), not wanted (freeze), or would hurt most (a business event). */
import { managers, readers, staff } from '../../model/actor.ts'
import { type Calendar, calendarSchema } from '../../model/calendar.ts'
import type { Context } from '../../model/context.ts'
import { AppError } from '../../model/error.ts'
import { choice, fixed, initially, instant, json, optional, prose, refs, system, text, yesno } from '../../model/field.ts'
import { type Common, type Defined, defineRecord, refuse, type Refusal, type RowOf } from '../../model/record.ts'
import { ci } from '../configuration/ci.ts'
import { organization } from '../organization/record.ts'
import { team } from '../people/team.ts'
import { service } from '../service/record.ts'
import { type Scope, scopeSchema, windowKinds, type WindowRule } from './window-rules.ts'

/** What a window binds, and when: changed, whoever agreed before agreed to another window. */
const binding = ['isHard', 'scope', 'startsAt', 'endsAt', 'hours'] as const

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
    boundAt: optional(system(instant({ label: 'Binds so since', help: 'When what it binds or its time was said last; an exception or another name leaves it.' }))),
  },
  states: {
    standing: { label: 'Standing', group: 'open', help: 'Holds from its start to its end.' },
    lifted: { label: 'Lifted', group: 'done' },
  },
  initial: 'standing',
  read: readers,
  shareable: true,
  sort: '-startsAt',
  create: (verb) => verb({
    label: 'New window', says: 'made it', from: 'any', to: 'standing', by: staff,
    facts: async (ctx, row) => ({ isProviders: await checkScope(ctx, row.orgId, row.scope) }),
    refuse: ({ row, actor, facts }) => orderRefusal(row) ?? freezeRefusal(row, actor) ?? sharedRefusal(row, facts.isProviders), set: ({ now }) => ({ boundAt: now }),
  }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['standing'], to: 'same', by: staff, quiet: true, reason: 'optional', edits: ['name', 'isHard', 'scope', 'startsAt', 'endsAt', 'hours', 'reason', 'shared'],
      facts: async (ctx, row, input) => ({ isProviders: await checkScope(ctx, row.orgId, input.scope ?? {}) }),
      refuse: ({ row, input, actor, facts }) => orderRefusal({ startsAt: input.startsAt ?? row.startsAt, endsAt: input.endsAt ?? row.endsAt }) ?? freezeRefusal(row, actor) ?? sharedRefusal(input, facts.isProviders),
      set: ({ row, input, now }) => (binding.some((k) => input[k] !== undefined && JSON.stringify(input[k]) !== JSON.stringify(row[k])) ? { boundAt: now } : {}),
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

/** A window that is shared is seen by all; that it binds all is a provider's to say. */
const sharedRefusal = (w: object, isProviders: boolean): Refusal | null => ('shared' in w && w.shared === true && !isProviders ? refuse('Only a window of the provider is shared with every organization.', 'shared') : null)

/**
 * Whatever the scope names is there, seen by whoever says so, and of use to the window's organization: its own, shared or a provider's; a provider's
 * window may name all. Refused as invalid in the words of every reference. True where the window is a provider's.
 */
async function checkScope(ctx: Context, orgId: string, scope: Scope): Promise<boolean> {
  const own = await ctx.seek(organization, orgId)
  const isProviders = own?.kind === 'provider'
  const named: readonly (readonly [keyof Scope, string, Defined<unknown>, readonly string[]])[] = [
    ['serviceIds', 'service', service as Defined<unknown>, scope.serviceIds ?? []], ['ciIds', 'ci', ci as Defined<unknown>, scope.ciIds ?? []], ['teamIds', 'team', team as Defined<unknown>, scope.teamIds ?? []],
    ['orgIds', 'organization', organization as Defined<unknown>, scope.orgIds ?? []],
  ]
  const faults = []
  for (const [at, record, type, ids] of named) {
    const found = ids.length === 0 ? new Map<string, Common & Partial<Owned>>() : await ctx.seekMany(type, ids) as ReadonlyMap<string, Common & Partial<Owned>>
    const owners = await ctx.seekMany(organization, [...new Set([...found.values()].map((x) => x.orgId))])
    const isUsable = (x: Common & Partial<Owned>): boolean => isProviders || x.orgId === orgId || (record === 'organization' ? x.id === orgId || x.kind !== 'customer' : x.shared === true || owners.get(x.orgId)?.kind === 'provider')
    faults.push(...ids.filter((id) => { const x = found.get(id.toLowerCase()); return x === undefined || !isUsable(x) }).map((id) => ({ at: `/scope/${at}`, message: `there is no ${record} ${id} that this organization could use` })))
  }
  if (faults.length > 0) throw new AppError('invalid', `${faults[0]?.at} : ${faults[0]?.message}.`, { faults: faults.slice(0, 20) })
  return isProviders
}
interface Owned { readonly shared: boolean; readonly kind: string }

/** The row as the rules see it. */
export const windowRuleOf = (w: Pick<ChangeWindow & Common, 'id' | 'number' | 'name' | 'kind' | 'isHard' | 'scope' | 'orgId' | 'startsAt' | 'endsAt' | 'hours' | 'exceptIds' | 'updatedAt' | 'boundAt'>, isProviders: boolean): WindowRule => ({
  id: w.id, number: w.number, name: w.name, kind: w.kind, isHard: w.isHard, scope: w.scope, orgId: w.orgId, isForAll: isProviders, startsMs: Date.parse(w.startsAt), endsMs: Date.parse(w.endsAt),
  hours: w.hours as Calendar | null, exceptIds: w.exceptIds, since: w.boundAt ?? w.updatedAt,
})
