/** Calls whose bodies are bytes, not JSON: exports and files. */
import { ApiProblem, readProblem } from '../client/problem.ts'
import type { Server } from './desk.ts'

/** The answer, to be read as it comes. Refusals are thrown as `ApiProblem`. */
export async function callForBytes({ serverUrl, token }: Server, path: string, send: { readonly method?: 'POST' | 'PUT' | 'PATCH'; readonly type?: string; readonly body?: Uint8Array } = {}): Promise<Response> {
  const answer = await fetch(`${serverUrl}${path}`, {
    method: send.method ?? 'GET',
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(send.type === undefined ? {} : { 'content-type': send.type }) },
    ...(send.body === undefined ? {} : { body: Buffer.from(send.body) }),
  }).catch(() => { throw new ApiProblem('offline', 0, 'No connection', 'The server does not answer.') })
  if (!answer.ok) throw readProblem(answer.status, await answer.json().catch(() => null))
  return answer
}

/** Passes it on to standard output. Waits where the reader is slow, so that a long one costs no memory. Throws when the server stops midway. */
export async function passOn(body: ReadableStream<Uint8Array>): Promise<void> {
  for await (const chunk of body) {
    if (!process.stdout.write(chunk)) await new Promise((go) => process.stdout.once('drain', go))
  }
}
