/** One line of the table, and how it is measured. */
import { rate } from './machine.ts'

export interface BenchRow {
  readonly what: string
  readonly unit: string
  readonly ours: number
  readonly yardstick: string
  readonly theirs: number
  /** Ratio of ours to theirs to reach; null where the row only informs. */
  readonly target: number | null
  /** Whether the target is the most allowed, as for times and sizes. */
  readonly isCeiling?: boolean
}

export interface Timing {
  /** Length of one of the four slices of a row, ms. */
  readonly sliceMs: number
  readonly warmMs: number
  /** Everything short: whether it runs at all counts, not what it says. */
  readonly isSmoke: boolean
}

type Step = (client: number, n: number) => Promise<void>

/** Ours, theirs, theirs, ours: a drift of the machine during the row falls on both alike. Per second, each multiplied by what one step does. */
export async function alternate(timing: Timing, clients: number, ours: Step, theirs: Step, perStep = 1): Promise<{ ours: number; theirs: number }> {
  await rate(clients, timing.warmMs, ours)
  await rate(clients, timing.warmMs / 2, theirs)
  const a1 = await rate(clients, timing.sliceMs, ours)
  const b1 = await rate(clients, timing.sliceMs, theirs)
  const b2 = await rate(clients, timing.sliceMs, theirs)
  const a2 = await rate(clients, timing.sliceMs, ours)
  return { ours: ((a1 + a2) / 2) * perStep, theirs: ((b1 + b2) / 2) * perStep }
}
