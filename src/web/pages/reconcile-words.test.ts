/** Sentences of discrepancies: who found what, and what the record says. */
import { expect, test } from 'vitest'
import { discrepancySays, fieldWords, wayOut, type Told } from './reconcile-words.ts'

const told: Told = { kind: 'different', state: 'raised', field: 'serialNumber', expected: 'S-1', observed: 'S-2', isTaken: false, explainedBy: null }
const of = (more: Partial<Told>, source: string | null = 'inventory', item: string | null = 'db1'): string => discrepancySays({ ...told, ...more, item, source })

test.each([
  ['another value that waits', of({}), 'inventory found the serial number of db1 to be “S-2”; “S-1” was recorded. The item says what was recorded, until somebody decides.'],
  ['another value that was taken', of({ isTaken: true }), 'inventory found the serial number of db1 to be “S-2”; “S-1” was recorded. The item says what was found now, for inventory counts more for this field; still nobody said who changed it.'],
  ['a value where none was', of({ expected: null }), 'inventory found the serial number of db1 to be “S-2”; nothing was recorded. The item says what was recorded, until somebody decides.'],
  ['a day and a yes are said as such', of({ field: 'endOfSupport', observed: '2027-03-31', expected: 'true' }), 'inventory found the end of support of db1 to be 31\u00a0Mar\u00a02027; yes was recorded. The item says what was recorded, until somebody decides.'],
  ['what a person found', of({ field: null }, null), 'Somebody found db1 otherwise than recorded. The item says what was recorded, until somebody decides.'],
  ['what is gone', of({ kind: 'missing' }), 'inventory knew db1 and does not know it any more. It is still recorded.'],
  ['what a person says is gone', of({ kind: 'missing' }, null), 'Somebody says that db1 is not there any more. It is still recorded.'],
  ['what nobody recorded', of({ kind: 'extra', observed: 'web7' }, 'inventory', null), 'inventory found web7, and nobody recorded it.'],
  ['what could be several', of({ kind: 'ambiguous', observed: 'web7', expected: 'CI-1001, CI-1002' }, 'inventory', null), 'inventory knows web7, which could be any of CI-1001, CI-1002. Nothing was guessed, and nothing of it was taken over.'],
])('%s', (_what, says, should) => { expect(says).toBe(should) })

test('a field of a type is said in words', () => { expect(fieldWords('attrs.osVersion')).toBe('OS version') })

test('what can be done is told while it is open, and what was done after', () => {
  expect(wayOut(told)).toContain('Explain it by naming the change')
  expect(wayOut({ ...told, kind: 'ambiguous' })).toContain('Say which item it is')
  expect(wayOut({ ...told, state: 'explained', explainedBy: 'CHG-1042' })).toBe('CHG-1042 did it.')
})
