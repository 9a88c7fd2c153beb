/** Looks at the beginning of a file and says what it is: format, separator, encoding. */
import { AppError } from '../model/error.ts'
import { readHead } from './read/open.ts'

export interface Sniffed {
  readonly type: 'csv' | 'json' | 'jsonl' | 'xes'
  readonly delimiter: string
  readonly encoding: 'utf-8' | 'windows-1252' | 'utf-16le'
}

const delimiters = [',', ';', '\t', '|'] as const

/** Refused as `invalid` where the file is empty, no text, or cannot be unpacked. */
export async function sniff(path: string): Promise<Sniffed> {
  const head = await readHead(path)
  if (head.length === 0) throw new AppError('invalid', 'The file is empty.')
  const encoding = encodingOf(head)
  const text = new TextDecoder(encoding).decode(head, { stream: true }).replace(/^\uFEFF/, '')
  if (text.includes('\u0000')) throw new AppError('invalid', 'This is no text file. CSV, JSON, JSON lines and XES can be read, plain or gzip; of a workbook save the sheet as CSV.')
  const start = text.trimStart()
  const type = start.startsWith('<') ? 'xes' : start.startsWith('{') || start.startsWith('[') ? (isLines(start) ? 'jsonl' : 'json') : 'csv'
  return { type, encoding, delimiter: type === 'csv' ? delimiterOf(start) : ',' }
}

function encodingOf(head: Buffer): Sniffed['encoding'] {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  try {
    // A character that the end of the piece cuts in two is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** Each line an object of its own, rather than one value over many lines. */
function isLines(text: string): boolean {
  const [first = '', second] = text.split('\n', 2)
  if (!first.startsWith('{')) return false
  try {
    JSON.parse(first)
  } catch {
    return false
  }
  return second === undefined || second.trim() === '' || second.startsWith('{')
}

/** The one that makes the most columns of the first line, outside of quotes. */
function delimiterOf(text: string): string {
  const line = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"(?:[^"]|"")*"/g, '')
  const counts = delimiters.map((d) => line.split(d).length)
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ','
}
