/** What belongs to one organization cannot be learned by another: every record type, every role, every method of a session. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { practices } from '../../src/app/parts.ts'
import { type Actor, type Role, roles, sightOf } from '../../src/model/actor.ts'
import { AppError } from '../../src/model/error.ts'
import { recordsOf } from '../../src/model/practice.ts'
import type { RecordType } from '../../src/model/record.ts'
import { system, world, type World } from '../world.ts'
import { createInput, type Ground, variants, verbInput } from './inputs.ts'
import { type AnyRow, bear, ground } from './specimens.ts'

const types = [...recordsOf(practices).values()]
const each = types.map((r) => [r.name, r] as const)
const marker = 'Zebrafish'
const nobody = '00000000-0000-4000-8000-00000000dead'
const nothing = 'NON-9999999'
/** Verbs by which side rows come to be, on every type that has them. */
const writing = ['comment', 'note', 'link', 'attach', 'bookEffort', 'watch', 'tag']

let w: World
let gB: Ground & { readonly ids: Map<string, string> }
const mine = new Map<string, AnyRow>()
const rowOf = (r: RecordType): AnyRow => {
  const row = mine.get(r.name)
  if (!row) throw new Error(`organization A has no ${r.name}`)
  return row
}

beforeAll(async () => {
  w = await world()
  const gA = ground(w.a.orgId, marker)
  gB = ground(w.b.orgId, 'Plain')
  for (const r of types) {
    // The organization itself is A: a third one would hide a leak of A's.
    const row = r.name === 'organization' ? await w.store.read(system, (s) => s.find(r, w.a.orgId)) as AnyRow : (await bear(w.store, system, r, gA)).row
    mine.set(r.name, row)
    if (r.name !== 'organization') { gA.ids.set(r.name, row.id); gB.ids.set(r.name, (await bear(w.store, system, r, gB)).row.id) }
  }
  for (const r of types) {
    for (const verb of writing.filter((v) => r.verbs[v] !== undefined)) {
      await w.store.write(w.as('admin', 'a'), (s) => s.move(r, rowOf(r).id, verb, verbInput(r, r.verbs[verb] ?? r.create, gA, variants[0])))
    }
  }
})
afterAll(async () => { await w.end() })

const stranger = (role: Role): Actor =>
  role === 'sender' ? { kind: 'token', id: nobody, name: 'sender b', role, orgId: w.b.orgId, reach: 'organization' } : w.as(role, 'b')
const strangers = roles.map((role) => [role] as const)

/** What came back, or what was said instead. */
const answer = (work: Promise<unknown>): Promise<unknown> => work.catch((e: unknown) => {
  if (!(e instanceof AppError)) return { fault: e instanceof Error ? e.message : String(e) }
  return { code: e.code, message: e.message, faults: e.faults, facts: e.facts }
})
const text = (x: unknown): string => JSON.stringify(x instanceof Map ? [...x] : x) ?? ''

/** Words of A in what B was told, apart from the ids that B asked with. */
function leaks(said: unknown, asked: readonly string[] = []): string[] {
  let t = text(said)
  for (const a of asked) t = t.replaceAll(a, '').replaceAll(a.toUpperCase(), '')
  const secrets = [marker, marker.toLowerCase(), w.a.orgId, 'Terminal Ops', 'Gate and Yard', ...[...mine.values()].map((x) => x.id)]
  return secrets.filter((x) => t.includes(x))
}

test('organization A has side rows of every kind, and its own people see them', async () => {
  const seen = await w.store.read(w.as('admin', 'a'), async (s) => {
    const out: [string, number][] = []
    for (const r of types) for (const t of r.tables) out.push([`${r.name} ${t.name}`, (await s.beside(t.name, rowOf(r).id)).length])
    return out
  })
  expect(seen.length).toBeGreaterThan(4)
  expect(seen.filter(([, n]) => n === 0)).toEqual([])
  expect((await w.store.read(w.as('admin', 'a'), (s) => s.search(marker))).length).toBeGreaterThan(5)
})

describe.each(strangers)('a %s of another organization', (role) => {
  test.each(each)('learns nothing of any %s by reading', async (_name, r) => {
    const me = stranger(role)
    const a = rowOf(r)
    const read = (work: Parameters<typeof w.store.read<unknown>>[1]): Promise<unknown> => answer(w.store.read<unknown>(me, work))
    const told: Record<string, unknown> = {
      list: await read((s) => s.list(r, { limit: 200 })),
      listByOrg: await read((s) => s.list(r, { where: [{ field: 'orgId', op: 'in', values: [a.orgId] }] })),
      found: await read((s) => s.list(r, { q: marker })),
      search: await read((s) => s.search(marker)),
      searchNumber: await read((s) => s.search(a.number, { records: [r.name] })),
      audit: await read((s) => s.audit({ limit: 500 })),
      auditOf: await read((s) => s.audit({ limit: 500, record: r.name })),
      history: await read((s) => s.history(r.name, a.id)),
      timeline: await read((s) => s.timeline(r, a.id)),
      titles: await read((s) => s.titles(r, [a.id])),
      find: await read((s) => s.find(r, a.id)),
      findNumber: await read((s) => s.find(r, a.number)),
      stream: await answer(Array.fromAsync(w.store.stream(me, r, {}))),
      ...Object.fromEntries(await Promise.all(Object.keys(r.fields).map(async (f) => [`tally ${f}`, await read((s) => s.tally(r, {}, f))] as const))),
    }
    const leaking = Object.entries(told).map(([k, v]) => [k, leaks(v, [a.id, a.number])] as const).filter(([, l]) => l.length > 0)
    expect(leaking).toEqual([])
    expect(Object.entries(told).filter(([, v]) => text(v).includes('"fault"'))).toEqual([])
    expect(told['history']).toEqual([])
    expect(await read((s) => s.seek(r, a.id))).toBeNull()
    for (const t of r.tables) expect(await read((s) => s.beside(t.name, a.id))).toEqual([])
    // A count that differs from what the list shows would tell how much there is.
    const [list, count] = [await read((s) => s.list(r, { limit: 200 })), await read((s) => s.count(r, {}))]
    if (typeof count === 'number') expect((list as { items: unknown[] }).items.length).toBe(count)
    expect(await read((s) => s.count(r, { where: [{ field: 'id', op: 'in', values: [a.id] }] }))).toSatisfy((x: unknown) => x === 0 || text(x).includes('"forbidden"'))
  })

  test.each(each)('cannot tell a foreign %s from one that does not exist, by any verb', async (_name, r) => {
    const me = stranger(role)
    const a = rowOf(r)
    const before = await w.store.read(system, (s) => s.find(r, a.id))
    for (const [verb, v] of Object.entries(r.verbs)) {
      const input = verbInput(r, v, gB, variants[0])
      const told = async (key: string): Promise<string> => text(await answer(w.store.write(me, (s) => s.move(r, key, verb, input)))).replaceAll(key, '…').replaceAll(key.toUpperCase(), '…')
      const own = await told(a.id)
      expect([verb, own]).toEqual([verb, await told(nobody)])
      expect([verb, await told(a.number)]).toEqual([verb, await told(nothing)])
      expect(own).toMatch(/"(not_found|forbidden)"/)
    }
    expect(await w.store.read(system, (s) => s.find(r, a.id))).toEqual(before)
  })

  test.each(each)('cannot point to a foreign record from a new %s', async (_name, r) => {
    const me = stranger(role)
    const good = createInput(r, gB, variants[2])
    for (const [k, f] of Object.entries({ ...Object.fromEntries((r.create.edits ?? []).map((n) => [n, r.fields[n]])), ...r.create.input })) {
      // Whatever a requester says, they themselves are the requester.
      if (!f || f.to === null || !mine.has(f.to) || (role === 'requester' && k === r.requester)) continue
      const foreign = rowOf(types.find((t) => t.name === f.to) ?? r).id
      const told = async (id: string): Promise<string> => text(await answer(w.store.write(me, (s) => s.create(r, { ...good, [k]: f.kind === 'refs' ? [id] : id })))).replaceAll(id, '…')
      const said = await told(foreign)
      expect([k, said]).toEqual([k, await told(nobody)])
      expect(said).toMatch(/"(invalid|forbidden|not_found|refused)"/)
    }
  })

  test('reads no derived row and no event of A', async () => {
    const me = stranger(role)
    for (const d of practices.flatMap((p) => p.derived ?? [])) {
      const rows = await w.store.read(me, (s) => s.derived(d, { orgId: w.a.orgId }))
      expect([d.name, rows]).toEqual([d.name, []])
    }
    const events = await w.store.db.read(sightOf(me), (tx) => tx.query('SELECT id FROM event WHERE org_id = $1', [w.a.orgId]))
    expect(events).toEqual([])
  })

  test('removes nothing of A by naming a side row', async () => {
    for (const r of types.filter((x) => x.verbs['unlink'] !== undefined)) {
      const links = await w.store.read(system, (s) => s.beside('link', rowOf(r).id))
      const own = gB.ids.get(r.name) ?? nobody
      await answer(w.store.write(stranger(role), (s) => s.move(r, own, 'unlink', { linkId: String(links[0]?.id) })))
      expect((await w.store.read(system, (s) => s.beside('link', rowOf(r).id))).length).toBe(links.length)
    }
  })
})

test('without a sight, the database shows nothing at all', async () => {
  const empty = { all: false, orgId: nobody, own: '', internal: false }
  for (const r of types) expect([r.name, await w.store.db.read(empty, (tx) => tx.query(`SELECT id FROM "${r.name}"${r.shareable ? ' WHERE NOT shared' : ''}`))]).toEqual([r.name, []])
})

test('whatever a requester says, they themselves are the requester', async () => {
  for (const r of types.filter((x) => x.requester !== null && x.create.by.includes('requester'))) {
    const me = w.as('requester', 'b')
    const fields = Object.entries(r.create.edits ?? []).map(([, k]) => k).filter((k) => r.fields[k]?.audience === 'public' && !r.fields[k]?.optional)
    const input = Object.fromEntries(Object.entries(createInput(r, gB, variants[0])).filter(([k]) => fields.includes(k)))
    const row: Record<string, unknown> = await w.store.write(me, (s) => s.create(r, { ...input, [String(r.requester)]: rowOf(types.find((t) => t.name === 'person') ?? r).id }))
    expect(row[String(r.requester)]).toBe(me.id)
  }
})
