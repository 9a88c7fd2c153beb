/** Names of files: hostile ones are sent whole where they can be, and shown as what they are. */
import { expect, test } from 'vitest'
import { sentName, shownName } from './files.ts'

test.each([
  ['an ordinary one stays', 'log.txt', 'log.txt'],
  ['a path is only text', '../../etc/passwd', '../../etc/passwd'],
  ['markup is only text', '<img src=x onerror=alert(1)>.png', '<img src=x onerror=alert(1)>.png'],
  ['NUL and line ends are left out', 'a\u0000b\r\n.txt', 'ab.txt'],
  ['blank becomes a name', '  ', 'file'],
  ['half a character is replaced', 'a\uD800.txt', 'a\uFFFD.txt'],
])('%s', (_why, name, sent) => expect(sentName(name)).toBe(sent))

test('a name of 5 000 characters keeps its end and fits', () => {
  const sent = sentName(`${'x'.repeat(5000)}.tar.gz`)
  expect([sent.length, sent.endsWith('….gz')]).toEqual([200, true])
})
test('a name that turns its letters round shows the sign that does it', () => expect(shownName('invoice\u202Egpj.exe')).toBe('invoice\uFFFDgpj.exe'))
