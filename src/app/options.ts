/** Reads the flags of a command that works on this machine. */

import { parseArgs } from 'node:util'
import { UsageError } from './usage.ts'

/** `text` takes a value, `yes` stands alone. */
export type FlagShape = Readonly<Record<string, 'text' | 'yes'>>
type Flags<S extends FlagShape> = { readonly [K in keyof S]?: S[K] extends 'text' ? string : boolean }

/** The flags given, by name. Refused as usage: unknown ones, those without their value, words that are no flag, blank values. */
export function readFlags<const S extends FlagShape>(args: readonly string[], shape: S, usage: string): Flags<S> {
  const options = Object.fromEntries(Object.entries(shape).map(([name, kind]) => [name, { type: kind === 'text' ? ('string' as const) : ('boolean' as const) }]))
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false })
    const blank = Object.entries(values).find(([, value]) => typeof value === 'string' && value.trim() === '')
    if (blank) throw new UsageError(`--${blank[0]} is empty`)
    return values as Flags<S>
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // Node's sentences end in advice about `--`, which is no help here.
    throw new UsageError(`${error.message.split('. To ')[0]}\nusage: evenkeel ${usage}`)
  }
}
