import { describe, expect, test } from 'vitest'
import { matches, matchesEmpty, matcherText, patternFault, readMatcher } from './matchers.ts'

describe('a matcher in text', () => {
  test.each([
    ['alertname=Up', { name: 'alertname', value: 'Up', isRegex: false, isEqual: true }],
    ['alertname="Up now"', { name: 'alertname', value: 'Up now', isRegex: false, isEqual: true }],
    ['severity!="info"', { name: 'severity', value: 'info', isRegex: false, isEqual: false }],
    ['severity=~"warning|critical"', { name: 'severity', value: 'warning|critical', isRegex: true, isEqual: true }],
    ['instance!~"test.*"', { name: 'instance', value: 'test.*', isRegex: true, isEqual: false }],
    ['path="a\\"b\\\\c"', { name: 'path', value: 'a"b\\c', isRegex: false, isEqual: true }],
    ['empty=', { name: 'empty', value: '', isRegex: false, isEqual: true }],
    ['"my label"="x"', { name: 'my label', value: 'x', isRegex: false, isEqual: true }],
    ['', null], ['alertname', null], ['="x"', null], ['a=~"("', null], ['a="x', null],
  ])('%s', (text, want) => { expect(readMatcher(text)).toEqual(want) })

  test('is read again from what it is shown as', () => {
    const m = { name: 'a', value: 'x"\\y', isRegex: false, isEqual: false }
    expect(readMatcher(matcherText(m))).toEqual(m)
  })
})

describe('a match', () => {
  const m = (name: string, op: '=' | '!=' | '=~' | '!~', value: string) => ({ name, value, isRegex: op.includes('~'), isEqual: op.startsWith('=') })
  test.each([
    ['a pattern is anchored at both ends', m('a', '=~', 'b'), { a: 'abc' }, false],
    ['a choice is anchored as a whole', m('a', '=~', 'ab|c'), { a: 'abc' }, false],
    ['a missing label is empty', m('a', '=', ''), {}, true],
    ['a missing label differs from a value', m('a', '!=', 'x'), {}, true],
    ['a missing label matches a pattern that takes nothing', m('a', '=~', '.*'), {}, true],
    ['a flag in front works', m('a', '=~', '(?i)warn'), { a: 'WARN' }, true],
    ['an inherited name is no label', m('constructor', '=', ''), {}, true],
  ])('%s', (_, matcher, labels, want) => { expect(matches(matcher, labels)).toBe(want) })

  test('a matcher that a missing label passes would hide everything', () => {
    expect(matchesEmpty(m('a', '=~', '.*'))).toBe(true)
    expect(matchesEmpty(m('a', '=~', '.+'))).toBe(false)
  })
})

test.each(['(a+)+', '(a|a)*', '((a)*b)*', '(?=x)y', '(x)\\1', '[', 'x'.repeat(500), 'a*b*c*d*', `${'a?'.repeat(40)}b`, '(a|a)'.repeat(40), '(?:a?){24}a{24}b', '(a?a?)*b', '(a|aa)'.repeat(20), '((a?){9}){9}'])('the pattern %s is refused', (p) => { expect(patternFault(p)).not.toBeNull() })
test.each(['a|b', 'web-[0-9]+', '(foo|bar)-.*', '(?i)x', '', 'node_.+', '(api|web|db)-(eu|us)-[0-9]{1,3}', '.*foo.*(bar|baz).*', `host-(${'a|'.repeat(60)}b)`, '(?:a|b)?c{3}'])('the pattern %s is taken', (p) => { expect(patternFault(p)).toBeNull() })
