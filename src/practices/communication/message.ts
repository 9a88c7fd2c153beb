/** A message on its way out, and the people and teams it goes to. */
import type { Context } from '../../model/context.ts'
import type { JournalEntry } from '../../model/journal.ts'
import type { Common } from '../../model/record.ts'
import { type Incident, incident } from '../incident/record.ts'
import { person } from '../people/person.ts'
import { type Team, team } from '../people/team.ts'
import { type Service, service } from '../service/record.ts'
import { delivery } from './delivery.ts'

export interface Message {
  readonly orgId: string
  readonly channel: 'email' | 'webhook'
  readonly target: string
  readonly subject: string
  readonly body: string
  /** Number of the record it is about. */
  readonly about: string
  readonly subscriptionId?: string
}

export type Known = Incident & Common

/** Queues it in this transaction; what becomes of it is in the delivery's journal. */
export async function send(ctx: Context, m: Message): Promise<void> {
  const made = await ctx.create(delivery, { ...m, subject: m.subject.slice(0, 300) })
  await ctx.after({ task: 'deliver', payload: { id: made.id } })
}

/** The journal row as other systems get it; `id` is the same for every copy, so that a receiver notices a repeat. */
export const eventOf = (e: JournalEntry, record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  id: e.hash.slice(0, 32), type: `${e.record}.${e.verb}`, at: e.at, actor: e.actorName, reason: e.reason, version: e.version, record,
})

/** The service an incident hurts and the team that answers for it: its own, else the service's. */
export async function placeOf(ctx: Context, i: Known): Promise<{ readonly hurt: (Service & Common) | null; readonly team: (Team & Common) | null }> {
  const hurt = i.serviceId === null ? null : await ctx.seek(service, i.serviceId)
  const teamId = i.teamId ?? hurt?.teamId ?? null
  return { hurt, team: teamId === null ? null : await ctx.seek(team, teamId) }
}

/** What an incident is, in a few lines for a mail. */
export const summaryOf = (i: Known, hurt: Service | null, reason: string | null): string =>
  [`${i.number}  ${i.title}`, `Priority ${i.priority}, ${incident.states[i.state]?.label.toLowerCase() ?? i.state}${hurt ? `, ${hurt.name}` : ', no service named'}`, ...(reason === null ? [] : [`Reason: ${reason}`]), '', i.description ?? ''].join('\n').trim()

/** Mails to the people with these ids, each address once; who has left is not told. Returns the names of those told. */
export async function mailTo(ctx: Context, ids: readonly (string | null | undefined)[], message: Omit<Message, 'orgId' | 'channel' | 'target'>, known: readonly string[] = []): Promise<string[]> {
  const told = new Set(known)
  const names: string[] = []
  for (const id of new Set(ids)) {
    const who = id == null ? null : await ctx.seek(person, id)
    if (who?.state !== 'active' || told.has(who.email)) continue
    told.add(who.email)
    names.push(who.name)
    await send(ctx, { ...message, orgId: who.orgId, channel: 'email', target: who.email })
  }
  return names
}
