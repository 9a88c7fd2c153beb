/** The documents stay true: paths, commands, settings, links and dependencies that they name exist. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { settings } from '../src/app/config.ts'
import { practices } from '../src/app/parts.ts'
import { problems } from '../src/model/error.ts'
import { recordsOf } from '../src/model/practice.ts'

const files = [...globSync('*.md'), ...globSync('docs/**/*.md'), ...globSync('src/**/README.md')]
const texts = new Map(files.map((f) => [f, readFileSync(f, 'utf8')]))
const project: Readonly<{ scripts: Record<string, string>; dependencies: Record<string, string>; devDependencies: Record<string, string> }> = JSON.parse(readFileSync('package.json', 'utf8'))

/** Every match of the pattern's first group, with the file that has it. */
function named(pattern: RegExp): [file: string, name: string][] {
  return [...texts].flatMap(([file, text]) => [...text.matchAll(pattern)].map((m): [string, string] => [file, m[1] ?? '']))
}

test('every path of the project that a document names exists', () => {
  // NNNN stands for a number to choose, a name in braces for a choice, dist for what is built.
  const paths = named(/`((?:\.ci|bench|bin|docs|src|test)\/[^\s`:]*|(?:[A-Z]+\.md|LICENSE|package\.json))`/g).filter(([, p]) => !/NNNN|[{}<>…]/.test(p))
  expect(paths.length).toBeGreaterThan(20)
  expect(paths.filter(([, p]) => (p.includes('*') ? globSync(p).length === 0 : !existsSync(p))).map(([f, p]) => `${f}: ${p}`)).toEqual([])
})

test('every link between documents leads somewhere', () => {
  const links = named(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g).filter(([, to]) => !/^[a-z]+:/.test(to))
  expect(links.filter(([file, to]) => !existsSync(path.join(path.dirname(file), to))).map(([f, to]) => `${f}: ${to}`)).toEqual([])
})

test('every npm script that a document names exists', () => {
  const scripts = named(/\bnpm run ([a-z:]+)/g).concat(named(/\bnpm (start|test)\b/g))
  expect(scripts.filter(([, s]) => !Object.hasOwn(project.scripts, s)).map(([f, s]) => `${f}: npm run ${s}`)).toEqual([])
})

test('every command that a document names exists', () => {
  const local = [...readFileSync('src/app/main.ts', 'utf8').matchAll(/^ {2}'?([a-z ]+?)'?: \{ usage:/gm)].map((m) => m[1] ?? '')
  expect(local).toContain('token create')
  // Ways of the command line that are neither a command of this machine nor a record type.
  const remote = ['me', 'search', 'export', 'audit', 'tokens', 'records']
  const records = recordsOf(practices)
  const isKnown = (words: readonly string[]): boolean => {
    const [first = '', second = ''] = words
    if (local.includes(first) || local.includes(`${first} ${second}`) || remote.includes(first) || ['help', 'dev'].includes(first)) return true
    // `import` takes a mapping and files, and is a record type besides.
    if (first === 'import' && (second === 'faults' || existsSync(`src/importers/mappings/${second}.json`))) return true
    if (first === 'configuration') return second === 'import'
    const record = records.get(first)
    const verb = second.replace(/-([a-z])/g, (_, c: string) => c.toUpperCase())
    return record !== undefined && (['', 'list', 'show', 'create', 'timeline', '--help', 'attach', 'download', 'attachments', 'links', 'comments'].includes(second) || Object.hasOwn(record.verbs, verb))
  }
  const commands = named(/(?:`|^|\$\()evenkeel ([a-z][^`\n)]*)/gm)
  expect(commands.length).toBeGreaterThan(10)
  expect(commands.filter(([, c]) => !isKnown(c.split(/\s+/))).map(([f, c]) => `${f}: evenkeel ${c}`)).toEqual([])
})

test('the table of settings says what the settings say', () => {
  const readme = texts.get('README.md') ?? ''
  const said = readme.split('\n').filter((l) => /^\| `[A-Z_]+` \|/.test(l)).map((l) => l.split(/(?<!\\)\|/).slice(1, -1).map((c) => c.trim().replaceAll('\\|', '|').replaceAll('&lt;', '<').replaceAll('`', '')))
  // The folder is told without the place of this checkout.
  const defaultOf = (s: { readonly name: string; readonly default: string }): string => (s.default === '' ? 'none' : s.name === 'EVENKEEL_DATA' ? `${path.relative('.', s.default)} in the project folder` : s.default)
  expect(said).toEqual(settings.map((s) => [s.name, s.type, defaultOf(s), s.why.replaceAll('`', '')]))
})

test('every dependency has its line, and every line its dependency', () => {
  const listed = (texts.get('DEPENDENCIES.md') ?? '').split('\n').filter((l) => l.startsWith('| `')).flatMap((l) => [...(l.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? ''))
  expect(listed.toSorted()).toEqual([...Object.keys(project.dependencies), ...Object.keys(project.devDependencies)].toSorted())
})

test('no document names a place of one machine', () => {
  expect(named(/((?<![\w.])\/(?:home|root|work|Users)\/\S*)/g).map(([f, p]) => `${f}: ${p}`)).toEqual([])
})

test('the table of problems says what the problems say', () => {
  const said = (texts.get('docs/guide/api.md') ?? '').split('\n').filter((l) => /^\| \d{3} \|/.test(l)).map((l) => l.split('|').slice(1, -1).map((c) => c.trim().replaceAll('`', '')))
  expect(said).toEqual(Object.entries(problems).map(([code, { status, title }]) => [String(status), code, title]))
})
