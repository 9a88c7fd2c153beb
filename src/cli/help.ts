/** Help texts of records and verbs, in the words of their definitions. */
import type { FieldSketch, RecordSketch } from '../client/shapes.ts'
import { besideHelp } from './beside.ts'
import { type Flag, flagLines } from './flags.ts'
import { kebab } from './usage.ts'
import { valueNotes } from './value.ts'

/** What a record is, its states, and every verb of the caller with its words. */
export function recordHelp(type: RecordSketch): string {
  const command = `evenkeel ${kebab(type.name)}`
  const lines: (readonly [string, string])[] = [
    ['list [--FIELD VALUE]', `${type.many} as a table`],
    ['show NUMBER', 'all that is recorded of one'],
    ['timeline NUMBER', 'what happened to it'],
    ...besideHelp(type),
    ...(type.creatable ? [['create --FIELD VALUE', type.create.label] as const] : []),
    ...type.verbs.map((verb) => [`${kebab(verb.name)} NUMBER...`, [verb.label, verb.help].filter((part) => part !== '').join(': ')] as const),
  ]
  const width = Math.max(...lines.map(([head]) => head.length))
  return [
    `${command} COMMAND`, '', type.purpose, '', `States: ${type.states.map(({ label }) => label).join(', ')}`, '',
    ...lines.map(([head, text]) => `  ${head.padEnd(width)}  ${text}`), '', `\`${command} COMMAND --help\` shows the flags of one.`,
  ].join('\n')
}

/** One command: how it is called, what it does, its flags, and how their values are written. */
export function verbHelp(usage: string, text: string, flags: readonly Flag[], fields: readonly FieldSketch[]): string {
  const notes = valueNotes(fields)
  return [`evenkeel ${usage}`, '', text, '', flagLines(flags), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')
}
