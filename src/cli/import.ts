/** `evenkeel import`: sends files to the server, starts an import with a mapping, waits for it and says what became of it. */
import { existsSync } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Opened } from '../client/shapes.ts'
import { callForBytes } from './bytes.ts'
import type { Desk } from './desk.ts'
import { type Flag, flagLines, splitWords } from './flags.ts'
import { resolve } from './resolve.ts'
import { printable, table } from './show.ts'
import { nearest, UsageError } from './usage.ts'

const flags: readonly Flag[] = [
  { name: 'dry-run', alone: true, help: 'read everything and report; write nothing' },
  { name: 'zone', value: 'ZONE', help: 'of times that carry none: Europe/Lisbon, +01:00' },
  { name: 'org', value: 'NAME', help: 'organization that the records belong to; your own where nothing is said' },
  { name: 'wait', alone: true, help: 'show how it goes on, and the report at its end' },
  { name: 'strict', alone: true, help: 'with --wait: end with 1 where anything was not taken' },
  { name: 'json', alone: true, help: 'print what the server answers' },
  { name: 'help', alone: true, help: 'show this' },
]
const usage = 'import MAPPING FILE... [--dry-run] [--zone ZONE] [--org NAME] [--wait] [--strict]'

/** A part takes well under the minute that a request has, also over a slow line. */
const partBytes = 16 * 2 ** 20
const askEveryMs = 1000
const shownKinds = 15

interface Kept { readonly key: string; readonly name: string; readonly bytes: number }
interface Shipped { readonly name: string; readonly title: string; readonly mapping: Readonly<Record<string, unknown>> }
interface Kind { readonly kind: string; readonly reason: string; readonly n: number; readonly line: number; readonly sourceId: string }
type Run = Opened & { readonly progress: number; readonly rowsRead: number; readonly faultCount: number; readonly note: string | null }

/** Whether the word begins this command rather than one of the record type `import`. */
export const isImportCommand = (word: string | undefined, verbs: readonly string[]): boolean =>
  word === undefined || word === '--help' || word === 'faults' || !verbs.includes(word)

export async function importCommand(desk: Desk, args: readonly string[]): Promise<number> {
  if (args[0] === 'faults') return listFaults(desk, args.slice(1))
  const words = splitWords(args, flags)
  const [mappingWord, ...paths] = words.rest
  if (words.flags.has('help') || mappingWord === undefined) return help(desk)
  if (paths.length === 0) throw new UsageError(`say which files: evenkeel ${usage}`)
  const mapping = { ...(await mappingOf(desk, mappingWord)) }
  const [zone, org] = [words.flags.get('zone'), words.flags.get('org')]
  if (typeof zone === 'string') mapping['zone'] = zone
  const orgId = typeof org === 'string' ? await resolve(desk.client, desk.about, 'organization', org) : undefined
  const files: Kept[] = []
  for (const file of paths) files.push(await sendFile(desk, file))
  const made = await desk.client.create('imports', { source: mapping['name'], mapping, files, isDryRun: words.flags.has('dry-run'), ...(orgId === undefined ? {} : { orgId }) })
  if (!words.flags.has('wait')) {
    console.log(words.flags.has('json') ? JSON.stringify(made, null, 2) : `${made.number}  ${String(mapping['title'] ?? mappingWord)}\nSee how it goes on: evenkeel import show ${made.number}`)
    return 0
  }
  const run = await waitFor(desk, made.number)
  const kinds = await kindsOf(desk, run.number)
  if (words.flags.has('json')) console.log(JSON.stringify({ ...run, kinds }, null, 2))
  else report(run, kinds)
  return run.state === 'failed' || (words.flags.has('strict') && run.faultCount > 0) ? 1 : 0
}

async function help({ server }: Desk): Promise<number> {
  const items = await get<{ items: readonly Shipped[] }>({ server }, '/api/import-mappings').then((r) => r.items, () => [])
  console.log([`evenkeel ${usage}`, '', 'Brings history in. MAPPING is one that comes along, or a file of your own (mapping.json).', '', flagLines(flags),
    ...(items.length === 0 ? [] : ['', 'Mappings that come along:', ...items.map((m) => `  ${m.name.padEnd(24)}  ${printable(m.title)}`)]),
    '', 'Besides: import list, import show NUMBER, import faults NUMBER, import again NUMBER, import undo NUMBER'].join('\n'))
  return 0
}

const get = async <T>({ server }: Pick<Desk, 'server'>, address: string): Promise<T> => await (await callForBytes(server, address)).json() as T

/** A file of this machine, else one by name. */
async function mappingOf(desk: Desk, word: string): Promise<Readonly<Record<string, unknown>>> {
  if (word.endsWith('.json') || existsSync(word)) {
    const text = await readFile(word, 'utf8').catch(() => { throw new UsageError(`the mapping ${word} cannot be read`) })
    try {
      return JSON.parse(text) as Readonly<Record<string, unknown>>
    } catch (e) {
      throw new UsageError(`the mapping ${word} is no JSON: ${e instanceof Error ? e.message : String(e)}`)
    }
  }
  const { items } = await get<{ items: readonly Shipped[] }>(desk, '/api/import-mappings')
  const found = items.find((m) => m.name === word)
  if (found) return found.mapping
  const guess = nearest(word, [...items.map((m) => m.name), 'list', 'show', 'undo', 'again', 'faults'])
  throw new UsageError(`there is no mapping "${word}"${guess ? `; did you mean "${guess}"?` : ''}\nThere are: ${items.map((m) => m.name).join(', ')}; or name a file of your own (mapping.json)`)
}

/** Sends it in parts, each read as it goes, so that a file of any size costs little memory. */
export async function sendFile({ server }: Desk, file: string): Promise<Kept> {
  const size = await stat(file).then((s) => (s.isFile() ? s.size : null), () => null)
  if (size === null) throw new UsageError(`there is no file ${file}`)
  if (size === 0) throw new UsageError(`the file ${file} is empty`)
  const name = encodeURIComponent(path.basename(file))
  const handle = await open(file, 'r')
  try {
    let kept: Kept | null = null
    for (let at = 0; at < size;) {
      const body = Buffer.alloc(Math.min(partBytes, size - at))
      const { bytesRead } = await handle.read(body, 0, body.length, at)
      if (bytesRead === 0) throw new UsageError(`the file ${file} became shorter while it was sent`)
      const address: string = kept === null ? `/api/import-files?name=${name}` : `/api/import-files/${kept.key}?at=${at}`
      kept = await (await callForBytes(server, address, { method: kept === null ? 'PUT' : 'PATCH', type: 'application/octet-stream', body: body.subarray(0, bytesRead) })).json() as Kept
      at += bytesRead
      tell(size > partBytes ? `${path.basename(file)}: ${Math.floor(at / size * 100)} % sent` : '')
    }
    tell('')
    if (kept === null) throw new UsageError(`the file ${file} is empty`)
    return kept
  } finally {
    await handle.close()
  }
}

/** Resolves when it is over; tells how it goes on where somebody looks. */
export async function waitFor({ client }: Desk, number: string): Promise<Run> {
  for (;;) {
    const run = await client.read('imports', number) as Run
    if (['done', 'failed', 'undone'].includes(run.state)) { tell(''); return run }
    tell(`${run.number} ${run.state}: ${Math.floor(run.progress * 100)} %, ${run.rowsRead} rows`)
    await sleep(askEveryMs)
  }
}

/** One line that is written over, where somebody looks; a log gets the report alone. */
function tell(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${printable(line)}`)
}

/** What it did not take, and remarks, by reason. */
export const kindsOf = async (desk: Desk, number: string): Promise<readonly Kind[]> => (await get<{ items: readonly Kind[] }>(desk, `/api/imports/${number}/faults/kinds`)).items

/** Prints what became of it. */
export function report(run: Run, kinds: readonly Kind[]): void {
  console.log(`${run.number}  ${run.state === 'failed' ? 'Failed' : 'Done'}  ${printable(run.note ?? '')}`)
  if (kinds.length === 0) return
  console.log(table(['What', 'How many', 'First at line', 'Id', 'Why'], kinds.slice(0, shownKinds).map((k) => [k.kind === 'remark' ? 'taken' : `${k.kind} not taken`, String(k.n), String(k.line), printable(k.sourceId), printable(k.reason)]), process.stdout.columns))
  console.log(`All of it: evenkeel import faults ${run.number}`)
}

/** All of them, as the server writes the file. */
async function listFaults({ server }: Desk, args: readonly string[]): Promise<number> {
  const words = splitWords(args, [{ name: 'format', value: 'csv|json' }, { name: 'help', alone: true }])
  const [number, ...more] = words.rest
  if (words.flags.has('help') || number === undefined || more.length > 0) throw new UsageError('say which: evenkeel import faults IMP-1001 [--format csv|json]')
  const format = words.flags.get('format') ?? 'csv'
  if (format !== 'csv' && format !== 'json') throw new UsageError('--format must be csv or json')
  process.stdout.write(await (await callForBytes(server, `/api/imports/${encodeURIComponent(number.toUpperCase())}/faults/export?format=${format}`)).text())
  return 0
}
