/** Chance that can be repeated: the same seed gives the same numbers on every machine. */

/**
 * Numbers spread evenly over [0, 1), 32 bits each, from a whole seed: Steele, Lea and Flood's SplitMix in its 32-bit
 * form (mulberry32). Good for simulations and resampling; not for secrets.
 */
export function seededUniform(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Normal numbers (mean 0, sd 1) from even ones: Box and Muller (1958). */
export function seededNormal(seed: number): () => number {
  const uniform = seededUniform(seed)
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** A Poisson count with this mean from even numbers: Knuth's product, halved for means where it would run out of digits. O(mean). */
export function poissonCount(mean: number, uniform: () => number): number {
  if (mean > 500) return poissonCount(mean / 2, uniform) + poissonCount(mean / 2, uniform)
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = uniform(); product > limit; product *= uniform()) count++
  return count
}
