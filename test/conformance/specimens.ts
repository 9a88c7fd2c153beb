/** One living record of every type, and ways to bring a fresh one into any state: what the conformance tests run on. */
import { AppError } from '../../src/model/error.ts'
import { allowsFrom, type Common, type RecordType } from '../../src/model/record.ts'
import type { Session, Store } from '../../src/store/store.ts'
import { type Actor, rule } from '../../src/model/actor.ts'
import { createInput, type Ground, type Variant, variants, variantsOf, verbInput } from './inputs.ts'

export type AnyRow = Record<string, unknown> & Common

/** `done`, the code of the refusal, or the text of a fault. */
export const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'done', (e: unknown) => (e instanceof AppError ? e.code : `fault: ${e instanceof Error ? e.message : String(e)}`))

/** A counter with a marker for one organization. */
export function ground(orgId: string, marker: string, ids = new Map<string, string>([['organization', orgId]])): Ground & { readonly ids: Map<string, string> } {
  let n = 0
  return { orgId, marker, ids, next: () => ++n }
}

export interface Born {
  readonly row: AnyRow
  readonly variant: Variant
}

/** Creates a record of the type, with the first way to fill in the form that its rules let pass. */
export async function bear(store: Store, actor: Actor, r: RecordType, g: Ground): Promise<Born> {
  const refusals: string[] = []
  for (const variant of variants) {
    const input = createInput(r, g, variant)
    try {
      return { row: await store.write(actor, async (s) => s.create(r, { ...input, ...(await freshEnds(s, r, g)) })) as AnyRow, variant }
    } catch (e) {
      refusals.push(`${JSON.stringify(input)} → ${e instanceof Error ? e.message : String(e)}`)
    }
  }
  throw new Error(`no generated ${r.name} passes:\n${refusals.join('\n')}`)
}

/** A word that no other specimen has: numbers do not tell names apart where words are compared. */
const wordOf = (n: number): string => `specimen${[...String(n)].map((digit) => String.fromCharCode(97 + Number(digit))).join('')}`

/** Two records are related once: each relation gets an item of its own that stands on the service. An approval is of a change that is to be decided. A model is not for the same as one that lost its trust. */
async function freshEnds(s: Session, r: RecordType, g: Ground): Promise<Record<string, unknown>> {
  if (r.name === 'change_model') return { name: wordOf(g.next()), steps: [wordOf(g.next())] }
  if (r.name === 'approval') {
    const change = s.type('change')
    const made = await s.create(change, { ...createInput(change, g, variants[0]), type: 'emergency', emergencyReason: g.marker, requesterId: g.ids.get('person') })
    return { changeId: (await s.move(change, made.id, 'submit')).id, round: 1 }
  }
  if (r.name !== 'relation') return {}
  const item = await s.create(s.type('ci'), createInput(s.type('ci'), g, variants[0]))
  return { fromRecord: 'ci', fromId: item.id, toRecord: 'service', toId: g.ids.get('service') }
}

export interface Step {
  readonly verb: string
  readonly variant: Variant
  /** How long before the test's clock it happened; 0 where absent. What has to be waited for is over after it. */
  readonly daysAgo?: number
}

/** Longer than anything that a rule waits for. */
const patienceDays = 60
/** The same steps, each so much earlier. */
export const aged = (way: readonly Step[]): readonly Step[] => way.map((step) => ({ ...step, daysAgo: (step.daysAgo ?? 0) + patienceDays }))
const back = (s: Session, { daysAgo = 0 }: { readonly daysAgo?: number } = {}): { readonly at?: string } => (daysAgo === 0 ? {} : { at: new Date(Date.parse(s.now()) - daysAgo * 86_400_000).toISOString() })

/** Each state that can be reached, with the shortest way there from a new record; what is refused until time has passed is reached by steps that lie apart. */
export async function paths(store: Store, actor: Actor, r: RecordType, g: Ground, born: Variant): Promise<Map<string, readonly Step[]>> {
  const known = await reach(store, actor, r, g, born, new Map(), false)
  return known.size < Object.keys(r.states).length ? reach(store, actor, r, g, born, known, true) : known
}

async function reach(store: Store, actor: Actor, r: RecordType, g: Ground, born: Variant, before: ReadonlyMap<string, readonly Step[]>, isPatient: boolean): Promise<Map<string, readonly Step[]>> {
  const known = new Map(before)
  const start = await walk(store, actor, r, g, born, [])
  if (!known.has(start.state)) known.set(start.state, [])
  for (const [state, way] of known) {
    for (const [verb, v] of Object.entries(r.verbs)) {
      // A verb that leads nowhere new need not be tried.
      if (!allowsFrom(v, state) || (typeof v.to === 'string' && (v.to === 'same' || known.has(v.to)))) continue
      for (const variant of variantsOf(r, v)) {
        const steps: Step[] = [...(isPatient ? aged(way) : way), { verb, variant }]
        const row = await walk(store, actor, r, g, born, steps).catch(() => null)
        if (row && !known.has(row.state)) known.set(row.state, steps)
      }
    }
  }
  return known
}

/** A fresh record, moved along these steps in one transaction. Whoever writes a change down does not decide on it alone, so that somebody else has. */
export async function walk(store: Store, actor: Actor, r: RecordType, g: Ground, born: Variant, steps: readonly Step[]): Promise<AnyRow> {
  const make = async (s: Session): Promise<AnyRow> => await s.create(r, { ...createInput(r, g, born), ...(await freshEnds(s, r, g)) }, back(s, steps[0])) as AnyRow
  const drafted = r.name === 'change' ? await store.write(rule('specimens'), make) : null
  return store.write(actor, async (s) => {
    let row = drafted ?? await make(s)
    for (const { verb, variant, ...when } of steps) row = await s.move(r, row.id, verb, verbInput(r, r.verbs[verb] ?? r.create, g, variant), back(s, when)) as AnyRow
    return row
  })
}
