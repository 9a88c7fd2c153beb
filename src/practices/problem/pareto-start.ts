/** What a Pareto sheet begins with: the harm of a problem's incidents by the field that tells most about them. Pure. */

/** An incident with what was recorded of where it hurt. */
export interface Hurt {
  readonly serviceId: string | null
  readonly ciIds: readonly string[]
  readonly category: string | null
  /** User-minutes, at least and at most. */
  readonly low: number
  readonly high: number
}

export type ParetoField = 'service' | 'ci' | 'category'
/** One bar: `key` is the id or category. */
export interface ParetoBar {
  readonly key: string
  readonly harm: number
  readonly atLeast: number
}
export interface ParetoStart {
  /** Null where nothing is recorded of any incident. */
  readonly by: ParetoField | null
  readonly unit: 'user-minutes' | 'incidents'
  /** Most harm first; so many as `usualBars` and the first fifth have, at most `mostBars`. Where there are more, or something is recorded of some incidents only, what is left is in `others` and `unrecorded`. */
  readonly bars: readonly ParetoBar[]
  /** The bars beyond those, together; null where there are none. */
  readonly others: (Pick<ParetoBar, 'harm' | 'atLeast'> & { readonly count: number }) | null
  /** Harm of incidents of which the field is not recorded: no cause, and no rank among them; null where there is none. */
  readonly unrecorded: Pick<ParetoBar, 'harm' | 'atLeast'> | null
}

/** More bars are read by nobody, unless they are the first fifth, of which the verdict is told; a sheet has room for so many. */
export const usualBars = 30, mostBars = 195
/** In the order in which equal ones are preferred: the nearest to a cause first. */
const fields: readonly ParetoField[] = ['ci', 'service', 'category']

/**
 * The most telling field is known of many incidents and divides them into groups that are neither one nor as many as there are incidents: the
 * share that is known, times the chance that two incidents differ in it (E. H. Simpson, "Measurement of diversity", Nature 163, 1949), times the
 * share by which there are fewer groups than incidents. An incident of several items gives each an equal part of its harm.
 */
export function paretoStart(incidents: readonly Hurt[]): ParetoStart {
  const best = fields.map((by) => ({ by, ...tellingOf(incidents, by) })).filter((f) => f.known > 0).sort((a, b) => b.telling - a.telling || b.known - a.known)[0]
  const isHarmKnown = incidents.some((i) => i.high > 0)
  const sums = new Map<string | null, { harm: number; atLeast: number }>()
  for (const i of incidents) {
    const keys = best === undefined ? [] : keysOf(i, best.by)
    for (const key of keys.length === 0 ? [null] : keys) {
      const sum = sums.get(key) ?? { harm: 0, atLeast: 0 }
      const parts = Math.max(1, keys.length)
      sum.harm += (isHarmKnown ? (i.low + i.high) / 2 : 1) / parts
      sum.atLeast += (isHarmKnown ? i.low : 1) / parts
      sums.set(key, sum)
    }
  }
  const shown = ({ harm, atLeast }: Sum): Sum => ({ harm: rounded(harm), atLeast: Math.min(rounded(atLeast), rounded(harm)) })
  const known = [...sums].flatMap(([key, sum]) => (key === null ? [] : [{ key, ...sum }])).sort((a, b) => b.harm - a.harm || a.key.localeCompare(b.key))
  const most = Math.min(mostBars, Math.max(usualBars, Math.ceil(known.length / 5)))
  const [rest, none] = [known.slice(most), sums.get(null)]
  return {
    by: best?.by ?? null, unit: isHarmKnown ? 'user-minutes' : 'incidents', bars: known.slice(0, most).map(({ key, ...sum }) => ({ key, ...shown(sum) })),
    others: rest.length === 0 ? null : { count: rest.length, ...shown({ harm: rest.reduce((n, r) => n + r.harm, 0), atLeast: rest.reduce((n, r) => n + r.atLeast, 0) }) },
    unrecorded: none === undefined ? null : shown(none),
  }
}
interface Sum { readonly harm: number; readonly atLeast: number }

const rounded = (n: number): number => (n >= 10 ? Math.round(n) : Math.round(n * 10) / 10)
const keysOf = (i: Hurt, by: ParetoField): readonly string[] => (by === 'ci' ? [...new Set(i.ciIds)] : [by === 'service' ? i.serviceId : i.category].filter((k) => k !== null))

function tellingOf(incidents: readonly Hurt[], by: ParetoField): { readonly telling: number; readonly known: number } {
  const counts = new Map<string, number>()
  let known = 0
  for (const i of incidents) {
    const keys = keysOf(i, by)
    if (keys.length > 0) known++
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1 / keys.length)
  }
  if (known === 0) return { telling: 0, known: 0 }
  const differ = 1 - [...counts.values()].reduce((sum, n) => sum + (n / known) ** 2, 0)
  return { telling: known / incidents.length * differ * Math.max(0, 1 - counts.size / known), known }
}
