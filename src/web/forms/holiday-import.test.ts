/** Holidays out of lists and calendar files. */
import { expect, test } from 'vitest'
import { readHolidays } from './holiday-import.ts'

test.each<[string, string, readonly string[]]>([
  ['a list with names, in any order, each once', '2026-12-25 Christmas Day\n2026-01-01, New Year\n2026-12-25\n', ['2026-01-01', '2026-12-25']],
  ['dates with points', '25.12.2026\n1.1.2027', ['2026-12-25', '2027-01-01']],
  ['spans', '2026-12-24/2026-12-26', ['2026-12-24/2026-12-26']],
  ['what is no date is left out', 'Date,Name\n2026-02-30 never\n03/04/2026 which?\n', []],
  ['an iCalendar file; its end is the day after', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270101\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20270102T090000Z\r\nSUMMARY:A meeting\r\nEND:VEVENT\r\nEND:VCALENDAR', ['2026-12-25/2026-12-26', '2027-01-01']],
])('%s', (_, text, dates) => {
  expect(readHolidays(text)).toEqual(dates)
})
