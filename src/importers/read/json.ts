/** Reads JSON lines, or one JSON array as a stream of its elements; an adapter makes rows of each, else its fields by path become columns. */
import { AppError } from '../../model/error.ts'
import { adapters } from '../adapters/index.ts'
import type { CsvFault } from './csv.ts'
import { flat } from './flat.ts'
import type { SourceRow } from './open.ts'

// One record of a former system with all its comments; more is a mistake.
const mostCharacters = 16 * 1024 * 1024

export async function* readJson(text: AsyncIterable<string>, type: 'json' | 'jsonl', adapter: string | undefined, faulty: (f: CsvFault) => void): AsyncIterable<SourceRow> {
  const rowsOf = adapter === undefined ? (value: unknown, line: number): SourceRow[] => [{ line, values: flat(value) }] : adapters[adapter]
  if (!rowsOf) throw new AppError('invalid', `There is no adapter ${adapter}; known are ${Object.keys(adapters).join(', ')}.`)
  let line = 0
  for await (const part of type === 'jsonl' ? lines(text) : elements(text)) {
    line++
    if (part.trim() === '') continue
    let value: unknown
    try {
      value = JSON.parse(part)
    } catch (e) {
      faulty({ line, reason: `is no JSON: ${e instanceof Error ? e.message : String(e)}` })
      continue
    }
    yield* rowsOf(value, line)
  }
}

async function* lines(text: AsyncIterable<string>): AsyncIterable<string> {
  let rest = ''
  for await (const chunk of text) {
    const all = (rest + chunk).split('\n')
    rest = all.pop() ?? ''
    if (rest.length > mostCharacters) throw new AppError('invalid', 'A line is too long to be one record.')
    yield* all
  }
  if (rest !== '') yield rest
}

/** Texts of the elements of the outermost array, or of the first array within an object such as `{"result":[…]}`. */
async function* elements(text: AsyncIterable<string>): AsyncIterable<string> {
  let depth = 0
  let listDepth = -1
  let isString = false
  let isEscaped = false
  let current = ''
  for await (const chunk of text) {
    for (const ch of chunk) {
      if (listDepth >= 0 && depth > listDepth) current += ch
      if (isString) {
        if (isEscaped) isEscaped = false
        else if (ch === '\\') isEscaped = true
        else if (ch === '"') isString = false
        continue
      }
      if (ch === '"') isString = true
      else if (ch === '[' || ch === '{') {
        depth++
        if (listDepth < 0 && ch === '[') listDepth = depth
        else if (depth === listDepth + 1) current = ch
      } else if (ch === ']' || ch === '}') {
        if (depth === listDepth + 1 && ch === '}') { yield current; current = '' }
        depth--
        if (depth < listDepth) return
      }
      if (current.length > mostCharacters) throw new AppError('invalid', 'An element is too large to be one record.')
    }
  }
  if (depth > 0) throw new AppError('invalid', 'The JSON ends in the middle.')
}
