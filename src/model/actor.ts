/** Who acts: a closed union, the roles there are, and what each may see. */

/**
 * What a person or token may do, least first. `sender` only delivers events; `requester` sees what they themselves
 * reported; `customer` all of their organization's; `auditor` reads everything in reach and changes nothing.
 */
export const roles = ['sender', 'requester', 'customer', 'auditor', 'agent', 'manager', 'admin'] as const
export type Role = (typeof roles)[number]

export const roleWords: Readonly<Record<Role, string>> = {
  sender: 'Sender of events',
  requester: 'User',
  customer: 'Customer representative',
  auditor: 'Auditor',
  agent: 'Operator or agent',
  manager: 'Operations manager',
  admin: 'Administrator',
}

/** Role sets that records name in their permissions. */
export const admins: readonly Role[] = ['admin']
export const managers: readonly Role[] = ['manager', 'admin']
export const staff: readonly Role[] = ['agent', 'manager', 'admin']
export const readers: readonly Role[] = ['auditor', 'agent', 'manager', 'admin']
export const clients: readonly Role[] = ['requester', 'customer']
export const everyone: readonly Role[] = ['requester', 'customer', 'auditor', 'agent', 'manager', 'admin']

/** How far an actor sees: their own organization, or every organization on this installation. */
export const reaches = ['organization', 'all'] as const
export type Reach = (typeof reaches)[number]

interface Known {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly orgId: string
  readonly reach: Reach
}
export interface PersonActor extends Known {
  readonly kind: 'person'
  /** Teams the person belongs to; `my-teams` in a filter means these. */
  readonly teamIds: readonly string[]
}
export interface TokenActor extends Known {
  readonly kind: 'token'
  /** The person who made the token; null or absent where a rule or the command line did. */
  readonly madeById?: string | null
}
/** The system itself, acting by a named rule with a version, so that what it did can be explained and reverted. */
export interface RuleActor {
  readonly kind: 'rule'
  readonly name: string
  readonly version: number
}
export type Actor = PersonActor | TokenActor | RuleActor

export const rule = (name: string, version = 1): RuleActor => ({ kind: 'rule', name, version })

export const roleOf = (actor: Actor): Role => (actor.kind === 'rule' ? 'admin' : actor.role)
export const reachOf = (actor: Actor): Reach => (actor.kind === 'rule' ? 'all' : actor.reach)
export const actorId = (actor: Actor): string | null => (actor.kind === 'rule' ? null : actor.id)
export const personId = (actor: Actor): string | null => (actor.kind === 'person' ? actor.id : null)

/** The person behind an act, where a second person is asked for: themselves, or who made the token; null where nobody is. */
export const behindId = (actor: Actor): string | null => (actor.kind === 'person' ? actor.id : actor.kind === 'token' ? actor.madeById ?? null : null)

/** Whether internal notes and internal fields may be shown. */
export const seesInternal = (actor: Actor): boolean => readers.includes(roleOf(actor))

/** What the database must know to keep rows of others out of sight; becomes settings of the transaction. */
export interface Sight {
  readonly all: boolean
  readonly orgId: string
  /** Set for a requester: only records that name this person as requester. */
  readonly own: string
  readonly internal: boolean
}

/** An organization id that no organization has: what a rule, which sees all, carries in its place. */
export const nowhere = '00000000-0000-0000-0000-000000000000'

export function sightOf(actor: Actor): Sight {
  if (actor.kind === 'rule') return { all: true, orgId: nowhere, own: '', internal: true }
  return {
    all: actor.reach === 'all',
    orgId: actor.orgId,
    own: actor.role === 'requester' ? actor.id : actor.role === 'sender' ? nowhere : '',
    internal: seesInternal(actor),
  }
}
