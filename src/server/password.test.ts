/** How many passwords wait to be checked. */
import { expect, test } from 'vitest'
import { AppError } from '../model/error.ts'
import { checkPassword, mostWaiting } from './password.ts'

/** Of no password; settings travel with the hash, and these are a thousandth of ours. */
const cheap = `$scrypt$ln=8,r=8,p=1$c2FsdHNhbHRzYWx0c2Fs$${Buffer.alloc(32).toString('base64url')}`

test('of many at once so many are checked as can wait, the others are told to come back, and then there is room again', async () => {
  const outcomes = await Promise.all(Array.from({ length: mostWaiting + 10 }, () => checkPassword('wrong', cheap).then(String, (e: unknown) => (e instanceof AppError ? `${e.code} ${String(e.facts['retryAfterSeconds'])}` : 'fault'))))
  expect([outcomes.filter((o) => o === 'unavailable 10').length, outcomes.filter((o) => o === 'false').length]).toEqual([8, mostWaiting + 2])
  expect(await checkPassword('wrong', cheap)).toBe(false)
})
