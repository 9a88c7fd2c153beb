/** Splits the words of a command into flags and the rest; which flags there are comes from the record. */
import { kebab, nearest, UsageError } from './usage.ts'

/** One flag a command takes. */
export interface Flag {
  /** As typed, without the dashes: `service-id`, `priority.to`. */
  readonly name: string
  /** Other spellings. */
  readonly also?: readonly string[]
  /** A flag that may stand without a value. */
  readonly alone?: boolean
  /** What the value is, for help: `TEXT`, `1 to 4`. */
  readonly value?: string
  readonly help?: string
  /** Taken, but told by a rule instead of a line of its own. */
  readonly isUnlisted?: boolean
}

export interface Words {
  readonly rest: readonly string[]
  /** By the flag's first name; `true` where it stood alone. */
  readonly flags: ReadonlyMap<string, string | true>
}

/**
 * `--name value` and `--name=value`; after `--` everything is a word. A value may begin with one dash (`--sort -priority`).
 * Refused as usage: a flag that is not among `known`, twice the same, one without its value.
 */
export function splitWords(args: readonly string[], known: readonly Flag[]): Words {
  const byName = new Map(known.flatMap((flag) => [flag.name, ...(flag.also ?? [])].map((name) => [name, flag] as const)))
  const rest: string[] = []
  const flags = new Map<string, string | true>()
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? ''
    if (word === '--') {
      rest.push(...args.slice(i + 1))
      break
    }
    if (!word.startsWith('--')) {
      rest.push(word)
      continue
    }
    const [typed, inline] = splitAt(word.slice(2), '=')
    const flag = byName.get(typed) ?? byName.get(kebab(typed)) ?? unknown(typed, known)
    if (flags.has(flag.name)) throw new UsageError(`--${flag.name} is there twice; put several values behind one, with commas between`)
    if (inline !== undefined) flags.set(flag.name, inline)
    else if (flag.alone && !(args[i + 1] === 'yes' || args[i + 1] === 'no')) flags.set(flag.name, true)
    else {
      const value = args[++i]
      if (value === undefined || value.startsWith('--')) throw new UsageError(`--${flag.name} needs a value${flag.value ? `: ${flag.value}` : ''}`)
      flags.set(flag.name, value)
    }
  }
  return { rest, flags }
}

function unknown(typed: string, known: readonly Flag[]): never {
  const guess = nearest(typed, known.map(({ name }) => name))
  throw new UsageError(`there is no flag --${typed} here${guess ? `; did you mean --${guess}?` : ''}\nIt takes:\n${flagLines(known)}`)
}

/** One line a flag: name, value, what it means. */
export function flagLines(all: readonly Flag[]): string {
  const flags = all.filter(({ isUnlisted }) => !isUnlisted)
  const heads = flags.map(({ name, value, alone }) => `--${name}${alone ? '' : ` ${value ?? 'TEXT'}`}`)
  const width = Math.min(44, Math.max(0, ...heads.map((head) => head.length)))
  return flags.map(({ help }, i) => `  ${(heads[i] ?? '').padEnd(width)}  ${help ?? ''}`.trimEnd()).join('\n')
}

function splitAt(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)]
}
