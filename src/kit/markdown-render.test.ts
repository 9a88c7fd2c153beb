import { expect, test } from 'vitest'
import fc from 'fast-check'
import { renderMarkdown } from './markdown-render.ts'

test.each([
  ['a script', '<script>alert(1)</script>'],
  ['an image with an error handler', '<img src=x onerror=alert(1)>'],
  ['a link to a script', '[a](javascript:alert(1))'],
  ['the same in capitals, with an entity', '[a](JaVaScRiPt&colon;alert(1))'],
  ['a data address', '[a](data:text/html;base64,PHNjcmlwdD4=)'],
  ['an autolink to a script', '<javascript:alert(1)>'],
  ['a remote image that tells who reads', '![x](https://tracker.example/p.gif)'],
  ['a reference defined as a script', '[a][1]\n\n[1]: javascript:alert(1)'],
  ['a title that breaks out', '[a](https://e.example "x\\" onmouseover=\\"alert(1)")'],
  ['an address without a scheme that leaves the site', '[a](//evil.example)'],
  ['the same by a backslash', '[a](/\\evil.example)'],
  ['a fence with a hostile language', '```"><script>\nx\n```'],
])('harmless: %s', (_why, text) => {
  expect(dangersIn(renderMarkdown(text))).toEqual([])
})

test('whatever is written, no tag or handler comes out that was not ours', () => {
  const bits = ['<script>', '<img src=x onerror=y>', '](javascript:a)', '[', '![', '](', '"', "'", '&lt;', '`', '```\n', '> ', '- ', '\n', '|', '<a href=', 'https://e.example', '\\', '//e', '\u0000', '\u202e', 'INC-1']
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 4 })), { maxLength: 30 }), (parts) => {
      expect(dangersIn(renderMarkdown(parts.join(''), (number) => `/incidents/${number}`))).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('deep nesting and great length are answered in time', () => {
  const started = performance.now()
  renderMarkdown('> '.repeat(40_000) + 'x')
  renderMarkdown('['.repeat(90_000))
  renderMarkdown('*a '.repeat(30_000))
  renderMarkdown('x'.repeat(500_000))
  expect(performance.now() - started).toBeLessThan(5000)
})

test('a link to outside opens apart and tells nobody where it came from', () => {
  expect(renderMarkdown('[a](https://e.example)')).toContain('rel="noopener noreferrer nofollow" target="_blank"')
})

test('record numbers become links where the record is known, but not inside code or links', () => {
  const refer = (number: string) => (number === 'CHG-388' ? '/changes/CHG-388' : undefined)
  expect(renderMarkdown('see CHG-388, not CHG-1', refer)).toBe('<p>see <a href="/changes/CHG-388" class="md-record">CHG-388</a>, not CHG-1</p>\n')
  expect(renderMarkdown('`CHG-388`', refer)).not.toContain('<a')
  expect(renderMarkdown('[CHG-388](https://e.example)', refer).match(/<a /g)).toHaveLength(1)
})

test('headings do not become headings of the page', () => expect(renderMarkdown('# Big')).toBe('<p class="md-head">Big</p>\n'))

/** Tags and attributes outside the list of ours, and addresses that run something or leave without saying so. */
function dangersIn(html: string): string[] {
  const tags = html.match(/<\/?[a-z][^>]*>/gi) ?? []
  return tags.filter((tag) => {
    if (!/^<\/?(p|br|strong|em|s|a|code|pre|ul|ol|li|blockquote|hr|table|thead|tbody|tr|th|td)\b/.test(tag)) return true
    const attributes = [...tag.matchAll(/\s([a-z-]+)="([^"]*)"/g)]
    const rest = tag.replace(/\s[a-z-]+="[^"]*"/g, '')
    if (!/^<\/?[a-z]+>$/.test(rest)) return true
    return attributes.some(([, name = '', value = '']) => {
      if (name === 'href') return !/^(https?:\/\/|mailto:|\/(?![/\\]))/i.test(value)
      return !['class', 'rel', 'target', 'title', 'start', 'style'].includes(name) || (name === 'style' && !/^text-align:(left|right|center)$/.test(value))
    })
  })
}
