/** A draft that is never lost: kept in the browser with its time, taken away only when it was sent. Pure but for the storage given. */

/** What is being written. */
export interface Draft {
  body: string
  visibility: 'public' | 'internal'
  /** When it was kept, milliseconds. */
  keptAt: number
}

/** The part of `localStorage` that is used. */
export interface DraftStorage {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
}

/** The kept draft, or null; a damaged one is null as well. */
export function readDraft(storage: DraftStorage, key: string): Draft | null {
  try {
    const found: unknown = JSON.parse(storage.getItem(nameOf(key)) ?? 'null')
    return isDraft(found) ? found : null
  } catch {
    return null
  }
}

/** Keeps a draft, an empty one is taken away. False where the browser refuses: the screen must then say so. */
export function keepDraft(storage: DraftStorage, key: string, draft: Draft): boolean {
  try {
    if (draft.body.trim() === '') storage.removeItem(nameOf(key))
    else storage.setItem(nameOf(key), JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

/** Takes a draft away: only after the server has the words. `ownBodies` are what this tab wrote; another tab's words stay. */
export function dropDraft(storage: DraftStorage, key: string, ownBodies: readonly string[]): void {
  try {
    const kept = readDraft(storage, key)
    if (kept === null || ownBodies.includes(kept.body)) storage.removeItem(nameOf(key))
  } catch {
    // Storage is refused: then nothing was kept either.
  }
}

function nameOf(key: string): string {
  return `evenkeel.draft.${key}`
}

function isDraft(found: unknown): found is Draft {
  if (typeof found !== 'object' || found === null) return false
  const { body, visibility, keptAt } = found as Record<string, unknown>
  return typeof body === 'string' && (visibility === 'public' || visibility === 'internal') && typeof keptAt === 'number'
}
