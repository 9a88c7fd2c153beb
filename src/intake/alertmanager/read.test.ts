import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { CanonicalEvent } from '../../practices/event/canonical.ts'
import { readAlerts } from './read.ts'

const nowMs = Date.parse('2026-11-23T09:00:00Z')
const one = (alert: unknown): CanonicalEvent | string => {
  const read = readAlerts([alert], nowMs)
  return 'unread' in read ? `unread: ${read.unread}` : read.events[0] ?? read.faults[0] ?? ''
}
const labels = { alertname: 'A' }
const at = (s: string): number => Date.parse(`2026-11-23T${s}Z`)

describe('times', () => {
  test.each([
    ['no start is now, no end is five minutes on', {}, at('09:00:00'), null, at('09:05:00'), 'firing'],
    ['Go writes its zero time for nothing', { startsAt: '0001-01-01T00:00:00Z', endsAt: '0001-01-01T00:00:00.000Z' }, at('09:00:00'), null, at('09:05:00'), 'firing'],
    ['no start is the end, if that is given', { endsAt: '2026-11-23T08:00:00Z' }, at('08:00:00'), at('08:00:00'), null, 'resolved'],
    ['an end in the future is when it expires', { startsAt: '2026-11-23T08:00:00Z', endsAt: '2026-11-23T09:04:00Z' }, at('08:00:00'), null, at('09:04:00'), 'firing'],
    ['an end that is now is over', { startsAt: '2026-11-23T08:00:00Z', endsAt: '2026-11-23T09:00:00Z' }, at('08:00:00'), at('09:00:00'), null, 'resolved'],
    ['nanoseconds and offsets are read', { startsAt: '2026-11-23T09:30:00.123456789+01:00' }, at('08:30:00.123'), null, at('09:05:00'), 'firing'],
  ])('%s', (_, more, startsMs, endsMs, expiresMs, state) => { expect(one({ labels, ...more })).toMatchObject({ startsMs, endsMs, expiresMs, state }) })
})

describe('one bad alert is named', () => {
  test.each([
    ['an end before its start', { labels, startsAt: '2026-11-23T09:00:00Z', endsAt: '2026-11-23T08:00:00Z' }, 'start time must be before end time'],
    ['no labels', { labels: {} }, 'at least one label pair required'],
    ['labels missing', {}, 'at least one label pair required'],
    ['only empty labels', { labels: { alertname: '' } }, 'at least one label pair required'],
    ['NUL in a label', { labels: { alertname: 'a\u0000' } }, 'invalid label set: invalid value "a\\u0000"'],
    ['half a surrogate pair', { labels: { alertname: '\ud800' } }, 'invalid label set: invalid value "\\ud800"'],
    ['NUL in an annotation', { labels, annotations: { summary: '\u0000' } }, 'invalid annotations: invalid value of summary'],
    ['too many labels', { labels: Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`l${i}`, 'x'])) }, 'invalid label set: more than 128 labels'],
  ])('%s', (_, alert, want) => { expect(one(alert)).toBe(want) })
})

describe('a body that does not fit is not taken at all', () => {
  test.each([
    ['an object', {}, /cannot unmarshal object/], ['null', null, /null/], ['an alert that is a number', [1], /number/], ['a label that is a number', [{ labels: { a: 1 } }], /number.*labels/],
    ['labels in a list', [{ labels: [] }], /array.*labels/], ['a time in words', [{ labels, startsAt: 'yesterday' }], /yesterday/], ['a year nobody means', [{ labels, endsAt: '9999-01-01T00:00:00Z' }], /9999/],
    ['too many', Array.from({ length: 10_001 }, () => ({ labels })), /at most 10000/],
  ])('%s', (_, body, want) => {
    const read = readAlerts(body, nowMs)
    expect('unread' in read ? read.unread : '').toMatch(want)
  })
})

test('the good one beside a bad one is taken', () => {
  const read = readAlerts([{ labels: {} }, { labels }], nowMs)
  expect(read).toMatchObject({ faults: ['at least one label pair required'], events: [{ labels }] })
})

test('an empty label value equals a missing label', () => {
  const [a, b] = [one({ labels: { alertname: 'A', x: '' } }), one({ labels })]
  expect(a).toMatchObject({ labels, fingerprint: (b as CanonicalEvent).fingerprint })
})

test('a label called __proto__ is a label', () => {
  expect(one(JSON.parse('{"labels":{"__proto__":"x","alertname":""}}'))).toMatchObject({ fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string })
})

const samples = new URL('./samples/', import.meta.url)
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
test.each(readdirSync(samples).filter((n) => n.endsWith('.in.json')))('the real payload %s becomes what lies beside it', async (name) => {
  const read = readAlerts(JSON.parse(readFileSync(new URL(name, samples), 'utf8')), nowMs)
  const events = 'unread' in read ? [] : read.events.map(({ annotationsText: _, occurredMs, startsMs, endsMs, expiresMs, ...rest }) => ({ ...rest, occurredAt: iso(occurredMs), startsAt: iso(startsMs), endsAt: iso(endsMs), expiresAt: iso(expiresMs) }))
  await expect(`${JSON.stringify(events, null, 2)}\n`).toMatchFileSnapshot(new URL(name.replace('.in.', '.events.'), samples).pathname)
})
