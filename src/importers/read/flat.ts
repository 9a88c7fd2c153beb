/** Makes columns of nested JSON. */

/** Nested fields as columns by path: `fields.status.name`; lists of plain values joined by commas. */
export function flat(value: unknown, at = '', out: Record<string, string> = {}): Record<string, string> {
  if (value === null || value === undefined) return out
  if (Array.isArray(value)) {
    if (value.every((v) => typeof v !== 'object' || v === null)) out[at] = value.filter((v) => v !== null).join(',')
    else value.slice(0, 50).forEach((v, i) => { flat(v, `${at}.${i}`, out) })
  } else if (typeof value === 'object') for (const [k, v] of Object.entries(value)) flat(v, at === '' ? k : `${at}.${k}`, out)
  else out[at] = String(value)
  return out
}
