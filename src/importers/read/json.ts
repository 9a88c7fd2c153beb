/** Reads JSON lines, or the elements of JSON lists as a stream; an adapter makes rows of each, else its fields by path become columns. */
import { AppError } from '../../model/error.ts'
import { adapters } from '../adapters/index.ts'
import type { CsvFault } from './csv.ts'
import { flat } from './flat.ts'
import type { SourceRow } from './open.ts'

// One record of a former system with all its comments; more is a mistake.
const mostCharacters = 16 * 1024 * 1024

export async function* readJson(text: AsyncIterable<string>, type: 'json' | 'jsonl', adapter: string | undefined, faulty: (f: CsvFault) => void): AsyncIterable<SourceRow> {
  const rowsOf = adapter === undefined ? (value: unknown, line: number): SourceRow[] => [{ line, values: flat(value) }] : Object.hasOwn(adapters, adapter) ? adapters[adapter] : undefined
  if (!rowsOf) throw new AppError('invalid', `There is no adapter ${adapter}; known are ${Object.keys(adapters).join(', ')}.`)
  let line = 0
  for await (const part of type === 'jsonl' ? lines(text) : elements(text, faulty)) {
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

const [quote, backslash, openList, closeList, openObject, closeObject] = ['"', '\\', '[', ']', '{', '}'].map((c) => c.charCodeAt(0))

/**
 * Texts of the objects in each outermost list: of `[…]`, or of a list within an object such as `{"result":[…]}`.
 * Pages that stand one behind the other in the file are read on; a list of plain values is passed over.
 */
async function* elements(text: AsyncIterable<string>, faulty: (f: CsvFault) => void): AsyncIterable<string> {
  let depth = 0
  let listDepth = -1
  let isString = false
  let isEscaped = false
  let kept = ''
  let count = 0
  for await (const chunk of text) {
    // Where the element that is open began in this chunk; -1 outside of one.
    let from = kept === '' ? -1 : 0
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charCodeAt(i)
      if (isString) {
        if (isEscaped) isEscaped = false
        else if (c === backslash) isEscaped = true
        else if (c === quote) isString = false
      } else if (c === quote) isString = true
      else if (c === openList || c === openObject) {
        depth++
        if (listDepth < 0 && c === openList) listDepth = depth
        else if (listDepth >= 0 && depth === listDepth + 1 && c === openObject) from = i
      } else if (c === closeList || c === closeObject) {
        if (listDepth >= 0 && depth === listDepth + 1 && c === closeObject && from >= 0) {
          count++
          yield kept + chunk.slice(from, i + 1)
          kept = ''
          from = -1
        }
        depth--
        if (depth < 0) throw new AppError('invalid', `The JSON closes more than it opens, behind element ${count}.`)
        if (depth < listDepth) listDepth = -1
      }
    }
    if (from >= 0) kept += chunk.slice(from)
    if (kept.length > mostCharacters) throw new AppError('invalid', 'An element is too large to be one record.')
  }
  // A file cut in the middle: everything before it was read.
  if (depth > 0 || isString) faulty({ line: count + 1, reason: 'the file ends in the middle of the JSON; nothing behind here could be read' })
}
