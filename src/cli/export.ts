/** `evenkeel export`: a whole list to standard output, passed on as it comes. */
import { ApiProblem, readProblem } from '../client/problem.ts'
import { queryOf } from '../client/transport.ts'
import { splitWords } from './flags.ts'
import { verbHelp } from './help.ts'
import { listFlags, listNotes, listParams } from './input.ts'
import type { Desk } from './desk.ts'
import { kebab, UsageError } from './usage.ts'

/** Formulas in CSV are made harmless by the server; the bytes are not touched here. */
export async function exportRecords(desk: Desk, args: readonly string[]): Promise<number> {
  const [plural = '', ...rest] = args
  const type = desk.about.records.find((r) => [r.name, r.plural, kebab(r.name), kebab(r.plural)].includes(plural))
  if (!type) throw new UsageError(`say which records: evenkeel export ${desk.about.records.map((r) => kebab(r.plural)).join('|')} [--format csv|json]`)
  const flags = listFlags(type, true)
  const words = splitWords(rest, flags)
  if (words.flags.has('help')) {
    console.log(verbHelp(`export ${kebab(type.plural)} [--format csv|json]`, `Exports ${type.many.toLowerCase()}. ${listNotes}`, flags, []))
    return 0
  }
  const format = words.flags.get('format') ?? 'csv'
  if (words.rest.length > 0 || (format !== 'csv' && format !== 'json')) throw new UsageError(words.rest.length > 0 ? `export takes flags only, not "${words.rest.join(' ')}"` : '--format must be csv or json')
  const params = await listParams(desk.client, desk.about, type, words)
  const { serverUrl, token } = desk.server
  const answer = await fetch(`${serverUrl}/api/${type.plural}/export${queryOf({ ...params, format })}`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })
    .catch(() => { throw new ApiProblem('offline', 0, 'No connection', 'The server does not answer.') })
  if (!answer.ok) throw readProblem(answer.status, await answer.json().catch(() => null))
  if (answer.body) await passOn(answer.body)
  return 0
}

/** Waits where the reader of our output is slow, so that a long export costs no memory. Throws when the server stops midway. */
async function passOn(body: ReadableStream<Uint8Array>): Promise<void> {
  for await (const chunk of body) {
    if (!process.stdout.write(chunk)) await new Promise((go) => process.stdout.once('drain', go))
  }
}
