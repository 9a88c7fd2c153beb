/** One HTTP call to the API: address, JSON in and out, refusals as `ApiProblem`. */
import { ApiProblem, readProblem } from './problem.ts'
import type { ListParams } from './shapes.ts'

export interface TransportOptions {
  /** Where the API is: `` in the browser, `http://127.0.0.1:7070` for a command. No slash at the end. */
  readonly base: string
  readonly token?: string
  readonly fetch?: typeof fetch
  /** Hears every answer, for the clock and the connection bar. */
  readonly heard?: (answer: Response) => void
  /** Hears that no answer came. */
  readonly silent?: () => void
}
export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly params?: ListParams
  readonly body?: unknown
  /** Changes only what was seen: the version goes as If-Match. */
  readonly ifVersion?: number
  /** Makes a repeated POST harmless. */
  readonly once?: string
  readonly signal?: AbortSignal
}
export type Transport = <Answer>(path: string, call?: Call) => Promise<Answer>

/** The answer is trusted to have the shape asked for: client and server come from one tree. */
export function createTransport(o: TransportOptions): Transport {
  const ask = o.fetch ?? fetch
  return async <Answer>(path: string, call: Call = {}): Promise<Answer> => {
    const answer = await send(ask, `${o.base}${path}${queryOf(call.params)}`, requestOf(o, call), o.silent)
    o.heard?.(answer)
    const body = await readBody(answer)
    if (!answer.ok) throw readProblem(answer.status, body)
    return body as Answer
  }
}

/** `?a=1&b=2`, arrays as comma lists, undefined left out. */
export function queryOf(params: ListParams | undefined): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value === undefined || value === '') continue
    search.set(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

function requestOf(o: TransportOptions, call: Call): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' }
  if (call.body !== undefined) headers['content-type'] = 'application/json'
  if (o.token !== undefined) headers['authorization'] = `Bearer ${o.token}`
  if (call.ifVersion !== undefined) headers['if-match'] = `"${call.ifVersion}"`
  if (call.once !== undefined) headers['idempotency-key'] = call.once
  return {
    method: call.method ?? 'GET', headers, credentials: 'same-origin',
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    ...(call.signal === undefined ? {} : { signal: call.signal }),
  }
}

async function send(ask: typeof fetch, address: string, request: RequestInit, silent: (() => void) | undefined): Promise<Response> {
  try {
    return await ask(address, request)
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error
    silent?.()
    throw new ApiProblem('offline', 0, 'No connection', 'The server cannot be reached. What you wrote is kept here.')
  }
}

async function readBody(answer: Response): Promise<unknown> {
  const text = await answer.text()
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
