import { expect, test } from 'vitest'
import type { FactTableSketch } from '../../client/measures.ts'
import { measureOf } from '../../practices/measure/register.ts'
import { definitionWords, filledBy } from './measures-words.ts'

const definition = (id: string) => {
  const found = measureOf(id)?.definition
  if (!found) throw new Error(`${id} has no definition`)
  return found
}
const steps = { fields: [{ id: 'at', label: 'From' }, { id: 'until', label: 'To' }, { id: 'verifiedAt', label: 'Last verified' }] } as unknown as FactTableSketch

test('what is fresh is said of the things, not of the entries of their history', () => {
  const said = definitionWords(definition('CF2'), steps)
  expect(said.counted).toMatch(/^configuration items last verified in the \d+ days before the moment$/)
  expect([said.among, said.time]).toEqual(['configuration items that stand at the moment', 'is read at a moment: each as it stood then'])
})

test('a measure that work elsewhere fills says which, and where that is set up', () => {
  expect(['CH5', 'CF1', 'RL1', 'IN1'].map((id) => filledBy(measureOf(id)?.definition ?? null)?.href ?? null)).toEqual(['/settings/tokens', '/imports/new', '/records/releases/new', null])
})
