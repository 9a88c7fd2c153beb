import { expect, test } from 'vitest'
import { SaxesParser } from 'saxes'
import { graphSvg, type GraphPaper } from './graph-svg.ts'
import type { GraphBox } from './graph-map.tsx'

const paper: GraphPaper = { surface: '#fff', band: '#eee', ink: '#111', quiet: '#555', line: '#999', accent: '#066', bad: '#c22', warn: '#c82', info: '#26a' }
const box = (id: string, row: number, more: Partial<GraphBox> = {}): GraphBox => ({ id, label: id, note: 'Server', row, state: 'calm', spoken: id, ...more })

/** Names of the elements; throws where it is no XML. */
function elementsOf(svg: string): string[] {
  const found: string[] = []
  const parser = new SaxesParser()
  parser.on('error', (e) => { throw e })
  parser.on('opentag', (tag) => { found.push(tag.name) })
  parser.write(svg).close()
  return found
}

test('a picture to keep is XML with a box for each thing and a line for each relation, whatever they are called', () => {
  const svg = graphSvg({
    title: 'What stands on <db> & "more"', note: 'As of now', boxes: [box('a', -1, { label: '<script>alert(1)</script>\u0007' }), box('b', 0, { isFocus: true }), box('c', 1, { state: 'broken', flag: '1 incident' })],
    lines: [{ from: 'a', to: 'b', sureness: 'fading', words: '' }, { from: 'b', to: 'c', sureness: 'sure', isWay: true, words: '' }, { from: 'b', to: 'gone', sureness: 'sure', words: '' }], wordsOfRow: (row) => `Row ${row}`,
  }, paper)
  const elements = elementsOf(svg)
  expect(elements.filter((name) => name === 'path')).toHaveLength(2)
  expect(elements).not.toContain('script')
  expect(svg).toContain('stroke-dasharray="6 3"')
  expect(svg).toContain('1 incident, Server')
})
