/** A million incidents of an operation that does not exist, with the variety of a real one; the same for the same seed. */
import { seededUniform } from '../src/analysis/seeded.ts'
import type { Occurrence } from '../src/analysis/recurrence-corpus.ts'

const daySeconds = 86_400
const firstAt = 1_700_000_000
const days = 730

/**
 * `count` incidents over two years in order of time. Of 100: 55 come from monitoring (400 checks on 6,000 machines, the busier ones more often),
 * 5 from jobs that fail, 25 are one of 8,000 known troubles told in each user's own words, 15 are told once and never again. Six in ten name an item.
 * Words of people are drawn by Zipf's law from 40,000, eight to forty a text.
 */
export function* incidentTexts(count: number, seed = 4): Generator<Occurrence> {
  const uniform = seededUniform(seed)
  const below = (n: number): number => Math.floor(uniform() * n)
  const often = (n: number): number => Math.floor(n ** uniform()) - 1
  const word = (): string => spelled(often(40_000))
  const told = (length: number): string[] => Array.from({ length }, word)
  const checks = Array.from({ length: 400 }, () => told(3 + below(5)).join(' '))
  const troubles = Array.from({ length: 8000 }, () => told(8 + below(20)))
  for (let i = 0; i < count; i++) {
    const at = firstAt + Math.floor((i / count) * days * daySeconds)
    const kind = uniform() * 100
    const machine = often(6000)
    const settled = uniform() < 0.6
    const setting = settled ? { ciIds: [`ci${machine}`], ciTypes: [`type${machine % 40}`] } : {}
    const category = uniform() < 0.7 ? spelled(machine % 30) : null
    const base = { at, category, serviceId: `s${machine % 200}`, ...setting }
    if (kind < 55) yield { ...base, text: `${checks[often(400)] ?? ''} on srv-${machine} at ${new Date(at * 1000).toISOString()}: value ${(uniform() * 100).toFixed(1)}%` }
    else if (kind < 60) yield { ...base, text: `job job_${often(3000)} failed in job_scheduler at: ${new Date(at * 1000).toISOString().slice(0, 19)}` }
    else if (kind < 85) yield { ...base, text: (troubles[often(8000)] ?? []).map((w) => (uniform() < 0.15 ? word() : w)).join(' ') }
    else yield { ...base, text: told(8 + below(33)).join(' ') }
  }
}

/** A word for a number: syllables, the frequent ones short. */
function spelled(n: number): string {
  let out = ''
  for (let rest = n + 7; rest > 0; rest = Math.floor(rest / 105)) out += `${'bcdfghjklmnprstvwxyz'[rest % 21] ?? 'q'}${'aeiou'[Math.floor(rest / 21) % 5] ?? ''}`
  return out
}
