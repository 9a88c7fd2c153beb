/** Assignable: a record has a team that answers for it and a person who works on it. */
import { staff } from '../model/actor.ts'
import { internal, optional, ref, system } from '../model/field.ts'
import { traitVerb, type Trait } from '../model/record.ts'

const fields = {
  teamId: optional(internal(system(ref('team', { label: 'Team', help: 'The team that answers for it.' })))),
  assigneeId: optional(internal(system(ref('person', { label: 'With', help: 'The person who works on it.' })))),
}

/** `assign` and `take` are verbs of the record itself, because they move its state; this trait gives the columns and `release`. */
export const assignable = {
  name: 'assignable',
  fields,
  tables: [],
  verbs: {
    release: traitVerb({
      label: 'Give back to the team', says: 'gave it back to the team', from: 'any', to: 'same', by: staff, reason: 'optional', quiet: true,
      set: () => ({ assigneeId: null }),
    }),
  },
} satisfies Trait<typeof fields>
