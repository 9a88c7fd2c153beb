import { describe, expect, test } from 'vitest'
import { understood } from '../../demo/causes.ts'
import { KnownErrorIndex, type Offered, sharedWords } from './known-error-index.ts'
import { isTelling } from './telling-words.ts'

const one = (id: string, text: string, more: Partial<Offered> = {}): Offered => ({ id, orgId: 'a', serviceId: null, ciIds: [], text, ...more })
const asked = (text: string, serviceId: string | null = null, ciIds: readonly string[] = []) => ({ text, serviceId, ciIds })
const index = (...list: readonly Offered[]): KnownErrorIndex => {
  const made = new KnownErrorIndex()
  for (const o of list) made.put(o)
  return made
}
const lease = one('lease', 'Gate stands still after its lease expires', { serviceId: 'gate' })
const crane = one('crane', 'Crane stops over the yard when the wind sensor freezes', { ciIds: ['sensor'] })

test.each([
  ['the words of the one', asked('gate lease expires again'), ['lease']],
  ['the words of the other, in another order', asked('wind sensor over the crane freezes'), ['crane']],
  ['nothing that they share', asked('printer out of toner'), []],
  ['nothing at all', asked(''), []],
  ['its service alone', asked('', 'gate'), ['lease']],
  ['its item alone', asked('', null, ['sensor']), ['crane']],
  ['words of one and the item of the other: the item counts less than many words', asked('gate stands still after its lease expires', null, ['sensor']), ['lease', 'crane']],
] as const)('finds by %s', (_what, question, wanted) => {
  expect(index(lease, crane).find(question, null, 10).map((m) => m.id)).toEqual(wanted)
})

describe('words that every text has', () => {
  // As the demo company writes them.
  const written = Object.values(understood).flat().map(({ cause, evidence }, n) => one(`k${String(n).padStart(2, '0')}`, `${cause}\n${evidence}`))
  const all = index(...written)
  test.each([
    'It does not work after a restart', 'It is slow again since this morning', 'The same again, it stops after an hour', 'Nobody can work with it, it fails each time', 'a list of the other side', 'Two colleagues have the same. It began this morning. Nothing was changed on my side.',
    'Die Maske geht nicht, es kommt immer ein Fehler', 'the of and to in is it',
  ])('offer little for: %s', (text) => {
    for (const m of all.find(asked(text), null, 10)) {
      const shared = sharedWords(text, written.find((k) => k.id === m.id)?.text ?? '')
      expect(shared.flatMap((s) => s.split(' ')).filter(isTelling)).not.toEqual([])
    }
  })
  test.each([['the of and to in is it'], ['It is not there, it fails each time'], ['Es geht wieder nicht'], ['after a'], ['the first of the same']])('offer nothing for: %s', (text) => { expect(all.find(asked(text), null, 10)).toEqual([]) })
  test('do not hide what a rare one names', () => {
    const first = all.find(asked('After the restart the port has the wrong speed again'), null, 10)[0]
    expect(written.find((k) => k.id === first?.id)?.text).toMatch(/settles for the wrong speed/)
    expect(all.find(asked('firmware'), null, 10)).toEqual([])
    expect(all.find(asked('the antenna'), null, 10)).toHaveLength(1)
  })
  test('do not count beside a service that is the same', () => {
    const [found] = index(lease).find(asked('it is after the', 'gate'), null, 10)
    expect(found).toMatchObject({ id: 'lease', textScore: 0, isSameService: true })
  })
  test('are not said as a reason', () => { expect(sharedWords('after the restart it fails', 'it fails after the restart of the port')).toEqual(['the restart']) })
})

test('shows one organization nothing of another', () => {
  expect(index(lease, { ...lease, id: 'theirs', orgId: 'b' }).find(asked('gate lease expires'), 'b', 10).map((m) => m.id)).toEqual(['theirs'])
})

test('knows the newest text of one, and forgets it when it goes', () => {
  const made = index(lease)
  made.put({ ...lease, text: 'Turnstile jams' })
  expect([made.find(asked('lease expires'), null, 9).length, made.find(asked('turnstile jams'), null, 9).length]).toEqual([0, 1])
  made.drop('lease')
  expect([made.size, made.find(asked('turnstile jams'), null, 9)]).toEqual([0, []])
})

test('survives the turnover of all it holds', () => {
  const made = new KnownErrorIndex()
  for (let n = 0; n < 500; n++) { made.put(one(`k${n}`, `sensor${n} of belt${n % 7} reads zero`)); if (n >= 100) made.drop(`k${n - 100}`) }
  expect(made.size).toBe(100)
  expect(made.find(asked('sensor499 reads zero'), null, 1).map((m) => m.id)).toEqual(['k499'])
  expect(made.find(asked('sensor3 of nothing else'), null, 5).filter((m) => m.textScore > 0.5)).toEqual([])
})

test('answers among ten thousand in a few milliseconds of the processor', () => {
  const words = ['timeout', 'login', 'printer', 'queue', 'gate', 'booking', 'certificate', 'mail', 'backup', 'disk', 'export', 'report', 'session', 'token', 'cache', 'index']
  const made = new KnownErrorIndex()
  for (let n = 0; n < 10_000; n++) made.put(one(`k${n}`, `${words[n % 16]} ${words[(n * 7 + 3) % 16]} of host${n % 900} fails with code e${n} after ${words[(n * 5 + 1) % 16]} on site${n % 40}`))
  const before = process.cpuUsage()
  for (let n = 0; n < 20; n++) expect(made.find(asked(`printer queue of host${(n * 31) % 900} fails with code e${n * 31} on site${(n * 31) % 40}`), null, 10)[0]?.id).toBe(`k${n * 31}`)
  const { user } = process.cpuUsage(before)
  expect(user / 1000 / 20).toBeLessThan(20)
})

test('says the words that two share, each once', () => {
  expect(sharedWords('The gate lease expires today', 'gate lease gone')).toEqual(['gate lease'])
  expect(sharedWords('expires: gate', 'gate expires')).toEqual(['expires', 'gate'])
})
