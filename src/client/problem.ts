/** A refusal of the API as an error that screens and commands can show. */
import type { ProblemCode } from '../model/error.ts'
import type { Fault } from './shapes.ts'

/** `offline`: no answer came at all; nothing is known about what the server did. */
export type RefusalCode = ProblemCode | 'offline'

/** Thrown by every call of the client; `detail` is a sentence for people, `faults` name the places that are wrong. */
export class ApiProblem extends Error {
  readonly code: RefusalCode
  readonly status: number
  readonly title: string
  readonly faults: readonly Fault[]
  /** Facts beside the sentence: allowed verbs, the current version. */
  readonly facts: Readonly<Record<string, unknown>>

  constructor(code: RefusalCode, status: number, title: string, detail: string, more: { faults?: readonly Fault[]; facts?: Readonly<Record<string, unknown>> } = {}) {
    super(detail)
    this.name = 'ApiProblem'
    this.code = code
    this.status = status
    this.title = title
    this.faults = more.faults ?? []
    this.facts = more.facts ?? {}
  }

  /** The sentence about one field, or null; `at` in faults is a JSON pointer or a parameter's name. */
  about(field: string): string | null {
    const fault = this.faults.find((f) => f.at === field || f.at === `/${field}` || f.at.startsWith(`/${field}/`))
    return fault ? `${fault.message.charAt(0).toUpperCase()}${fault.message.slice(1)}` : null
  }
}

/** What went wrong, in one sentence, whatever was thrown. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : 'Something failed that has no name.')

/** Reads a problem document (RFC 9457); an answer of another shape (a proxy's page) keeps its status. */
export function readProblem(status: number, body: unknown): ApiProblem {
  if (typeof body !== 'object' || body === null) return new ApiProblem(codeOf(status), status, `Answer ${status}`, `The server answered ${status} without a reason.`)
  const o = body as Record<string, unknown>
  const faults = Array.isArray(o['faults']) ? o['faults'].filter(isFault) : []
  const title = typeof o['title'] === 'string' ? o['title'] : `Answer ${status}`
  const detail = typeof o['detail'] === 'string' ? o['detail'] : title
  const code = typeof o['code'] === 'string' ? (o['code'] as ProblemCode) : codeOf(status)
  return new ApiProblem(code, status, title, detail, { faults, facts: o })
}

const isFault = (f: unknown): f is Fault => typeof f === 'object' && f !== null && typeof (f as Fault).at === 'string' && typeof (f as Fault).message === 'string'

const codeOf = (status: number): ProblemCode =>
  status === 401 ? 'unauthenticated' : status === 403 ? 'forbidden' : status === 404 ? 'not_found' : status === 412 ? 'stale' : status === 503 ? 'unavailable' : status < 500 ? 'invalid' : 'internal'
