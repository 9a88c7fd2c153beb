import { describe, expect, test } from 'vitest'
import { matches, matchesEmpty, matcherText, readMatcher } from './matchers.ts'
import { fits, patternFault } from './pattern.ts'

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

describe('a pattern', () => {
  test.each(['(?=x)y', '(?<=x)y', '(x)\\1', '[', '(', 'a**', 'a{1001}', 'x+'.repeat(250), '(?:a?){500}a{500}', '((a{9}){9}){13}'])('%s is refused', (p) => { expect(patternFault(p)).not.toBeNull() })
  test.each(['a|b', 'web-[0-9]+', '(foo|bar)-.*', '(?i)x', '', 'node_.+', '(api|web|db)-(eu|us)-[0-9]{1,3}', '.*foo.*(bar|baz).*', `host-(${'a|'.repeat(60)}b)`, '(a+)+', 'a*b*c*d*', '(a|aa)*', '(?P<name>x)', Array.from({ length: 300 }, (_, i) => `web${i}`).join('|')])('%s is taken', (p) => { expect(patternFault(p)).toBeNull() })

  test.each([
    ['a plain word', 'critical', 'critical', true], ['a plain word is anchored', 'critical', 'critically', false],
    ['one of many words', 'a|b|', 'b', true], ['an empty choice takes nothing', 'a|b|', '', true], ['no word of many', 'a|b', 'ab', false],
    ['an escaped dot is a dot', 'web1\\.example', 'web1.example', true], ['an escaped dot is no letter', 'web1\\.example', 'web1xexample', false], ['an escaped bar divides nothing', 'a\\|b', 'a|b', true],
    ['an escaped backslash before a bar divides', 'a\\\\|b', 'b', true],
    ['a dot takes no line break, as in Go', 'a.b', 'a\nb', false], ['unless it is told to', '(?s)a.b', 'a\nb', true], ['a dollar is the end of the text', 'a$', 'a\n', false],
    ['a dot takes a letter outside of the first plane', 'a.b', 'a😀b', true], ['a class of letters', '\\pL+', 'Größe', true], ['a flag for a part', '(?i:warn)-A', 'WARN-A', true], ['a literal part', '\\Qa.b\\E.*', 'a.bc', true],
  ] as const)('%s', (_, pattern, text, want) => { expect(fits(pattern, text)).toBe(want) })

  test('that cannot be read holds for nothing, whichever way round it is asked', () => {
    for (const isEqual of [true, false]) expect(matches({ name: 'a', value: '(?=x)', isRegex: true, isEqual }, { a: 'b' })).toBe(false)
  })

  test('that RE2 does not read is named with the reason', () => {
    expect(patternFault('a{1001}')).toBe('is no pattern that RE2 reads: invalid repeat count: `{1001}`')
  })

  // A backtracking engine takes 0.3 s for the first, and for ever for the others.
  test.each(['.*a.*a.*c', '(a+)+c', '(a|a)*c', '(a?){9}(a?){9}(a?){9}c', '(?:a?){24}a{24}c', '.*.*.*.*.*.*.*.*c'])('%s is as fast on a long text as it is long', (p) => {
    expect(patternFault(p)).toBeNull()
    fits(p, 'a')
    const before = performance.now()
    for (let i = 0; i < 20; i++) expect(fits(p, `${'a'.repeat(500 + i)}`)).toBe(false)
    expect((performance.now() - before) / 20).toBeLessThan(40)
  })
})
