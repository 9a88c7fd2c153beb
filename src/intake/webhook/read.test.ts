import { expect, test, describe } from 'vitest'
import { mappingSchema, plainMapping } from '../../practices/event/mapping.ts'
import { at, readWebhook } from './read.ts'

const nowMs = Date.parse('2026-11-23T09:00:00Z')

test('a document in our own words needs no mapping', () => {
  expect(readWebhook({ key: 'disk-1', title: 'Disk full', severity: 'Critical', service: 'shop', state: 'firing', occurredAt: '2026-11-23T08:00:00Z' }, plainMapping, nowMs)).toMatchObject({
    faults: [], events: [{ state: 'firing', severity: 'critical', subject: 'disk-1', startsMs: Date.parse('2026-11-23T08:00:00Z'), labels: { key: 'disk-1', alertname: 'disk-1', service: 'shop', severity: 'critical' }, annotations: { summary: 'Disk full' } }],
  })
})

test('a foreign document is read by its mapping', () => {
  const mapping = mappingSchema.parse({
    list: 'payload.items', key: 'check.id', title: 'check.text', severity: 'level', state: 'status', service: 'tags[1]', occurredAt: 'ts', labels: { region: 'geo.region' },
    severityValues: { '5': 'critical' }, stateValues: { gone: 'resolved' },
  })
  const read = readWebhook({ payload: { items: [{ check: { id: 7, text: 'Slow' }, level: 5, status: 'GONE', tags: ['a', 'shop'], ts: 1_795_420_800, geo: { region: 'eu' } }] } }, mapping, nowMs)
  expect(read.events[0]).toMatchObject({ state: 'resolved', severity: 'critical', endsMs: 1_795_420_800_000, labels: { key: '7', service: 'shop', region: 'eu' } })
})

test('a severity that rises is the same trouble', () => {
  const [a, b] = ['warning', 'critical'].map((severity) => readWebhook({ key: 'x', severity }, plainMapping, nowMs).events[0]?.fingerprint)
  expect(a).toBe(b)
})

describe('a bad item is named and the others are taken', () => {
  test.each([
    [[{ key: 'x' }, { title: 'y' }], ['Event 2: has no key at key; the mapping says where it lies.'], 1],
    [[3, null], ['Event 1: is no JSON object.', 'Event 2: is no JSON object.'], 0],
    [[{ key: 'x', occurredAt: 'soon' }], ['Event 1: has no instant at occurredAt; write it as 2026-03-17T14:32:00Z or as seconds since 1970.'], 0],
    [[{ key: 'x', occurredAt: 1e300 }], ['Event 1: has no instant at occurredAt; write it as 2026-03-17T14:32:00Z or as seconds since 1970.'], 0],
    [[{ key: 'x', occurredAt: {} }], ['Event 1: has no instant at occurredAt; write it as 2026-03-17T14:32:00Z or as seconds since 1970.'], 0],
  ])('%j', (body, faults, taken) => {
    const read = readWebhook(body, plainMapping, nowMs)
    expect([read.faults, read.events.length]).toEqual([faults, taken])
  })
})

test.each([['a.b[0].c', 1], ['a.b[1]', undefined], ['a.constructor', undefined], ['__proto__', undefined]])('the path %s leads to %j', (path, want) => { expect(at({ a: { b: [{ c: 1 }] } }, path)).toBe(want) })
