import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fingerprint, labelText } from './labels.ts'

test('a fingerprint is the one that Alertmanager computes', () => {
  expect(fingerprint({ alertname: 'good' })).toBe('fff7f30401697f7b')
  expect(fingerprint({ severity: 'critical', instance: 'a', alertname: 'X' })).toBe('3bf8a47bd13e0eac')
})

const vectors = '../shared/data/oncall-and-alert-vectors.json'
test.skipIf(!existsSync(vectors))('every fingerprint in the shared vectors holds', () => {
  const file = JSON.parse(readFileSync(vectors, 'utf8')) as { alertmanager_fingerprint: { cases: Record<string, string> } }
  for (const [text, want] of Object.entries(file.alertmanager_fingerprint.cases)) {
    const labels = Object.fromEntries(text.slice(1, -1).split(',').map((p) => p.split('=') as [string, string]))
    expect(fingerprint(labels), text).toBe(want)
  }
})

// An independent statement of the algorithm with 128-bit arithmetic, for what no vector covers.
const slow = (labels: Record<string, string>): string => {
  let h = 0xcbf29ce484222325n
  for (const k of Object.keys(labels).sort()) for (const b of [...new TextEncoder().encode(k), 255, ...new TextEncoder().encode(labels[k]), 255]) h = ((h ^ BigInt(b)) * 0x100000001b3n) & 0xffffffffffffffffn
  return h.toString(16).padStart(16, '0')
}
test('two halves of 32 bits give what 64 bits give, for any text', () => {
  for (const value of ['', 'ü', '漢字', '😀', 'x'.repeat(5000), ...Array.from({ length: 200 }, (_, i) => `value-${i * 7919}`)]) {
    const labels = { alertname: value, z: value.slice(0, 3), a: '1' }
    expect(fingerprint(labels)).toBe(slow(labels))
  }
})

test('the order of labels changes nothing', () => {
  expect(fingerprint({ a: '1', b: '2' })).toBe(fingerprint({ b: '2', a: '1' }))
  expect(labelText({ b: '2', a: '1' })).toBe(labelText({ a: '1', b: '2' }))
})
