/** Kepner–Tregoe: which of the possible causes fits all that is and all that is not, with the fewest assumptions. */

/** How a cause stands to one pair of what is and what is not. `only_if`: it explains the pair if something is assumed. */
export type KtVerdict = 'explains' | 'only_if' | 'contradicts'

/** One test of one cause against one pair. */
export interface KtTest {
  readonly pairId: string
  readonly verdict: KtVerdict
}

export interface KtCause {
  readonly id: string
  readonly tests: readonly KtTest[]
}

export interface KtScore {
  readonly id: string
  readonly contradictions: number
  readonly assumptions: number
  readonly explained: number
  /** Pairs it was not tested against. */
  readonly untested: number
  /** 1 for the best; equal scores share a place. Null where it contradicts a pair or was tested against none. */
  readonly rank: number | null
}

/**
 * Counts for each cause how many pairs contradict it and how many it explains only under an assumption. The most probable is the one that no
 * pair contradicts and that needs the fewest assumptions, and of those the one tested against most pairs: Kepner and Tregoe, "The New Rational
 * Manager" (1981). A test against a pair that is no longer there does not count; of two against one pair the last does. In the order given.
 */
export function kepnerTregoe(pairIds: readonly string[], causes: readonly KtCause[]): readonly KtScore[] {
  const counted = causes.map(({ id, tests }) => {
    const last = new Map(tests.filter((t) => pairIds.includes(t.pairId)).map((t) => [t.pairId, t.verdict]))
    const count = (verdict: KtVerdict): number => [...last.values()].filter((v) => v === verdict).length
    return { id, contradictions: count('contradicts'), assumptions: count('only_if'), explained: count('explains'), untested: pairIds.length - last.size }
  })
  const fitting = counted.filter((c) => c.contradictions === 0 && c.untested < pairIds.length)
  const isBetter = (a: typeof counted[number], b: typeof counted[number]): boolean => a.untested < b.untested || (a.untested === b.untested && a.assumptions < b.assumptions)
  return counted.map((c) => ({ ...c, rank: fitting.includes(c) ? 1 + fitting.filter((other) => isBetter(other, c)).length : null }))
}
