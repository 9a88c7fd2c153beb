/** Questions survive the way through an address and back; definitions read as sentences; tiles go where they are moved. */
import { describe, expect, test } from 'vitest'
import { register } from '../../practices/measure/register.ts'
import { tileSchema } from '../../practices/measure/dashboard.ts'
import type { FactTableSketch } from '../../client/measures.ts'
import { moved, operations, service } from './measures-board.ts'
import { questionOf, readAsked, readDefinition, standardAsked, stepsBack, writeAsked, type Asked } from './measures-ask.ts'
import { conditionWords, definitionWords } from './measures-words.ts'

const anchor = { day: '2016-04-30', isPast: true, first: '2016-02-01' }
const of = (id: string) => register.find((m) => m.id === id) ?? null
const standard = standardAsked(of('IN7'), anchor)

describe('addresses', () => {
  const full: Asked = {
    step: 'day', from: '2016-03-01', to: '2016-03-31', by: ['teamId', 'external.sub category'], known: '2016-05-01', chart: 'heat', hasMarks: false, point: { period: '2016-03-22T00:00:00.000Z', slice: ['a,b', null] },
    where: [{ field: 'category', op: 'in', values: ['100 % sure~ly', 'Net~work', 'a,b'] }, { field: 'reopenings', op: 'from', values: ['1'] }, { field: 'external.location', op: 'empty', values: ['true'] }, { field: 'priority', op: 'not', values: ['5'] }, { field: 'handovers', op: 'to', values: ['3'] }],
  }
  test('carry a whole question there and back', () => {
    const address = new URLSearchParams(writeAsked(full, standard)).toString()
    expect(readAsked(Object.fromEntries(new URLSearchParams(address)), standard)).toEqual(full)
  })
  test('are empty for what is standard', () => expect(writeAsked(readAsked({}, standard), standard)).toEqual({}))
  test.each([{ step: 'fortnight' }, { from: 'yesterday' }, { chart: 'pie' }, { point: '{' }, { point: '[1]' }, { 'is': 'x' }])('leave nonsense out: %o', (search) => {
    expect(readAsked(search as Record<string, string>, standard)).toEqual(readAsked({}, standard))
  })
  test.each([['{', null], ['{"of":"incident_fact"}', null], ['{"of":"incident_fact","kind":"pie"}', null], ['{"of":"incident_fact","kind":"count"}', { of: 'incident_fact', kind: 'count', where: [] }]])('a definition %s', (text, want) => {
    expect(readDefinition(text)).toEqual(want)
  })
})

test('the last day counts whole, and a stock takes in its last midnight', () => {
  const asked = readAsked({ from: '2016-03-01', to: '2016-03-31' }, standard)
  expect(questionOf(asked, 'Europe/Berlin', of('IN7'), '2026-01-01T00:00:00.000Z')).toMatchObject({ from: '2016-02-29T23:00:00.000Z', to: '2016-03-31T22:00:00.000Z' })
  expect(questionOf(asked, 'UTC', of('IN-backlog'), '2026-01-01T00:00:00.000Z').to).toBe('2016-04-01T00:00:00.001Z')
  expect(questionOf(asked, 'UTC', of('IN-backlog'), '2016-03-15T12:00:00.000Z').to).toBe('2016-03-15T12:00:00.000Z')
})
test('steps back count the one at hand', () => {
  expect([stepsBack('2016-04-30', 'month', 13), stepsBack('2016-04-30', 'day', 91), stepsBack('2016-04-30', 'all', 1)]).toEqual(['2015-04-01', '2016-01-31', '2016-04-30'])
})

const table: FactTableSketch = { external: ['closed_code'], fields: [{ id: 'reopenings', label: 'Reopenings', kind: 'integer' }, { id: 'wasCancelled', label: 'Cancelled', kind: 'yesno' }, { id: 'firstResolvedAt', label: 'First resolved', kind: 'instant' }] }
test('a definition reads as a sentence', () => {
  const said = definitionWords({ of: 'incident_fact', kind: 'share', member: 'firstResolvedAt', hits: [{ field: 'reopenings', op: 'from', values: ['1'] }], where: [{ field: 'wasCancelled', op: 'in', values: ['false'] }] }, table)
  expect(said).toEqual({ counted: 'incidents with reopenings: 1 or more', among: 'incidents of which that is known', time: 'by when it was first resolved', only: 'cancelled: no' })
  expect(conditionWords({ field: 'external.closed_code', op: 'empty', values: ['false'] }, table)).toEqual({ subject: 'closed code (former system)', words: 'recorded' })
})
test('every measure of the register can be said', () => {
  for (const m of register) if (m.definition) expect(definitionWords(m.definition, table).counted).not.toMatch(/undefined|^$/)
})

describe('dashboards', () => {
  test.each([[0, 2, 'bca'], [2, 0, 'cab'], [1, 9, 'acb'], [1, -4, 'bac'], [7, 0, 'abc']])('from %i to %i', (from, to, want) => expect(moved([...'abc'], from, to).join('')).toBe(want))
  test('the ones that come along show measures that there are, and can be saved as they are', () => {
    for (const t of [...operations.tiles, ...service.tiles]) { expect(of(t.measure)?.definition).toBeTruthy(); expect(tileSchema.parse(t)).toEqual(t) }
    for (const t of service.tiles) expect(of(t.measure)?.audience).toBe('public')
  })
})
