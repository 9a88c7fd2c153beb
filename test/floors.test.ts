/** The house stands: imports run downhill, no circle, and time, environment and SQL stay in their one place. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync, Visitor } from 'vite'
import { expect, test } from 'vitest'
import { practiceNames } from '../src/app/parts.ts'

/** From the ground up. A file may import its own folder and any floor below. */
const floors: readonly (readonly string[])[] = [['model', 'analysis', 'kit'], ['store', 'traits', 'channels', 'client'], ['practices'], ['server', 'cli', 'web', 'intake', 'importers', 'demo'], ['app']]
/** A practice may import those before it. */
const practices: readonly string[] = practiceNames
/** Downhill on the same floor, each with its reason. */
const bridges = new Set([
  'kit>model', // labels and calendars are values without input or output
  'analysis>model', 'traits>model',
])

const files = globSync('src/**/*.{ts,tsx}').filter((f) => !/\.test\.tsx?$/.test(f))
const source = new Map(files.map((f) => [f, readFileSync(f, 'utf8')]))
const folder = (file: string): string => file.split('/')[1] ?? ''
const floorOf = (file: string): number => floors.findIndex((f) => f.includes(folder(file)))

function importsOf(file: string): string[] {
  return [...(source.get(file) ?? '').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((m) => normalize(join(dirname(file), m[1] ?? ''))).filter((f) => source.has(f))
}

test('imports run downhill', () => {
  const wrong: string[] = []
  for (const file of files) {
    for (const to of importsOf(file)) {
      const uphill = floorOf(to) > floorOf(file)
      const sideways = floorOf(to) === floorOf(file) && folder(to) !== folder(file) && !bridges.has(`${folder(file)}>${folder(to)}`)
      const [a, b] = [file, to].map((f) => practices.indexOf(f.split('/')[2] ?? ''))
      const later = folder(file) === 'practices' && folder(to) === 'practices' && (b ?? 0) > (a ?? 0)
      if (uphill || sideways || later) wrong.push(`${file} -> ${to}`)
    }
  }
  expect(wrong).toEqual([])
})

test('every practice that has a file is in the order', () => {
  const folders = new Set(files.filter((f) => folder(f) === 'practices').map((f) => f.split('/')[2] ?? ''))
  expect([...folders].filter((f) => !practices.includes(f))).toEqual([])
})

test('the browser loads neither the store nor the server', () => {
  const wrong = files.filter((f) => ['web', 'kit', 'client'].includes(folder(f))).flatMap((f) => importsOf(f).filter((t) => ['store', 'server', 'app', 'channels', 'intake'].includes(folder(t))).map((t) => `${f} -> ${t}`))
  expect(wrong).toEqual([])
})

test('no file reaches itself through its imports', () => {
  const circles: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') { circles.push([...path.slice(path.indexOf(file)), file].join(' -> ')); return }
    state.set(file, 'open')
    for (const to of valueImportsOf(file)) visit(to, [...path, file])
    state.set(file, 'done')
  }
  for (const file of files) visit(file, [])
  expect(circles).toEqual([])
})

// A type import vanishes when the file is loaded, so it makes no circle at run time.
function valueImportsOf(file: string): string[] {
  return [...(source.get(file) ?? '').matchAll(/^(?:import|export)\s+(?!type\b)[^'\n]*?from\s+'(\.[^']+)'/gm)].map((m) => normalize(join(dirname(file), m[1] ?? ''))).filter((f) => source.has(f))
}

const elsewhere = (pattern: RegExp, allowed: (file: string) => boolean): string[] => files.filter((f) => !allowed(f) && pattern.test(source.get(f) ?? ''))

test('time is asked in one place, and in the browser in one', () => {
  expect(elsewhere(/Date\.now\(|new Date\(\)|Temporal\.Now/, (f) => f === 'src/store/clock.ts' || f === 'src/kit/now.ts')).toEqual([])
})

test('the environment is read in one place', () => {
  expect(elsewhere(/process\.env/, (f) => f === 'src/app/config.ts' || f.startsWith('src/store/postgres'))).toEqual([])
})

test('SQL stays in the store', () => {
  expect(elsewhere(/\b(SELECT|INSERT INTO|DELETE FROM)\b[^.]*\b(FROM|VALUES|WHERE)\b/, (f) => folder(f) === 'store')).toEqual([])
})

test('no any, no non-null assertion, no default export, no enum', () => {
  const found: string[] = []
  for (const file of files) {
    const text = source.get(file) ?? ''
    const at = (start: number): string => `${file}:${text.slice(0, start).split('\n').length}`
    new Visitor({
      TSAnyKeyword: (n) => { found.push(`${at(n.start)} any`) },
      TSNonNullExpression: (n) => { found.push(`${at(n.start)} !`) },
      ExportDefaultDeclaration: (n) => { found.push(`${at(n.start)} default export`) },
      TSEnumDeclaration: (n) => { found.push(`${at(n.start)} enum`) },
    }).visit(parseSync(file, text).program)
  }
  expect(found).toEqual([])
})
