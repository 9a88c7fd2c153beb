/** The record type `alert`: a notification that somebody must look, raised from an event of one source. */
import { z } from 'zod'
import { defineRecord, type RowOf } from '../../model/record.ts'
import { choice, fixed, initially, instant, json, optional, ref, searched, system, text } from '../../model/field.ts'
import { defineDerived } from '../../model/derived.ts'
import { staff } from '../../model/actor.ts'
import { outcomeWords, severityWords } from './rules.ts'

/** What one step of the line decided about an event, and why. */
export interface Reason {
  readonly step: string
  readonly verdict: string
  readonly why: string
}

const labelMap = z.record(z.string().max(1000), z.string().max(65_536))
const reasonList: z.ZodType<readonly Reason[]> = z.array(z.object({ step: z.string(), verdict: z.string(), why: z.string() })).max(40)

export const alert = defineRecord({
  name: 'alert', plural: 'alerts', prefix: 'ALR', title: 'title',
  words: { one: 'Alert', many: 'Alerts', purpose: 'What monitoring says is wrong, each once however often it is repeated.' },
  states: {
    firing: { label: 'Firing', group: 'open', help: 'The source says that it holds.' },
    acknowledged: { label: 'Acknowledged', group: 'open', help: 'Somebody looks at it.' },
    resolved: { label: 'Resolved', group: 'done', help: 'The source says that it is over, or has fallen silent.' },
    closed: { label: 'Closed', group: 'done', help: 'Judged by a person, with an outcome.' },
  },
  initial: 'firing',
  fields: {
    title: system(text({ label: 'Title', max: 400, search: 'A' })),
    severity: system(choice(severityWords, { label: 'Severity' })),
    fingerprint: system(fixed(text({ label: 'Fingerprint', max: 16, help: 'Identity of the label set; equal for each repeat.' }))),
    labels: system(fixed(json(labelMap, { label: 'Labels' }))),
    annotations: system(json(labelMap, { label: 'Annotations' })),
    generatorUrl: system(optional(text({ label: 'Source link', max: 4000 }))),
    integrationId: system(optional(ref('integration', { label: 'Integration' }))),
    serviceId: system(optional(ref('service', { label: 'Service' }))),
    incidentId: system(optional(text({ label: 'Incident', max: 36 }))),
    incidentKey: system(text({ label: 'Correlation key', max: 8000, help: 'Alerts with an equal key belong to one incident.' })),
    suppressedBy: system(optional(text({ label: 'Silenced by', max: 36, help: 'Id of the silence that kept it quiet when it came in.' }))),
    eventId: system(optional(text({ label: 'Event', max: 36, help: 'The event that raised it.' }))),
    startsAt: system(instant({ label: 'Began' })),
    endsAt: system(optional(instant({ label: 'Ended' }))),
    reasons: system(initially(json(reasonList, { label: 'How it was decided' }), [])),
    ackedBy: system(optional(searched(text({ label: 'Acknowledged by', max: 200 }), 'C'))),
    ackedAt: system(optional(instant({ label: 'Acknowledged' }))),
    outcome: system(optional(choice(outcomeWords, { label: 'Outcome' }))),
  },
  create: (verb) => verb({
    label: 'Raise', says: 'raised it', from: 'any', to: 'firing', by: staff, ruleOnly: true, audience: 'internal',
    edits: ['orgId', 'title', 'severity', 'fingerprint', 'labels', 'annotations', 'generatorUrl', 'integrationId', 'serviceId', 'incidentKey', 'suppressedBy', 'eventId', 'startsAt', 'endsAt', 'reasons'],
  }),
  verbs: (verb) => ({
    acknowledge: verb({
      label: 'Acknowledge', says: 'acknowledged it', key: 'a', from: ['firing'], to: 'acknowledged', by: staff, audience: 'internal',
      set: ({ actor, now }) => ({ ackedBy: actor.name, ackedAt: now }),
    }),
    resolve: verb({
      label: 'Resolve', says: 'resolved it', key: 'r', from: ['firing', 'acknowledged'], to: 'resolved', by: staff, audience: 'internal', reason: 'optional',
      edits: ['endsAt'],
      // A late message may name an end before the last beginning, and a person may mistype one: the span stays whole.
      set: ({ row, input, now }) => ({ endsAt: latest(row.startsAt, earliest(input.endsAt ?? now, now)) }),
    }),
    close: verb({
      label: 'Close', says: 'closed it', key: 'c', from: ['firing', 'acknowledged', 'resolved'], to: 'closed', by: staff, audience: 'internal', reason: 'optional',
      edits: ['outcome'], needs: ['outcome'],
      set: ({ row, now }) => ({ endsAt: row.endsAt ?? now }),
    }),
    refire: verb({
      label: 'Fire again', says: 'fired again', from: ['resolved'], to: 'firing', by: staff, ruleOnly: true, audience: 'internal',
      edits: ['title', 'severity', 'annotations', 'generatorUrl', 'serviceId', 'incidentKey', 'suppressedBy', 'startsAt', 'reasons'],
      set: () => ({ endsAt: null, ackedBy: null, ackedAt: null, outcome: null }),
    }),
    renew: verb({
      label: 'Renew', says: 'came with new annotations', from: ['firing', 'acknowledged'], to: 'same', by: staff, ruleOnly: true, audience: 'internal',
      edits: ['annotations', 'generatorUrl'],
    }),
    surface: verb({
      label: 'Surface', says: 'is no longer silenced', from: ['firing', 'acknowledged'], to: 'same', by: staff, ruleOnly: true, audience: 'internal',
      set: () => ({ suppressedBy: null }),
    }),
    link: verb({
      label: 'Link to incident', says: 'linked it to an incident', from: 'any', to: 'same', by: staff, quiet: true, audience: 'internal',
      edits: ['incidentId'], needs: ['incidentId'],
    }),
  }),
})
export type Alert = RowOf<typeof alert>

// Instants of one form in UTC order as text.
const earliest = (a: string, b: string): string => (a < b ? a : b)
const latest = (a: string, b: string): string => (a > b ? a : b)

/**
 * When an open alert was last heard of and when it ends unless it is heard again. Apart from the record because it changes with each
 * repeat and says nothing that a journal should keep; written in bulk at most once a minute.
 */
export const alertPulse = defineDerived({
  name: 'alert_pulse',
  fields: {
    recordId: { ...text({ label: 'Alert', max: 36 }), column: 'uuid' },
    orgId: ref('organization', { label: 'Organization' }),
    receivedAt: instant({ label: 'Last heard' }),
    expiresAt: instant({ label: 'Ends unless heard again' }),
  },
  key: ['recordId'],
})
