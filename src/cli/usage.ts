/** A command that was asked wrongly; ends with exit code 2. */
export class UsageError extends Error {}

/** `declareMajor` → `declare-major`: how names are typed. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)

/** The closest of the known names, for "did you mean": at most two letters away; null where none is. */
export function nearest(word: string, known: readonly string[]): string | null {
  const [best] = known.map((name) => ({ name, distance: distanceOf(word, name) })).filter(({ distance }) => distance <= 2).sort((a, b) => a.distance - b.distance)
  return best?.name ?? null
}

/** Levenshtein's edit distance, row by row. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const kept = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, kept))
    }
    row = next
  }
  return row[b.length] ?? 0
}
