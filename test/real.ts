/** Reads the real data beside the project, which is no part of it: a test that needs it skips where it is absent. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const folder = new URL('../../shared/data/', import.meta.url).pathname

/** Whether this part of the real data is here. */
export const hasReal = (part: string): boolean => existsSync(folder + part)

/** The text of a file, unpacked where its name ends in `.gz`. */
export function realText(path: string): string {
  const bytes = readFileSync(folder + path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** A CSV file as one object a row, keyed by the names in its first line. */
export function realRows(path: string): Record<string, string>[] {
  const [names = [], ...rows] = cells(realText(path))
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])))
}

/** Paths below the folder of the real data that fit a glob pattern, sorted. */
export const realPaths = (pattern: string): string[] => globSync(pattern, { cwd: folder }).sort()

// Quoted cells may hold commas, doubled quotes and line feeds (RFC 4180).
function cells(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    if (end === '' && row.length === 0 && quoted === undefined && plain === '') break
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
