/** Person: somebody who uses, runs or pays for services, with one role and one reach. */
import { admins, managers, type Reach, reachOf, type Role, readers, roleOf, roles, roleWords } from '../../model/actor.ts'
import { choice, email, fixed, initially, internal, optional, refs, text, zone } from '../../model/field.ts'
import { defineRecord, type Refusal, type RowOf } from '../../model/record.ts'
import type { Actor } from '../../model/actor.ts'

/** Nobody gives more than they have, nor changes who has more: neither a higher role nor a wider reach. */
export function beyond(actor: Actor, wants: { readonly role?: Role | undefined; readonly reach?: Reach | undefined }): Refusal | null {
  if (actor.kind === 'rule') return null
  if (wants.role !== undefined && roles.indexOf(wants.role) > roles.indexOf(roleOf(actor))) return { code: 'forbidden', message: `You cannot give the role ${roleWords[wants.role].toLowerCase()}: it is above your own.`, at: 'role' }
  if (wants.reach === 'all' && reachOf(actor) !== 'all') return { code: 'forbidden', message: 'You cannot let somebody see every organization, nor change who does: you see only your own.', at: 'reach' }
  return null
}

export const person = defineRecord({
  name: 'person',
  plural: 'people',
  prefix: 'PER',
  words: { one: 'Person', many: 'People', purpose: 'Everybody who runs, uses or pays for a service, with the role that decides what they may do.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    email: email({ label: 'E-mail', help: 'Signs in with it and is told things there; one person of an organization has it.' }),
    phone: optional(text({ label: 'Phone', max: 40 })),
    role: initially(choice(roleWords, { label: 'Role' }), 'requester'),
    reach: initially(fixed(choice({ organization: 'Own organization', all: 'Every organization' }, { label: 'Sees' })), 'organization'),
    teamIds: initially(internal(refs('team', { label: 'Teams' })), []),
    zone: optional(zone({ label: 'Time zone', help: "Times are shown in it; without one the browser's zone is used." })),
  },
  states: { active: { label: 'Active', group: 'open' }, left: { label: 'Left', group: 'done' } },
  initial: 'active',
  read: readers,
  sort: 'name',
  create: (verb) => verb({ label: 'New person', says: 'added them', from: 'any', to: 'active', by: managers, refuse: ({ row, actor }) => beyond(actor, row) }),
  verbs: (verb) => ({
    update: verb({
      label: 'Change', says: 'changed it', from: ['active'], to: 'same', edits: ['name', 'email', 'phone', 'role', 'teamIds', 'zone'], by: managers, quiet: true,
      refuse: ({ row, input, actor }) => beyond(actor, row) ?? beyond(actor, { role: input.role }),
    }),
    leave: verb({ label: 'Mark as left', says: 'marked them as left', from: ['active'], to: 'left', by: managers, reason: 'optional', refuse: ({ row, actor }) => beyond(actor, row) }),
    return: verb({ label: 'Take back', says: 'took them back', from: ['left'], to: 'active', by: admins, reason: 'optional', refuse: ({ row, actor }) => beyond(actor, row) }),
  }),
})
export type Person = RowOf<typeof person>
