/** The event practice as the composition root takes it. What opens incidents from alerts is a reaction of the incident practice. */
import type { Practice } from '../../model/practice.ts'
import { integration } from './integration.ts'
import { alert, alertPulse } from './record.ts'
import { silence } from './silence.ts'

export const eventPractice: Practice = { name: 'event', records: [integration, silence, alert], derived: [alertPulse] }
