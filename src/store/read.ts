/** Reading records: one by id or number, a page by key, a count, a tally, all within what the transaction's sight allows. */
import { type Actor, personId, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { type Fields, snake } from '../model/field.ts'
import type { Condition, ListQuery } from '../model/query.ts'
import type { Common, RecordType } from '../model/record.ts'
import { selectList } from './columns.ts'
import { named, type Row, type Tx } from './database.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
export const isUuid = (s: string): boolean => uuid.test(s)

/** The column to look in: ids are UUIDs, all else is tried as a number such as INC-1042, and only then as a former one. */
export const whereId = (id: string): string => (isUuid(id) ? 't.id' : 't.number')

export const notFound = (r: RecordType, id: string): AppError =>
  new AppError('not_found', `There is no ${r.words.one.toLowerCase()} ${id.slice(0, 80)}, or it is not yours to see.`)

const storable = (id: string): boolean => id.length <= 100 && !id.includes('\u0000') && id.isWellFormed()

export async function seekRow(tx: Tx, r: RecordType, id: string): Promise<(Row & Common) | null> {
  if (!storable(id)) return null
  const key = isUuid(id) ? id : id.toUpperCase()
  const [row] = await tx.query<Row & Common>(`SELECT ${selectList(r.fields, 't')} FROM "${r.name}" t WHERE ${whereId(id)} = $1`, [key], `f_${r.name}_${isUuid(id) ? 'i' : 'n'}`)
  return row ?? (isFormer(r, key) ? await seekFormer(tx, r, id) : null)
}

/** A word that is neither an id nor one of our numbers may be the number that a record had in a former system. */
const isFormer = (r: RecordType, key: string): boolean => r.fields['formerNumber'] !== undefined && !isUuid(key) && !(key.startsWith(`${r.prefix}-`) && /^\d+$/.test(key.slice(r.prefix.length + 1)))

/** Null also where two sources had the same number: then it names nothing. */
async function seekFormer(tx: Tx, r: RecordType, former: string): Promise<(Row & Common) | null> {
  const rows = await tx.query<Row & Common>(`SELECT ${selectList(r.fields, 't')} FROM "${r.name}" t WHERE t.former_number IN ($1, upper($1)) LIMIT 2`, [former], `f_${r.name}_f`)
  return rows.length === 1 ? rows[0] ?? null : null
}

/** The id behind a former number; anything else as it is. */
export const idBehind = async (tx: Tx, r: RecordType, key: string): Promise<string> =>
  (isFormer(r, key) && storable(key) ? (await seekFormer(tx, r, key))?.id ?? key : key)

/** Several by id, in no order; those that do not exist or may not be seen are left out. */
export async function seekRows(tx: Tx, r: RecordType, ids: readonly string[]): Promise<(Row & Common)[]> {
  const wanted = ids.filter(isUuid)
  return wanted.length === 0 ? [] : tx.query<Row & Common>(`SELECT ${selectList(r.fields, 't')} FROM "${r.name}" t WHERE t.id = ANY($1::uuid[])`, [wanted], `fm_${r.name}`)
}

interface Built {
  readonly from: string
  readonly where: string
  readonly values: unknown[]
}

/** More than these are no list of ids: the words, or the beginnings of names, are then looked for in the order of the page. */
const mostFound = 12_000

/** FROM and WHERE of a query; the same for page, count and tally, so that they never disagree. */
async function build(tx: Tx, r: RecordType, query: ListQuery, actor: Actor): Promise<Built> {
  const values: unknown[] = []
  const add = (v: unknown): string => `$${values.push(v)}`
  const parts: string[] = []
  const sight = sightOf(actor)
  // What row-level security demands in any case, said once more so that an index can answer it: a small organization's rows lie far apart.
  if (!sight.all && !r.shareable) parts.push(`t.org_id = ${add(sight.orgId)}::uuid`)
  if (sight.own !== '' && r.requester !== null && !r.shareable) parts.push(`t."${snake(r.requester)}" = ${add(sight.own)}::uuid`)
  for (const c of query.where ?? []) parts.push(conditionSql(r, c, actor, add))
  if (query.group) {
    const states = Object.entries(r.states).filter(([, s]) => (query.group === 'active' ? s.group !== 'done' : s.group === query.group)).map(([k]) => k)
    parts.push(`t.state = ANY(${add(states)}::text[])`)
  }
  if (query.q) parts.push(await wordsSql(tx, r, query.q, add))
  return { from: `"${r.name}" t`, where: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', values }
}

/** Rare words are found first and their records read; frequent ones are soon met on the way through the list. */
async function wordsSql(tx: Tx, r: RecordType, q: string, add: (v: unknown) => string): Promise<string> {
  const words = tsquery(q)
  if (!words) return 'false'
  const [pieces, number] = namesAsked(q)
  const named = await tx.query<{ id: string }>(`SELECT of_record_id AS id FROM search_named($1, $2, $3, ${mostFound + 1})`, [pieces, number, [r.name]], 'search_named')
  const found = await tx.query<{ id: string }>(`SELECT of_record_id AS id FROM search_found($1, $2, ${mostFound + 1})`, [words, [r.name]], 'search_found')
  if (named.length <= mostFound && found.length <= mostFound) return `t.id = ANY(${add([...new Set([...named, ...found].map((x) => x.id))])}::uuid[])`
  const inNames = named.length <= mostFound ? named.length === 0 ? [] : [`t.id = ANY(${add(named.map((x) => x.id))}::uuid[])`] : namedSql(r, pieces, number, add)
  // Without the OFFSET the planner would join the whole of both tables first.
  const inWords = found.length <= mostFound ? `t.id = ANY(${add(found.map((x) => x.id))}::uuid[])`
    : `EXISTS (SELECT 1 FROM search_entry s WHERE s.record_id = t.id AND s.record = '${r.name}' AND s.body @@ to_tsquery('simple', ${add(words)}) OFFSET 0)`
  return `(${[...inNames, inWords].join(' OR ')})`
}

/** What `search_named` (migration 0060) looks for, as conditions of the row: for a beginning that more have than are listed. */
function namedSql(r: RecordType, pieces: string, number: string | null, add: (v: unknown) => string): readonly string[] {
  const names = piecesOf[r.name]
  return [...(names === undefined ? [] : [`${names} @@ ${add(pieces)}::tsquery`]), ...(number === null ? [] : [`starts_with(t.number, ${add(number)})`])]
}
const piecesOf: Readonly<Record<string, string>> = { ci: 'search_pieces(VARIADIC ARRAY[t.name, t.key] || t.aliases)', service: 'search_pieces(t.name, t.key)' }

/** Lists of things for which a function asks the index (migration 0045); under row-level security "has one of these" would read every row. */
const touching: Readonly<Record<string, ReadonlySet<string>>> = { change: new Set(['ciIds', 'serviceIds']), observed_change: new Set(['ciIds', 'serviceIds']) }

function conditionSql(r: RecordType, c: Condition, actor: Actor, add: (v: unknown) => string): string {
  const f = r.fields[c.field]
  if (!f) throw new AppError('invalid', `${c.field} is no field of ${r.plural}.`)
  const column = `t."${snake(c.field)}"`
  if (c.op === 'empty') return c.values[0] === 'true' ? `${column} IS NULL` : `${column} IS NOT NULL`
  const values = c.values.flatMap((v): readonly string[] =>
    v === 'me' ? [personId(actor) ?? '00000000-0000-0000-0000-000000000000'] : v === 'my-teams' ? (actor.kind === 'person' ? actor.teamIds : []) : [v])
  const type = f.kind === 'instant' ? 'timestamptz' : f.kind === 'integer' || f.kind === 'seconds' ? 'bigint' : f.kind === 'ratio' ? 'double precision'
    : f.kind === 'yesno' ? 'boolean' : f.column.startsWith('uuid') ? 'uuid' : 'text'
  // An array of the ids that were found, so that the planner looks them up and never joins.
  if (c.op === 'in' && touching[r.name]?.has(c.field) === true) return `t.id = ANY((SELECT change_touching('${r.name}', '${snake(c.field)}', ${add(values)}::uuid[]))::uuid[])`
  if (f.kind === 'tags' || f.kind === 'refs') return `${c.op === 'not' ? 'NOT ' : ''}coalesce(${column} && ${add(values)}::${type}[], false)`
  if (c.op === 'from') return `${column} >= ${add(values[0])}::${type}`
  if (c.op === 'to') return `${column} < ${add(values[0])}::${type}`
  // One value is an equality: only then an index gives the rows in its further order, and a partial one is known to fit.
  const inside = values.length !== 1 ? `${column} = ANY(${add(values)}::${type}[])` : f.kind === 'yesno' ? `${values[0] === 'true' ? '' : 'NOT '}${column}` : `${column} = ${add(values[0])}::${type}`
  return c.op === 'not' ? `(${inside}) IS NOT TRUE` : inside
}

/** Words as typed → a prefix query; every word must occur. Punctuation cannot break it. Empty when there is no word in it. */
export function tsquery(q: string): string {
  const words = q.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.slice(0, mostWords).map((w) => `'${w}':*`).join(' & ')
}
const mostWords = 12

/**
 * Words as typed → what `search_named` is asked: a query by which a name must hold a piece that begins with each of them (`'vh-03':*`), and the
 * beginning of a number where that is all that was typed, or null.
 */
export function namesAsked(q: string): readonly [string, string | null] {
  const pieces = q.toWellFormed().toLowerCase().split(/[\s\u0000]+/u).map((w) => w.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')).filter((w) => w !== '').slice(0, mostWords)
  const number = /^[a-z]+-\d+$/.test(pieces[0] ?? '') && pieces.length === 1 ? pieces[0]?.toUpperCase() ?? null : null
  return [pieces.map((w) => `'${w.replace(/['\\]/g, '$&$&')}':*`).join(' & '), number]
}

interface Cursor {
  readonly v: string | number | boolean | null
  readonly i: string
  readonly s: string
}
const toCursor = (c: Cursor): string => Buffer.from(JSON.stringify(c)).toString('base64url')
function fromCursor(text: string, sort: string): Cursor {
  try {
    const c: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (typeof c === 'object' && c !== null && 'i' in c && typeof c.i === 'string' && isUuid(c.i) && 's' in c && c.s === sort && 'v' in c
      && (c.v === null || typeof c.v === 'number' || typeof c.v === 'boolean' || (typeof c.v === 'string' && c.v.length < 500 && !c.v.includes('\u0000')))) return c as Cursor
  } catch { /* falls to the refusal below */ }
  throw new AppError('invalid', 'after is no cursor of this list with this order; begin again without it.', { faults: [{ at: 'after', message: 'is no cursor of this list' }] })
}

type Keyed = Row & Common & { readonly __key: Cursor['v'] }

/** Rows of a page, and of a page of a few fields, which are lighter. */
const mostRows = 200
const mostNarrowRows = 2000

/** `only`: of these fields alone; the sort must be by a field. */
export async function pageOf(tx: Tx, r: RecordType, query: ListQuery, actor: Actor, only?: Fields): Promise<{ items: (Row & Common)[]; next: string | null }> {
  const sort = query.sort ?? r.sort
  const limit = Math.min(Math.max(query.limit ?? 50, 1), only === undefined ? mostRows : mostNarrowRows)
  const cursor = query.after === undefined || query.after === '' ? null : fromCursor(query.after, sort)
  const built = await build(tx, r, query, actor)
  const order: Order = { falling: sort.startsWith('-'), name: sort.replace(/^-/, ''), cursor, most: limit + 1 }
  const rows = await (order.name === 'due' ? byDue(tx, r, built, order, await isDense(tx, query, built, order)) : byField(tx, r, built, order, { actor, fields: only ?? r.fields })).catch((e: unknown) => { throw badValue(e) })
  const items = rows.slice(0, limit)
  const last = items[items.length - 1]
  const next = rows.length > limit && last ? toCursor({ v: last['__key'], i: last.id, s: sort }) : null
  return { items: items.map(({ __key: _, ...row }) => row as unknown as Row & Common), next }
}

interface Order {
  readonly falling: boolean
  readonly name: string
  readonly cursor: Cursor | null
  readonly most: number
}

const also = (where: string, condition: string): string => (condition === '' ? where : where === '' ? `WHERE ${condition}` : `${where} AND ${condition}`)

async function byField(tx: Tx, r: RecordType, { from, where, values }: Built, { falling, name, cursor: c, most }: Order, { actor, fields }: { readonly actor: Actor; readonly fields: Fields }): Promise<Keyed[]> {
  const f = r.fields[name]
  if (!f) throw new AppError('invalid', `cannot sort by ${name}`)
  const column = `t."${snake(name)}"`
  let keyset = ''
  if (c) {
    const op = falling ? '<' : '>'
    const cast = f.kind === 'instant' ? '::timestamptz' : f.column.startsWith('uuid') ? '::uuid' : ''
    const bound = (): string => `$${values.push(c.v)}${cast}`
    const id = `$${values.push(c.i)}::uuid`
    if (!f.optional) keyset = `(${column}, t.id) ${op} (${bound()}, ${id})`
    else if (c.v === null) keyset = `${column} IS NULL AND t.id ${op} ${id}`
    else keyset = `(${column} ${op} ${bound()} OR (${column} = ${bound()} AND t.id ${op} ${id}) OR ${column} IS NULL)`
  }
  const order = `ORDER BY ${column} ${falling ? 'DESC' : 'ASC'}${f.optional ? ' NULLS LAST' : ''}, t.id ${falling ? 'DESC' : 'ASC'}`
  const text = `SELECT ${selectList(fields, 't')}, ${column} AS "__key" FROM ${from} ${also(where, keyset)} ${order} LIMIT ${most}`
  // Lists of a few fields are asked by our own code alone.
  return tx.query<Keyed>(text, values, actor.kind === 'rule' || fields !== r.fields ? named(text) : undefined)
}

/** So many records that the next page of them is soon met on the way along the clocks. */
const mostSparse = 6000
/** So many clocks are walked along at most; where that does not fill the page, the matches are read after all. */
const mostWalked = 20_000

/** Whether enough records match; those that are done come last in the order of clocks, so a choice of states lies at one of its ends. */
async function isDense(tx: Tx, query: ListQuery, { from, where, values }: Built, { falling }: Order): Promise<boolean> {
  if (query.group === 'done' || query.where?.some((c) => c.field === 'state') || (query.group !== undefined && falling)) return false
  if (where === '') return true
  const [found] = await tx.query<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM ${from} ${where} LIMIT ${mostSparse + 1}) x`, values)
  return (found?.n ?? 0) > mostSparse
}

/** By the tightest clock, in the order of the clocks' own index; behind them, by id, what has none. */
async function byDue(tx: Tx, r: RecordType, { from, where, values }: Built, { falling, cursor: c, most }: Order, isDense: boolean): Promise<Keyed[]> {
  const [op, way] = falling ? ['<', 'DESC'] : ['>', 'ASC']
  const rows: Keyed[] = []
  if (c === null || c.v !== null) {
    const given = [...values]
    const keyset = c === null ? '' : `(o.sort_at, o.record_id) ${op} ($${given.push(c.v)}::timestamptz, $${given.push(c.i)}::uuid)`
    const clocks = also(`WHERE o.record = '${r.name}' AND o.is_tightest AND o.sort_at IS NOT NULL`, keyset)
    const order = `ORDER BY o.sort_at ${way}, o.record_id ${way}`
    // Sight is reckoned with once for the record and once for its clock, so that the planner takes a match for rarer than it is: where matches lie close enough in this order, it is told to walk along.
    const source = isDense
      ? `(SELECT o.record_id, o.sort_at FROM obligation o ${clocks} ${order} LIMIT ${mostWalked}) o CROSS JOIN LATERAL (SELECT t.* FROM ${from} ${also(where, 't.id = o.record_id')} OFFSET 0) t`
      : `${from} JOIN obligation o ON o.record_id = t.id ${also(where, clocks.replace('WHERE ', ''))}`
    rows.push(...await tx.query<Keyed>(`SELECT ${selectList(r.fields, 't')}, o.sort_at AS "__key" FROM ${source} ${order} LIMIT ${most}`, given))
    if (isDense && rows.length < most) return byDue(tx, r, { from, where, values }, { falling, name: 'due', cursor: c, most }, false)
  }
  if (rows.length < most) {
    const given = [...values]
    const keyset = c === null || c.v !== null ? '' : `t.id ${op} $${given.push(c.i)}::uuid`
    rows.push(...await tx.query<Keyed>(
      `SELECT ${selectList(r.fields, 't')}, NULL AS "__key" FROM ${from} ${also(also(where, 'NOT EXISTS (SELECT 1 FROM obligation o WHERE o.record_id = t.id AND o.is_tightest AND o.sort_at IS NOT NULL)'), keyset)}
       ORDER BY t.id ${way} LIMIT ${most - rows.length}`, given))
  }
  return rows
}

// 22xxx: a value that passed the grammar but not the type, such as a number out of range.
const badValue = (e: unknown): unknown =>
  typeof e === 'object' && e !== null && 'code' in e && typeof e.code === 'string' && /^22/.test(e.code) ? new AppError('invalid', 'A value in the query does not fit its field.', { cause: e }) : e

export async function countOf(tx: Tx, r: RecordType, query: ListQuery, actor: Actor, most: number): Promise<number> {
  const { from, where, values } = await build(tx, r, query, actor)
  const [row] = await tx.query<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM ${from} ${where} LIMIT ${most}) x`, values)
  return row?.n ?? 0
}

export async function tallyOf(tx: Tx, r: RecordType, query: ListQuery, field: string, actor: Actor): Promise<Record<string, number>> {
  const f = r.fields[field]
  if (!f || !['choice', 'ref', 'integer', 'yesno'].includes(f.kind)) throw new AppError('invalid', `cannot count by ${field.slice(0, 80)}; take a choice, a reference, a number or a yes-or-no.`)
  const { from, where, values } = await build(tx, r, query, actor)
  const rows = await tx.query<{ k: string | null; n: number }>(`SELECT t."${snake(field)}"::text AS k, count(*) AS n FROM ${from} ${where} GROUP BY 1 ORDER BY 2 DESC LIMIT 1000`, values)
  return Object.fromEntries(rows.map((x) => [x.k ?? '', x.n]))
}
