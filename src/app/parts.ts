/** The parts of the product in their order: a practice may use those above it, never those below. */
import type { Practice } from '../model/practice.ts'
import { agreement } from '../practices/agreement/agreement.ts'
import { calendar } from '../practices/agreement/calendar.ts'
import { clocksFollow, defaultsForProvider } from '../practices/agreement/reactions.ts'
import { obligation } from '../practices/agreement/obligation.ts'
import { delivery } from '../practices/communication/delivery.ts'
import { requesterIsTold, subscribersAreTold, teamIsTold } from '../practices/communication/reactions.ts'
import { subscription } from '../practices/communication/subscription.ts'
import { eventPractice } from '../practices/event/practice.ts'
import { alertsClear, alertsOpenIncidents, answersResume, childrenFollow, reviewIncident, reviewTimers } from '../practices/incident/reactions.ts'
import { incident } from '../practices/incident/record.ts'
import { outage } from '../practices/incident/outage.ts'
import { organization } from '../practices/organization/record.ts'
import { person } from '../practices/people/person.ts'
import { team } from '../practices/people/team.ts'
import { view } from '../practices/people/view.ts'
import { service } from '../practices/service/record.ts'

export const practices: readonly Practice[] = [
  { name: 'organization', records: [organization] },
  { name: 'people', records: [person, team, view] },
  { name: 'service', records: [service] },
  eventPractice,
  { name: 'incident', records: [incident, outage], reactions: [alertsOpenIncidents, alertsClear, childrenFollow, reviewTimers, answersResume], tasks: [reviewIncident] },
  { name: 'agreement', records: [calendar, agreement], derived: [obligation], reactions: [defaultsForProvider, clocksFollow] },
  { name: 'communication', records: [delivery, subscription], reactions: [teamIsTold, requesterIsTold, subscribersAreTold] },
]
