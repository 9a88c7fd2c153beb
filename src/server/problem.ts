/** Turns everything that can be thrown into one problem document (RFC 9457); what is no refusal of ours stays in the log. */
import { AppError, type Fault, type ProblemCode, problems } from '../model/error.ts'

/** The body of every refusal; facts such as `current` or `allowed` stand beside these. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ProblemCode
  readonly faults: readonly Fault[]
  readonly requestId: string
  readonly [fact: string]: unknown
}

/** The document of a refusal. */
export function problemOf(error: AppError, requestId: string): Problem {
  const { status, title } = problems[error.code]
  return { ...error.facts, type: `/problems/${error.code}`, title, status, detail: error.message, code: error.code, faults: error.faults, requestId }
}

/** The refusal that an error means; `isOurs` says that nobody expected it and it belongs into the log. */
export function refusalOf(error: unknown): { refusal: AppError; isOurs: boolean } {
  if (error instanceof AppError) return { refusal: error, isOurs: error.code === 'internal' }
  const refusal = ofFramework(error) ?? ofDatabase(error)
  if (refusal) return { refusal, isOurs: false }
  return { refusal: new AppError('internal', 'Something failed here that should not have. Nothing of it was kept; the log has the details under this request id.'), isOurs: true }
}

const codeIn = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '')

const framework: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', 'The body is larger than this address takes.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send the body as application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed', 'The body is shorter or longer than Content-Length says.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed', 'The body is empty; send JSON.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed', 'The body is no JSON.'],
  FST_ERR_BAD_URL: ['malformed', 'The address has a wrong percent-encoding.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'There is nothing at this address: a part of it is too long.'],
  FST_ERR_HANDLER_TIMEOUT: ['unavailable', 'This took too long and was given up.'],
  ECONNRESET: ['malformed', 'The request ended before it was complete.'],
  ECONNABORTED: ['malformed', 'The request ended before it was complete.'],
}

function ofFramework(error: unknown): AppError | null {
  const code = codeIn(error)
  const known = Object.hasOwn(framework, code) ? framework[code] : undefined
  if (known) return new AppError(known[0], known[1])
  const status = typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 0
  if (status < 400 || status >= 500) return null
  const [byStatus] = (Object.keys(problems) as ProblemCode[]).filter((c) => problems[c].status === status && c !== 'invalid')
  return new AppError(byStatus ?? 'malformed', 'The request cannot be read.')
}

// Classes of SQLSTATE that a caller's value can cause although it passed our checks. The sentence tells no row of anybody else.
const database: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  23505: ['conflict', 'Another record has one of these values already, and it must be unique.'],
  23503: ['invalid', 'A reference points to something that is not there.'],
  23514: ['invalid', 'A value is outside of what its field allows.'],
  23502: ['invalid', 'A value is missing that must be there.'],
  23: ['conflict', 'A value does not fit beside the other records.'],
  22: ['invalid', 'A value cannot be kept in its field.'],
  42501: ['forbidden', 'This would be outside of what you may see.'],
  54000: ['invalid', 'A value is too long for its field.'],
  57014: ['unavailable', 'The database took too long and was stopped.'],
  '40': ['conflict', 'Others were changing the same at the same moment; try again.'],
  EK001: ['conflict', 'This organization has 500 silences that still work or will. End some, or let one match more.'],
  55: ['unavailable', 'Somebody else holds this right now; try again.'],
}

function ofDatabase(error: unknown): AppError | null {
  const code = codeIn(error)
  if (!/^[0-9A-Z]{5}$/.test(code)) return null
  const known = database[code] ?? database[code.slice(0, 2)]
  return known ? new AppError(known[0], known[1], { cause: error }) : null
}
