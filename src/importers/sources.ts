/** From files to rows: the right reader for the mapping's format, its filters, and what is joined from other files. */
import { AppError } from '../model/error.ts'
import type { Mapping } from './mapping.ts'
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
  const [first] = files
  if (!first) throw new AppError('invalid', 'An import needs a file.')
  const joined = await Promise.all(m.joins.map(async (j) => {
    const file = files.find((f) => f.name.startsWith(j.name))
    if (!file) throw new AppError('invalid', `The mapping joins a file "${j.name}", which was not given.`)
    const opened = await openFile(file.path, m.format.encoding)
    const byKey = new Map<string, SourceRow['values']>()
    for await (const row of readCsv(opened.text, j.delimiter ?? m.format.delimiter, [j.equals], faulty)) {
      if (byKey.size >= mostJoined) throw new AppError('invalid', `The file "${j.name}" has more than ${mostJoined} rows; it is too large to be joined.`)
      byKey.set(row.values[j.equals] ?? '', Object.fromEntries(Object.entries(row.values).map(([k, v]) => [`${j.name}.${k}`, v])))
    }
    return { column: j.column, byKey }
  }))
  const opened = await openFile(first.path, m.format.encoding)
  const required = asksColumns ? [...new Set([m.key, m.opened.column, ...(m.at ? [m.at.column] : []), ...m.columns])] : []
  const raw = m.format.type === 'csv' ? readCsv(opened.text, m.format.delimiter, required, faulty)
    : m.format.type === 'xes' ? readXes(opened.text) : readJson(opened.text, m.format.type, m.format.adapter, faulty)
  return { rows: chosen(raw, m, joined), share: () => (opened.size === 0 ? 1 : opened.bytesRead() / opened.size), replaced: opened.replaced }
}

const mostJoined = 1_000_000

async function* chosen(rows: AsyncIterable<SourceRow>, m: Mapping, joined: readonly { column: string; byKey: ReadonlyMap<string, SourceRow['values']> }[]): AsyncIterable<SourceRow> {
  for await (const row of rows) {
    if (m.only.some((o) => !o.in.includes((row.values[o.column] ?? '').trim()))) continue
    yield joined.length === 0 ? row : { line: row.line, values: Object.assign({}, row.values, ...joined.map((j) => j.byKey.get(row.values[j.column] ?? '') ?? {})) as SourceRow['values'] }
  }
}
