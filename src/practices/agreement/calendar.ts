/** Calendar as a record: the hours an agreement counts, with zone and holidays, under a name people choose. */
import { managers, readers } from '../../model/actor.ts'
import { calendarSchema } from '../../model/calendar.ts'
import { json, text } from '../../model/field.ts'
import { defineRecord, type RowOf } from '../../model/record.ts'

export const calendar = defineRecord({
  name: 'calendar',
  plural: 'calendars',
  prefix: 'CAL',
  words: { one: 'Calendar', many: 'Calendars', purpose: 'When promises count: hours by weekday, in one time zone, without holidays.' },
  title: 'name',
  fields: {
    name: text({ label: 'Name', max: 120, search: 'A' }),
    hours: json(calendarSchema, { label: 'Hours and holidays' }),
  },
  states: { in_use: { label: 'In use', group: 'open' }, retired: { label: 'Retired', group: 'done' } },
  initial: 'in_use',
  read: readers,
  shareable: true,
  sort: 'name',
  create: (verb) => verb({ label: 'New calendar', says: 'made it', from: 'any', to: 'in_use', by: managers }),
  verbs: (verb) => ({
    update: verb({ label: 'Change', says: 'changed it', from: ['in_use'], to: 'same', edits: ['name', 'hours', 'shared'], by: managers, reason: 'optional', quiet: true }),
    retire: verb({ label: 'Retire', says: 'retired it', from: ['in_use'], to: 'retired', by: managers, reason: 'required' }),
  }),
})
export type CalendarRecord = RowOf<typeof calendar>
