/** Tagged: short labels people put on a record to find it again. */
import { staff } from '../model/actor.ts'
import { initially, internal, system, tags } from '../model/field.ts'
import { traitVerb, type Trait } from '../model/record.ts'

const label = tags({ label: 'Tags' })
const fields = { tags: initially(internal(system(label)), []) }

export const tagged = {
  name: 'tagged',
  fields,
  tables: [],
  verbs: {
    tag: traitVerb({
      label: 'Tag', says: 'tagged it', key: '#', from: 'any', to: 'same', by: staff, quiet: true,
      input: { labels: label }, set: ({ input }) => ({ tags: input.labels }),
    }),
  },
} satisfies Trait<typeof fields>
