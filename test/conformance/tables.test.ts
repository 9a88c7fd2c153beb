/** Definition and table say the same: columns, types, values of choices; and every table that holds an organization's rows is guarded. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { practices } from '../../src/app/parts.ts'
import { type Field, type Fields, snake } from '../../src/model/field.ts'
import { recordsOf } from '../../src/model/practice.ts'
import { appRole } from '../../src/store/database.ts'
import { world, type World } from '../world.ts'

const types = [...recordsOf(practices).values()]
const tables: readonly (readonly [string, Fields, readonly string[]])[] = [
  ...types.map((r) => [r.name, r.fields, ['chain']] as const),
  ...new Map(types.flatMap((r) => r.tables.map((t) => [t.name, [t.name, t.fields, []] as const] as const))).values(),
  ...practices.flatMap((p) => (p.derived ?? []).map((d) => [d.name, d.fields, []] as const)),
]

let w: World
beforeAll(async () => { w = await world() })
afterAll(async () => { await w.end() })
const ask = <R extends Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<R[]> => w.store.db.owner((tx) => tx.query<R>(sql, values))

/** The type as PostgreSQL names it: `uuid[]`, `timestamp(3) with time zone`. */
const typeOf = (f: Field): string => {
  const [word = ''] = f.column.split(/ CHECK| REFERENCES/)
  return word.trim() === 'timestamptz(3)' ? 'timestamp(3) with time zone' : word.trim()
}

describe.each(tables)('%s', (name, fields, more) => {
  test('has exactly the columns of its definition', async () => {
    const columns = await ask<{ name: string; type: string; required: boolean }>(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS required FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`, [`"${name}"`])
    const is = columns.map((c) => `${c.name} ${c.type}${c.required ? ' not null' : ''}`).toSorted()
    const should = [...Object.entries(fields).map(([k, f]) => `${snake(k)} ${typeOf(f)}${f.optional ? '' : ' not null'}`), ...more.map((c) => `${c} text not null`)].toSorted()
    expect(is).toEqual(should)
  })

  test('takes exactly the values of its choices', async () => {
    const checks = (await ask<{ def: string }>(`SELECT pg_get_constraintdef(oid) AS def FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'`, [`"${name}"`])).map((c) => c.def)
    for (const [k, f] of Object.entries(fields)) {
      const values = [...f.column.matchAll(/'([^']*)'/g)].map((m) => m[1])
      if (values.length === 0) continue
      const check = checks.find((c) => new RegExp(`[("]${snake(k)}[") ]`).test(c)) ?? ''
      expect([k, [...check.matchAll(/'([^']*)'/g)].map((m) => m[1]).toSorted()]).toEqual([k, values.toSorted()])
    }
  })
})

test('every table with an organization is guarded by a policy that binds its owner too, or closed to the application', async () => {
  const open = await ask<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
       AND has_table_privilege($1, c.oid, 'SELECT, INSERT, UPDATE, DELETE')
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))`, [appRole])
  expect(open.map((t) => t.name)).toEqual([])
})

test('the application cannot change or remove what is append-only', async () => {
  const may = await ask<{ name: string }>(`SELECT t AS name FROM unnest(ARRAY['journal', 'event']) t WHERE has_table_privilege($1, t::regclass, 'UPDATE, DELETE, TRUNCATE')`, [appRole])
  expect(may).toEqual([])
})

test('the application role is bound by the policies', async () => {
  expect(await ask('SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = $1', [appRole])).toEqual([{ free: false }])
})
