/** Commands over all records at once: who the caller is, search, the audit list, API tokens. */
import type { Role } from '../model/actor.ts'
import { roles } from '../model/actor.ts'
import type { Client } from '../client/client.ts'
import type { Description } from '../client/description.ts'
import { type Flag, flagLines, splitWords, type Words } from './flags.ts'
import { localTime, printable, table } from './show.ts'
import { kebab, nearest, UsageError } from './usage.ts'

const json: Flag = { name: 'json', alone: true, help: 'print what the server answers' }
const help: Flag = { name: 'help', alone: true, help: 'show this' }

/** The words of a command, or null where its help was asked for and shown. */
function wordsOf(usage: string, says: string, args: readonly string[], more: readonly Flag[] = []): Words | null {
  const flags = [...more, json, help]
  const words = splitWords(args, flags)
  if (!words.flags.has('help')) return words
  console.log([`evenkeel ${usage}`, '', says, '', flagLines(flags)].join('\n'))
  return null
}

const print = (answer: unknown): number => {
  console.log(JSON.stringify(answer, null, 2))
  return 0
}
const none = (sentence: string): number => {
  console.error(sentence)
  return 0
}
const tableOf = (heads: readonly string[], rows: readonly (readonly string[])[]): number => {
  console.log(table(heads, rows, process.stdout.columns))
  return 0
}

export async function showMe(args: readonly string[], client: Client): Promise<number> {
  const words = wordsOf('me', 'Who the token is, what it may do and how far it sees.', args)
  if (words === null) return 0
  const me = await client.me()
  if (words.flags.has('json')) return print(me)
  const sees = me.reach === 'all' ? 'every organization' : 'their own organization'
  console.log(`${printable(me.name)}${me.email ? ` <${me.email}>` : ''}, ${me.role} of ${printable(me.organization.name)}, sees ${sees}`)
  if (me.teams.length > 0) console.log(`Teams: ${me.teams.map(({ name }) => printable(name)).join(', ')}`)
  return 0
}

export async function search(args: readonly string[], client: Client): Promise<number> {
  const words = wordsOf('search WORDS', 'Finds records by words in them or in their comments.', args)
  if (words === null) return 0
  if (words.rest.length === 0) throw new UsageError('say what to search for: evenkeel search WORDS')
  const hits = await client.search(words.rest.join(' '))
  if (words.flags.has('json')) return print(hits)
  return hits.length === 0 ? none('Nothing found.') : tableOf(['Number', 'Record', 'Title'], hits.map((hit) => [hit.number, hit.record, printable(hit.title)]))
}

export function listTypes(args: readonly string[], about: Description): number {
  const words = wordsOf('records', 'Which records there are; each is a command.', args)
  if (words === null) return 0
  return words.flags.has('json') ? print(about.records) : tableOf(['Record', 'Numbers', 'Purpose'], about.records.map((r) => [kebab(r.name), `${r.prefix}-…`, r.purpose]))
}

/** Newest first, as the API gives it. */
export async function audit(args: readonly string[], client: Client): Promise<number> {
  const words = wordsOf('audit', 'What everybody did, newest first.', args, [
    { name: 'record', value: 'RECORD', help: 'of this kind of record only: incident' }, { name: 'verb', value: 'VERB', help: 'this verb only: resolve' }, { name: 'actor-id', value: 'ID', help: 'by this person or token only' },
    { name: 'from', value: 'TIME', help: 'recorded at this time or later' }, { name: 'to', value: 'TIME', help: 'recorded before this time' },
    { name: 'limit', value: '1 to 500', help: 'how many; 100 where nothing is said' }, { name: 'before', value: 'SEQUENCE', help: 'the page behind this one' },
  ])
  if (words === null) return 0
  if (words.rest.length > 0) throw new UsageError('audit takes flags only')
  const time = (name: string): Readonly<Record<string, string>> => {
    const typed = words.flags.get(name)
    if (typeof typed !== 'string') return {}
    const ms = Date.parse(typed)
    if (!Number.isFinite(ms)) throw new UsageError(`--${name} must be a time, such as 2026-03-17T14:00`)
    return { [name]: new Date(ms).toISOString() }
  }
  const given = (flag: string, name = flag): Readonly<Record<string, string>> => { const v = words.flags.get(flag); return typeof v === 'string' ? { [name]: v } : {} }
  const page = await client.audit({ ...given('record'), ...given('verb'), ...given('actor-id', 'actorId'), ...time('from'), ...time('to'), ...given('limit'), ...given('before') })
  if (words.flags.has('json')) return print(page)
  if (page.items.length === 0) return none('Nothing happened that fits.')
  tableOf(['Recorded', 'Who', 'Did', 'To', 'Why'], page.items.map((e) => [localTime(e.recordedAt), printable(e.actorName), kebab(e.verb), `${kebab(e.record)} ${page.titles?.[e.recordId]?.number ?? e.recordId}`, printable(e.reason ?? '')]))
  return page.next === null ? 0 : none(`More: --before ${page.next}`)
}

/** `tokens list`, `tokens create`, `tokens revoke ID…`. */
export function tokens(args: readonly string[], client: Client): Promise<number> {
  const [word = 'list', ...rest] = args
  switch (word) {
    case 'list': return listTokens(rest, client)
    case 'create': return createToken(rest, client)
    case 'revoke': return revokeTokens(rest, client)
    case '--help': case 'help': console.log('evenkeel tokens list|create|revoke\n\nTokens by which programs sign in. One is shown when it is made, this once.'); return Promise.resolve(0)
    default: {
      if (word.startsWith('--')) return listTokens(args, client)
      const guess = nearest(word, ['list', 'create', 'revoke'])
      throw new UsageError(`tokens have no command "${word}"${guess ? `; did you mean "${guess}"?` : ''}\nThere are: list, create, revoke`)
    }
  }
}

async function listTokens(args: readonly string[], client: Client): Promise<number> {
  const words = wordsOf('tokens list', 'API tokens that hold, newest first.', args)
  if (words === null) return 0
  const all = await client.tokens()
  if (words.flags.has('json')) return print(all)
  return all.length === 0 ? none('There are no tokens that you may see.')
    : tableOf(['Id', 'Role', 'Made', 'Ends', 'Last used', 'Name'], all.map((t) => [t.id, t.role, localTime(t.createdAt), t.expiresAt === null ? 'never' : localTime(t.expiresAt), t.lastUsedAt === null ? 'never' : localTime(t.lastUsedAt), printable(t.name)]))
}

/** Prints the secret alone, so that a script can keep it. */
async function createToken(args: readonly string[], client: Client): Promise<number> {
  const words = wordsOf('tokens create --name NAME --role ROLE', 'Makes a token and prints it alone; nobody can read it again.', args, [
    { name: 'name', value: 'NAME', help: '(needed) what it is for' }, { name: 'role', value: roles.join('|'), help: '(needed) at most your own' }, { name: 'expires-in-days', value: '1 to 3650', help: 'ends by itself' },
  ])
  if (words === null) return 0
  const name = words.flags.get('name')
  const role = roles.find((r): r is Role => r === words.flags.get('role'))
  const days = words.flags.get('expires-in-days')
  if (typeof name !== 'string' || role === undefined) throw new UsageError(`--name NAME and --role ${roles.join('|')} are needed`)
  if (days !== undefined && !(/^\d{1,4}$/.test(String(days)) && Number(days) >= 1)) throw new UsageError('--expires-in-days must be a whole number from 1 to 3650')
  const made = await client.makeToken({ name, role, ...(days === undefined ? {} : { expiresInDays: Number(days) }) })
  if (words.flags.has('json')) return print(made)
  console.log(made.secret)
  return 0
}

async function revokeTokens(args: readonly string[], client: Client): Promise<number> {
  const words = wordsOf('tokens revoke ID...', 'Ends tokens at once; `tokens list` shows their ids.', args)
  if (words === null) return 0
  if (words.rest.length === 0) throw new UsageError('say which: evenkeel tokens revoke ID; `evenkeel tokens list` shows the ids')
  for (const id of words.rest) await client.dropToken(id)
  if (words.flags.has('json')) return print(words.rest)
  console.log(`Revoked: ${words.rest.join(', ')}`)
  return 0
}
