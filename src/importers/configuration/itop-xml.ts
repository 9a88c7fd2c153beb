/** Reads iTop's XML export as a stream: one element for each object, its class as the name, one element for each attribute. */
import { SaxesParser } from 'saxes'
import { AppError } from '../../model/error.ts'
import type { ItopObject } from './itop.ts'

const mostTextCharacters = 64 * 1024
const mostAttributes = 1000
const deepestAttribute = 12

/** Broken XML is refused as `invalid`; a set of links within an object is passed over, as they are exported by themselves too. */
export async function* readItopXml(text: AsyncIterable<string>): AsyncIterable<ItopObject> {
  const parser = new SaxesParser()
  let failed: Error | null = null
  let depth = 0
  let count = 0
  let object: { readonly type: string; readonly id: string; readonly fields: Record<string, string> } | null = null
  let words = ''
  let ready: ItopObject[] = []
  parser.on('error', (e) => { failed ??= e })
  parser.on('opentag', (tag) => {
    depth++
    if (depth > deepestAttribute) failed ??= new Error('it is nested deeper than any export of iTop')
    if (depth === 2) object = { type: tag.name, id: String(tag.attributes['id'] ?? ''), fields: {} }
    if (depth === 3) words = ''
  })
  const add = (s: string): void => { if (depth === 3 && words.length < mostTextCharacters) words += s }
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('closetag', (tag) => {
    if (depth === 3 && object && Object.keys(object.fields).length < mostAttributes) object.fields[tag.name] = words
    if (depth === 2 && object) {
      ready.push({ ...object, id: object.id || (object.fields['id'] ?? ''), line: ++count })
      object = null
    }
    depth--
  })
  const check = (when: string): void => { if (failed) throw new AppError('invalid', `${when}, behind object ${count}: ${(failed as Error).message.split('\n')[0] ?? ''}.`) }
  for await (const chunk of text) {
    parser.write(chunk)
    check('The file is no XML that can be read')
    const now = ready
    ready = []
    yield* now
  }
  parser.close()
  check('The file ends in the middle')
}
