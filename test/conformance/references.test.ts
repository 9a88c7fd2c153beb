/** A reference leads to a record of the same organization, a shared one or the provider's own, even where the one who sets it sees every organization. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { practices } from '../../src/app/parts.ts'
import { AppError } from '../../src/model/error.ts'
import type { Fields } from '../../src/model/field.ts'
import { recordsOf } from '../../src/model/practice.ts'
import type { RecordType } from '../../src/model/record.ts'
import { incident } from '../../src/practices/incident/record.ts'
import { organization } from '../../src/practices/organization/record.ts'
import { service } from '../../src/practices/service/record.ts'
import { system, world, type World } from '../world.ts'
import { createInput, type Ground, type Variant, variants } from './inputs.ts'
import { type AnyRow, bear, ground } from './specimens.ts'

const types = [...recordsOf(practices).values()]
const nobody = '00000000-0000-4000-8000-00000000dead'

let w: World
let gA: Ground & { readonly ids: Map<string, string> }
const ofB = new Map<string, AnyRow>()
/** How the form of each type is filled in so that its rules let it pass. */
const passing = new Map<string, Variant>()

beforeAll(async () => {
  w = await world()
  gA = ground(w.a.orgId, 'Near')
  const gB = ground(w.b.orgId, 'Far')
  ofB.set('organization', await w.store.read(system, (s) => s.find(organization, w.b.orgId)) as unknown as AnyRow)
  for (const r of types.filter((t) => t.name !== 'organization')) {
    const born = await bear(w.store, system, r, gA)
    gA.ids.set(r.name, born.row.id)
    passing.set(r.name, born.variant)
    const row = (await bear(w.store, system, r, gB)).row
    gB.ids.set(r.name, row.id)
    ofB.set(r.name, row)
  }
})
afterAll(async () => { await w.end() })

const said = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (e: unknown) => (e instanceof AppError ? `${e.code} ${e.message}` : `fault ${String(e)}`))
const pointers = (r: RecordType): [string, Fields[string]][] =>
  Object.entries<Fields[string] | undefined>({ ...Object.fromEntries((r.create.edits ?? []).map((n) => [n, r.fields[n]])), ...r.create.input })
    .flatMap(([k, f]) => (f && f.to !== null && k !== 'orgId' ? [[k, f]] : []))

describe.each(types.filter((r) => !r.create.ruleOnly && pointers(r).length > 0).map((r) => [r.name, r] as const))('an administrator who sees all', (_name, r) => {
  test.each(pointers(r))(`cannot put a foreign record on a ${r.name} of A as %s, and is told the same as for none`, async (k, f) => {
    const good = createInput(r, gA, passing.get(r.name) ?? variants[0])
    const foreign = ofB.get(f.to ?? '')?.id ?? ''
    const tell = async (id: string): Promise<string> => (await said(w.store.write(w.as('admin'), (s) => s.create(r, { ...good, [k]: f.kind === 'refs' ? [id] : id })))).replaceAll(id, '…')
    expect(await tell(foreign)).toMatch(/^invalid/)
    expect(await tell(foreign)).toBe(await tell(nobody))
  })
})

describe('a record of which nobody said whose it is', () => {
  const make = (input: Record<string, unknown>): Promise<{ readonly orgId: string }> => w.store.write(w.as('agent'), (s) => s.create(incident, { title: 'Slow', ...input }))

  test.each([
    ['what it hurts', () => ({ serviceId: w.b.serviceId }), () => w.b.orgId],
    ['who reports it', () => ({ requesterId: w.as('requester', 'b').id }), () => w.b.orgId],
    ['the provider, where it points to nobody else', () => ({}), () => w.provider],
  ])('is that of %s', async (_what, input, whose) => {
    expect((await make(input())).orgId).toBe(whose())
  })

  test('is refused where it points to two organizations', async () => {
    expect(await said(make({ serviceId: w.b.serviceId, requesterId: w.as('requester', 'a').id }))).toMatch(/^invalid/)
  })
})

describe('an agent who sees all', () => {
  const act = (verb: string, input: Record<string, unknown>): Promise<string> => said(w.store.write(w.as('agent'), (s) => s.move(incident, gA.ids.get('incident') ?? '', verb, input)))
  const far = (type: string): string => ofB.get(type)?.id ?? ''

  test.each([
    ['moves an incident to a foreign service', 'update', () => ({ serviceId: far('service') })],
    ['makes a foreign person its requester', 'update', () => ({ requesterId: far('person') })],
    ['assigns a foreign team', 'assign', () => ({ toTeamId: far('team') })],
    ['assigns a foreign person', 'assign', () => ({ toPersonId: far('person') })],
    ['names a foreign person in the journal only', 'escalateUp', () => ({ level: 1, toldId: far('person'), reason: 'late' })],
    ['links a foreign incident', 'link', () => ({ relation: 'relates_to', toRecord: 'incident', toId: far('incident'), toNumber: ofB.get('incident')?.number ?? '' })],
    ['links a record that is none', 'link', () => ({ relation: 'relates_to', toRecord: 'incident', toId: nobody, toNumber: 'INC-1' })],
    ['links a kind that is none', 'link', () => ({ relation: 'relates_to', toRecord: 'pg_class', toId: nobody, toNumber: 'INC-1' })],
  ])('is refused who %s', async (_what, verb, input) => {
    expect(await act(verb, input())).toMatch(/^invalid/)
  })

  test.each([
    ['a team of the provider', 'assign', () => ({ toTeamId: w.teamId })],
    ['a person of the provider', 'assign', () => ({ toPersonId: w.as('agent').id })],
    ['a service of the same organization', 'update', () => ({ serviceId: w.a.serviceId })],
    ['a link to an incident of the same organization', 'link', () => ({ relation: 'relates_to', toRecord: 'incident', toId: gA.ids.get('incident') ?? '', toNumber: 'INC-1' })],
  ])('may set %s', async (_what, verb, input) => {
    expect(await act(verb, input())).toBe('done')
  })

  test('may set a service that another organization shares with all', async () => {
    const common = await w.store.write(w.as('admin'), (s) => s.create(service, { orgId: w.b.orgId, name: 'Weather', key: 'weather', shared: true }))
    expect(await act('update', { serviceId: common.id })).toBe('done')
  })
})
