/** A chart as a picture for a report: with its title and one line that says what it shows. */
import type { EChartsCoreOption } from 'echarts/core'
import { coloursOf } from './looks.ts'

const SIZE = { width: 1200, height: 560 }

/** Draws the chart once more, on paper, with its words, and hands the file to the browser. */
export async function saveImage(kind: 'png' | 'svg', option: EChartsCoreOption, words: { readonly title: string; readonly note: string }, fileName: string): Promise<void> {
  const { init } = await import('./engine.ts')
  const c = coloursOf('light')
  const host = document.createElement('div')
  Object.assign(host.style, { position: 'fixed', left: '-9999px', top: '0', width: `${SIZE.width}px`, height: `${SIZE.height}px` })
  document.body.append(host)
  const chart = init(host, null, { renderer: kind === 'png' ? 'canvas' : 'svg', ...SIZE })
  const grid = (option['grid'] ?? {}) as Readonly<Record<string, unknown>>
  chart.setOption({
    ...option, animation: false, backgroundColor: c.surface, grid: { ...grid, top: 84, left: Math.max(70, Number(grid['left'] ?? 0)), bottom: 40, right: 30 },
    title: { text: words.title, subtext: words.note, left: 24, top: 16, textStyle: { color: c.text, fontSize: 18, fontWeight: 600 }, subtextStyle: { color: c['text-2'], fontSize: 12.5 } },
  })
  const address = chart.getDataURL(kind === 'png' ? { type: 'png', pixelRatio: 2, backgroundColor: c.surface } : { type: 'svg' })
  chart.dispose()
  host.remove()
  saveBytes(bytesOf(address), kind === 'png' ? 'image/png' : 'image/svg+xml', fileName)
}

/** Text as a file, such as CSV. */
export const saveText = (text: string, type: string, fileName: string): void => saveBytes(new TextEncoder().encode(text), type, fileName)

// The pages may not connect to data addresses, so the address is read here.
function bytesOf(address: string): Uint8Array<ArrayBuffer> {
  const comma = address.indexOf(',')
  const body = address.slice(comma + 1)
  return address.slice(0, comma).includes(';base64') ? Uint8Array.from(atob(body), (ch) => ch.charCodeAt(0)) : new TextEncoder().encode(decodeURIComponent(body))
}

function saveBytes(bytes: Uint8Array<ArrayBuffer>, type: string, fileName: string): void {
  const href = URL.createObjectURL(new Blob([bytes], { type }))
  const link = document.createElement('a')
  link.href = href
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(href), 10_000)
}
