/** One living record of every type, and ways to bring a fresh one into any state: what the conformance tests run on. */
import { AppError } from '../../src/model/error.ts'
import { allowsFrom, type Common, type RecordType } from '../../src/model/record.ts'
import type { Session, Store } from '../../src/store/store.ts'
import type { Actor } from '../../src/model/actor.ts'
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
      return { row: await store.write(actor, (s) => s.create(r, input)) as AnyRow, variant }
    } catch (e) {
      refusals.push(`${JSON.stringify(input)} → ${e instanceof Error ? e.message : String(e)}`)
    }
  }
  throw new Error(`no generated ${r.name} passes:\n${refusals.join('\n')}`)
}

export interface Step {
  readonly verb: string
  readonly variant: Variant
}

/** Each state that can be reached, with the shortest way there from a new record. */
export async function paths(store: Store, actor: Actor, r: RecordType, g: Ground, born: Variant): Promise<Map<string, readonly Step[]>> {
  const known = new Map<string, readonly Step[]>()
  const start = await store.write(actor, (s) => walk(s, r, g, born, []))
  known.set(start.state, [])
  for (const [state, way] of known) {
    for (const [verb, v] of Object.entries(r.verbs)) {
      if (!allowsFrom(v, state)) continue
      for (const variant of variantsOf(r, v)) {
        const steps = [...way, { verb, variant }]
        const row = await store.write(actor, (s) => walk(s, r, g, born, steps)).catch(() => null)
        if (row && !known.has(row.state)) known.set(row.state, steps)
      }
    }
  }
  return known
}

/** A fresh record, moved along these steps, inside the caller's transaction. */
export async function walk(s: Session, r: RecordType, g: Ground, born: Variant, steps: readonly Step[]): Promise<AnyRow> {
  let row = await s.create(r, createInput(r, g, born)) as AnyRow
  for (const { verb, variant } of steps) row = await s.move(r, row.id, verb, verbInput(r, r.verbs[verb] ?? r.create, g, variant)) as AnyRow
  return row
}
