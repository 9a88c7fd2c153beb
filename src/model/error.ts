/** The one table of refusals: every failure a caller can act on has a code here, and the code decides the HTTP status. */

/** Code → HTTP status and title. The code is the contract; the sentence beside it is for people. */
export const problems = {
  invalid: { status: 400, title: 'The request does not fit' },
  malformed: { status: 400, title: 'The request cannot be read' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  not_acceptable: { status: 406, title: 'No such format' },
  conflict: { status: 409, title: 'Not possible in this state' },
  stale: { status: 412, title: 'Somebody changed this meanwhile' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'This content type is not read here' },
  refused: { status: 422, title: 'A rule refuses this' },
  precondition_required: { status: 428, title: 'If-Match is missing' },
  too_many: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'A fault of ours' },
  unavailable: { status: 503, title: 'Not available right now' },
} as const

export type ProblemCode = keyof typeof problems

/** A place in the request that is wrong: a JSON pointer or parameter name, and a sentence. */
export interface Fault {
  readonly at: string
  readonly message: string
}

/** An expected refusal. Thrown anywhere, turned into a problem document (RFC 9457) in one place. */
export class AppError extends Error {
  readonly code: ProblemCode
  readonly faults: readonly Fault[]
  /** Facts the caller needs to go on: allowed verbs, the current version, seconds to wait. Never a secret. */
  readonly facts: Readonly<Record<string, unknown>>

  constructor(code: ProblemCode, message: string, more: { faults?: readonly Fault[]; facts?: Readonly<Record<string, unknown>>; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'AppError'
    this.code = code
    this.faults = more.faults ?? []
    this.facts = more.facts ?? {}
  }
}

/** A promise of our own code that must hold; breaking it is a bug, never a user's mistake. */
export function promise(held: boolean, what: string): asserts held {
  if (!held) throw new Error(`Broken promise: ${what}`)
}
