/** The flags of a record's list and verbs, and the request that they make. */
import type { Client } from '../client/client.ts'
import type { Description } from '../client/description.ts'
import type { FieldSketch, RecordSketch, VerbSketch } from '../client/shapes.ts'
import type { Flag, Words } from './flags.ts'
import { resolve } from './resolve.ts'
import { kebab, UsageError } from './usage.ts'
import { readFilter, readValue, valueWords } from './value.ts'

const json: Flag = { name: 'json', alone: true, help: 'print what the server answers' }
const help: Flag = { name: 'help', alone: true, help: 'show this' }
const paging: readonly Flag[] = [
  { name: 'group', value: 'open|waiting|done|active', help: 'active is open and waiting together' },
  { name: 'q', value: 'WORDS', help: 'with these words in it or in its comments' },
  { name: 'sort', value: 'FIELD', help: 'a field, - before it for falling' },
]
/** The rule that stands for all flags with a suffix. */
export const listNotes = 'Several values of one filter stand behind it with commas between. Behind the name of each filter can stand .not (none of these), .from and .to\n(numbers and times), .empty (yes: not recorded): --state.not closed --created-at.from 2026-03-01. For people "me" and for teams "my-teams" can be said.'

const page: readonly Flag[] = [
  { name: 'limit', value: '1 to 200', help: 'how many; 50 where nothing is said' },
  { name: 'after', value: 'CURSOR', help: 'the page behind this one' },
  { name: 'all', alone: true, help: 'all pages' },
  { name: 'columns', value: 'FIELD,...', help: 'which fields the table shows' },
]

/** `service-id` may be typed `service` where nothing else has that name. */
function spelled(field: FieldSketch, all: readonly FieldSketch[]): Pick<Flag, 'name' | 'also'> {
  const name = kebab(field.name)
  const short = name.replace(/-ids?$/, '')
  return short === name || all.some((other) => kebab(other.name) === short) ? { name } : { name, also: [short] }
}

const fieldFlag = (field: FieldSketch, all: readonly FieldSketch[], isNeeded = false): Flag =>
  ({ ...spelled(field, all), alone: field.kind === 'yesno', value: valueWords(field), help: [isNeeded ? '(needed)' : '', field.label, field.help].filter((part) => part !== '').join(' · ') })

const isFilter = (field: FieldSketch): boolean => field.kind !== 'json' && field.kind !== 'prose'
const ordered = new Set<FieldSketch['kind']>(['instant', 'day', 'integer', 'seconds', 'ratio'])

/** What a list or an export can be narrowed by. */
export function listFlags(type: RecordSketch, isExport = false): readonly Flag[] {
  const filters = type.fields.filter(isFilter).flatMap((field) => {
    const { name, also = [] } = spelled(field, type.fields)
    const value = valueWords(field)
    const with_ = (suffix: string, words: string): Flag => ({ name: name + suffix, also: also.map((a) => a + suffix), value: suffix === '.empty' ? 'yes|no' : value, help: `${field.label} ${words}`, isUnlisted: true })
    return [
      { name, also, value, help: field.label }, with_('.not', 'is none of these'),
      ...(ordered.has(field.kind) ? [with_('.from', 'at least'), with_('.to', 'at most')] : []), ...(field.optional ? [with_('.empty', 'is not recorded')] : []),
    ]
  })
  return [...paging, ...(isExport ? [{ name: 'format', value: 'csv|json', help: 'csv where nothing is said' }] : [...page, json]), help, ...filters]
}

/** The filters as the API reads them; names of references become ids. */
export async function listParams(client: Client, about: Description, type: RecordSketch, { flags }: Words): Promise<Record<string, string>> {
  const params: Record<string, string> = {}
  for (const [flag, typed] of flags) {
    if (typed === true || ['all', 'columns', 'format'].includes(flag)) continue
    if (paging.includes(flagNamed(flag, paging)) || page.includes(flagNamed(flag, page))) {
      params[flag] = flag === 'sort' ? sortOf(type, typed) : typed
      continue
    }
    const [name = '', suffix] = flag.split('.')
    const field = type.fields.find((f) => kebab(f.name) === name)
    if (!field) continue
    const end = suffix === undefined ? '' : `.${suffix}`
    if ((field.kind === 'ref' || field.kind === 'refs') && end !== '.empty') {
      const ids: string[] = []
      for (const one of typed.split(',')) ids.push(['me', 'my-teams'].includes(one.trim()) ? one.trim() : await resolve(client, about, field.to, one.trim()))
      params[field.name + end] = ids.join(',')
    } else params[field.name + end] = readFilter(field.name === 'state' ? stateField(type, field) : field, end, flag, typed)
  }
  return params
}

const nothing: Flag = { name: '' }
const flagNamed = (name: string, flags: readonly Flag[]): Flag => flags.find((f) => f.name === name) ?? nothing

/** The words of a state are with the states, not with the field. */
const stateField = (type: RecordSketch, field: FieldSketch): FieldSketch => ({ ...field, words: Object.fromEntries(type.states.map((s) => [s.name, s.label])) })

function sortOf(type: RecordSketch, typed: string): string {
  const [, dash = '', name = ''] = /^(-?)(.*)$/.exec(typed) ?? []
  if (name === 'due') return typed
  return dash + fieldNamed(type, name).name
}

/** Refused as usage, with all names, where the record has no such field. */
export function fieldNamed(type: RecordSketch, typed: string): FieldSketch {
  const field = type.fields.find((f) => f.name === typed || kebab(f.name) === typed || kebab(f.name).replace(/-ids?$/, '') === typed)
  if (!field) throw new UsageError(`${type.plural} have no field "${typed}"; they have ${type.fields.map((f) => kebab(f.name)).join(', ')}`)
  return field
}

const reason: FieldSketch = { name: 'reason', kind: 'prose', label: 'Why, in a sentence', help: '', owner: 'caller', optional: true, fixed: false, to: null, words: null, initial: null }

/** All that a verb takes: fields it may set, inputs of its own, a reason. */
export function verbFields(type: RecordSketch, verb: VerbSketch): readonly FieldSketch[] {
  const edits = verb.edits.flatMap((name) => type.fields.filter((f) => f.name === name))
  return [...edits, ...verb.input, ...(verb.reason === null ? [] : [{ ...reason, optional: verb.reason === 'optional' }])]
}

/** A `create` needs each field that has neither a start value nor leave to be absent; other verbs need their inputs only. */
function isNeeded(verb: VerbSketch, field: FieldSketch): boolean {
  if (verb.needs.includes(field.name)) return true
  const mayBeAbsent = field.optional || (field.initial !== null && field.initial !== undefined) || field.name === 'orgId'
  return !mayBeAbsent && (verb.name === 'create' || !verb.edits.includes(field.name))
}

export function verbFlags(type: RecordSketch, verb: VerbSketch): readonly Flag[] {
  const isLink = pointsAnywhere(type, verb)
  const fields = verbFields(type, verb).filter((f) => !isLink || !targetNames.includes(f.name))
  const more: Flag = verb.name === 'create' ? { name: 'once', value: 'KEY', help: 'the same key again makes no second record' } : { name: 'if-version', value: 'NUMBER', help: 'only while it has this version' }
  return [...fields.map((field) => fieldFlag(field, fields, isNeeded(verb, field))), ...(isLink ? [target] : []), more, json, help]
}

/** A link names its target three times over; a person says its number. */
const target: Flag = { name: 'to', value: 'NUMBER', help: '(needed) the record it points to: INC-1042' }
const targetNames = ['toRecord', 'toId', 'toNumber']
const pointsAnywhere = (type: RecordSketch, verb: VerbSketch): boolean => targetNames.every((name) => verbFields(type, verb).some((f) => f.name === name))

async function targetOf(client: Client, about: Description, typed: string | true | undefined): Promise<Record<string, unknown>> {
  const number = String(typed ?? '').toUpperCase()
  const type = about.records.find((r) => number.startsWith(`${r.prefix}-`))
  if (!type) throw new UsageError(`--to must be the number of a record: ${about.records.slice(0, 4).map((r) => `${r.prefix}-1042`).join(', ')}`)
  return { toRecord: type.name, toId: await resolve(client, about, type.name, number), toNumber: number }
}

/** The body of the request. Refused as usage where something needed is missing; what depends on the record is the server's to say. */
export async function verbInput(client: Client, about: Description, type: RecordSketch, verb: VerbSketch, { flags }: Words): Promise<Record<string, unknown>> {
  const isLink = pointsAnywhere(type, verb)
  const missing = verbFields(type, verb).filter((field) => !(isLink && targetNames.includes(field.name)) && isNeeded(verb, field) && !verb.needs.includes(field.name) && !flags.has(kebab(field.name)))
  if (missing.length > 0) throw new UsageError(`${missing.map((field) => `--${kebab(field.name)} ${valueWords(field)}`).join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing`)
  const input: Record<string, unknown> = isLink ? await targetOf(client, about, flags.get('to')) : {}
  for (const field of verbFields(type, verb)) {
    const flag = kebab(field.name)
    const typed = flags.get(flag)
    if (typed === undefined) continue
    const value = typed === true ? true : readValue(field, flag, typed)
    if (value !== null && field.kind === 'ref') input[field.name] = await resolve(client, about, field.to, String(value))
    else if (field.kind === 'refs') {
      const ids: string[] = []
      for (const one of value as readonly string[]) ids.push(await resolve(client, about, field.to, one))
      input[field.name] = ids
    } else input[field.name] = value
  }
  return input
}
