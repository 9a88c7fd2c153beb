/** What the folders of practices give, and what a broken one says. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadPractices } from './load-practices.ts'
import { practices } from './parts.ts'

let folder: string
beforeEach(async () => { folder = await mkdtemp(path.join(tmpdir(), 'ek-practices-')) })
afterEach(() => rm(folder, { recursive: true }))

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), text)
}

const record = (name: string): string => `export const one = { name: '${name}', plural: '${name}s', prefix: '${name.toUpperCase()}', fields: {}, states: {}, verbs: {} }\n`

test('what the files export is collected by what it is, tests and pages are left alone', async () => {
  write('first/a.ts', `${record('boat')}export const words = { boat: 'Boat' }\nexport const count = 1\nexport const rule = () => null\n`)
  write('first/b.ts', `export const cache = { name: 'boat_cache', fields: {}, key: ['id'] }\nexport const timer = { name: 'look', version: 1, attempts: 3, run: async () => {} }\n`)
  write('first/a.test.ts', 'throw new Error("a test was loaded")\n')
  write('first/page.tsx', 'throw new Error("a page was loaded")\n')
  write('second/c.ts', `export const told = { name: 'told', version: 1, on: {}, run: async () => {} }\n`)
  const found = await loadPractices(folder, ['first', 'second'])
  const names = (list: readonly { readonly name: string }[] | undefined): string[] => (list ?? []).map((one) => one.name)
  expect(found.map((p) => [p.name, names(p.records), names(p.derived), names(p.reactions), names(p.tasks)])).toEqual([
    ['first', ['boat'], ['boat_cache'], [], ['look']],
    ['second', [], [], ['told'], []],
  ])
})

test('a record type comes after one that it cannot be without, and does not wait for one that it may lack', async () => {
  const pointing = (name: string, to: string, optional: boolean): string => record(name).replace('fields: {}', `fields: { its: { to: '${to}', optional: ${optional} } }`)
  write('first/a.ts', pointing('anchor', 'boat', false))
  write('first/b.ts', pointing('boat', 'crew', true))
  write('first/c.ts', pointing('crew', 'boat', false))
  const [first] = await loadPractices(folder, ['first'])
  expect(first?.records.map((r) => r.name)).toEqual(['boat', 'anchor', 'crew'])
})

test('reactions run in the order of a list that the file exports; one that it forgets comes after them', async () => {
  const reaction = (name: string): string => `export const ${name} = { name: '${name}', version: 1, on: {}, run: async () => {} }\n`
  write('first/reactions.ts', `${['a', 'b', 'c'].map(reaction).join('')}export const reactions = [c, a]\n`)
  const [first] = await loadPractices(folder, ['first'])
  expect(first?.reactions?.map((r) => r.name)).toEqual(['c', 'a', 'b'])
})

test('a file that cannot be loaded is named with its reason', async () => {
  write('first/broken.ts', 'export const x = undefinedThing\n')
  await expect(loadPractices(folder, ['first'])).rejects.toThrow(/first.broken\.ts cannot be loaded: undefinedThing is not defined/)
})

test.each([
  ['name', 'table boat'],
  ['plural', 'plural boats'],
  ['prefix', 'number prefix BOAT'],
])('a second record type of the same %s is refused by both names', async (key, words) => {
  write('first/a.ts', record('boat'))
  write('second/b.ts', record('ship').replace(key === 'prefix' ? "'SHIP'" : key === 'plural' ? "'ships'" : "name: 'ship'", key === 'prefix' ? "'BOAT'" : key === 'plural' ? "'boats'" : "name: 'boat'"))
  await expect(loadPractices(folder, ['first', 'second'])).rejects.toThrow(new RegExp(`b\\.ts defines the ${words}, which .*a\\.ts defines already`))
})

test('a practice that is listed and not there is named', async () => {
  await expect(loadPractices(folder, ['nowhere'])).rejects.toThrow(/nowhere/)
})

test('an alert that came and went in one commit opens its incident before it clears', () => {
  const names = practices.find((p) => p.name === 'incident')?.reactions?.map((r) => r.name) ?? []
  expect(names.indexOf('alerts open incidents')).toBeLessThan(names.indexOf('cleared alerts tell their incident'))
  expect(names).toContain('alerts open incidents')
})
