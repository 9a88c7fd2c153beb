import { describe, expect, test } from 'vitest'
import { addMonths, createZone, dayMs, formatDay, isZoneName, parseDay, weekdayOf, zoneOf } from './zone.ts'

const hour = 3_600_000
const day = (text: string): number => {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`no such day: ${text}`)
  return parsed
}
const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')

describe.each(['temporal', 'intl'] as const)('wall-clock time by %s', (source) => {
  const first = (zone: string, on: string, hours: number): string => iso(createZone(zone, source).firstAt(day(on), hours * hour))
  const end = (zone: string, on: string, hours: number): string => iso(createZone(zone, source).endAt(day(on), hours * hour))
  const start = (zone: string, on: string): string => iso(createZone(zone, source).startOfDay(day(on)))

  test('a time that is shown twice starts at its first showing and ends at its last', () => {
    expect(first('Europe/Berlin', '2024-10-27', 2.5)).toBe('2024-10-27T00:30:00Z')
    expect(end('Europe/Berlin', '2024-10-27', 2.5)).toBe('2024-10-27T01:30:00Z')
    expect(end('Europe/Berlin', '2024-10-27', 3)).toBe('2024-10-27T02:00:00Z')
    expect(first('Europe/Berlin', '2024-10-27', 2)).toBe('2024-10-27T00:00:00Z')
    expect(end('Europe/Berlin', '2024-10-27', 2)).toBe('2024-10-27T00:00:00Z')
    expect(end('America/Havana', '2024-11-02', 24)).toBe('2024-11-03T04:00:00Z')
    expect(end('America/Sao_Paulo', '2015-02-21', 24)).toBe('2015-02-22T03:00:00Z')
  })

  test('an hour that does not happen moves forward by the length of the gap', () => {
    expect(first('Europe/Berlin', '2024-03-31', 2.5)).toBe('2024-03-31T01:30:00Z')
    expect(end('Europe/Berlin', '2024-03-31', 2.5)).toBe('2024-03-31T01:30:00Z')
    expect(first('Europe/Berlin', '2024-03-31', 3)).toBe('2024-03-31T01:00:00Z')
    expect(end('Europe/Berlin', '2024-03-31', 2)).toBe('2024-03-31T01:00:00Z')
    expect(end('Europe/Berlin', '2024-03-31', 3)).toBe('2024-03-31T01:00:00Z')
  })

  test('Lord Howe changes its clocks by half an hour', () => {
    expect(first('Australia/Lord_Howe', '2024-04-07', 1.75)).toBe('2024-04-06T14:45:00Z')
    expect(end('Australia/Lord_Howe', '2024-04-07', 1.75)).toBe('2024-04-06T15:15:00Z')
    expect(first('Australia/Lord_Howe', '2024-10-06', 2.25)).toBe('2024-10-05T15:45:00Z')
  })

  test('a skipped midnight starts the day at the change', () => {
    expect(start('America/Sao_Paulo', '2015-10-18')).toBe('2015-10-18T03:00:00Z')
    expect(start('America/Sao_Paulo', '2015-02-22')).toBe('2015-02-22T03:00:00Z')
    expect(start('America/Havana', '2024-11-03')).toBe('2024-11-03T04:00:00Z')
  })

  test('a date that does not exist starts where the next one does', () => {
    expect(start('Pacific/Apia', '2011-12-30')).toBe('2011-12-30T10:00:00Z')
    expect(start('Pacific/Apia', '2011-12-31')).toBe('2011-12-30T10:00:00Z')
    expect(start('Pacific/Apia', '2011-12-29')).toBe('2011-12-29T10:00:00Z')
  })

  test('a date and a wall time come back as they went in', () => {
    const zone = createZone('Asia/Kathmandu', source)
    const at = zone.firstAt(day('2026-07-01'), 9.5 * hour)
    expect([formatDay(zone.dayAt(at)), zone.wallTimeAt(at)]).toEqual(['2026-07-01', 9.5 * hour])
    expect(iso(at)).toBe('2026-07-01T03:45:00Z')
  })

  test('dates before 1970 and far ahead work', () => {
    expect(start('Europe/Berlin', '1965-06-01')).toBe('1965-05-31T23:00:00Z')
    expect(start('Europe/Berlin', '2120-07-01')).toBe('2120-06-30T22:00:00Z')
    expect(start('Etc/UTC', '0001-01-01')).toBe('0001-01-01T00:00:00Z')
  })
})

test('both sources give the same offset at every change of the clocks', () => {
  const zones = ['Europe/Berlin', 'America/Sao_Paulo', 'Asia/Tehran', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca',
    'America/New_York', 'Asia/Gaza', 'Antarctica/Troll', 'America/Caracas', 'Asia/Pyongyang', 'Europe/Dublin', 'Asia/Kolkata', 'Etc/GMT-2']
  for (const name of zones) {
    const [temporal, intl] = [createZone(name, 'temporal'), createZone(name, 'intl')]
    for (let at = Date.UTC(1999, 0, 1); at < Date.UTC(2032, 0, 1);) {
      const { to } = temporal.spanAt(at)
      const edge = Math.min(to, Date.UTC(2032, 0, 1))
      for (const probe of [at, edge - 1, edge]) {
        expect([name, iso(probe), intl.spanAt(probe).offset]).toEqual([name, iso(probe), temporal.spanAt(probe).offset])
      }
      at = edge
    }
  }
})

test('a zone without Temporal works', () => {
  const keeper = globalThis as { Temporal?: unknown }
  const own = keeper.Temporal
  keeper.Temporal = undefined
  try {
    expect(iso(zoneOf('Asia/Tokyo').startOfDay(day('2026-01-02')))).toBe('2026-01-01T15:00:00Z')
  } finally {
    keeper.Temporal = own
  }
})

test.each([
  ['Europe/Berlin', true], ['Etc/UTC', true], ['UTC', true], ['Asia/Kolkata', true],
  ['Europe/Atlantis', false], ['', false], ['+02:00', false], ['CEST', false], ['Europe/Berlin\0', false],
])('zone name %j is accepted: %s', (name, accepted) => {
  expect(isZoneName(name)).toBe(accepted)
})

test('an unknown zone is refused by name', () => {
  expect(() => zoneOf('Mars/Olympus')).toThrow('"Mars/Olympus" is not a time zone')
})

test.each([
  ['2024-02-29', true], ['2023-02-29', false], ['2026-13-01', false], ['2026-1-1', false], ['2026-04-31', false], ['', false],
])('day %j exists: %s', (text, exists) => {
  expect(parseDay(text) !== undefined).toBe(exists)
})

test('weekdays count from Monday, also before 1970', () => {
  expect([weekdayOf(day('2026-11-23')), weekdayOf(day('1969-12-28')), weekdayOf(0)]).toEqual([0, 6, 3])
})

test.each([
  ['2026-01-31', 1, '2026-02-28'], ['2024-01-31', 1, '2024-02-29'], ['2026-11-15', 2, '2027-01-15'], ['2026-12-31', 12, '2027-12-31'],
])('%s plus %i calendar months is %s', (from, months, to) => {
  expect(formatDay(addMonths(day(from), months))).toBe(to)
})

test('a nominal day has 86 400 seconds', () => {
  expect(dayMs).toBe(86_400_000)
})
