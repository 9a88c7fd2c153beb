/** How a foreign JSON document becomes an event: where in it each part is found, and what its words mean. */
import { z } from 'zod'

const path = z.string().min(1).max(200).regex(/^[\p{L}\p{N}_$@-]+(\.[\p{L}\p{N}_$@-]+|\[\d{1,4}\])*$/u, 'is a path such as alert.items[0].name')

/** Every one of them is looked for in each event, of which one request may carry ten thousand. */
const mostLabels = 50
const mostWords = 200
const few = (most: number) => [(o: object): boolean => Object.keys(o).length <= most, `has more than ${most} entries`] as const

export const mappingSchema = z.strictObject({
  /** Where the list of events lies; absent: the document itself is one event, or a list of them. */
  list: path.optional(),
  /** What makes two events the same alert. */
  key: path.default('key'),
  title: path.default('title'),
  description: path.default('description'),
  severity: path.default('severity'),
  state: path.default('state'),
  service: path.default('service'),
  occurredAt: path.default('occurredAt'),
  link: path.default('link'),
  /** More labels: name → path. */
  labels: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/, 'is a label name'), path).refine(...few(mostLabels)).default({}),
  /** The sender's word in lower case → our severity. */
  severityValues: z.record(z.string().max(100), z.enum(['critical', 'error', 'warning', 'info'])).refine(...few(mostWords)).default({}),
  /** The sender's word in lower case → firing or resolved. */
  stateValues: z.record(z.string().max(100), z.enum(['firing', 'resolved'])).refine(...few(mostWords)).default({}),
})
export type Mapping = z.infer<typeof mappingSchema>

/** A document that already uses our words needs no mapping. */
export const plainMapping: Mapping = mappingSchema.parse({})

/** A mapping to be tried; `sample` is one document as the sender would post it. */
export const tryMappingSchema = z.strictObject({ mapping: mappingSchema, sample: z.unknown() })
