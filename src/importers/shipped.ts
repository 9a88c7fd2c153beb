/** The mappings that come along, by name. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Mapping, readMapping } from './mapping.ts'

const folder = path.join(import.meta.dirname, 'mappings')

/** Names and mappings, in order of their names. */
export const shippedMappings = (): ReadonlyMap<string, Mapping> =>
  new Map(readdirSync(folder).filter((f) => f.endsWith('.json')).sort().map((f) => [f.slice(0, -5), readMapping(readFileSync(path.join(folder, f), 'utf8'))] as const))
