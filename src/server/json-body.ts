/** Reads a JSON body that everything behind it can trust: valid UTF-8, shallow, nothing in it that the database cannot keep. */
import { AppError } from '../model/error.ts'

/** Deeper than any record needs, shallow enough for every recursive function behind it. */
export const deepest = 32

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Undefined for an empty body. Refused as malformed or invalid, with the place where it is known. */
export function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  let text: string
  try { text = utf8.decode(bytes) } catch { throw new AppError('malformed', 'The body is not valid UTF-8.') }
  if (isDeep(text)) throw new AppError('malformed', `The body is nested deeper than ${deepest} levels.`)
  let value: unknown
  try { value = JSON.parse(text) } catch (e) { throw new AppError('malformed', `The body is no JSON${placeOf(e)}.`) }
  // Only these spellings can hide what the walk looks for; most bodies have none and are not walked.
  if (/\\u|__proto__/.test(text)) check(value, '')
  return value
}

const placeOf = (e: unknown): string => {
  const [, position] = /at position (\d+)/.exec(e instanceof Error ? e.message : '') ?? []
  return position === undefined ? '' : `: character ${position} is wrong`
}

function isDeep(text: string): boolean {
  let depth = 0
  let isString = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (isString) {
      if (c === 0x5c) i++
      else if (c === 0x22) isString = false
    } else if (c === 0x22) isString = true
    else if (c === 0x7b || c === 0x5b) { if (++depth > deepest) return true }
    else if (c === 0x7d || c === 0x5d) depth--
  }
  return false
}

function check(value: unknown, at: string): void {
  if (typeof value === 'string') return checkText(value, at)
  if (typeof value !== 'object' || value === null) return
  for (const [k, v] of Object.entries(value)) {
    if (k === '__proto__') throw new AppError('invalid', `${at}/__proto__ is no name for a field.`, { faults: [{ at: `${at}/__proto__`, message: 'is no name for a field' }] })
    checkText(k, at)
    check(v, `${at}/${k.slice(0, 60)}`)
  }
}

function checkText(text: string, at: string): void {
  if (!text.includes('\u0000') && text.isWellFormed()) return
  throw new AppError('invalid', `${at || 'The body'} has a character that cannot be stored (NUL or half of a surrogate pair).`, { faults: [{ at, message: 'has a character that cannot be stored' }] })
}
