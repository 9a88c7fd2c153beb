import { describe, expect, test } from 'vitest'
import { availability, bytes, count, counted, countInFull, initials, listed, money, percent, points, share, withInterval } from './format.ts'

/** Spaces of all kinds as plain ones, so that the rows can be read. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replace('\u2212', '-')

describe('counts', () => {
  test.each<[n: number, text: string, why?: string]>([
    [0, '0'],
    [999, '999'],
    [1900, '1 900'],
    [99_999, '99 999', 'the last number in full'],
    [100_000, '100 k'],
    [999_999, '999 k', 'cut, not rounded: it is not a million'],
    [1_249_999, '1.2 M'],
    [-1900, '-1 900'],
  ])('%d is written %s', (n, text) => expect(plain(count(n))).toBe(text))

  test('in full, every digit is there', () => expect(plain(countInFull(1_234_567.5))).toBe('1 234 567.5'))
  test('one is singular, none and many are plural', () =>
    expect([counted(1, 'incident'), counted(0, 'incident'), counted(2, 'person', 'people')].map(plain)).toEqual(['1 incident', '0 incidents', '2 people']))
})

describe('shares', () => {
  test.each<[part: number, base: number, good: 'high' | 'low' | undefined, text: string, why?: string]>([
    [7, 12, undefined, '7 of 12', 'too few for a share'],
    [0, 0, undefined, 'not recorded', 'nothing was counted'],
    [84, 240, undefined, '35.0 %', 'one decimal from 200 on'],
    [35, 100, undefined, '35 %', 'whole per cent under 200'],
    [1, 3000, undefined, '0.03 %', 'two decimals above 2 000'],
    [159, 199, 'high', '79 %', 'not rounded up to a met 80 %'],
    [301, 2000, 'low', '15.1 %', 'not rounded down to a kept 15 %'],
    [29, 100, 'high', '29 %', 'binary noise does not cost a point'],
  ])('%d of %d (good: %s) is written %s: %s', (part, base, good, text) => expect(plain(share(part, base, good))).toBe(text))

  test('an availability is never rounded up to a promise that was broken', () => {
    expect(plain(availability(0.99999))).toBe('99.99 %')
    expect(plain(availability(0.99957, 3))).toBe('99.957 %')
  })
  test('a range says "to", with one per cent sign', () => expect(plain(withInterval(0.32, 0.26, 0.39))).toBe('32 % (26 to 39 %)'))
  test('a change of a share is in points', () =>
    expect([points(0.03), points(-0.01), points(0.001)].map(plain)).toEqual(['+3 points', '-1 point', '0 points']))
  test('a negative share has a minus, not a hyphen', () => expect(percent(-0.24)).toContain('\u2212'))
})

describe('money and sizes', () => {
  test.each<[minor: number | null, currency: string, per: string | undefined, text: string, why?: string]>([
    [1_240_000, 'EUR', 'a month', '€ 12 400 a month'],
    [1_240_000, 'JPY', undefined, '¥ 1 240 000', 'the yen has no cents'],
    [null, 'EUR', 'a month', 'not recorded', 'never 0'],
  ])('%s minor units of %s', (minor, currency, per, text) => expect(plain(money(minor, currency, per))).toBe(text))
  test('bytes are in decimal units', () => expect([bytes(1), bytes(4_100_000), bytes(52_000)].map(plain)).toEqual(['1 byte', '4.1 MB', '52 kB']))
})

describe('names', () => {
  test.each([
    ['Priya Raman', 'PR'],
    ['Madonna', 'MA'],
    ['  Jan Willem van der Berg ', 'JB'],
    ['', '?'],
    ['李 小龙', '李小'],
  ])('%s is shown as %s', (name, letters) => expect(initials(name)).toBe(letters))
  test('a list ends with "and"', () => expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']))
})
