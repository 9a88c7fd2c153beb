/** Written once, run on every record type: table, lifecycle, permission and journal are what the definition says. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { practices } from '../../src/app/parts.ts'
import { roles, rule, type Actor, type Role } from '../../src/model/actor.ts'
import { AppError } from '../../src/model/error.ts'
import { recordsOf } from '../../src/model/practice.ts'
import { allowsFrom, type RecordType } from '../../src/model/record.ts'
import { verifyJournal } from '../../src/store/journal.ts'
import { system, world, type World } from '../world.ts'
import { createInput, type Ground, type Variant, variants, variantsOf, verbInput } from './inputs.ts'
import { aged, type AnyRow, bear, type Born, ground, outcome, paths, type Step, walk } from './specimens.ts'

const types = [...recordsOf(practices).values()]
const each = types.map((r) => [r.name, r] as const)

/** States that no verb leads to, with the reason. */
const unreachable = new Map<string, string>()

let w: World
let g: Ground & { readonly ids: Map<string, string> }
const born = new Map<string, Born>()

beforeAll(async () => {
  w = await world()
  g = ground(w.a.orgId, 'Specimen')
  g.ids.set('taker', w.as('manager', 'a').id)
  for (const r of types) {
    const one = await bear(w.store, system, r, g)
    born.set(r.name, one)
    if (r.name !== 'organization') g.ids.set(r.name, one.row.id)
  }
})
afterAll(async () => { await w.end() })

const bornOf = (r: RecordType): Born => {
  const b = born.get(r.name)
  if (!b) throw new Error(`no ${r.name} was made`)
  return b
}
/** A token may deliver events only; everybody else is a person of the provider, who sees all. */
const actorOf = (role: Role): Actor =>
  role === 'sender' ? { kind: 'token', id: '00000000-0000-4000-8000-00000000beef', name: 'a sender', role, orgId: w.provider, reach: 'all' } : w.as(role)
/** Rules may what no person may; where a person may, a person does it. */
const doer = (r: RecordType, verb: string): Actor => (r.verbs[verb]?.ruleOnly || (r.verbs[verb]?.by.length ?? 0) === 0 ? rule('test') : w.as('admin'))
const inputFor = (r: RecordType, verb: string, variant: Variant): Record<string, unknown> => verbInput(r, r.verbs[verb] ?? r.create, g, variant)

describe.each(each)('%s', (_name, r) => {
  const reached = new Map<string, readonly Step[]>()
  beforeAll(async () => {
    for (const [state, way] of await paths(w.store, w.as('admin'), r, g, bornOf(r).variant).catch(() => new Map<string, readonly Step[]>())) reached.set(state, way)
    if (reached.size < Object.keys(r.states).length) {
      for (const [state, way] of await paths(w.store, system, r, g, bornOf(r).variant)) if (!reached.has(state)) reached.set(state, way)
    }
  })

  test('has words for every verb and state, and verbs lead from and to states that exist', () => {
    for (const [verb, v] of [...Object.entries(r.verbs), ['create', r.create] as const]) {
      expect([verb, v.label.length > 0, v.says.length > 0]).toEqual([verb, true, true])
      const named = [...(v.from === 'any' ? [] : v.from), ...(typeof v.to === 'function' || v.to === 'same' ? [] : [v.to])]
      expect([verb, named.filter((s) => r.states[s] === undefined)]).toEqual([verb, []])
      expect([verb, [...(v.edits ?? []), ...(v.needs ?? [])].filter((k) => r.fields[k] === undefined)]).toEqual([verb, []])
    }
    expect(r.words.purpose).toMatch(/\.$/)
    expect(r.fields[r.title]).toBeDefined()
  })

  test('reaches every state', () => {
    expect(Object.keys(r.states).filter((s) => !reached.has(s) && !unreachable.has(`${r.name} ${s}`))).toEqual([])
  })

  test('refuses an unknown field by name', async () => {
    const input = { ...createInput(r, g, bornOf(r).variant), nonsense: 1 }
    await expect(w.store.write(system, (s) => s.create(r, input))).rejects.toMatchObject({ code: 'invalid', faults: [{ at: '/nonsense' }] })
  })

  test('each verb in each state passes, is refused by a rule, or is a conflict; a pass is one journal row', async () => {
    const wrong: string[] = []
    const passed = new Set<string>()
    for (const [state, way] of reached) {
      // What was refused has changed nothing, so the next verb meets the same record; the journal of the one that passes shows it.
      let ready: AnyRow | null = null
      for (const [verb, v] of Object.entries(r.verbs)) {
        for (const variant of allowsFrom(v, state) ? variantsOf(r, v) : variants.slice(0, 1)) {
          ready ??= await fresh(r, way)
          const got = await tried(r, ready, verb, variant)
          if (got === 'done') ready = null
          const fits = allowsFrom(v, state) ? ['done', 'conflict', 'refused', 'invalid', 'forbidden'].includes(got) : got === 'conflict'
          if (!fits) wrong.push(`${verb} in ${state} with ${JSON.stringify(inputFor(r, verb, variant))}: ${got}`)
          if (got === 'done') passed.add(verb)
        }
      }
    }
    expect(wrong).toEqual([])
    // What needs time to pass gets it; what needs another verb before it, such as ending what was declared, gets one.
    for (const verb of Object.keys(r.verbs).filter((x) => !passed.has(x))) if ((await passesLater(r, reached, verb)) || (await passesAfterAnother(r, reached, verb))) passed.add(verb)
    const never = Object.keys(r.verbs).filter((x) => !passed.has(x) && r.verbs[x]?.from !== 'any' && (r.verbs[x]?.from.length ?? 0) > 0)
    expect(never).toEqual([])
  }, 120_000)

  test('each role may exactly what the definition names', async () => {
    const wrong: string[] = []
    for (const role of roles) {
      const actor = actorOf(role)
      const says = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (e: unknown) => (e instanceof AppError ? `${e.code} ${e.message}` : `fault ${String(e)}`))
      for (const [verb, v] of [['create', r.create] as const, ...Object.entries(r.verbs)]) {
        // A colour is no field of anything: whoever passes the permission falls over it, and nothing is written.
        const said = await says(w.store.write(actor, (s) => (verb === 'create' ? s.create(r, { colour: 1 }) : s.move(r, bornOf(r).row.id, verb, { colour: 1 }))))
        const isForbidden = said.startsWith('forbidden Your role may not')
        if (isForbidden !== (v.ruleOnly === true || !v.by.includes(role)) || (!isForbidden && !said.startsWith('invalid'))) wrong.push(`${role} ${verb}: ${said}`)
      }
      const list = await says(w.store.read(actor, (s) => s.list(r, { limit: 1 })))
      if (list.startsWith('forbidden') !== !r.read.includes(role) || list.startsWith('fault')) wrong.push(`${role} list: ${list}`)
    }
    expect(wrong).toEqual([])
  })

  test('is read by every filter, order and tally that its fields offer, without a fault', async () => {
    const wrong: string[] = []
    for (const [field, f] of Object.entries(r.fields)) {
      const got = [
        await outcome(w.store.read(system, (s) => s.list(r, { sort: field, limit: 2 }))), await outcome(w.store.read(system, (s) => s.list(r, { sort: `-${field}`, limit: 2 }))),
        await outcome(w.store.read(system, (s) => s.count(r, { where: [{ field, op: 'empty', values: ['true'] }] }))), await outcome(w.store.read(system, (s) => s.tally(r, {}, field))),
      ]
      if (got.some((x) => x.startsWith('fault'))) wrong.push(`${field} (${f.kind}): ${got.join(', ')}`)
    }
    expect(wrong).toEqual([])
  })
})

/** A fresh record, walked to the state. */
const fresh = (r: RecordType, way: readonly Step[]): Promise<AnyRow> =>
  walk(w.store, system, r, g, bornOf(r).variant, way).catch(() => walk(w.store, w.as('admin'), r, g, bornOf(r).variant, way))

/** Tries the verb on this record, and looks at the journal in the same transaction. */
const tried = (r: RecordType, ready: AnyRow, verb: string, variant: Variant): Promise<string> =>
  outcome(w.store.write(doer(r, verb), async (s) => {
    const after = await s.move(r, ready.id, verb, inputFor(r, verb, variant))
    const history = await s.history(r.name, ready.id)
    const last = history[history.length - 1]
    const isNothing = after.version === ready.version && verb === 'update'
    const grown = isNothing ? ready.version : ready.version + 1
    if (after.version !== grown || history.length !== grown || last?.version !== grown || (!isNothing && last.verb !== verb)) throw new Error(`the journal has ${history.length} rows after version ${ready.version}, the record has version ${after.version}`)
  }))

async function passesLater(r: RecordType, reached: ReadonlyMap<string, readonly Step[]>, verb: string): Promise<boolean> {
  const v = r.verbs[verb] ?? r.create
  for (const [state, way] of reached) {
    for (const variant of allowsFrom(v, state) ? variantsOf(r, v) : []) {
      // Not every record can have begun so long ago with the times that its form names.
      const ready = await fresh(r, aged(way)).catch(() => null)
      if (ready !== null && (await tried(r, ready, verb, variant)) === 'done') return true
    }
  }
  return false
}

async function passesAfterAnother(r: RecordType, reached: ReadonlyMap<string, readonly Step[]>, verb: string): Promise<boolean> {
  for (const [state, way] of reached) {
    for (const [first, v] of Object.entries(r.verbs)) {
      if (first === verb || !allowsFrom(v, state)) continue
      // By the same actor first; what needs a second person has had a rule before it.
      for (const variant of variantsOf(r, v)) for (const before of [doer(r, verb), system]) {
        const ready = await walk(w.store, before, r, g, bornOf(r).variant, [...way, { verb: first, variant }]).catch(() => null)
        if (ready && (await outcome(w.store.write(doer(r, verb), (s) => s.move(r, ready.id, verb, inputFor(r, verb, variants[0]))))) === 'done') return true
      }
    }
  }
  return false
}

test('after all that, each row equals what its journal says, and every chain holds', async () => {
  const proof = await verifyJournal(w.store.db, w.store.records)
  expect(proof.faults).toEqual([])
  expect(proof.records).toBeGreaterThan(types.length)
})
