/** Why a value does not fit its schema, as the predicate of a sentence: "title" + "must not be empty". */
import type { z } from 'zod'

/** Choices named in one sentence; the schema in openapi.json has them all. */
const MOST_NAMED = 12

/** What people call the shapes that a schema asks for. */
const shapes: Readonly<Record<string, string>> = {
  string: 'text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'an object', record: 'an object', null: 'empty', date: 'a point in time',
}
const formats: Readonly<Record<string, string>> = {
  email: 'an e-mail address such as ada@example.org', url: 'an address that begins with http:// or https://', uuid: 'an id', datetime: 'an instant such as 2026-03-17T14:32:00Z', date: 'a day such as 2026-03-17',
}

/** Says one fault of zod in words; without a full stop, without the name of the place. A message that the schema itself gives is kept. */
export function sayIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return 'is needed'
      return issue.message.startsWith('Invalid input') ? `must be ${shapes[issue.expected] ?? issue.expected}` : issue.message
    case 'too_small':
      if (!issue.message.startsWith('Too small')) return issue.message
      return issue.origin === 'string' && Number(issue.minimum) === 1 ? 'must not be empty' : `must ${amount(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`
    case 'too_big':
      return issue.message.startsWith('Too big') ? `must ${amount(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}` : issue.message
    case 'invalid_format':
      return issue.message.startsWith('Invalid') && formats[issue.format] !== undefined ? `must be ${formats[issue.format]}` : issue.message
    case 'invalid_value':
      return issue.message.startsWith('Invalid') ? `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.slice(0, MOST_NAMED).map(String).join(', ')}${issue.values.length > MOST_NAMED ? ' …' : ''}` : issue.message
    default:
      return issue.message
  }
}

function amount(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'string') return `have ${bound} ${limit} character${Number(limit) === 1 ? '' : 's'}`
  if (origin === 'array' || origin === 'set' || origin === 'map' || origin === 'record') return `have ${bound} ${limit} ${Number(limit) === 1 ? 'entry' : 'entries'}`
  return `be ${bound} ${limit}`
}
