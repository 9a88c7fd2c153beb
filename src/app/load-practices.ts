/** Finds the parts of each practice by loading its folder, so that a record type is a file and nothing else needs to name it. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Reaction, Task } from '../model/context.ts'
import type { Derived } from '../model/derived.ts'
import type { FactTable } from '../model/facts.ts'
import type { Practice } from '../model/practice.ts'
import type { RecordType } from '../model/record.ts'

/** What a file exports, and which file: for the errors. */
interface Found {
  readonly file: string
  readonly value: object
}

/**
 * The practices of these names, in this order, each with all record types, derived tables, reactions and tasks that its
 * files export (`*.ts`, neither tests nor pages). Files go by name, what they export too, but a record type comes after
 * one that it cannot be without. Where the order of reactions matters a file exports a list of them, which comes first.
 *
 * Throws an error that names the file where one cannot be loaded or two define the same thing, and the folder where
 * one is listed and not there.
 */
export async function loadPractices(folder: string, names: readonly string[]): Promise<readonly Practice[]> {
  const there = readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name)
  for (const name of names) if (!there.includes(name)) throw new Error(`src/app/parts.ts lists the practice ${name}, but ${folder} has no such folder.`)
  const practices = await Promise.all(names.map(async (name) => practiceOf(name, await exportsOf(path.join(folder, name)))))
  refuseTwins(practices)
  return practices.map(({ practice }) => practice)
}

async function exportsOf(folder: string): Promise<Found[]> {
  const files = readdirSync(folder).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts') && !f.endsWith('.d.ts')).sort()
  const modules = await Promise.all(files.map(async (name) => {
    const file = path.join(folder, name)
    try {
      const exported: Readonly<Record<string, unknown>> = await import(/* @vite-ignore */ pathToFileURL(file).href)
      return { file, exported }
    } catch (error) {
      throw new Error(`${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }))
  const values = modules.flatMap(({ file, exported }) => {
    const each = Object.values(exported)
    return [...each.filter((v) => Array.isArray(v)).flat(), ...each].flatMap((value): Found[] => (typeof value === 'object' && value !== null ? [{ file, value }] : []))
  })
  return values.filter(({ value }, i) => values.findIndex((other) => other.value === value) === i)
}

interface Collected {
  readonly practice: Practice
  readonly found: readonly Found[]
}

function practiceOf(name: string, found: readonly Found[]): Collected {
  const values = found.map(({ value }) => value)
  return { found, practice: { name, records: neededFirst(values.filter(isRecordType)), derived: values.filter(isDerived), reactions: values.filter(isReaction), tasks: values.filter(isTask), facts: values.filter(isFactTable) } }
}

/** A record type comes after those of its practice that each of its records points to: nobody can make one before. */
function neededFirst(types: readonly RecordType[]): readonly RecordType[] {
  const ordered = new Set<RecordType>()
  const onTheWay = new Set<RecordType>()
  const place = (r: RecordType): void => {
    if (onTheWay.has(r)) return
    onTheWay.add(r)
    const needed = Object.values(r.fields).filter((f) => f.to !== null && !f.optional && f.initial === undefined)
    for (const f of needed) types.filter((other) => other.name === f.to).forEach(place)
    ordered.add(r)
  }
  types.forEach(place)
  return [...ordered]
}

const isRecordType = (v: object): v is RecordType => 'prefix' in v && 'verbs' in v && 'states' in v
const isDerived = (v: object): v is Derived => 'fields' in v && 'key' in v && !('verbs' in v)
const isReaction = (v: object): v is Reaction => 'on' in v && 'run' in v
const isFactTable = (v: object): v is FactTable => 'stepFields' in v && 'of' in v
const isTask = (v: object): v is Task => 'attempts' in v && 'run' in v

/** A name, plural or number prefix that two have would make one of them unreachable. */
function refuseTwins(practices: readonly Collected[]): void {
  const seen = new Map<string, string>()
  const claim = (what: string, file: string): void => {
    const other = seen.get(what)
    if (other !== undefined) throw new Error(`${file} defines the ${what}, which ${other === file ? 'it' : other} defines already.`)
    seen.set(what, file)
  }
  for (const { file, value } of practices.flatMap((p) => p.found)) {
    if (isRecordType(value)) {
      claim(`table ${value.name}`, file)
      claim(`plural ${value.plural}`, file)
      claim(`number prefix ${value.prefix}`, file)
    } else if (isDerived(value)) claim(`table ${value.name}`, file)
    else if (isReaction(value)) claim(`reaction "${value.name}"`, file)
    else if (isTask(value)) claim(`task "${value.name}"`, file)
  }
}
