/** Faults in requests are said in words that somebody who never saw the schema can act on. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { sayIssue } from './say-issue.ts'

const say = (schema: z.ZodType, value: unknown): string | undefined => {
  const first = schema.safeParse(value).error?.issues[0]
  return first && sayIssue(first)
}

test.each<[string, z.ZodType, unknown, string]>([
  ['nothing was given', z.object({ a: z.string() }), {}, 'is needed'],
  ['a required text is empty', z.string().min(1), '', 'must not be empty'],
  ['a text is too short', z.string().min(10), 'short', 'must have at least 10 characters'],
  ['a text is too long', z.string().max(3), 'long', 'must have at most 3 characters'],
  ['a number is out of range', z.number().max(4), 9, 'must be at most 4'],
  ['a list is too long', z.array(z.number()).max(1), [1, 2], 'must have at most 1 entry'],
  ['the kind is another', z.number(), 'x', 'must be a number'],
  ['a choice is none of the offered', z.enum(['fixed', 'workaround']), 'x', 'must be one of fixed, workaround'],
  ['a mail address is none', z.email(), 'x', 'must be an e-mail address such as ada@example.org'],
  ['the schema has its own words', z.string().min(1, 'is what everybody reads first'), '', 'is what everybody reads first'],
  ['a rule of our own speaks for itself', z.string().refine(() => false, 'is blank'), ' ', 'is blank'],
])('says what is wrong when %s', (_, schema, value, words) => {
  expect(say(schema, value)).toBe(words)
})
