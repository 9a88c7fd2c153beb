/** Labels as people write them down: `alertname=DiskFull service="mail & calendar"`. */

/** Reads pairs, separated by blanks, commas or lines, with braces around them or without; what is no pair is left out. */
export function readLabels(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {}
  for (const [, name, quoted, bare] of text.matchAll(/([\p{L}_][\p{L}\p{N}_.-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,{}"]*))/gu)) {
    if (name !== undefined) Object.defineProperty(labels, name, { value: quoted?.replaceAll(/\\(.)/g, '$1') ?? bare ?? '', enumerable: true, configurable: true, writable: true })
  }
  return labels
}

/** The paths of a document, as a mapping names them, in its order: `alert.items[0].name`. At most 200; of a list only its first item. */
export function pathsOf(value: unknown, before = ''): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [before] : [before, ...pathsOf(value[0], `${before}[0]`)].filter((p) => p !== '')
  if (typeof value !== 'object' || value === null) return before === '' ? [] : [before]
  const inside = Object.entries(value).filter(([name]) => /^[\p{L}\p{N}_$@-]+$/u.test(name)).flatMap(([name, v]) => pathsOf(v, before === '' ? name : `${before}.${name}`))
  return inside.slice(0, MOST_PATHS)
}
const MOST_PATHS = 200
