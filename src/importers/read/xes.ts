/** Reads event logs in XES (IEEE 1849): one row for each event, its trace's attributes with `case:` before their names. */
import { SaxesParser } from 'saxes'
import { AppError } from '../../model/error.ts'
import type { SourceRow } from './open.ts'

const valued = new Set(['string', 'date', 'int', 'float', 'boolean', 'id'])

export async function* readXes(text: AsyncIterable<string>): AsyncIterable<SourceRow> {
  const parser = new SaxesParser()
  let trace: Record<string, string> = {}
  let event: Record<string, string> | null = null
  let isInTrace = false
  let depth = 0
  let count = 0
  let ready: SourceRow[] = []
  let failed: Error | null = null
  parser.on('error', (e) => { failed ??= e })
  parser.on('opentag', (tag) => {
    if (tag.name === 'trace') { isInTrace = true; trace = {}; depth = 0 } else if (tag.name === 'event') { event = {}; depth = 0 } else if (valued.has(tag.name)) {
      // Attributes within attributes say nothing of the case itself.
      if (depth === 0) {
        const [key, value] = [tag.attributes['key'], tag.attributes['value']]
        if (typeof key === 'string' && typeof value === 'string') {
          if (event) event[key] = value
          else if (isInTrace) trace[`case:${key}`] = value
        }
      }
      depth++
    }
  })
  parser.on('closetag', (tag) => {
    if (valued.has(tag.name)) depth--
    else if (tag.name === 'trace') isInTrace = false
    else if (tag.name === 'event' && event) {
      ready.push({ line: ++count, values: { ...trace, ...event } })
      event = null
    }
  })
  for await (const chunk of text) {
    parser.write(chunk)
    if (failed) throw new AppError('invalid', `The file is no XES that can be read: ${String((failed as Error).message)}.`)
    const now = ready
    ready = []
    yield* now
  }
  parser.close()
  if (failed) throw new AppError('invalid', `The file ends in the middle: ${String((failed as Error).message)}.`)
}
