/** The log as a person at a terminal reads it: one plain line each, where programs get JSON. */

const levels: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' }
/** What every line of a program has, and a person at its terminal knows. */
const known = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'err', 'reqId'])

/** Local time of this machine. */
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/**
 * `14:32:05 info  migrated: 0001_core.sql`, with what else the entry holds as `name=value`, and an error's stack indented below.
 * `json` is one entry as pino writes it; text that is none comes back as it is. Nothing in it can move the cursor or forge a line.
 */
export function plainLine(json: string): string {
  const entry = objectOf(json)
  if (entry === null) return json
  const time = typeof entry['time'] === 'number' ? clock.format(entry['time']) : ''
  const level = (levels[Number(entry['level'])] ?? '').padEnd(5)
  const rest = Object.entries(entry).filter(([name]) => !known.has(name)).map(([name, value]) => `${name}=${short(value)}`)
  const line = [time, level, ...(entry['msg'] === undefined ? [] : [visible(String(entry['msg']))]), ...rest].join(' ')
  return `${line.trimEnd()}\n${faultLines(entry['err'])}`
}

/** Where the log of this process goes: undefined is pino's own way, JSON. */
export const logStream = (out: { readonly isTTY?: boolean; write(text: string): unknown }): { write(json: string): void } | undefined =>
  out.isTTY === true ? { write: (json) => { out.write(plainLine(json)) } } : undefined

function objectOf(json: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

/** A request as method and address, an answer as its status; all else as JSON. */
function short(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    if ('method' in value && 'url' in value) return visible(`${String(value.method)} ${String(value.url)}`)
    if ('statusCode' in value) return String(value.statusCode)
  }
  return visible(typeof value === 'string' ? value : JSON.stringify(value))
}

function faultLines(err: unknown): string {
  if (typeof err !== 'object' || err === null) return ''
  const text = 'stack' in err ? String(err.stack) : 'message' in err ? String(err.message) : JSON.stringify(err)
  return text.split('\n').map((line) => `    ${visible(line.trim())}\n`).join('')
}

const visible = (text: string): string => text.replace(/\p{C}/gu, '\ufffd')
