import { describe, expect, test } from 'vitest'
import { incidentKey, priorityOf, serviceOf, severityOf, significanceOf, silenceStateOf, titleOf } from './rules.ts'

test.each([['critical', 'critical'], ['PAGE', 'critical'], [' warn ', 'warning'], ['none', 'info'], ['ticket', null], ['', null], ['constructor', null]])('severity %j is %j', (word, want) => { expect(severityOf(word)).toBe(want) })

test('the worse the severity, the higher the priority; only information is no exception or warning', () => {
  expect(['critical', 'error', 'warning', 'info'].map((s) => priorityOf(s as 'info'))).toEqual([1, 2, 3, 4])
  expect(['critical', 'error', 'warning', 'info'].map((s) => significanceOf(s as 'info'))).toEqual(['exception', 'exception', 'warning', 'informational'])
})

describe('a title', () => {
  test.each([
    ['is the summary on one line', { alertname: 'A' }, { summary: ' Disk\n full ' }, 'Disk full'],
    ['is name and place without a summary', { alertname: 'Down', instance: 'db-1' }, {}, 'Down on db-1'],
    ['is the name alone without a place', { alertname: 'Down' }, {}, 'Down'],
    ['is never empty', { zone: 'x' }, { summary: ' ' }, 'zone=x'],
  ])('%s', (_, labels, annotations, want) => { expect(titleOf(labels as unknown as Record<string, string>, annotations as unknown as Record<string, string>)).toBe(want) })
  test('has an end', () => { expect(titleOf({ a: 'b' }, { summary: 'x'.repeat(1000) }).length).toBe(300) })
})

describe('the service', () => {
  const integration = { serviceLabels: ['service', 'job'], defaultServiceId: null, groupBy: ['alertname'] }
  const lookup = (word: string): string | null => (word === 'shop' ? 'id-shop' : null)
  test('is found by the first label that names one', () => { expect(serviceOf({ job: 'SHOP', service: 'other' }, integration, lookup)).toEqual({ serviceId: 'id-shop', why: 'label job=SHOP names the service' }) })
  test('is the default where no label names one', () => { expect(serviceOf({ job: 'x' }, { ...integration, defaultServiceId: 'id-d' }, lookup)).toEqual({ serviceId: 'id-d', why: 'no service has the key or alias of job=x; default service of the integration' }) })
  test('is none otherwise, and the reason says what was tried', () => { expect(serviceOf({ a: 'x' }, integration, lookup)).toEqual({ serviceId: null, why: 'no label of service, job; the integration has no default service' }) })
  test('alerts of one service and name share an incident, others do not', () => {
    const key = (serviceId: string | null, alertname: string) => incidentKey({ serviceId, labels: { alertname, instance: String(serviceId) } }, integration)
    expect(key('s', 'a')).toBe(key('s', 'a'))
    expect(new Set([key('s', 'a'), key('s', 'b'), key('t', 'a'), key(null, 'a')]).size).toBe(4)
  })
})

test.each([[0, 'pending'], [10, 'active'], [19, 'active'], [20, 'expired']])('a silence from 10 to 20 is at %i %s', (now, want) => { expect(silenceStateOf(10, 20, now)).toBe(want) })
