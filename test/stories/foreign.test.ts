/** Whoever calls from organization A, by whatever route of the API, learns nothing of B; generated from the API's own document. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roles, rule, staff } from '../../src/model/actor.ts'
import type { RecordType } from '../../src/model/record.ts'
import { openApi } from '../../src/server/openapi.ts'
import { createInput, variants, verbInput } from '../conformance/inputs.ts'
import { type Caller, mark, type Neighbours, neighbours, nobody, operations, plain, typeOf } from './neighbours.ts'

/** Requests on the way at once; the server has one core of its own at best. */
const atOnce = 8

let n: Neighbours
let all: ReturnType<typeof operations>
let before: ReadonlyMap<string, string>
beforeAll(async () => {
  n = await neighbours()
  all = operations(openApi(n.store.records, '0'))
  before = await now()
}, 120_000)
afterAll(async () => { await n.end() })

/** Version and state of each record of B, as B itself reads them. */
async function now(): Promise<ReadonlyMap<string, string>> {
  const read = async ([name, row]: readonly [string, { readonly id: string }]): Promise<readonly [string, string]> => {
    const found = JSON.parse((await n.ask(n.ofB, 'GET', `/api/${n.store.records.get(name)?.plural}/${row.id}`)).text) as { version?: number; state?: string }
    return [name, `${found.version} ${found.state}`]
  }
  return new Map(await Promise.all([...n.rowsOfB].map(read)))
}

/** Does all of it, some at a time, and collects what is wrong. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<string | null>): Promise<string[]> {
  const wrong: string[] = []
  let next = 0
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let i = next++; i < items.length; i = next++) {
      const said = await work(items[i] as T)
      if (said !== null) wrong.push(said)
    }
  }))
  return wrong.slice(0, 20)
}
const callerNames = [...roles.map((r) => `token of a ${r}`), ...roles.filter((r) => r !== 'sender').map((r) => `a signed-in ${r}`)]
const caller = (name: string): Caller => {
  const found = n.callers.find((c) => c.name === name)
  if (!found) throw new Error(`nobody is ${name}`)
  return found
}
/** Asks, and says what of B came back, or that it failed. */
const leak = async (who: Caller, method: string, path: string, answered: () => void = () => undefined): Promise<string | null> => {
  const answer = await n.ask(who, method, path)
  if (answer.status < 300) answered()
  const told = n.leaks(answer.text, `${path} ${decodeURIComponent(path)}`)
  return told.length > 0 || answer.status >= 500 ? `${method} ${path} → ${answer.status} tells ${told.join(', ')}: ${answer.text.slice(0, 300)}` : null
}
/** Asks about B's and about nobody's, and says where the answers differ. */
const differs = async (who: Caller, method: string, pathOf: (id: string) => string, ids: readonly [string, string], body?: unknown): Promise<string | null> => {
  const [of, none] = ids
  const [a, b] = [await n.ask(who, method, pathOf(of), body), await n.ask(who, method, pathOf(none), body)]
  if (plain(a, of) !== plain(b, none)) return `${method} ${pathOf(of)}: ${plain(a, of).slice(0, 300)} but of none ${plain(b, none).slice(0, 300)}`
  return a.status < 400 || a.status >= 500 ? `${method} ${pathOf(of)} → ${a.status}` : n.leaks(a.text, pathOf(of)).length > 0 ? `${method} ${pathOf(of)}: ${a.text.slice(0, 300)}` : null
}
const rowOf = (r: RecordType) => n.rowsOfB.get(r.name) ?? { id: n.b.orgId, number: 'ORG-1003' }
const none = (r: RecordType): string => `${r.prefix}-9999999`
/** A body that gets as far as looking the record up. */
const bodyFor = (method: string, path: string, r: RecordType | undefined): unknown => {
  if (method === 'GET' || method === 'DELETE') return undefined
  if (path.endsWith('/password')) return { password: 'four words are enough' }
  const verb = path.split('/')[4]
  if (r && path.endsWith('/attachments')) return new TextEncoder().encode('x')
  return r && verb && r.verbs[verb] ? verbInput(r, r.verbs[verb], n.groundA, variants[0]) : {}
}

test('B has one of everything, with something beside each, and its own people find it', async () => {
  expect([...n.rowsOfB.keys()].length).toBe([...n.store.records.keys()].length - 1)
  const found = await n.ask(n.ofB, 'GET', `/api/search?q=${mark}`)
  expect(found.text).toContain(mark)
  expect(n.leaks(found.text).length).toBeGreaterThan(5)
  for (const [name, r] of n.store.records) if (name !== 'organization') expect([name, n.leaks((await n.ask(n.ofB, 'GET', `/api/${r.plural}`)).text).length > 0]).toEqual([name, true])
})

test('the provider, who sees all, finds B by the same questions: they would find a leak', async () => {
  const { secret } = await n.auth.createToken(rule('tests'), { name: 'all', role: 'admin', reach: 'all' })
  const who: Caller = { name: 'provider', role: 'admin', headers: { authorization: `Bearer ${secret}` } }
  for (const r of n.rowsOfB.keys()) expect([r, await leak(who, 'GET', `/api/${n.store.records.get(r)?.plural}/export?format=json`)]).toEqual([r, expect.stringContaining('tells')])
  expect(await differs(who, 'GET', (id) => `/api/incidents/${id}`, [rowOf(typeOf(n.store.records, '/api/incidents') ?? fail()).id, nobody])).not.toBeNull()
})
const fail = (): never => { throw new Error('there are no incidents') }

describe.each(callerNames)('%s in A', (name) => {
  test('cannot tell a record of B from one that does not exist, by any route that takes an id', async () => {
    const who = caller(name)
    const asked = all.filter((o) => o.path.includes('{id}')).flatMap((o): (() => Promise<string | null>)[] => {
      const r = typeOf(n.store.records, o.path)
      const body = bodyFor(o.method, o.path, r)
      const at = (id: string): string => `${o.path.replace('{id}', id).replace('{attachmentId}', n.beside.attachmentId)}${o.method === 'POST' && o.path.endsWith('/attachments') ? '?name=x' : ''}`
      if (r === undefined) return [() => differs(who, o.method, at, [n.beside.tokenId, nobody], body)]
      const row = rowOf(r)
      return [() => differs(who, o.method, at, [row.id, nobody], body), () => differs(who, o.method, at, [row.number, none(r)], body)]
    })
    for (const o of all.filter((x) => /\{(?:key|orgId)\}/.test(x.path))) {
      const [theirs, name] = o.path.includes('{key}') ? [n.beside.tokenId, '{key}'] : [n.b.orgId, '{orgId}']
      asked.push(() => differs(who, o.method, (id) => o.path.replace(name, id).replace('{month}', '2026-02'), [theirs, nobody], bodyFor(o.method, o.path, undefined)))
    }
    expect(asked.length).toBeGreaterThan(150)
    expect(await each(asked, (ask) => ask())).toEqual([])
  }, 120_000)

  test('finds nothing of B in any list, order, filter, count, tally, search, export or log', async () => {
    const who = caller(name)
    const paths: string[] = []
    for (const { method, path } of all) {
      if (method !== 'GET' || path.includes('{') || path === '/api/stream' || path === '/api/setup') continue
      const r = typeOf(n.store.records, path)
      paths.push(path, `${path}?q=${mark}`, `${path}?q=${mark}&limit=5`)
      if (path.startsWith('/api/audit')) paths.push(`${path}?limit=500`, ...[...n.store.records.keys()].map((record) => `${path}?record=${record}&limit=500`))
      if (!r) continue
      const row = rowOf(r) as Readonly<Record<string, unknown>>
      const by = path.endsWith('/tally') ? 'by=state&' : path.endsWith('/export') ? 'format=json&' : 'count=true&'
      paths.push(`${path}?${by}limit=200`, `${path}?${by}group=active`, `${path}?format=csv`, `${path}?${by}after=${Buffer.from(JSON.stringify({ v: row['createdAt'], i: row['id'], s: r.sort })).toString('base64url')}`)
      // List, tally and export read their filters by one function, people and tokens of one role have one sight: a token's list asks everything.
      const isWhole = name.startsWith('token') && path === `/api/${r.plural}`
      for (const [field, f] of Object.entries(r.fields).filter(([k]) => isWhole || k === 'orgId' || k === 'id' || k === r.title)) {
        const value = encodeURIComponent(String(Array.isArray(row[field]) ? row[field][0] ?? mark : row[field] ?? mark))
        paths.push(`${path}?${by}${field}=${value}`, `${path}?${by}${field}.not=${value}`, `${path}?${by}sort=${field}`, `${path}?${by}sort=-${field}`)
        if (['instant', 'integer', 'seconds', 'text'].includes(f.kind)) paths.push(`${path}?${by}${field}.from=${value}`, `${path}?${by}${field}.to=${value}`)
        if (f.optional) paths.push(`${path}?${by}${field}.empty=true`, `${path}?${by}${field}.empty=false`)
      }
      if (path.endsWith('/tally')) for (const field of Object.keys(r.fields)) paths.push(`${path}?by=${field}`)
    }
    expect(paths.length).toBeGreaterThan(name.startsWith('token') ? 1000 : 200)
    let answered = 0
    expect(await each(paths, (path) => leak(who, 'GET', path, () => { answered++ }))).toEqual([])
    // Most are answered with something: a test of refusals alone would find no leak either.
    if (staff.includes(who.role)) expect(answered / paths.length).toBeGreaterThan(0.5)
  }, 240_000)

  test('is told nothing of B by what concerns the whole installation', async () => {
    const who = caller(name)
    const paths = all.filter((o) => o.method === 'POST' && !o.path.includes('{') && typeOf(n.store.records, o.path) === undefined && !o.isOpen).map((o) => o.path)
    for (const path of paths) {
      for (const body of [{}, { name: 'x', role: 'requester', orgId: n.b.orgId }, { name: 'x', role: 'requester', reach: 'all' }]) {
        const { status, text } = await n.ask(who, 'POST', path, body)
        expect([path, status < 500, status < 300 && Object.keys(body).length > 1, n.leaks(text, JSON.stringify(body))]).toEqual([path, true, false, []])
      }
    }
    expect(paths).toContain('/api/tokens')
  })

  test('counts nothing of B: naming what is B\'s counts as much as naming nothing', async () => {
    const who = caller(name)
    const asked = [...n.store.records.values()].flatMap((r) => Object.entries(r.fields).flatMap(([field, f]): (readonly [RecordType, string, string, string])[] => {
      const value = (rowOf(r) as Readonly<Record<string, unknown>>)[field]
      return typeof value !== 'string' ? [] : field === 'id' || f.kind === 'ref' ? [[r, field, value, nobody]] : field === 'number' ? [[r, field, value, none(r)]] : []
    }))
    expect(await each(asked, async ([r, field, value, other]) => {
      if (![...n.rowsOfB.values()].some((x) => x.id === value || x.number === value) && value !== n.b.orgId) return null
      const [a, b] = [await n.ask(who, 'GET', `/api/${r.plural}?count=true&${field}=${value}`), await n.ask(who, 'GET', `/api/${r.plural}?count=true&${field}=${other}`)]
      return plain(a, value) === plain(b, other) ? null : `${r.name}.${field}: ${a.text.slice(0, 200)}`
    })).toEqual([])
  }, 120_000)

  test('moves nothing of B in bulk, whatever the verb', async () => {
    const who = caller(name)
    const asked = [...n.store.records.values()].flatMap((r) => Object.keys(r.verbs).map((verb) => [r, verb] as const))
    expect(await each(asked, async ([r, verb]) => {
      const input = verb === 'attach' ? { name: 'x', mediaType: 'text/plain', sha256: n.beside.sha256, sizeBytes: 1 } : verbInput(r, r.verbs[verb] ?? r.create, n.groundA, variants[0])
      const of = async (ids: readonly string[]): Promise<string> => {
        const answer = await n.ask(who, 'POST', `/api/${r.plural}/bulk`, { ids, verb, input })
        return ids.reduce((text, id) => text.replaceAll(id, '…').replaceAll(id.toUpperCase(), '…'), `${answer.status} ${answer.text.replaceAll(/"requestId":"[^"]*"/g, '')}`)
      }
      const [a, b] = [await of([rowOf(r).id, rowOf(r).number]), await of([nobody, none(r)])]
      return a === b && !a.includes('"ok":true') ? null : `${r.name} ${verb}: ${a.slice(0, 300)} but of none ${b.slice(0, 300)}`
    })).toEqual([])
  }, 120_000)

  test('puts nothing into B, and nothing of B into A', async () => {
    const who = caller(name)
    const asked = [...n.store.records.values()].flatMap((r) => {
      const good = createInput(r, n.groundA, variants[2])
      const pointers = [...new Set(['orgId', ...Object.keys(good)])].filter((k) => (r.fields[k] ?? r.create.input?.[k])?.to !== null && (r.fields[k] ?? r.create.input?.[k]) !== undefined)
      return pointers.filter((k) => k !== r.requester || who.role !== 'requester').map((k) => [r, k, good] as const)
    })
    expect(await each(asked, async ([r, k, good]) => {
      const f = r.fields[k] ?? r.create.input?.[k]
      const of = k === 'orgId' ? n.b.orgId : n.rowsOfB.get(f?.to ?? '')?.id ?? n.b.orgId
      const tell = async (id: string): Promise<string> => plain(await n.ask(who, 'POST', `/api/${r.plural}`, { ...good, [k]: f?.kind === 'refs' ? [id] : id }), id)
      const [a, b] = [await tell(of), await tell(nobody)]
      return a === b && !a.startsWith('2') ? null : `${r.name}.${k}: ${a.slice(0, 300)} but of none ${b.slice(0, 300)}`
    })).toEqual([])
  }, 120_000)
})

describe('on a record of A', () => {
  test.each(['token of a agent', 'token of a admin', 'a signed-in manager'])('%s links nothing of B, fetches no file of B and attaches none by its hash', async (name) => {
    const who = caller(name)
    const mine = n.groundA.ids.get('incident') ?? ''
    const link = (id: string): Promise<string> => n.ask(who, 'POST', `/api/incidents/${mine}/link`, { relation: 'relates_to', toRecord: 'incident', toId: id, toNumber: 'INC-1' }).then((a) => plain(a, id))
    expect(await link(n.rowsOfB.get('incident')?.id ?? '')).toBe(await link(nobody))
    expect(await link(nobody)).toMatch(/^400/)
    expect(await differs(who, 'GET', (id) => `/api/incidents/${mine}/attachments/${id}`, [n.beside.attachmentId, nobody])).toBeNull()
    expect((await n.ask(who, 'POST', `/api/incidents/${mine}/attach`, { name: 'x', mediaType: 'text/plain', sha256: n.beside.sha256, sizeBytes: 1 })).status).toBe(404)
    expect((await n.ask(who, 'GET', `/api/incidents/${mine}/attachments/${n.beside.sha256}`)).status).toBe(404)
  })
})

describe('who is nobody', () => {
  test('is let in nowhere but where anybody is', async () => {
    const wrong: string[] = []
    for (const who of n.outcasts) {
      for (const o of all.filter((x) => !x.isOpen)) {
        const r = typeOf(n.store.records, o.path)
        const path = o.path.replace('{id}', r ? rowOf(r).id : n.beside.tokenId).replace('{attachmentId}', n.beside.attachmentId).replace('{key}', n.beside.tokenId).replace('{orgId}', n.b.orgId).replace('{month}', '2026-02')
        const { status, text } = await n.ask(who, o.method, path, bodyFor(o.method, o.path, r))
        if (status !== 401 || n.leaks(text, path).length > 0) wrong.push(`${who.name}: ${o.method} ${path} → ${status} ${text.slice(0, 200)}`)
      }
    }
    expect(wrong.slice(0, 20)).toEqual([])
  }, 120_000)

  test('reads nothing of anybody at the open addresses', async () => {
    const [who] = n.outcasts
    if (!who) throw new Error('unreachable')
    for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json', '/api/setup?secret=x']) {
      const { text } = await n.ask(who, 'GET', path)
      expect([path, n.leaks(text, path), text.includes(n.a.orgId), text.includes('Terminal Ops')]).toEqual([path, [], false, false])
    }
    // A route is told by its pattern, never by what was asked: ids, numbers and words of a search are not in it.
    const routes = [...(await n.ask(who, 'GET', '/metrics')).text.matchAll(/route="([^"]*)"/g)].map((m) => m[1] ?? '')
    expect(routes.length).toBeGreaterThan(20)
    expect(routes.filter((route) => /[0-9a-f]{8}-|[A-Z]{2,5}-\d|\?/.test(route))).toEqual([])
  })
})

test('after all that, nothing of B was changed', async () => {
  expect(Object.fromEntries(await now())).toEqual(Object.fromEntries(before))
})
