import { describe, expect, test } from 'vitest'
import type { CanonicalEvent } from './canonical.ts'
import { type LineFacts, line, pass } from './line.ts'

const nowMs = Date.parse('2026-11-23T09:00:00Z')
const event = (more: Partial<CanonicalEvent> = {}): CanonicalEvent => ({
  source: 'alertmanager', type: 'alert', subject: 'a', state: 'firing', occurredMs: nowMs, startsMs: nowMs, endsMs: null, expiresMs: nowMs + 300_000,
  labels: { alertname: 'A', service: 'shop' }, annotations: {}, annotationsText: '{}', severityWord: 'critical', severity: 'critical', fingerprint: 'f', generatorURL: '', ...more,
})
const facts = (more: Partial<LineFacts> = {}): LineFacts => ({
  nowMs, known: null, silences: [], integration: { serviceLabels: ['service'], defaultServiceId: null, groupBy: ['alertname'] }, lookup: (w) => (w === 'shop' ? 'id' : null), ...more,
})
const open = { state: 'firing' as const, annotationsText: '{}' }

test('each step leaves its reason, in order', () => {
  expect(pass(event(), facts()).reasons.map((r) => `${r.step}: ${r.verdict}`)).toEqual(
    ['validate: passed', 'stamp: on time', 'classify: exception', 'deduplicate: open', 'suppress: passed', 'correlate: service', 'record: open'])
  expect(line.map((s) => s.name)).toEqual(['validate', 'stamp', 'classify', 'deduplicate', 'suppress', 'correlate', 'record'])
})

describe('what becomes of an event', () => {
  test.each([
    ['a first one opens an alert', {}, null, 'open'],
    ['a repeat does nothing', {}, open, 'none'],
    ['a repeat of an acknowledged one does nothing', {}, { ...open, state: 'acknowledged' as const }, 'none'],
    ['other annotations renew', { annotationsText: '{"a":"b"}' }, open, 'renew'],
    ['one that was resolved fires again', {}, { ...open, state: 'resolved' as const }, 'refire'],
    ['one that a person closed stays closed', {}, { ...open, state: 'closed' as const }, 'none'],
    ['an end resolves', { state: 'resolved' as const }, open, 'resolve'],
    ['an end of nothing does nothing', { state: 'resolved' as const }, null, 'none'],
    ['a second end does nothing', { state: 'resolved' as const }, { ...open, state: 'resolved' as const }, 'none'],
    ['without labels nothing is kept', { labels: {} }, null, 'none'],
  ])('%s', (_, more, known, want) => { expect(pass(event(more), facts({ known })).action).toBe(want) })
})

test('an unknown severity is a warning and says so, never information', () => {
  const got = pass(event({ severityWord: 'purple', severity: null }), facts())
  expect([got.severity, got.significance]).toEqual(['warning', 'warning'])
  expect(got.reasons.find((r) => r.step === 'classify')?.why).toBe('unclassified: severity purple is unknown')
})

test('a sender whose clock runs ahead is taken as now, and the reason names the seconds', () => {
  const got = pass(event({ occurredMs: nowMs + 3_600_000, startsMs: nowMs + 3_600_000 }), facts())
  expect(got.startsMs).toBe(nowMs)
  expect(got.reasons.find((r) => r.step === 'stamp')).toEqual({ step: 'stamp', verdict: 'clock skew', why: 'it says 3600 s in the future; taken as now' })
})

describe('a silence', () => {
  const quiet = { id: 's1', number: 'SIL-1', matchers: [{ name: 'alertname', value: 'A', isRegex: false, isEqual: true }], startsMs: nowMs - 1, endsMs: nowMs + 1 }
  test('keeps an alert quiet and is named', () => {
    const got = pass(event(), facts({ silences: [quiet] }))
    expect([got.action, got.suppressedBy]).toEqual(['open', 's1'])
    expect(got.reasons.find((r) => r.step === 'suppress')?.why).toBe('SIL-1: alertname="A"')
  })
  test.each([['that is over', { endsMs: nowMs }], ['that is yet to come', { startsMs: nowMs + 1, endsMs: nowMs + 2 }], ['for another alert', { matchers: [{ name: 'alertname', value: 'B', isRegex: false, isEqual: true }] }]])('%s keeps nothing quiet', (_, more) => {
    expect(pass(event(), facts({ silences: [{ ...quiet, ...more }] })).suppressedBy).toBeNull()
  })
})
