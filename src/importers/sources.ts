/** From files to rows: the right reader for the mapping's format, its filters, and what is joined from other files. */
import { AppError } from '../model/error.ts'
import { columnsOf, isJoined, type Mapping } from './mapping.ts'
import { type CsvFault, readCsv } from './read/csv.ts'
import { readJson } from './read/json.ts'
import { openFile, type SourceRow } from './read/open.ts'
import { readXes } from './read/xes.ts'

export interface Source {
  readonly rows: AsyncIterable<SourceRow>
  /** How much is read, 0 to 1. */
  share(): number
  /** Characters that the encoding does not know, so far. */
  replaced(): number
}

/** `faulty` hears of rows that cannot be read; without `asksColumns` a CSV file need not have what the mapping names. */
export async function readSource(m: Mapping, files: readonly { readonly name: string; readonly path: string }[], faulty: (f: CsvFault) => void, asksColumns = true): Promise<Source> {
  const { main, joins } = rolesOf(m, files)
  const needed = new Set(columnsOf(m))
  const joined: Joined[] = []
  for (const { join, file } of joins) {
    const opened = await openFile(file.path, m.format.encoding)
    const byKey = new Map<string, SourceRow['values']>()
    for await (const row of readCsv(opened.text, join.delimiter ?? m.format.delimiter, [join.equals], faulty)) {
      const key = (row.values[join.equals] ?? '').trim()
      if (key === '' || byKey.has(key)) continue
      if (byKey.size >= mostJoined) throw new AppError('invalid', `The file "${file.name}" has more than ${mostJoined} rows; it is too large to be joined.`)
      byKey.set(key, Object.fromEntries(Object.entries(row.values).map(([k, v]) => [`${join.name}.${k}`, v]).filter(([k]) => needed.has(k ?? ''))) as SourceRow['values'])
    }
    joined.push({ column: join.column, byKey })
  }
  const opened = await openFile(main.path, m.format.encoding)
  const required = asksColumns ? [...new Set([m.key, m.opened.column, ...(m.at ? [m.at.column] : []), ...m.columns])].filter((c) => !isJoined(m, c)) : []
  const raw = m.format.type === 'csv' ? readCsv(opened.text, m.format.delimiter, required, faulty)
    : m.format.type === 'xes' ? readXes(opened.text) : readJson(opened.text, m.format.type, m.format.adapter, faulty)
  return { rows: chosen(raw, m, joined), share: () => (opened.size === 0 ? 1 : opened.bytesRead() / opened.size), replaced: opened.replaced }
}

const mostJoined = 1_000_000

interface Joined {
  readonly column: string
  readonly byKey: ReadonlyMap<string, SourceRow['values']>
}
interface FileAt { readonly name: string; readonly path: string }

/** Which file is which: those that are joined go by their names, without their endings; the first that is left has the rows. */
function rolesOf(m: Mapping, files: readonly FileAt[]): { main: FileAt; joins: { join: Mapping['joins'][number]; file: FileAt }[] } {
  const left = new Set(files)
  const baseOf = (f: FileAt): string => f.name.replace(/(\.[a-z0-9]{1,5}){1,3}$/i, '').toLowerCase()
  const joins = m.joins.map((join) => {
    const file = [...left].find((f) => baseOf(f) === join.name.toLowerCase()) ?? [...left].find((f) => f !== files[0] && f.name.toLowerCase().startsWith(join.name.toLowerCase()))
    if (!file) throw new AppError('invalid', `The mapping joins a file "${join.name}", which was not given.`)
    left.delete(file)
    return { join, file }
  })
  const [main] = left
  if (!main) throw new AppError('invalid', 'An import needs a file.')
  return { main, joins }
}

async function* chosen(rows: AsyncIterable<SourceRow>, m: Mapping, joined: readonly Joined[]): AsyncIterable<SourceRow> {
  for await (const row of rows) {
    const values = joined.reduce<SourceRow['values']>((all, j) => ({ ...all, ...j.byKey.get((all[j.column] ?? '').trim()) }), row.values)
    if (m.only.some((o) => !o.in.includes((values[o.column] ?? '').trim()))) continue
    yield joined.length === 0 ? row : { line: row.line, values }
  }
}
