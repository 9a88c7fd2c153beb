import { describe, expect, test } from 'vitest'
import { maxWords, mendMojibake, normalizeText, shingles, wordsOf } from './shingle.ts'

describe('variable parts', () => {
  test.each([
    ['job Job_1424 failed in job_scheduler at: 10/31/2016 09:06:00', 'job job_1424 failed in job_scheduler at: ‹date› ‹time›', 'the name of a thing keeps its digits'],
    ['2026-03-29T02:30:00.123+02:00 disk full', '‹date› disk full', 'ISO instant'],
    ['31.10.2016 14:05 Uhr', '‹date› ‹time› uhr', 'date with dots'],
    ['cpu 93.5% on 10.2.3.4:9100', 'cpu ‹number› on ‹address›', 'share and address with port'],
    ['from fe80:0:0:1:2::17 lost', 'from ‹address› lost', 'IPv6'],
    ['node web-01.dc1.example.com down', 'node ‹host› down', 'host with its domain'],
    ['mail anna@example.com again', 'mail ‹mail› again', 'address of a person'],
    ['see https://wiki.example.com/a?b=1 please', 'see ‹url› please', 'link'],
    ['req 6f1ed002-ab59-4b1d-8a5c-0f3d2f1b9d11 of INC0012345', 'req ‹id› of ‹id›', 'UUID and a record’s number'],
    ['ptr 0xFFEE at deadbeef01', 'ptr ‹id› at ‹id›', 'hexadecimal'],
    ['deadline facade 3 times', 'deadline facade ‹number› times', 'words of hexadecimal letters stay'],
    ['open C:\\Users\\x\\a.txt or /var/log/syslog', 'open ‹path› or ‹path›', 'paths of both kinds'],
    ['version v2 of sap-p01', 'version v2 of sap-p01', 'short names stay'],
    ['', '', 'nothing'],
  ])('%j', (text, want) => { expect(normalizeText(text)).toBe(want) })

  test('hostile text takes time in proportion to its length', () => {
    for (const unit of ['a-', '1.', 'a@', ':::1', '/x', '0f', '1:', '-.', 'Ã']) {
      const start = performance.now()
      wordsOf(unit.repeat(50_000))
      expect(performance.now() - start, unit).toBeLessThan(5000)
    }
  })
})

describe('mojibake', () => {
  test.each([
    ['drucker lÃ¤uft nicht', 'drucker läuft nicht'],
    ['itâ€™s down', 'it’s down'],
    ['ç”µè„‘', '电脑'],
    ['größe', 'größe'],
    ['Ã', 'Ã'],
  ])('%s → %s', (text, want) => { expect(mendMojibake(text)).toBe(want) })
})

test('words: masked parts are left out, Chinese signs are words, the rest of a pasted log is cut', () => {
  expect(wordsOf("can't log in to vpn at 09:00")).toEqual(["can't", 'log', 'in', 'to', 'vpn', 'at'])
  expect(wordsOf('电脑 down')).toEqual(['电', '脑', 'down'])
  expect(wordsOf('word '.repeat(5000))).toHaveLength(maxWords)
})

test('shingles: each word and each pair once', () => {
  expect(shingles(['disk', 'full', 'disk', 'full'])).toEqual(['disk', 'full', 'disk full', 'full disk'])
  expect(shingles([])).toEqual([])
})
