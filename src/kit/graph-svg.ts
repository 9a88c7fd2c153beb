/** A graph as an SVG file for a report: the same boxes and lines, on paper. Pure. */
import { BOX, layOutBands, placedBoxes } from './graph-layout.ts'
import type { GraphBox, GraphLine } from './graph-map.tsx'
import { pathOf, routeLines } from './line-routes.ts'

/** Colours of the paper, by what they are for. */
export interface GraphPaper {
  readonly surface: string
  readonly band: string
  readonly ink: string
  readonly quiet: string
  readonly line: string
  readonly accent: string
  readonly bad: string
  readonly warn: string
  readonly info: string
}

/** See `graphSvg`. */
export interface GraphSheet {
  readonly title: string
  /** One line that says what is shown, as of when. */
  readonly note: string
  readonly boxes: readonly GraphBox[]
  readonly lines: readonly GraphLine[]
  readonly wordsOfRow: (row: number) => string
}

const WIDTH = 1200
const HEAD = 76
const DASHES = { sure: '', fading: '6 3', doubtful: '1.5 3.5' }
/** Letters that a box has room for; longer names end in an ellipsis, for a file cannot measure. */
const MOST_LETTERS = 26

/** Text of the file. */
export function graphSvg({ title, note, boxes, lines, wordsOfRow }: GraphSheet, c: GraphPaper): string {
  const map = layOutBands(boxes, lines, WIDTH)
  const text = (x: number, y: number, words: string, more: string): string => `<text x="${x}" y="${y}" ${more}>${escaped(words)}</text>`
  const stateColours = { calm: c.line, worse: c.warn, broken: c.bad, held: c.info, gone: c.line }
  const bands = map.bands.map((b, i) => `${i % 2 === 0 ? `<rect x="0" y="${HEAD + b.top}" width="${map.width}" height="${b.height}" fill="${c.band}"/>` : ''}${text(12, HEAD + b.top + 18, wordsOfRow(b.row), `font-size="11" font-weight="600" fill="${c.quiet}"`)}`)
  const lowered = new Map([...placedBoxes(map)].map(([id, b]) => [id, { ...b, y: b.y + HEAD }]))
  const ways = routeLines(lowered, lines)
  const drawn = lines.map((l, i) => ({ l, path: pathOf(ways[i] ?? []) })).filter(({ path }) => path !== '').toSorted((a, b) => Number(a.l.isWay === true) - Number(b.l.isWay === true)).map(({ l, path }) => {
    const dash = DASHES[l.sureness] === '' ? '' : ` stroke-dasharray="${DASHES[l.sureness]}"`
    return `<path d="${path}" fill="none" stroke="${l.isWay === true ? c.accent : c.line}" stroke-width="${l.isWay === true ? 2.6 : 1.2}"${dash}/>`
  })
  const placed = boxes.flatMap((b) => {
    const p = map.places.get(b.id)
    if (!p) return []
    const mid = p.x + BOX.width / 2
    const isStrong = b.state === 'broken' || b.isFocus === true
    return [
      `<rect x="${p.x}" y="${HEAD + p.y}" width="${BOX.width}" height="${BOX.height}" rx="5" fill="${c.surface}" stroke="${b.isFocus === true && b.state === 'calm' ? c.accent : stateColours[b.state]}" stroke-width="${isStrong ? 2 : 1.2}"${b.state === 'gone' ? ' stroke-dasharray="4 3"' : ''}/>`,
      text(mid, HEAD + p.y + 15, cut(b.label), `text-anchor="middle" font-size="12" font-weight="600" fill="${c.ink}"`),
      text(mid, HEAD + p.y + 29, cut([b.flag ?? '', b.note].filter((w) => w !== '').join(', ')), `text-anchor="middle" font-size="11" fill="${c.quiet}"`),
    ]
  })
  const height = HEAD + map.height + 12
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${map.width}" height="${height}" viewBox="0 0 ${map.width} ${height}" font-family="Inter, system-ui, sans-serif" role="img" aria-label="${escaped(title)}">`,
    `<rect width="100%" height="100%" fill="${c.surface}"/>`, text(12, 32, title, `font-size="18" font-weight="600" fill="${c.ink}"`), text(12, 54, note, `font-size="12" fill="${c.quiet}"`), ...bands, ...drawn, ...placed, '</svg>', '',
  ].join('\n')
}

const cut = (words: string): string => (words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS - 1)}…` : words)
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
// What XML does not allow is left out: a name may hold anything that a database can.
const escaped = (words: string): string => words.replace(/[&<>"]/g, (ch) => entities[ch] ?? ch).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
