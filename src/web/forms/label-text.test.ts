/** Labels and paths out of what people paste. */
import { expect, test } from 'vitest'
import { pathsOf, readLabels } from './label-text.ts'

test.each([
  ['alertname=DiskFull service=mail', { alertname: 'DiskFull', service: 'mail' }],
  ['{alertname="Disk full", path="/var=x", quote="a\\"b"}', { alertname: 'Disk full', path: '/var=x', quote: 'a"b' }],
  ['', {}], ['no pairs here', {}],
])('%s', (text, labels) => {
  expect(readLabels(text)).toEqual(labels)
})

test('a label may have the name of what every object has', () => {
  expect(Object.entries(readLabels('__proto__=x'))).toEqual([['__proto__', 'x']])
})

test.each<[unknown, readonly string[]]>([
  [{ id: 1, alert: { items: [{ name: 'x' }, { other: 'y' }] } }, ['id', 'alert.items', 'alert.items[0].name']],
  [[{ id: 1 }], ['[0].id']],
  [{ 'no path': 1, ok: null }, ['ok']], [null, []], ['x', []],
])('the paths of %j', (value, paths) => {
  expect(pathsOf(value)).toEqual(paths)
})
