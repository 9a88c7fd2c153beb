/** Finds the record that somebody means by its number, name, key, address or id. */
import type { Client } from '../client/client.ts'
import type { Description } from '../client/description.ts'
import { ApiProblem } from '../client/problem.ts'
import type { RecordSketch } from '../client/shapes.ts'
import { UsageError } from './usage.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Fields by which people call a record, beside its title. */
const callNames = ['key', 'email']

/** The id; `me` is the caller where a person is asked for. Refused as usage where nothing or several fit. */
export async function resolve(client: Client, about: Description, to: string | null, typed: string): Promise<string> {
  if (uuid.test(typed)) return typed
  const type = to === null ? undefined : about.find(to)
  if (type === undefined) throw new UsageError(`"${typed}" must be an id`)
  if (typed === 'me' && type.name === 'person') return (await client.me()).id
  return await byNumber(client, type, typed) ?? await byName(client, type, typed)
}

async function byNumber(client: Client, type: RecordSketch, typed: string): Promise<string | null> {
  if (!new RegExp(`^${type.prefix}-\\d+$`, 'i').test(typed)) return null
  try {
    return (await client.read(type.plural, typed.toUpperCase())).id
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'not_found') throw new UsageError(`there is no ${type.one.toLowerCase()} ${typed}, or it is not yours to see`)
    throw error
  }
}

async function byName(client: Client, type: RecordSketch, typed: string): Promise<string> {
  const names = [type.title, ...callNames].filter((name, i, all) => all.indexOf(name) === i && type.fields.some((f) => f.name === name))
  for (const name of names) {
    // A comma would make two values of one name; such a name is found by the search below.
    if (typed.includes(',')) break
    const { items } = await client.list(type.plural, { [name]: name === 'email' ? typed.toLowerCase() : typed, limit: 2 })
    if (items.length > 1) throw new UsageError(`several ${type.many.toLowerCase()} are called "${typed}"; give the number: ${items.map((row) => row.number).join(', ')}`)
    if (items[0]) return items[0].id
  }
  const { items } = await client.list(type.plural, { q: typed.slice(0, 200), limit: 5 })
  const same = items.filter((row) => names.some((name) => String(row[name] ?? '').toLowerCase() === typed.toLowerCase()))
  if (same.length === 1 && same[0]) return same[0].id
  const near = items.map((row) => `${row.number} ${String(row[type.title] ?? '')}`).join(', ')
  throw new UsageError(`there is no ${type.one.toLowerCase()} "${typed}"${near ? `; near it: ${near}` : ''}`)
}
