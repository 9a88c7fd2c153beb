/** Reads CSV as a stream of rows by the names in its header; a broken row is told and passed over. */
import { parse } from 'csv-parse'
import { Readable } from 'node:stream'
import { AppError } from '../../model/error.ts'
import type { SourceRow } from './open.ts'

export interface CsvFault {
  readonly line: number
  readonly reason: string
}

const mostColumns = 2000
const mostBytesOfRow = 4 * 1024 * 1024

/** `required` columns are looked for in the header before any row is given. */
export async function* readCsv(text: AsyncIterable<string>, delimiter: string, required: readonly string[], faulty: (f: CsvFault) => void): AsyncIterable<SourceRow> {
  const parser = parse({ delimiter, bom: true, relax_column_count: true, skip_empty_lines: true, max_record_size: mostBytesOfRow, info: true, raw: false })
  const source = Readable.from(text)
  source.on('error', (e) => parser.destroy(e))
  source.pipe(parser)
  let header: readonly string[] | null = null
  try {
    for await (const item of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const { record, info } = item
      if (header === null) {
        header = checkHeader(record, required)
        continue
      }
      if (record.length !== header.length) {
        faulty({ line: info.lines, reason: `has ${record.length} columns where the header has ${header.length}` })
        continue
      }
      const values: Record<string, string> = {}
      for (const [i, name] of header.entries()) values[name] = record[i] ?? ''
      yield { line: info.lines, values }
    }
  } catch (e) {
    if (e instanceof AppError) throw e
    const line = typeof e === 'object' && e !== null && 'lines' in e ? Number(e.lines) : 0
    // A quote that never closes and a file cut in the middle look the same: everything before it was read.
    faulty({ line, reason: `the file cannot be read beyond here: ${e instanceof Error ? e.message : String(e)}` })
  }
  if (header === null) throw new AppError('invalid', 'The file is empty: it has no header.')
}

function checkHeader(names: readonly string[], required: readonly string[]): readonly string[] {
  const header = names.map((n) => n.trim())
  if (header.length > mostColumns) throw new AppError('invalid', `The file has ${header.length} columns; at most ${mostColumns} can be read.`)
  const missing = required.find((c) => !header.includes(c))
  if (missing !== undefined) {
    throw new AppError('invalid', `The file has no column "${missing}". It has: ${header.slice(0, 40).map((h) => `"${h.slice(0, 40)}"`).join(', ')}${header.length > 40 ? ' …' : ''}. Check the separator, or take another mapping.`)
  }
  // A name that comes twice: the first is taken, as every reader of such a file would by hand.
  return header.map((h, i) => (header.indexOf(h) === i && h !== '' ? h : `${h}#${i + 1}`))
}
