/** Free times: on the grid of the wall's clock, also in zones of half hours and when clocks change; what is in the way where nothing is free. */
import { describe, expect, test } from 'vitest'
import { zoneOf } from '../../model/zone.ts'
import type { Planned, Work } from './conflicts.ts'
import { onGrid, slotsFor, usualStepMs } from './slots.ts'
import { indexSpans } from './spans.ts'
import type { WindowRule } from './window-rules.ts'

const at = (text: string): number => Date.parse(text)
const hourMs = 3_600_000
const work = (id: string, from: string, to: string, touches: readonly string[] = ['db']): Work => ({ id, number: id.toUpperCase(), title: `Work ${id}`, startMs: at(from), endMs: at(to), touches, above: [], peopleIds: [], supplierIds: [] })
const plan: Planned = {
  ...work('mine', '2026-03-17T20:00Z', '2026-03-17T22:00Z'), above: ['gate'], orgId: 'org', below: ['host'], doneMs: at('2026-03-17T22:00Z'), noReturnMs: null, isEmergency: false, agreedAt: null,
  reach: { ids: new Set(['db', 'gate']), teamIds: new Set(), orgIds: new Set(['org']), orgId: 'org', ownerOf: new Map([['db', 'org'], ['gate', 'org']]), teamsOf: new Map() },
}
const win = (id: string, from: string, to: string, more: Partial<WindowRule> = {}): WindowRule =>
  ({ id, number: id.toUpperCase(), name: `Window ${id}`, kind: 'freeze', isHard: true, scope: { everything: true }, orgId: 'org', isForAll: true, startsMs: at(from), endsMs: at(to), hours: null, exceptIds: [], ...more })
const day = { startMs: at('2026-03-17T00:00Z'), endMs: at('2026-03-18T00:00Z') }
const wish = { within: day, durationMs: hourMs, backOutMs: 0, stepMs: 900_000, zone: zoneOf('Etc/UTC'), most: 3 }
const among = (windows: readonly WindowRule[], others: readonly Work[] = []) => ({ others: indexSpans(others), windows, promised: [], nameOf: (id: string) => id })

test.each([
  ['an odd minute', '2026-03-17T03:07Z', 15, 'Europe/Berlin', '2026-03-17T03:15:00.000Z'], ['a mark itself', '2026-03-17T03:15Z', 15, 'Europe/Berlin', '2026-03-17T03:15:00.000Z'],
  ['a zone of three quarters', '2026-03-17T03:07Z', 30, 'Asia/Kathmandu', '2026-03-17T03:15:00.000Z'], ['a second before midnight', '2026-03-17T22:59:59Z', 30, 'Europe/Berlin', '2026-03-17T23:00:00.000Z'],
  ['a whole day there', '2026-03-17T03:07Z', 1440, 'Europe/Berlin', '2026-03-17T23:00:00.000Z'], ['a day in which the clocks change', '2026-03-28T23:07Z', 1440, 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ['the night in which an hour is missing', '2026-03-29T00:50Z', 30, 'Europe/Berlin', '2026-03-29T01:00:00.000Z'], ['the night in which an hour comes twice', '2026-10-25T00:50Z', 30, 'Europe/Berlin', '2026-10-25T01:00:00.000Z'],
])('from %s on to the next mark', (_what, from, minutes, zone, wanted) => { expect(new Date(onGrid(at(from), minutes * 60_000, zoneOf(zone))).toISOString()).toBe(wanted) })

test.each([[60, 15], [240, 15], [241, 30], [2000, 30]])('work of %i minutes begins on marks of %i', (minutes, step) => { expect(usualStepMs(minutes * 60_000)).toBe(step * 60_000) })

describe('times', () => {
  test('begin on the mark after a freeze and after other work, never overlap, and begin on marks when it is asked at an odd minute', () => {
    const around = among([win('w', '2026-03-16T00:00Z', '2026-03-17T10:10Z')], [work('b', '2026-03-17T11:20Z', '2026-03-17T22:50Z')])
    const found = slotsFor(plan, around, { ...wish, within: { ...day, startMs: at('2026-03-17T03:07:12Z') } }, [at('2026-03-17T10:10Z'), at('2026-03-17T22:50Z')])
    expect(found.slots.map((s) => [s.from, s.cost])).toEqual([['2026-03-17T10:15:00.000Z', 0], ['2026-03-17T23:00:00.000Z', 0], ['2026-03-17T11:15:00.000Z', 10]])
    expect([found.free, found.inTheWay]).toEqual([2, []])
  })

  test('meet an end also where the span is too long for each mark', () => {
    const within = { startMs: at('2026-01-01T00:00Z'), endMs: at('2026-12-31T00:00Z') }
    const found = slotsFor(plan, among([win('w', '2026-01-01T00:00Z', '2026-06-17T10:10Z')]), { ...wish, within }, [at('2026-06-17T10:10Z')])
    expect(found.slots[0]?.from).toBe('2026-06-17T10:15:00.000Z')
    for (const s of found.slots) expect(Date.parse(s.from) % 900_000).toBe(0)
  })

  test('are found in a quarter of a year with a hundred promised services without holding others up', () => {
    const within = { startMs: at('2026-03-01T00:00Z'), endMs: at('2026-06-01T00:00Z') }
    const promised = Array.from({ length: 100 }, (_, i) => Array.from({ length: 92 }, (_d, d) => ({ serviceId: `s${i}`, number: `S${i}`, name: `Service ${i}`, startMs: within.startMs + d * 24 * hourMs + 6 * hourMs, endMs: within.startMs + d * 24 * hourMs + 20 * hourMs }))).flat()
    const hours = { zone: 'Europe/Berlin', hours: { sun: [['01:00', '05:00']] } } as WindowRule['hours']
    const windows = Array.from({ length: 20 }, (_, i) => win(`m${i}`, '2026-01-01T00:00Z', '2027-01-01T00:00Z', { kind: 'maintenance', hours }))
    const began = performance.now()
    const found = slotsFor(plan, { ...among(windows), promised }, { ...wish, within, stepMs: 300_000 }, [])
    expect([found.slots.length, found.slots[0]?.cost]).toEqual([3, 0])
    for (const slot of found.slots) expect(slot.conflicts.length).toBe(slot.cost)
    expect(performance.now() - began).toBeLessThan(1500)
  })
})

describe('where nothing is free', () => {
  test('and all is frozen, there is no time, and the freeze is what is in the way', () => {
    const found = slotsFor(plan, among([win('w', '2026-03-01T00:00Z', '2026-04-01T00:00Z')]), wish, [])
    expect(found).toMatchObject({ slots: [], free: 0, inTheWay: [{ kind: 'freeze', gravity: 'block', with: { id: 'w' }, share: 1 }] })
  })

  test('the least bad times are told with what collides most, that first', () => {
    const found = slotsFor(plan, among([win('w', '2026-03-17T00:00Z', '2026-03-17T06:00Z')], [work('long', '2026-03-17T05:00Z', '2026-03-18T00:00Z'), work('short', '2026-03-17T12:00Z', '2026-03-17T13:00Z')]), wish, [])
    expect([found.slots.length, found.free]).toEqual([3, 0])
    expect(found.inTheWay.map((x) => x.with?.id)).toEqual(['long', 'w', 'short'])
    expect(found.inTheWay[0]?.share).toBeGreaterThan(0.7)
  })

  test('because the span is too short, nothing is in the way', () => {
    expect(slotsFor(plan, among([]), { ...wish, within: { ...day, endMs: day.startMs + hourMs - 1 } }, [])).toEqual({ slots: [], free: 0, inTheWay: [] })
  })

  test('what is only to be known leaves a time free', () => {
    const found = slotsFor(plan, among([win('m', '2026-04-01T00:00Z', '2026-04-02T00:00Z', { kind: 'maintenance' })]), wish, [])
    expect([found.free, found.slots[0]?.cost, found.inTheWay]).toEqual([3, 1, []])
  })
})
