/** Tells the failures that a person on the command line can act on from faults of ours, which need a stack. */

import { AppError } from '../model/error.ts'
import { PostgresError } from '../store/postgres-error.ts'
import { ConfigError } from './config.ts'

/** The command was asked in a way that it does not understand; exit code 2. */
export class UsageError extends Error {}

/** Whether the message alone says enough. */
export function isExpected(error: unknown): error is Error {
  if (error instanceof ConfigError || error instanceof PostgresError || error instanceof AppError || error instanceof UsageError) return true
  // The outside world: a port that is taken, a file that is not there; a database that refuses the connection (08, 28,
  // 3D), has no room (53) or is going down (57). Other codes of the database mean that our SQL is wrong.
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$|^(08|28|3D|53|57)[0-9A-Z]{3}$/.test(error.code)
}

/** The message of an error; where several attempts failed (IPv4 and IPv6) Node leaves it empty and keeps the parts. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError && error.message === '') return error.errors.map(describeError).join('; ')
  return error.message
}
