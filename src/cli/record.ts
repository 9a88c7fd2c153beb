/** The commands of one record type: list, show, create, timeline, and a command for each of its verbs. */
import type { AnyRow, JournalEntry, Opened, RecordSketch, Titles, VerbSketch } from '../client/shapes.ts'
import { ApiProblem } from '../client/problem.ts'
import { besideCommand, isBesideCommand } from './beside.ts'
import { splitWords } from './flags.ts'
import { recordHelp, verbHelp } from './help.ts'
import { fieldNamed, listFlags, listNotes, listParams, verbFields, verbFlags, verbInput } from './input.ts'
import type { Desk } from './desk.ts'
import { card, cell, columnsOf, localTime, printable, table } from './show.ts'
import { kebab, nearest, UsageError } from './usage.ts'

export async function recordCommand(desk: Desk, type: RecordSketch, args: readonly string[]): Promise<number> {
  const [word = 'list', ...rest] = args
  if (word === '--help' || word === 'help') return say(recordHelp(type))
  switch (word) {
    case 'list': return list(desk, type, rest)
    case 'show': return show(desk, type, rest)
    case 'timeline': return timeline(desk, type, rest)
    case 'create': return create(desk, type, rest)
    default: return isBesideCommand(type, word) ? besideCommand(desk, type, word, rest) : word.startsWith('--') ? list(desk, type, args) : move(desk, type, verbNamed(type, word), rest)
  }
}

function say(text: string): number {
  console.log(text)
  return 0
}

function verbNamed(type: RecordSketch, word: string): VerbSketch {
  const verb = type.verbs.find(({ name }) => name === word || kebab(name) === word)
  if (verb) return verb
  const words = ['list', 'show', 'create', 'timeline', ...type.beside, ...(type.beside.includes('attachments') ? ['attach', 'download'] : []), ...type.verbs.map(({ name }) => kebab(name))]
  const guess = nearest(word, words)
  throw new UsageError(`${type.many} have no verb "${word}"${guess ? `; did you mean "${guess}"?` : ''}\nThere are: ${words.join(', ')}`)
}

/** So many pages `--all` takes at most: 100 × 200 records; beyond that `export` is the right command. */
const mostPages = 100

async function list({ client, about }: Desk, type: RecordSketch, args: readonly string[]): Promise<number> {
  const words = splitWords(args, listFlags(type))
  if (words.flags.has('help')) return say(verbHelp(`${kebab(type.name)} list`, `Lists ${type.many.toLowerCase()}. ${listNotes}`, listFlags(type), []))
  if (words.rest.length > 0) throw new UsageError(`list takes flags only; to search, --q "${words.rest.join(' ')}"`)
  const params = await listParams(client, about, type, words)
  const chosen = words.flags.get('columns')
  const columns = typeof chosen === 'string' ? chosen.split(',').map((name) => fieldNamed(type, name.trim())) : columnsOf(type)
  const items: AnyRow[] = []
  const titles: Record<string, Titles[string]> = {}
  let next: string | null = params['after'] ?? null
  let pages = 0
  do {
    const answer = await client.list(type.plural, { ...params, ...(words.flags.has('all') ? { limit: 200 } : {}), ...(next === null ? {} : { after: next }) })
    items.push(...answer.items)
    Object.assign(titles, answer.titles)
    next = answer.next
  } while (next !== null && words.flags.has('all') && ++pages < mostPages)
  if (words.flags.has('json')) return say(JSON.stringify({ items, next, titles }, null, 2))
  if (items.length === 0) console.error(`No ${type.many.toLowerCase()} fit.`)
  else console.log(table(columns.map((f) => f.label), items.map((row) => columns.map((f) => cell(type, f, row[f.name], titles).replaceAll('\n', ' '))), process.stdout.columns))
  if (next !== null) console.error(`More: --after ${next}${pages === 0 ? ', or --all' : ''}`)
  return 0
}

async function show({ client }: Desk, type: RecordSketch, args: readonly string[]): Promise<number> {
  const { rest, flags } = splitWords(args, [{ name: 'json', alone: true, help: 'print what the server answers' }, { name: 'help', alone: true }])
  if (flags.has('help')) return say(`evenkeel ${kebab(type.name)} show NUMBER [--json]`)
  const rows: Opened[] = []
  for (const id of numbers(type, 'show', rest)) rows.push(await client.read(type.plural, id))
  if (flags.has('json')) return say(JSON.stringify(rows.length === 1 ? rows[0] : rows, null, 2))
  return say(rows.map((row) => [card(type, row, row.titles), ...due(row), ...offers(type, row)].join('\n')).join('\n\n'))
}

/** Promises with a clock, where the record has some. */
function due(row: Opened): string[] {
  const obligations = Array.isArray(row['obligations']) ? (row['obligations'] as Readonly<Record<string, unknown>>[]) : []
  if (obligations.length === 0) return []
  return ['', ...obligations.map((o) => `  ${String(o['kind'])}: ${String(o['state'])}${typeof o['dueAt'] === 'string' ? `, due ${localTime(o['dueAt'])}` : ''}`)]
}

/** What can be done now; verbs that are possible always are in the help only. */
function offers(type: RecordSketch, row: Opened): string[] {
  const quiet = new Set(type.verbs.filter((verb) => verb.quiet).map(({ name }) => name))
  const can = (row.verbs ?? []).filter((verb) => verb.allowed && !quiet.has(verb.name)).map((verb) => kebab(verb.name))
  return can.length === 0 ? [] : ['', `  You can: ${can.join(', ')}`]
}

async function create({ client, about }: Desk, type: RecordSketch, args: readonly string[]): Promise<number> {
  const flags = verbFlags(type, type.create)
  const words = splitWords(args, flags)
  if (words.flags.has('help')) return say(verbHelp(`${kebab(type.name)} create`, type.purpose, flags, verbFields(type, type.create)))
  if (words.rest.length > 0) throw new UsageError(`create takes flags only, not "${words.rest.join(' ')}"; put quotes around a text with blanks`)
  const input = await verbInput(client, about, type, type.create, words)
  const once = words.flags.get('once')
  const row = await client.create(type.plural, input, typeof once === 'string' ? once : undefined)
  return say(words.flags.has('json') ? JSON.stringify(row, null, 2) : lineOf(type, row))
}

/** One after the other, each a transaction of its own: those before a refused one stay done. */
async function move({ client, about }: Desk, type: RecordSketch, verb: VerbSketch, args: readonly string[]): Promise<number> {
  const flags = verbFlags(type, verb)
  const words = splitWords(args, flags)
  if (words.flags.has('help')) return say(verbHelp(`${kebab(type.name)} ${kebab(verb.name)} NUMBER...`, verb.help || `${verb.label}.`, flags, verbFields(type, verb)))
  const ids = numbers(type, kebab(verb.name), words.rest)
  const version = words.flags.get('if-version')
  if (version !== undefined && !/^\d{1,9}$/.test(String(version))) throw new UsageError('--if-version must be a number, as `show --json` prints it')
  const ifVersion = version === undefined ? undefined : Number(version)
  const input = await verbInput(client, about, type, verb, words)
  const done: Opened[] = []
  const failed: ApiProblem[] = []
  for (const id of ids) {
    try {
      const row = verb.name === 'update' ? await client.change(type.plural, id, input, ifVersion) : await client.move(type.plural, id, verb.name, input, ifVersion)
      done.push(row)
      if (!words.flags.has('json')) console.log(lineOf(type, row))
    } catch (error) {
      // With one record the refusal is the whole answer and is told where all are told.
      if (!(error instanceof ApiProblem) || ids.length === 1 || error.code === 'offline' || error.code === 'unauthenticated') throw error
      failed.push(error)
      console.error(`${id}: ${printable(error.message)}`)
    }
  }
  if (words.flags.has('json')) console.log(JSON.stringify(ids.length === 1 ? done[0] : done, null, 2))
  return failed.length === 0 ? 0 : 1
}

const numbers = (type: RecordSketch, word: string, rest: readonly string[]): readonly string[] => {
  if (rest.length === 0) throw new UsageError(`say which: evenkeel ${kebab(type.name)} ${word} ${type.prefix}-1042`)
  return rest.map((number) => (/^[a-z]+-\d+$/.test(number) ? number.toUpperCase() : number))
}

const lineOf = (type: RecordSketch, row: AnyRow): string => {
  const state = type.states.find(({ name }) => name === row.state)?.label ?? row.state
  return [row.number, state, ...(type.title === 'number' ? [] : [printable(String(row[type.title] ?? ''))])].join('  ')
}

async function timeline({ client }: Desk, type: RecordSketch, args: readonly string[]): Promise<number> {
  const { rest, flags } = splitWords(args, [{ name: 'json', alone: true, help: 'print what the server answers' }])
  const [id = '', ...more] = numbers(type, 'timeline', rest)
  if (more.length > 0) throw new UsageError('timeline takes one number')
  const entries = await client.timeline(type.plural, id)
  if (flags.has('json')) return say(JSON.stringify(entries, null, 2))
  return say(entries.map((entry) => entryText(type, entry)).join('\n'))
}

function entryText(type: RecordSketch, entry: JournalEntry): string {
  const says = (entry.verb === 'create' ? type.create : type.verbs.find(({ name }) => name === entry.verb))?.says ?? entry.verb
  const inner = (text: string): string[] => printable(text, true).split('\n').map((line) => `                    ${line}`)
  const changes = entry.verb === 'create' ? [] : type.fields.filter((f) => f.name in entry.changes && type.own.includes(f.name))
    .map((f) => `${f.label}: ${cell(type, f, entry.changes[f.name]).split('\n')[0] || 'not recorded'}`)
  const bodies = entry.effects.flatMap(({ row }) => (typeof row['body'] === 'string' ? [row['body']] : []))
  return [`${localTime(entry.at)}    ${printable(entry.actorName)} ${says}`, ...(entry.reason ? inner(`because: ${entry.reason}`) : []), ...[...changes, ...bodies].flatMap(inner)].join('\n')
}
