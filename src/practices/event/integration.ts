/** The record type `integration`: one way in for one source, with its key and how its alerts find their service. */
import { z } from 'zod'
import { defineRecord, type RowOf } from '../../model/record.ts'
import { choice, fixed, initially, internal, json, optional, ref, text } from '../../model/field.ts'
import { managers } from '../../model/actor.ts'
import { mappingSchema } from './mapping.ts'

export const integrationKinds = { alertmanager: 'Prometheus or Alertmanager', webhook: 'Webhook with JSON' } as const

const labelNames: z.ZodType<readonly string[]> = z.array(z.string().min(1).max(200)).max(20).refine((l) => new Set(l).size === l.length, 'has a repeat')

export const integration = defineRecord({
  name: 'integration', plural: 'integrations', prefix: 'INT', title: 'name',
  words: { one: 'Integration', many: 'Integrations', purpose: 'A source that may send alerts here, and what its labels mean.' },
  states: {
    enabled: { label: 'Receiving', group: 'open' },
    disabled: { label: 'Switched off', group: 'done', help: 'Whatever it sends is refused.' },
  },
  initial: 'enabled',
  sort: 'name',
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    kind: fixed(choice(integrationKinds, { label: 'Kind' })),
    keyHash: internal(fixed({ ...text({ label: 'Hash of the key', max: 64, help: 'SHA-256 in hex of the key in its address; the key itself is kept nowhere.' }), schema: z.string().regex(/^[0-9a-f]{64}$/, 'is a SHA-256 in hex') })),
    mapping: optional(json(mappingSchema, { label: 'Mapping', help: 'Where in the document of a webhook each part is found.' })),
    serviceLabels: initially(json(labelNames, { label: 'Labels that name the service', help: 'The first whose value is the key or an alias of a service decides.' }), ['service', 'service_name', 'job']),
    defaultServiceId: optional(ref('service', { label: 'Service where no label names one' })),
    groupBy: initially(json(labelNames, { label: 'Labels that make one incident', help: 'Alerts on one service with equal values of these belong together.' }), ['alertname']),
  },
  create: (verb) => verb({ label: 'New integration', says: 'set it up', from: 'any', to: 'enabled', by: managers, audience: 'internal' }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: 'any', to: 'same', by: managers, quiet: true, audience: 'internal', edits: ['name', 'mapping', 'serviceLabels', 'defaultServiceId', 'groupBy'] }),
    rotate: verb({ label: 'Replace the key', says: 'replaced its key', from: 'any', to: 'same', by: managers, quiet: true, audience: 'internal', edits: ['keyHash'], needs: ['keyHash'] }),
    disable: verb({ label: 'Switch off', says: 'switched it off', from: ['enabled'], to: 'disabled', by: managers, audience: 'internal', reason: 'optional' }),
    enable: verb({ label: 'Switch on', says: 'switched it on', from: ['disabled'], to: 'enabled', by: managers, audience: 'internal' }),
  }),
})
export type Integration = RowOf<typeof integration>
