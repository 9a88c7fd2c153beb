/** Reads what the API says about its record types into sketches that lists and forms are drawn from. */
import type { FieldSketch, RecordSketch, StateSketch, VerbSketch } from './shapes.ts'

/** All record types in the practices' order, found by name or plural. */
export interface Description {
  readonly records: readonly RecordSketch[]
  /** By name (`incident`) or plural (`incidents`). */
  find(name: string): RecordSketch | undefined
}

/** Takes lists of named things and maps from name to thing alike. */
export function readDescription(raw: unknown): Description {
  const records = named(isMap(raw) && raw['records'] !== undefined ? raw['records'] : raw).map(readRecord)
  const index = new Map(records.flatMap((r) => [[r.name, r] as const, [r.plural, r] as const]))
  return { records, find: (name) => index.get(name) }
}

type Loose = Readonly<Record<string, unknown>>

function readRecord(r: Loose): RecordSketch {
  const words = map(r['words'])
  const name = word(r['name'])
  const fields = named(r['fields']).map((f) => readField(f, name))
  const own = Array.isArray(r['own']) ? r['own'].map(String) : isMap(r['own']) ? Object.keys(r['own']) : fields.map((f) => f.name).filter((f) => !everywhere.has(f))
  const verbs = named(r['verbs']).map((v) => readVerb(v, name))
  return {
    name, plural: word(r['plural'], `${name}s`), prefix: word(r['prefix']), one: word(words['one'] ?? r['one'], name), many: word(words['many'] ?? r['many'], name),
    purpose: word(words['purpose'] ?? r['purpose']), title: word(r['title'], 'number'), sort: word(r['sort'], '-createdAt'), shareable: r['shareable'] === true,
    sayings: map(r['sayings']) as Readonly<Record<string, string>>, fields, own, states: named(r['states']).map(readState), verbs: verbs.filter((v) => v.name !== 'create'),
    create: isMap(r['create']) ? readVerb({ name: 'create', ...r['create'] }, name) : verbs.find((v) => v.name === 'create') ?? createOf(fields),
    beside: strings(r['beside']),
    creatable: r['creatable'] !== false && r['mayCreate'] !== false && !(isMap(r['create']) && r['create']['allowed'] === false),
  }
}

const everywhere = new Set(['id', 'number', 'orgId', 'shared', 'state', 'stateSince', 'version', 'createdAt', 'createdBy', 'updatedAt'])

const readState = (s: Loose): StateSketch => ({
  name: word(s['name']), label: word(s['label'], word(s['name'])), help: word(s['help']),
  group: s['group'] === 'waiting' || s['group'] === 'done' ? s['group'] : 'open',
})

const readField = (f: Loose, record: string): FieldSketch => ({
  name: word(f['name']), record, kind: word(f['kind'], 'text') as FieldSketch['kind'], label: word(f['label'], word(f['name'])), help: word(f['help']),
  owner: f['owner'] === 'system' ? 'system' : 'caller', optional: f['optional'] === true || f['required'] === false, fixed: f['fixed'] === true,
  to: typeof f['to'] === 'string' ? f['to'] : null, words: isMap(f['words']) ? (f['words'] as Record<string, string>) : null, initial: f['initial'],
})

const readVerb = (v: Loose, record: string): VerbSketch => ({
  name: word(v['name']), label: word(v['label'], word(v['name'])), says: word(v['says']), help: word(v['help']), key: typeof v['key'] === 'string' ? v['key'] : null,
  from: Array.isArray(v['from']) ? strings(v['from']) : null,
  edits: strings(v['edits']), needs: strings(v['needs']), input: named(v['input']).map((f) => readField(f, record)), by: strings(v['by']),
  reason: v['reason'] === 'required' || v['reason'] === 'optional' ? v['reason'] : null, quiet: v['quiet'] === true,
})

const createOf = (fields: readonly FieldSketch[]): VerbSketch => ({
  name: 'create', label: 'New', says: 'recorded it', help: '', key: null, from: null, needs: [], input: [], reason: null, quiet: false, by: [],
  edits: fields.filter((f) => f.owner === 'caller').map((f) => f.name),
})

const isMap = (v: unknown): v is Loose => typeof v === 'object' && v !== null && !Array.isArray(v)
const map = (v: unknown): Loose => (isMap(v) ? v : {})
const word = (v: unknown, otherwise = ''): string => (typeof v === 'string' ? v : otherwise)
const strings = (v: unknown): readonly string[] => (Array.isArray(v) ? v.filter((s) => typeof s === 'string') : [])
const named = (v: unknown): readonly Loose[] =>
  Array.isArray(v) ? v.filter(isMap) : isMap(v) ? Object.entries(v).filter((e): e is [string, Loose] => isMap(e[1])).map(([name, o]) => ({ name, ...o })) : []
