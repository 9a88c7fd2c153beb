/** Shows what is in a file and what a mapping would make of it, over its beginning; writes nothing. */
import { AppError } from '../model/error.ts'
import type { RecordType } from '../model/record.ts'
import type { Case } from './cases.ts'
import { type Draft, type Fault, lifeReader } from './lives.ts'
import { columnsOf, isJoined, type Mapping, readMapping, takeOf, typeOf } from './mapping.ts'
import type { SourceRow } from './read/open.ts'
import { shippedMappings } from './shipped.ts'
import { sniff, type Sniffed } from './sniff.ts'
import { readSource } from './sources.ts'

export interface FileAt { readonly name: string; readonly path: string }

/** A shipped mapping beside this file: which of the columns that it reads are there. */
export interface Fit {
  readonly name: string
  readonly title: string
  /** 0 to 1. */
  readonly share: number
  readonly missing: readonly string[]
}

/** What a mapping makes of the file's first records. */
export interface Trial {
  readonly cases: number
  readonly counts: { readonly rowsRead: number; readonly recordsMade: number; readonly entriesMade: number; readonly faultCount: number; readonly remarkCount: number }
  /** The first fifty. */
  readonly faults: readonly { readonly line: number; readonly sourceId: string; readonly kind: Fault['kind']; readonly reason: string }[]
  /** The first three as they would come in; teams and services are told by name. */
  readonly records: readonly Pick<Draft, 'key' | 'createdAt' | 'entries'>[]
}

export interface Preview extends Sniffed {
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, string>>[]
  /** Those that can read it at all, best first. */
  readonly fits: readonly Fit[]
  /** Name of the mapping that was tried; null where none fits. */
  readonly mapping: string | null
  readonly warnings: readonly string[]
  readonly trial: Trial | null
  /** Why the mapping cannot be used at all. */
  readonly refusal: string | null
}

const shownRows = 20
const triedCases = 500
const triedRows = 20_000
const shownFaults = 50
const shownRecords = 3
const shownMissing = 20

/** `asked` is a shipped mapping's name, a whole mapping, or undefined for the best fit; `zone` takes the place of the mapping's. */
export async function previewFile(records: ReadonlyMap<string, RecordType>, files: readonly FileAt[], asked: { readonly mapping?: string | Readonly<Record<string, unknown>> | undefined; readonly zone?: string | undefined }): Promise<Preview> {
  const [first] = files
  if (!first) throw new AppError('invalid', 'A preview needs a file.')
  const sniffed = await sniff(first.path)
  const warnings: string[] = []
  const rows = await beginning(plainMapping(sniffed), [first], shownRows)
  const fits = await fitsOf(sniffed, first)
  const base = { ...sniffed, columns: [...new Set(rows.flatMap((r) => Object.keys(r.values)))], rows: rows.map((r) => r.values), fits }
  const chosen = chosenMapping(asked.mapping, fits)
  if (chosen === null) return { ...base, mapping: null, warnings, trial: null, refusal: 'No mapping that comes along reads these columns. Take the nearest one, change it, and give it a name of its own.' }
  const mapping: Mapping = { ...chosen, ...(asked.zone === undefined ? {} : { zone: asked.zone }) }
  if (mapping.format.encoding !== sniffed.encoding) warnings.push(`The file looks like ${sniffed.encoding}, the mapping reads it as ${mapping.format.encoding}: some letters would come in wrong.`)
  const trial = await tryOut(records, mapping, files, warnings).catch((e: unknown) => {
    if (e instanceof AppError) return e.message
    throw e
  })
  return { ...base, mapping: mapping.name, warnings, trial: typeof trial === 'string' ? null : trial, refusal: typeof trial === 'string' ? trial : null }
}

function chosenMapping(asked: string | Readonly<Record<string, unknown>> | undefined, fits: readonly Fit[]): Mapping | null {
  if (asked !== undefined && typeof asked !== 'string') return readMapping(JSON.stringify(asked))
  const shipped = shippedMappings()
  const name = asked ?? fits[0]?.name
  if (name === undefined) return null
  const found = shipped.get(name)
  if (!found) throw new AppError('invalid', `There is no mapping ${name}. There are: ${[...shipped.keys()].join(', ')}.`, { faults: [{ at: '/mapping', message: 'is not known' }] })
  return found
}

/** Reads rows as they stand, without asking for any column. */
const plainMapping = (s: Sniffed): Mapping => readMapping(JSON.stringify({
  name: 'plain', title: 'plain', record: 'incident', format: { type: s.type, delimiter: s.delimiter, encoding: s.encoding }, key: '-', rows: 'per-record', opened: { column: '-', date: 'iso' }, fields: {},
}))

async function beginning(m: Mapping, files: readonly FileAt[], most: number): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  const source = await readSource(m, files, () => undefined, false)
  for await (const row of source.rows) if (rows.push(row) >= most) break
  return rows
}

async function fitsOf(s: Sniffed, file: FileAt): Promise<Fit[]> {
  const fits: Fit[] = []
  for (const m of shippedMappings().values()) {
    const isSameFormat = m.format.type === s.type || (m.format.type === 'json' && s.type === 'jsonl')
    if (!isSameFormat || (s.type === 'csv' && m.format.delimiter !== s.delimiter)) continue
    // An adapter that meets something else gives no rows, or refuses.
    const rows = await beginning({ ...m, format: { ...m.format, type: s.type }, only: [], joins: [] }, [file], shownRows).catch(() => [])
    const there = new Set(rows.flatMap((r) => Object.keys(r.values)))
    // What is joined from other files cannot be in this one.
    const wanted = columnsOf(m).filter((c) => !isJoined(m, c))
    const missing = wanted.filter((c) => !there.has(c))
    const isPossible = [m.key, m.opened.column, ...(m.at ? [m.at.column] : []), ...m.columns].every((c) => there.has(c) || isJoined(m, c))
    if (isPossible) fits.push({ name: m.name, title: m.title, share: 1 - missing.length / wanted.length, missing: missing.slice(0, shownMissing) })
  }
  return fits.sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1))
}

async function tryOut(records: ReadonlyMap<string, RecordType>, m: Mapping, files: readonly FileAt[], warnings: string[]): Promise<Trial> {
  const type = typeOf(m, records)
  const faults: Fault[] = []
  const source = await readSource(m, files, (f) => { faults.push({ ...f, key: '', kind: 'row' }) })
  const rows: SourceRow[] = []
  const keys = new Set<string>()
  for await (const row of source.rows) {
    keys.add(row.values[m.key] ?? '')
    if (keys.size > triedCases || rows.push(row) >= triedRows) break
  }
  warnings.push(...zoneWarnings(m, rows), ...dayWarnings(m, rows))
  if (source.replaced() > 0) warnings.push(`${source.replaced()} characters are no ${m.format.encoding}; the file may mix encodings. They would come in as \uFFFD.`)
  const reader = lifeReader(m, type)
  const drafts: Draft[] = []
  for (const [key, list] of Map.groupBy(rows, (r) => (r.values[m.key] ?? '').trim())) {
    const c: Case = { key, rows: list }
    const read = reader.read(c)
    faults.push(...read.faults)
    if (read.draft) drafts.push(read.draft)
  }
  return {
    cases: keys.size > triedCases ? triedCases : keys.size,
    counts: {
      rowsRead: rows.length, recordsMade: drafts.length, entriesMade: drafts.reduce((n, d) => n + d.entries.length, 0),
      faultCount: faults.filter((f) => f.kind !== 'remark').length, remarkCount: faults.filter((f) => f.kind === 'remark').length,
    },
    faults: faults.slice(0, shownFaults).map((f) => ({ line: f.line, sourceId: f.key, kind: f.kind, reason: f.reason })),
    records: drafts.slice(0, shownRecords).map((d) => ({ key: d.key, createdAt: d.createdAt, entries: d.entries })),
  }
}

const datesOf = (m: Mapping): { column: string; date: string }[] => {
  const fields = [...Object.values(m.fields), ...Object.values(m.external)].map(takeOf).flatMap((t) => (t.column !== undefined && t.date !== undefined ? [{ column: t.column, date: t.date }] : []))
  return [...new Map([m.opened, ...(m.at ? [m.at] : []), ...(m.resolved ? [m.resolved] : []), ...(m.closed ? [m.closed] : []), ...fields].map((d) => [d.column, d])).values()]
}

/** Times without a zone in the file are read in the mapping's; UTC is nobody's wall clock. */
function zoneWarnings(m: Mapping, rows: readonly SourceRow[]): string[] {
  const bare = datesOf(m).filter((d) => d.date !== 'epoch' && rows.some((r) => /\d/.test(r.values[d.column] ?? '') && !/(Z|[+-]\d{2}:?\d{2})$/.test((r.values[d.column] ?? '').trim())))
  return bare.length > 0 && m.zone === 'UTC' ? [`The times of ${bare.map((d) => d.column).join(', ')} carry no zone and are read as UTC. If they are local times, say which zone.`] : []
}

const twoNumbers = /^\s*(\d{1,2})\D(\d{1,2})\D/

/** Day and month: where every value could be read both ways, nothing shows which is meant. */
function dayWarnings(m: Mapping, rows: readonly SourceRow[]): string[] {
  return datesOf(m).flatMap((d) => {
    if (!/^d{1,2}[^A-Za-z0-9]M{1,2}\b|^M{1,2}[^A-Za-z0-9]d{1,2}\b/.test(d.date)) return []
    const pairs = rows.flatMap((r) => { const p = twoNumbers.exec(r.values[d.column] ?? ''); return p ? [[Number(p[1]), Number(p[2])]] : [] })
    if (pairs.length === 0) return []
    const [dayAt, monthAt] = d.date.startsWith('d') ? [0, 1] : [1, 0]
    const proofs = pairs.filter((p) => (p[dayAt] ?? 0) > 12).length
    const against = pairs.filter((p) => (p[monthAt] ?? 0) > 12).length
    if (against > 0) return [`${d.column}: ${against} of ${pairs.length} times do not fit ${d.date}; day and month seem to be the other way round.`]
    if (proofs > 0) return []
    return [`${d.column}: all ${pairs.length} times could also be read with day and month the other way round; nothing in them shows which comes first.`]
  })
}
