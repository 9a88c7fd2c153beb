/** The line that a pipeline runs. */
import { expect, test } from 'vitest'
import { askOf, curlOf } from './change-curl.ts'

const asking = { name: ' freight-booking ', what: 'service', kind: 'normal', change: '', at: null } as const

test('only what was said is asked', () => {
  expect(askOf(asking)).toEqual({ service: 'freight-booking', kind: 'normal' })
  expect(askOf({ name: '', what: 'ci', kind: '', change: 'CHG-1 ', at: '2026-03-17T10:00:00.000Z' })).toEqual({ change: 'CHG-1', at: '2026-03-17T10:00:00.000Z' })
})

test('the copied line always says the kind, unless a change has one', () => {
  expect(curlOf({ ...asking, kind: '' }, 'https://keel.example')).toContain(`"kind":"normal"`)
  expect(curlOf({ ...asking, kind: '', change: 'CHG-1' }, 'https://keel.example')).not.toContain('kind')
})

test('a quote in a name stays in the text', () => {
  expect(curlOf({ ...asking, name: "it's'; rm -rf" }, 'https://keel.example')).toContain(`-d '{"service":"it'\\''s'\\''; rm -rf","kind":"normal"}'`)
})
