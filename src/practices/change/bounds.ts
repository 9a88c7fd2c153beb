/** How far a change may reach: whose suppliers it uses, what an emergency is widened to, and which changes clients move. */
import type { Actor } from '../../model/actor.ts'
import { personId } from '../../model/actor.ts'
import type { Context } from '../../model/context.ts'
import { AppError } from '../../model/error.ts'
import { isClient } from '../../model/permission.ts'
import { refuse, type Refusal } from '../../model/record.ts'
import { organization } from '../organization/record.ts'

/** Another customer is nobody's supplier; the sentence is that for an organization that is not there. */
export async function checkSuppliers(ctx: Context, orgId: string, ids: readonly string[]): Promise<void> {
  const found = ids.length === 0 ? new Map() : await ctx.seekMany(organization, ids)
  const wrong = ids.find((id) => id !== orgId && found.get(id)?.kind === 'customer')
  if (wrong === undefined) return
  const message = `there is no organization ${wrong} that this organization could use`
  throw new AppError('invalid', `/supplierIds : ${message}.`, { faults: [{ at: '/supplierIds', message }] })
}

/** An emergency passes freezes by what it was authorised for: until it is over, what it touches and when is said once and not widened. */
export function widenRefusal(row: { readonly state: string; readonly ciIds: readonly string[]; readonly serviceIds: readonly string[]; readonly plannedStart: string | null; readonly plannedEnd: string | null }, input: { readonly ciIds?: unknown; readonly serviceIds?: unknown; readonly plannedStart?: unknown; readonly plannedEnd?: unknown }): Refusal | null {
  if (row.state === 'implemented' || row.state === 'reviewed') return null
  for (const key of ['ciIds', 'serviceIds', 'plannedStart', 'plannedEnd'] as const) {
    const isEmpty = row[key] === null || row[key]?.length === 0
    if (input[key] !== undefined && !(row.state === 'implementing' && isEmpty)) return refuse('What an emergency touches and when is what it was authorised for. Complete that when it is done; for more, raise another.', key)
  }
  return null
}

/** Clients move their own wishes only. */
export const clientRefusal = (row: { readonly requesterId: string | null; readonly type: string }, actor: Actor, types: readonly string[]): Refusal | null =>
  isClient(actor) && (row.requesterId === null || row.requesterId !== personId(actor) || !types.includes(row.type)) ? { code: 'forbidden', message: 'It is for whoever asked for it, or the operation’s staff.' } : null
