/** A sheet of paper to write on: headings, paragraphs, tables and bars with tags that a screen reader follows, page numbers, and its own typeface. */
import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'

const fontOf = (file: string): string => fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}`))
const fonts = { plain: '400Regular/Inter_400Regular.ttf', strong: '600SemiBold/Inter_600SemiBold.ttf' } as const

/** Points: 72 to the inch. */
const margin = 54
const ink = '#1b1d22'
const quiet = '#5c626d'
const hairline = '#d5d8de'
const barInk = '#2f6f8f'

/** What the document says about itself. */
export interface SheetInfo {
  readonly title: string
  readonly author: string
  readonly language: string
  /** At the foot of every page, before its number. */
  readonly foot: string
  /** When it was made; no clock is asked here. */
  readonly madeAt: string
}

/** One bar; null: no cases, drawn as a gap with its word below. */
export interface Bar {
  readonly label: string
  readonly value: number | null
  readonly words: string
}

export interface Sheet {
  heading(level: 1 | 2 | 3, text: string): void
  paragraph(text: string, look?: 'quiet' | 'warning'): void
  list(items: readonly string[]): void
  /** `widths` are shares of the line that sum to 1. Rows move to the next page whole; the head comes again there. */
  table(head: readonly string[], rows: readonly (readonly string[])[], widths: readonly number[]): void
  /** `most` is the value as high as the figure, null: the highest bar. `alt` says what it shows to who cannot see it. */
  bars(title: string, bars: readonly Bar[], most: number | null, alt: string): void
  finish(): Promise<Buffer>
}

/** A4, tagged (PDF 1.7). */
export function openSheet(info: SheetInfo): Sheet {
  const doc = new PDFDocument({
    size: 'A4', margin, bufferPages: true, pdfVersion: '1.7', tagged: true, lang: info.language, displayTitle: true,
    info: { Title: info.title, Author: info.author, CreationDate: new Date(info.madeAt), ModDate: new Date(info.madeAt) },
  })
  doc.registerFont('plain', fontOf(fonts.plain)).registerFont('strong', fontOf(fonts.strong))
  const done = new Promise<Buffer>((resolve, reject) => {
    const parts: Buffer[] = []
    doc.on('data', (part: Buffer) => parts.push(part)).on('end', () => { resolve(Buffer.concat(parts)) }).on('error', reject)
  })
  const root = doc.struct('Document')
  doc.addStructure(root)
  const width = doc.page.width - 2 * margin
  const left = doc.page.margins.left
  const bottom = (): number => doc.page.height - doc.page.margins.bottom
  const room = (points: number): void => { if (doc.y + points > bottom()) doc.addPage() }
  const artifact = (draw: () => void): void => { doc.markContent('Artifact', { type: 'Layout' }); draw(); doc.endMarkedContent() }
  const rule = (y: number): void => artifact(() => { doc.moveTo(left, y).lineTo(left + width, y).lineWidth(0.5).strokeColor(hairline).stroke() })
  const write = (type: string, text: string, font: 'plain' | 'strong', size: number, colour: string): void => {
    doc.font(font).fontSize(size).fillColor(colour).text(text === '' ? ' ' : text, left, doc.y, { width, lineGap: size * 0.25, structParent: root, structType: type })
  }

  const heading = (level: 1 | 2 | 3, text: string): void => {
    const size = [20, 13, 10.5][level - 1] ?? 10.5
    // A heading never stands alone at the foot of a page.
    room(size * 5)
    doc.y += level === 1 ? 0 : level === 2 ? 18 : 8
    write(`H${level}`, text, 'strong', size, ink)
    if (level === 2) { doc.y += 3; rule(doc.y) }
    doc.y += level === 1 ? 2 : 6
  }

  return {
    heading,
    paragraph: (text, look) => { room(30); write('P', text, look === 'warning' ? 'strong' : 'plain', look === 'quiet' ? 8.5 : 10, look === 'quiet' ? quiet : look === 'warning' ? '#a3341c' : ink); doc.y += 5 },
    list: (items) => {
      const list = doc.struct('L')
      root.add(list)
      for (const item of items) {
        room(28)
        doc.font('plain').fontSize(9.5).fillColor(ink).text(item, left + 10, doc.y, { width: width - 10, lineGap: 2, structParent: list, structType: 'LI' })
        doc.y += 3
      }
      list.end()
    },
    table: (head, rows, widths) => {
      const table = doc.struct('Table')
      root.add(table)
      const padding = 8
      const heightOf = (cells: readonly string[], font: 'plain' | 'strong'): number =>
        Math.max(...cells.map((c, i) => doc.font(font).fontSize(9).heightOfString(c === '' ? ' ' : c, { width: width * (widths[i] ?? 0) - padding, lineGap: 1.5 }))) + 8
      const row = (cells: readonly string[], type: 'TH' | 'TD'): void => {
        const font = type === 'TH' ? 'strong' : 'plain'
        const height = heightOf(cells, font)
        const top = doc.y
        const line = doc.struct('TR')
        table.add(line)
        let x = left
        for (const [i, cell] of cells.entries()) {
          const w = width * (widths[i] ?? 0)
          doc.font(font).fontSize(9).fillColor(type === 'TH' ? quiet : ink).text(cell === '' ? ' ' : cell, x, top + 4, { width: w - padding, lineGap: 1.5, structParent: line, structType: type })
          x += w
        }
        line.end()
        doc.y = top + height
        rule(doc.y)
      }
      room(heightOf(head, 'strong') + 24)
      row(head, 'TH')
      for (const cells of rows) {
        if (doc.y + heightOf(cells, 'plain') > bottom()) { doc.addPage(); row(head, 'TH') }
        row(cells, 'TD')
      }
      table.end()
      doc.y += 8
    },
    bars: (title, bars, most, alt) => {
      const height = 80
      room(height + 70)
      heading(3, title)
      const top = doc.y
      const whole = most ?? Math.max(...bars.map((b) => b.value ?? 0), Number.EPSILON)
      const slot = width / Math.max(bars.length, 1)
      root.add(doc.struct('Figure', { alt }, () => {
        for (const [i, b] of bars.entries()) {
          const x = left + i * slot
          const h = b.value === null ? 0 : (b.value / whole) * (height - 16)
          if (b.value !== null) doc.rect(x + slot * 0.16, top + height - h, slot * 0.68, h).fillColor(i === bars.length - 1 ? barInk : '#9fbccb').fill()
          doc.font('plain').fontSize(7).fillColor(b.value === null ? quiet : ink).text(b.value === null ? '–' : b.words, x, top + height - h - 10, { width: slot, align: 'center', lineBreak: false })
          doc.fillColor(quiet).text(b.label, x, top + height + 5, { width: slot, align: 'center', lineBreak: false })
        }
        doc.moveTo(left, top + height).lineTo(left + width, top + height).lineWidth(0.5).strokeColor(hairline).stroke()
      }))
      doc.x = left
      doc.y = top + height + 24
    },
    finish: () => {
      root.end()
      const { start, count } = doc.bufferedPageRange()
      for (let i = start; i < start + count; i++) {
        doc.switchToPage(i)
        // Written below the margin, where text would otherwise begin a new page.
        doc.page.margins.bottom = 0
        doc.markContent('Artifact', { type: 'Pagination' })
        doc.font('plain').fontSize(8).fillColor(quiet)
        doc.text(info.foot, left, doc.page.height - 34, { width: width - 90, lineBreak: false })
        doc.text(`Page ${i - start + 1} of ${count}`, left + width - 90, doc.page.height - 34, { width: 90, align: 'right', lineBreak: false })
        doc.endMarkedContent()
      }
      doc.end()
      return done
    },
  }
}
