/** What is typed into a form, kept in this browser until it is sent or thrown away. */
import type { Values } from './record-form.tsx'

const nameOf = (key: string): string => `evenkeel.form.${key}`

/** What was kept under this key, or null. */
export function readFormDraft(key: string | undefined): Values | null {
  if (key === undefined) return null
  try {
    const found: unknown = JSON.parse(localStorage.getItem(nameOf(key)) ?? 'null')
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Values) : null
  } catch {
    return null
  }
}

/** Keeps it, or takes it away with null. */
export function keepFormDraft(key: string | undefined, values: Values | null): void {
  if (key === undefined) return
  try {
    if (values === null) localStorage.removeItem(nameOf(key))
    else localStorage.setItem(nameOf(key), JSON.stringify(values))
  } catch {
    // Storage is refused: the words live as long as the form.
  }
}
