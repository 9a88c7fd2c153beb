/** Asks the measures for the reference figures of a real log, and keeps account of which figures were compared and which cannot be. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { runImport, type ImportCounts } from '../../src/importers/run.ts'
import { shippedMappings } from '../../src/importers/shipped.ts'
import { rule, sightOf } from '../../src/model/actor.ts'
import type { Definition, FactCondition, MeasureQuery } from '../../src/model/measure.ts'
import { incidentFacts } from '../../src/practices/incident/facts.ts'
import { organization } from '../../src/practices/organization/record.ts'
import { team } from '../../src/practices/people/team.ts'
import { uuidv7 } from '../../src/store/clock.ts'
import { faultsOf, type ImportFault } from '../../src/store/imported.ts'
import { measureCells, type RawCell } from '../../src/store/measure.ts'
import type { Store } from '../../src/store/store.ts'

const data = path.join(import.meta.dirname, '../../../shared/data')
export const hasFigures = existsSync(path.join(data, 'figures'))
export const me = rule('test')

export interface Brought { readonly orgId: string; readonly importId: string; readonly counts: ImportCounts }

/** Runs a shipped mapping over a file of the real data, into an organization of its own or the one of an earlier run. */
export async function bring(store: Store, mappingName: string, file: string, to?: Brought): Promise<Brought> {
  const mapping = shippedMappings().get(mappingName)
  if (!mapping) throw new Error(`no mapping ${mappingName}`)
  const orgId = to?.orgId ?? (await store.write(me, (s) => s.create(organization, { name: `${mappingName} ${path.basename(file)}`, kind: 'customer', zone: 'UTC' }))).id
  const importId = uuidv7(store.clock.now())
  return { orgId, importId, counts: await runImport({ store, importId, orgId, mapping, files: [{ name: path.basename(file), path: path.resolve(data, file) }], isDryRun: false }) }
}

/** What was not taken; remarks on what was are left out. */
export const faultsIn = async (store: Store, it: Brought): Promise<ImportFault[]> => (await store.db.read(sightOf(me), (tx) => faultsOf(tx, it.importId))).filter((f) => f.kind !== 'remark')

export const yes = (field: string, ...values: string[]): FactCondition => ({ field, op: 'in', values })
export const atLeast = (field: string, n: number): FactCondition => ({ field, op: 'from', values: [String(n)] })
export const given = (field: string): FactCondition => ({ field, op: 'empty', values: ['false'] })
export const absent = (field: string): FactCondition => ({ field, op: 'empty', values: ['true'] })

/** How a distribution is told in the figures. */
export interface Spread { readonly n: number; readonly mean?: number; readonly p50?: number; readonly p90?: number; readonly p95?: number; readonly min?: number; readonly max?: number; readonly sum?: number }

export interface Asker {
  cells(def: Partial<Definition>, q?: Partial<MeasureQuery>): Promise<RawCell[]>
  n(where?: readonly FactCondition[], def?: Partial<Definition>): Promise<number>
  /** Word → count; what has none is `none`. */
  tally(by: string, o?: { def?: Partial<Definition>; where?: readonly FactCondition[]; none?: string }): Promise<Record<string, number>>
  /** The most frequent, by count falling, then by name in order of code points. */
  top(by: string, o?: { where?: readonly FactCondition[]; none?: string; most?: number }): Promise<[string, number][]>
  spread(value: string, o?: { unit?: number; less?: number; where?: readonly FactCondition[] }): Promise<Spread>
  perMonth(member?: string): Promise<Record<string, number>>
  teamNames(): Promise<ReadonlyMap<string, string>>
}

const round = (n: number, digits: number): number => Number(`${Math.round(Number(`${n}e${digits}`))}e-${digits}`)
export const share = (a: number, b: number): number => round(a / b, 6)

/** Questions about one organization; numbers as the database counts them, rounded as the figures are. */
export function askerOf(store: Store, orgId: string, zone = 'UTC'): Asker {
  const cells: Asker['cells'] = (def, q = {}) => store.db.read(sightOf(me), (tx) => measureCells(tx, incidentFacts,
    { of: 'incident_fact', kind: 'count', ...(def.kind === 'stock' ? {} : { member: 'openedAt' }), where: [], ...def },
    { step: 'all', zone, by: [], ...q, where: [yes('orgId', orgId), ...(q.where ?? [])] }, new Date(store.clock.now()).toISOString()))
  const tally: Asker['tally'] = async (by, { def = {}, where = [], none = 'null' } = {}) => Object.fromEntries((await cells(def, { by: [by], where })).map((c) => [c.slice[0] ?? none, c.value ?? 0]))
  return {
    cells,
    tally,
    n: async (where = [], def = {}) => (await cells(def, { where }))[0]?.value ?? 0,
    top: async (by, { where = [], none = '?', most = 20 } = {}) =>
      Object.entries(await tally(by, { where, none })).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, most),
    spread: async (value, { unit = 3600, less = 0, where = [] } = {}) => {
      const one = async (def: Partial<Definition>): Promise<RawCell | undefined> => (await cells({ value, ...def }, { where }))[0]
      const mean = await one({ kind: 'mean' })
      if (!mean || mean.used === 0) return { n: 0 }
      const say = (c: RawCell | undefined, shift = less): number => round(((c?.value ?? NaN) - shift) / unit, 4)
      return {
        n: mean.used, mean: say(mean), p50: say(await one({ kind: 'quantile', p: 0.5 })), p90: say(await one({ kind: 'quantile', p: 0.9 })), p95: say(await one({ kind: 'quantile', p: 0.95 })),
        min: say(await one({ kind: 'least' })), max: say(await one({ kind: 'most' })), sum: say(await one({ kind: 'sum' }), less * mean.used),
      }
    },
    perMonth: async (member = 'openedAt') => Object.fromEntries((await cells({ member }, { step: 'month' })).map((c) => [monthOf(c.period ?? '', zone), c.value ?? 0])),
    teamNames: async () => {
      const names = new Map<string, string>()
      for await (const t of store.stream(me, team, { where: [] })) names.set(t.id, String(t['name']))
      return names
    },
  }
}

/** The local month in which a period begins. */
const monthOf = (period: string, zone: string): string => dayOf(period, zone).slice(0, 7)
export const dayOf = (instant: string, zone: string): string => Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString()

/** The figures of one log. Each is taken once; at the end every one was compared, or stands in the list of those that cannot be. */
export interface Figures {
  /** Compares a figure with what the measures say. */
  same(name: string, said: unknown): void
  /** The figure itself, to build another question on. */
  value(name: string): unknown
  /** Fails where a figure was neither compared nor named. */
  complete(cannot: Readonly<Record<string, string>>): void
}

export function figuresOf(name: string): Figures {
  const all = JSON.parse(readFileSync(path.join(data, 'figures', `${name}.dev.json`), 'utf8')) as Record<string, unknown>
  const compared = new Set<string>()
  return {
    value: (key) => all[key],
    same: (key, said) => {
      if (!(key in all)) throw new Error(`there is no figure ${key}`)
      compared.add(key)
      expect({ [key]: said }).toEqual({ [key]: all[key] })
    },
    complete: (cannot) => { expect(Object.keys(all).filter((k) => !compared.has(k) && !(k in cannot))).toEqual([]) },
  }
}
