/** `evenkeel export`: a whole list to standard output, passed on as it comes. */
import { queryOf } from '../client/transport.ts'
import { callForBytes, passOn } from './bytes.ts'
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
  const answer = await callForBytes(desk.server, `/api/${type.plural}/export${queryOf({ ...params, format })}`)
  if (answer.body) await passOn(answer.body)
  return 0
}
