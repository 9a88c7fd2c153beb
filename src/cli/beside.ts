/** What stands beside a record: comments, links, watchers, files; and bringing files there and back. */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Opened, RecordSketch } from '../client/shapes.ts'
import { queryOf } from '../client/transport.ts'
import { callForBytes, passOn } from './bytes.ts'
import type { Desk } from './desk.ts'
import { type Flag, flagLines, splitWords } from './flags.ts'
import { localTime, printable, table } from './show.ts'
import { kebab, UsageError } from './usage.ts'

const json: Flag = { name: 'json', alone: true, help: 'print what the server answers' }
const help: Flag = { name: 'help', alone: true, help: 'show this' }
const files = 'attachments'

/** Whether this record type knows the word as a command of this file. */
export const isBesideCommand = (type: RecordSketch, word: string): boolean => type.beside.includes(word) || (type.beside.includes(files) && (word === 'attach' || word === 'download'))

/** Lines of help for a record's own help. */
export const besideHelp = (type: RecordSketch): readonly (readonly [string, string])[] => [
  ...(type.beside.length === 0 ? [] : [[`${type.beside.join('|')} NUMBER`, 'what stands beside it'] as const]),
  ...(type.beside.includes(files) ? [['attach NUMBER FILE', 'put a file on it'], ['download NUMBER FILE-ID', 'a file of it, to standard output or --to FILE']] as const : []),
]

/** `comments NUMBER`, `attach NUMBER FILE`, `download NUMBER FILE-ID`. */
export function besideCommand(desk: Desk, type: RecordSketch, word: string, args: readonly string[]): Promise<number> {
  return word === 'attach' ? attach(desk, type, args) : word === 'download' ? download(desk, type, args) : list(desk, type, word, args)
}

/** Columns that name the record again, or who may see the row, say nothing in a table. */
const hidden = new Set(['recordId', 'orgId', 'requesterId', 'sha256', 'personId', 'authorId', 'toId', 'toRecord'])

async function list({ client }: Desk, type: RecordSketch, word: string, args: readonly string[]): Promise<number> {
  const { rest, flags } = words(type, `${word} NUMBER`, `Lists the ${word} of a record.`, args, [])
  if (flags.has('help')) return 0
  const { items } = await client.aside<{ readonly items: readonly Readonly<Record<string, unknown>>[] }>(type.plural, one(type, word, rest, 1)[0] ?? '', word)
  if (flags.has('json')) console.log(JSON.stringify(items, null, 2))
  else if (items.length === 0) console.error(`It has no ${word}.`)
  else {
    const columns = Object.keys(items[0] ?? {}).filter((k) => !hidden.has(k))
    console.log(table(columns.map((c) => c.replace(/^\w/, (x) => x.toUpperCase())), items.map((row) => columns.map((c) => text(c, row[c]))), process.stdout.columns))
  }
  return 0
}

const text = (name: string, value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? (/(^|[a-z])At$|^at$|^since$/.test(name) ? localTime(value) : printable(value.replaceAll('\n', ' '))) : printable(JSON.stringify(value))

/** By ending; what is not here is bytes. */
const kinds: Readonly<Record<string, string>> = { '.txt': 'text/plain', '.log': 'text/plain', '.csv': 'text/csv', '.json': 'application/json', '.pdf': 'application/pdf', '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.gif': 'image/gif', '.webp': 'image/webp' }

async function attach(desk: Desk, type: RecordSketch, args: readonly string[]): Promise<number> {
  const more: readonly Flag[] = [{ name: 'name', value: 'NAME', help: "under which name; the file's own where nothing is said" }, { name: 'audience', value: 'public|internal', help: 'who may have it; internal where nothing is said' }]
  const { rest, flags } = words(type, 'attach NUMBER FILE', 'Puts a file on a record.', args, more)
  if (flags.has('help')) return 0
  const [number = '', file = ''] = one(type, 'attach', rest, 2)
  const audience = flags.get('audience')
  if (audience !== undefined && audience !== 'public' && audience !== 'internal') throw new UsageError('--audience must be public or internal')
  const body = await readFile(file).catch((e: unknown) => { throw new UsageError(`${file} cannot be read: ${e instanceof Error ? e.message : String(e)}`) })
  const name = flags.get('name')
  const params = { name: typeof name === 'string' ? name : path.basename(file), ...(audience === undefined ? {} : { audience }) }
  const answer = await callForBytes(desk.server, `/api/${type.plural}/${encodeURIComponent(number)}/${files}${queryOf(params)}`, { method: 'POST', type: kinds[path.extname(file).toLowerCase()] ?? 'application/octet-stream', body })
  const row = await answer.json() as Opened
  console.log(flags.has('json') ? JSON.stringify(row, null, 2) : `${row.number}  ${printable(params.name)}, ${body.length} bytes`)
  return 0
}

async function download(desk: Desk, type: RecordSketch, args: readonly string[]): Promise<number> {
  const { rest, flags } = words(type, 'download NUMBER FILE-ID', 'Fetches a file; `attachments NUMBER` lists them with their ids.', args, [{ name: 'to', value: 'FILE', help: 'write it there, which must not exist yet; standard output where nothing is said' }])
  if (flags.has('help')) return 0
  const [number = '', id = ''] = one(type, 'download', rest, 2)
  const to = flags.get('to')
  const { body } = await callForBytes(desk.server, `/api/${type.plural}/${encodeURIComponent(number)}/${files}/${encodeURIComponent(id)}`)
  if (body === null) return 0
  if (typeof to !== 'string') await passOn(body)
  else await writeFile(to, body, { flag: 'wx' }).catch((e: unknown) => { throw new UsageError(`${to} cannot be written: ${e instanceof Error ? e.message : String(e)}`) })
  return 0
}

function words(type: RecordSketch, usage: string, says: string, args: readonly string[], more: readonly Flag[]): ReturnType<typeof splitWords> {
  const flags = [...more, json, help]
  const found = splitWords(args, flags)
  if (found.flags.has('help')) console.log([`evenkeel ${kebab(type.name)} ${usage}`, '', says, '', flagLines(flags)].join('\n'))
  return found
}

function one(type: RecordSketch, word: string, rest: readonly string[], count: 1 | 2): readonly string[] {
  if (rest.length !== count) throw new UsageError(`it goes: evenkeel ${kebab(type.name)} ${word} ${type.prefix}-1042${count === 1 ? '' : word === 'attach' ? ' FILE' : ' FILE-ID'}`)
  return rest
}
