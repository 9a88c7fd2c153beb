/** Spans of time, half-open: what ends at noon and what begins at noon do not meet. With an index to find those that overlap one. Pure. */

/** `[startMs, endMs)` in milliseconds since 1970, UTC. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

export const meets = (a: Span, b: Span): boolean => a.startMs < b.endMs && b.startMs < a.endMs

/** The span both have; null where they have none. */
export function shared(a: Span, b: Span): Span | null {
  const [startMs, endMs] = [Math.max(a.startMs, b.startMs), Math.min(a.endMs, b.endMs)]
  return startMs < endMs ? { startMs, endMs } : null
}

/** Finds the spans that overlap one, in order of their start; `O(log n + found)` for spans of like length. */
export interface SpanIndex<S extends Span> {
  over(span: Span): readonly S[]
}

/**
 * An implicit interval tree: the spans sorted by start, as a balanced binary tree over the array, with the latest end below each node; a part of
 * the tree that ends before the question begins is not entered. (Cormen et al., Introduction to Algorithms, chapter on augmenting data structures.)
 */
export function indexSpans<S extends Span>(spans: readonly S[]): SpanIndex<S> {
  const sorted = spans.filter((s) => s.startMs < s.endMs).toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
  const latest = new Float64Array(sorted.length)
  const fill = (low: number, high: number): number => {
    if (low >= high) return -Infinity
    const mid = (low + high) >>> 1
    const end = Math.max(sorted[mid]?.endMs ?? -Infinity, fill(low, mid), fill(mid + 1, high))
    latest[mid] = end
    return end
  }
  fill(0, sorted.length)
  return {
    over: (span) => {
      const found: S[] = []
      const look = (low: number, high: number): void => {
        if (low >= high) return
        const mid = (low + high) >>> 1
        const here = sorted[mid]
        if (!here || (latest[mid] ?? 0) <= span.startMs) return
        look(low, mid)
        if (here.startMs >= span.endMs) return
        if (here.endMs > span.startMs) found.push(here)
        look(mid + 1, high)
      }
      if (span.startMs < span.endMs) look(0, sorted.length)
      return found
    },
  }
}

/** `2026-03-17 14:30 UTC`: how sentences name an instant. */
export const sayInstant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
