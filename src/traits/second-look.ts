/** Second look: what weakens evidence or loosens a rule is proposed by one with the reason and done by another. Parts for records that build the verbs `propose`, `confirm` and `decline` of them. */
import { z } from 'zod'
import { type Actor, actorId, behindId, personId } from '../model/actor.ts'
import { json, optional, plainText, system } from '../model/field.ts'
import { refuse, type Refusal } from '../model/record.ts'

/** What one asks another to do. `what`: the values to set, by the record's field; `isWithdrawn` where nothing of it is to count. */
const proposalSchema = z.strictObject({
  what: z.record(z.string().max(80), z.unknown()), isWithdrawn: z.boolean(), reason: plainText(2000),
  /** Who proposed it: id of a person or token; null for a rule. */
  byId: z.uuid().nullable(), by: z.string().max(200), at: z.string().max(40),
  /** The person behind it: of a token who made it. Not there in proposals of before. */
  behindId: z.uuid().nullable().optional(),
})
export type Proposal = z.infer<typeof proposalSchema>

/** The column that keeps what waits; null where nothing does. */
export const proposalField = optional(system(json(proposalSchema, { label: 'Waits for a second person', help: 'What somebody proposed, and another confirms or declines.' })))

/** A proposal as of now; values that were not given are left out. */
export function proposalOf(what: Readonly<Record<string, unknown>>, isWithdrawn: boolean, reason: string, actor: Actor, now: string): Proposal {
  return { what: Object.fromEntries(Object.entries(what).filter(([, v]) => v !== undefined)), isWithdrawn, reason, byId: actorId(actor), by: actor.name, at: now, behindId: behindId(actor) }
}

/** Why this actor cannot confirm it; null where they can. A second person is a person, and another one. */
export function confirmRefusal(proposal: Proposal | null, actor: Actor): Refusal | null {
  if (proposal === null) return refuse('Nobody proposed anything; there is nothing to confirm.')
  if (personId(actor) === null) return { code: 'forbidden', message: 'What weakens evidence is confirmed by a person, not by a rule or token.' }
  return proposal.byId === actorId(actor) || proposal.behindId === personId(actor) ? { code: 'forbidden', message: `${proposal.by} proposed it; somebody else must confirm it.` } : null
}

/** Nothing waits: there is nothing to decline. */
export const declineRefusal = (proposal: Proposal | null): Refusal | null => (proposal === null ? refuse('Nobody proposed anything; there is nothing to decline.') : null)
