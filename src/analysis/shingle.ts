/**
 * Reads free text of people and machines as a set of features that stay the same when the same trouble comes again:
 * words and pairs of words, without the numbers, times, addresses and ids that differ each time.
 *
 * Source: shingles after A. Broder, "On the resemblance and containment of documents", 1997; here of one and two words.
 */

/** Words after which a text is cut. The longest tickets are pasted logs, whose first words say what it is about. */
export const maxWords = 200

/**
 * The text in lower case, in one Unicode form (NFKC), with mojibake mended and each variable part replaced by the name of
 * its kind: `‹mail›`, `‹url›`, `‹date›`, `‹time›`, `‹address›`, `‹host›`, `‹path›`, `‹id›`, `‹number›`. Names with
 * digits that people give to things (`job_1424`, `sap-p01`) stay: they say what failed.
 */
export function normalizeText(text: string): string {
  let result = mendMojibake(text).normalize('NFKC').replaceAll('_x000d_', ' ').replaceAll('_x000D_', ' ').toLowerCase()
  for (const { needs, pattern, kind } of masks) if (needs.test(result)) result = result.replace(pattern, kind)
  return result.replace(/\s+/g, ' ').trim()
}

/** The words of a text in order, at most `maxWords`, without the masked parts. Chinese, Japanese and Korean signs count as a word each. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  for (const [word] of normalizeText(text).matchAll(/‹[a-z]+›|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[\p{L}\p{N}](?:[\p{L}\p{N}_]|[-.'](?=[\p{L}\p{N}]))*/gu)) {
    if (word.startsWith('‹')) continue
    words.push(word)
    if (words.length === maxWords) break
  }
  return words
}

/** The distinct words and pairs of neighbouring words, pairs joined by a space, in order of first showing. */
export function shingles(words: readonly string[]): string[] {
  const found = new Set<string>()
  words.forEach((word, i) => {
    found.add(word)
    const before = words[i - 1]
    if (before !== undefined) found.add(`${before} ${word}`)
  })
  return [...found]
}

/** Text that was UTF-8 and was read as Windows-1252 (`Ã¼` for `ü`), mended run by run; what cannot be mended stays as it is. */
export function mendMojibake(text: string): string {
  // Lead byte of a UTF-8 sequence followed by what its continuation bytes look like in Windows-1252.
  return /[\u00c2-\u00f4]/.test(text) ? text.replace(/(?:[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3})+/g, decodeRun) : text
}

function decodeRun(run: string): string {
  const bytes = Uint8Array.from(run, (sign) => windows1252.get(sign) ?? sign.charCodeAt(0))
  try {
    return utf8.decode(bytes)
  } catch {
    return run // it only looked like it; as it came is the best that is known
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
// The signs of Windows-1252 that do not stand at their own byte (WHATWG Encoding, index windows-1252).
const windows1252 = new Map([...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'].map((sign, i) => [sign, [0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f][i] ?? 0]))

// In this order: the longer form first, so that a date is not read as three numbers. Each pattern is linear in the text
// and tried only where the text has what it needs, which most texts have not.
const masks: readonly { readonly needs: RegExp; readonly pattern: RegExp; readonly kind: string }[] = [
  { needs: /received/, pattern: /\breceived from:\s*\S+/g, kind: ' ' }, // the mail gateway's header, not the sender's words
  { needs: /@/, pattern: /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}/g, kind: '‹mail›' },
  { needs: /:\/\//, pattern: /\b[a-z][a-z0-9+.-]{1,10}:\/\/[^\s"'<>]+/g, kind: '‹url›' },
  { needs: /\d/, pattern: /\b\d{4}-\d\d?-\d\d?(?:[t ]\d\d?:\d\d(?::\d\d)?(?:[.,]\d+)?(?:z|[+-]\d\d:?\d\d)?)?/g, kind: '‹date›' },
  { needs: /\d/, pattern: /\b\d{1,2}([/.-])\d{1,2}\1\d{2,4}\b/g, kind: '‹date›' },
  { needs: /\d/, pattern: /\b\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?: ?[ap]m)?\b/g, kind: '‹time›' },
  { needs: /\d/, pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, kind: '‹id›' },
  { needs: /\d/, pattern: /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}|\/\d{1,2})?\b/g, kind: '‹address›' },
  { needs: /\d/, pattern: /\b[0-9a-f]{1,4}(?::{1,2}[0-9a-f]{1,4}){3,7}\b/g, kind: '‹address›' },
  { needs: /\d/, pattern: /\b(?=[a-z-]{0,40}\d)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}\.[a-z]{2,12}\b/g, kind: '‹host›' },
  { needs: /[\\/]/, pattern: /(?<![\w.])(?:[a-z]:\\|\\\\|\/)[\w.$~%+-]+(?:[\\/][\w.$~%+-]*)+/g, kind: '‹path›' },
  { needs: /\d/, pattern: /\b0x[0-9a-f]+\b/g, kind: '‹id›' },
  { needs: /\d/, pattern: /\b(?=[a-f]{0,40}\d)(?=\d{0,40}[a-f])[0-9a-f]{8,}\b/g, kind: '‹id›' },
  { needs: /\d/, pattern: /\b[a-z]{2,5}-?\d{5,}\b/g, kind: '‹id›' }, // a record's number: INC0012345, CHG-100234
  { needs: /\d/, pattern: /(?<![\p{L}\p{N}_.-])[-+]?\d+(?:[.,]\d+)*(?:%|\b(?![-_\p{L}]))/gu, kind: '‹number›' },
]
