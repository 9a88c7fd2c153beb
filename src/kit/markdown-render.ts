/** Turns Markdown that anybody may have written into HTML that cannot hurt: no HTML passes, no image loads, links are marked. */

import MarkdownIt, { type MarkdownIt as Parser, type StateCore, type Token } from 'markdown-it'

/** Finds the address of a record named in the text (`INC-1042`); undefined leaves it as words. */
export type Refer = (number: string) => string | undefined

/** Longer texts are shown as they are: parsing them would hold the page still. */
const LONGEST_CHARACTERS = 100_000
/** Quotes in quotes in lists: deeper than this is an attack, not a text. */
const DEEPEST = 20
const RECORD_NUMBER = /\b[A-Z]{2,6}-\d{1,9}\b/g

/** Safe HTML. Allowed: paragraphs, lists, quotes, code, tables, emphasis, links to http, https, mailto and our own pages. */
export function renderMarkdown(text: string, refer?: Refer): string {
  if (text.length > LONGEST_CHARACTERS) return `<pre>${markdown.utils.escapeHtml(text)}</pre>`
  return markdown.render(text, { refer })
}

const markdown: Parser = configured()

function configured(): Parser {
  const md = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false, maxNesting: DEEPEST })
  md.validateLink = (url) => /^(https?:\/\/|mailto:|\/(?![/\\]))/i.test(url.trim())
  // `example.com` alone is more often a host name in a log than a link; with a scheme it is meant.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false })
  md.renderer.rules.image = (tokens, at) => md.utils.escapeHtml(`[image: ${tokens[at]?.content || 'without words'}]`)
  md.renderer.rules.heading_open = () => '<p class="md-head">'
  md.renderer.rules.heading_close = () => '</p>\n'
  md.renderer.rules.link_open = (tokens, at, options, _env, self) => {
    const token = tokens[at]
    if (token && !String(token.attrGet('href')).startsWith('/')) {
      token.attrSet('rel', 'noopener noreferrer nofollow')
      token.attrSet('target', '_blank')
    }
    return self.renderToken(tokens, at, options)
  }
  md.core.ruler.push('record_numbers', linkRecordNumbers)
  return md
}

function linkRecordNumbers(state: StateCore): void {
  const refer = (state.env as { refer?: Refer }).refer
  if (!refer) return
  for (const block of state.tokens) {
    if (block.type !== 'inline' || !block.children) continue
    let depth = 0
    block.children = block.children.flatMap((token) => {
      if (token.type === 'link_open') depth += 1
      if (token.type === 'link_close') depth -= 1
      return token.type === 'text' && depth === 0 ? withLinks(state, token, refer) : [token]
    })
  }
}

function withLinks(state: StateCore, token: Token, refer: Refer): Token[] {
  const parts: Token[] = []
  let done = 0
  for (const match of token.content.matchAll(RECORD_NUMBER)) {
    const href = refer(match[0])
    if (href === undefined) continue
    parts.push(textToken(state, token.content.slice(done, match.index)))
    const open = new state.Token('link_open', 'a', 1)
    open.attrs = [['href', href], ['class', 'md-record']]
    parts.push(open, textToken(state, match[0]), new state.Token('link_close', 'a', -1))
    done = match.index + match[0].length
  }
  return done === 0 ? [token] : [...parts, textToken(state, token.content.slice(done))]
}

function textToken(state: StateCore, content: string): Token {
  const token = new state.Token('text', '', 0)
  token.content = content
  return token
}
