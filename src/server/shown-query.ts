/** Reads what a list is asked for, and refuses to be asked about what the caller is not shown. */
import { type Actor, seesInternal } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { type ListQuery, readQuery } from '../model/query.ts'
import type { RecordType } from '../model/record.ts'

/** A filter, an order or a count by a hidden field would tell its values one question at a time. Refused as forbidden. */
export function checkShown(actor: Actor, r: RecordType, field: string): void {
  if (r.fields[field]?.audience !== 'internal' || seesInternal(actor)) return
  throw new AppError('forbidden', `${field} is shown to the operation's staff only.`, { faults: [{ at: field, message: "is shown to the operation's staff only" }] })
}

/** `me` and `my-teams` are about the caller alone and always possible. */
export function shownQuery(actor: Actor, r: RecordType, params: Parameters<typeof readQuery>[1]): ListQuery {
  const query = readQuery(r, params)
  for (const { field, op, values } of query.where ?? []) if (op !== 'in' || values.some((v) => v !== 'me' && v !== 'my-teams')) checkShown(actor, r, field)
  if (query.sort !== undefined) checkShown(actor, r, query.sort.replace(/^-/, ''))
  return query
}
