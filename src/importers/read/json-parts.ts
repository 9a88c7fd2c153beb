/** Cuts JSON of any size into the objects that stand in named lists or objects, as a stream. */
import { AppError } from '../../model/error.ts'
import type { CsvFault } from './csv.ts'

/** One object, still as text. */
export interface JsonPart {
  /** Which of the asked containers it stands in; `{}` where the whole document is one object and has none of them. */
  readonly container: string
  /** Its name in an object of objects; empty in a list. */
  readonly name: string
  readonly text: string
  /** Number of the object, counted from 1. */
  readonly count: number
}

// One object with all that hangs on it; more is a mistake.
const mostCharacters = 16 * 1024 * 1024
const mostDepth = 64
const mostKeyCharacters = 1000

const code = (c: string): number => c.charCodeAt(0)
const [quote, backslash, openList, closeList, openObject, closeObject, comma, colon] = [code('"'), code('\\'), code('['), code(']'), code('{'), code('}'), code(','), code(':')]

interface Frame {
  readonly id: string
  readonly path: string
  readonly isList: boolean
  readonly isWanted: boolean
  key: string
  isKeyNext: boolean
}

/**
 * The objects that stand directly in one of the containers, named by their path and kind: `[]` (the document is a list),
 * `items[]`, `data.activeTargets[]`, `objects{}`. Documents may stand one behind the other, as pages of an API do.
 * What is cut off in the middle is told to `faulty`; more closed than opened, deeper or larger than any record is refused as `invalid`.
 */
export async function* jsonParts(text: AsyncIterable<string>, containers: ReadonlySet<string>, faulty: (f: CsvFault) => void): AsyncIterable<JsonPart> {
  const scan = scanner(containers)
  for await (const chunk of text) yield* scan.feed(chunk)
  const left = scan.end()
  if (left !== null) faulty({ line: left, reason: 'the file ends in the middle of the JSON; nothing behind here could be read' })
}

interface Scanner {
  feed(chunk: string): JsonPart[]
  /** Number of the object that is missing its end; null where all is closed. */
  end(): number | null
}

function scanner(containers: ReadonlySet<string>): Scanner {
  const frames: Frame[] = []
  let count = 0
  let isString = false
  let isEscaped = false
  // Inside an object that is wanted nothing but its end matters.
  let inner = 0
  let kept = ''
  let isKept = false
  let word = ''
  // The whole document, for as long as it may turn out to be one object.
  let whole = ''
  let hasContainer = false

  const open = (isList: boolean): void => {
    const top = frames.at(-1)
    if (frames.length >= mostDepth) throw new AppError('invalid', `The JSON is nested deeper than ${mostDepth} levels, behind object ${count}.`)
    const path = top === undefined ? '' : top.isList ? `${top.path}.#` : top.path === '' ? top.key : `${top.path}.${top.key}`
    const id = `${path}${isList ? '[]' : '{}'}`
    const isWanted = containers.has(id)
    if (isWanted) { hasContainer = true; whole = '' }
    frames.push({ id, path, isList, isWanted, key: '', isKeyNext: !isList })
  }
  const close = (parts: JsonPart[], wholeText: string): void => {
    if (frames.pop() === undefined) throw new AppError('invalid', `The JSON closes more than it opens, behind object ${count}.`)
    if (frames.length > 0) return
    if (!hasContainer && wholeText.trimStart().startsWith('{')) parts.push({ container: '{}', name: '', text: wholeText, count: ++count })
    hasContainer = false
  }

  const feed = (chunk: string): JsonPart[] => {
    const parts: JsonPart[] = []
    let from = isKept ? 0 : -1
    let wholeFrom = 0
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charCodeAt(i)
      if (isString) {
        if (isEscaped) isEscaped = false
        else if (c === backslash) isEscaped = true
        else if (c === quote) {
          isString = false
          const top = frames.at(-1)
          if (!isKept && top?.isKeyNext) top.key = word.slice(1)
        }
        if (isString && !isKept && word.length < mostKeyCharacters) word += chunk[i] ?? ''
        continue
      }
      if (c === quote) { isString = true; word = '"' } else if (isKept) {
        if (c === openObject || c === openList) inner++
        else if ((c === closeObject || c === closeList) && --inner === 0) {
          const top = frames.at(-1)
          parts.push({ container: top?.id ?? '', name: top?.isList === false ? top.key : '', text: kept + chunk.slice(from, i + 1), count: ++count })
          kept = ''
          isKept = false
          from = -1
        }
      } else if (c === openObject && frames.at(-1)?.isWanted === true) {
        isKept = true
        inner = 1
        from = i
      } else if (c === openObject || c === openList) {
        if (frames.length === 0) { whole = ''; wholeFrom = i }
        open(c === openList)
      } else if (c === closeObject || c === closeList) {
        close(parts, hasContainer ? '' : whole + chunk.slice(wholeFrom, i + 1))
        if (frames.length === 0) { whole = ''; wholeFrom = i + 1 }
      } else if (c === colon || c === comma) {
        const top = frames.at(-1)
        if (top && !top.isList) top.isKeyNext = c === comma
      }
    }
    if (from >= 0) kept += chunk.slice(from)
    if (frames.length > 0 && !hasContainer) whole += chunk.slice(wholeFrom)
    if (kept.length > mostCharacters || whole.length > mostCharacters) throw new AppError('invalid', 'An object is too large to be one record.')
    return parts
  }
  return { feed, end: () => (frames.length > 0 || isString ? count + 1 : null) }
}
