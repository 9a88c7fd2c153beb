/** How a record type lies in its table: column names, select lists, and the SQL its migration is written from. */
import { type Fields, snake } from '../model/field.ts'
import type { RecordType, SideTable } from '../model/record.ts'
import type { Derived } from '../model/derived.ts'

/** `"service_id" AS "serviceId", …` for every field of a table. */
export const selectList = (fields: Fields, alias: string): string =>
  Object.keys(fields).map((k) => `${alias}."${snake(k)}" AS "${k}"`).join(', ')

/** Field names → column names, for jsonb_populate_recordset. */
export function toColumns(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const k of Object.keys(values)) out[snake(k)] = values[k]
  return out
}

const columnsSql = (fields: Fields): string[] =>
  Object.entries(fields).map(([name, f]) => {
    const column = snake(name)
    const type = name === 'id' ? 'uuid PRIMARY KEY' : f.column.replaceAll('%', `"${column}"`)
    return `  "${column}" ${type}${f.optional || name === 'id' ? '' : ' NOT NULL'}`
  })

/**
 * A visibility condition: the same words in every policy, evaluated once per query because each setting sits in a scalar subquery. What is compared
 * with a constant is compared inside it: the planner takes a yes or no for one in two, but a comparison for one in two hundred, and then reads whole tables.
 */
export function policySql(columns: { shareable: boolean; requester: string | null; audience: boolean }): string {
  const org = `(SELECT current_setting('evenkeel.all', true) = 'on') OR org_id = (SELECT nullif(current_setting('evenkeel.org', true), '')::uuid)${columns.shareable ? ' OR shared' : ''}`
  const own = columns.requester === null
    ? columns.shareable ? '' : ` AND (SELECT coalesce(current_setting('evenkeel.own', true), '') = '')`
    : ` AND ((SELECT coalesce(current_setting('evenkeel.own', true), '') = '') OR "${snake(columns.requester)}" = (SELECT nullif(current_setting('evenkeel.own', true), '')::uuid))`
  const audience = columns.audience ? ` AND ((SELECT current_setting('evenkeel.internal', true) = 'on') OR audience = 'public')` : ''
  return `(${org})${own}${audience}`
}

/** The CREATE TABLE that a new record's migration starts from; the drift test holds table and definition together after that. */
export function createTableSql(r: RecordType): string {
  const fields = { ...r.fields }
  const check = policySql({ shareable: false, requester: r.requester, audience: false })
  return [
    `CREATE SEQUENCE "${r.name}_number" START 1001;`,
    `CREATE TABLE "${r.name}" (\n${columnsSql(fields).join(',\n')},\n  chain text NOT NULL\n);`,
    `CREATE UNIQUE INDEX ON "${r.name}" (number);`,
    `CREATE INDEX ON "${r.name}" (created_at, id);`,
    `CREATE INDEX ON "${r.name}" (org_id, created_at, id);`,
    ...Object.entries(fields).filter(([k, f]) => f.kind === 'ref' && k !== 'orgId').map(([k]) => `CREATE INDEX ON "${r.name}" ("${snake(k)}");`),
    `ALTER TABLE "${r.name}" ENABLE ROW LEVEL SECURITY;`,
    `ALTER TABLE "${r.name}" FORCE ROW LEVEL SECURITY;`,
    `CREATE POLICY sight ON "${r.name}" USING (${policySql({ shareable: r.shareable, requester: r.requester, audience: false })}) WITH CHECK (${check});`,
    `GRANT SELECT, INSERT, UPDATE ON "${r.name}" TO evenkeel_app;`,
    `GRANT USAGE ON SEQUENCE "${r.name}_number" TO evenkeel_app;`,
  ].join('\n')
}

/** A side or derived table: the same scope columns, the same policy. */
export function createSideTableSql(t: SideTable | Derived): string {
  const key = 'key' in t ? `,\n  PRIMARY KEY (${t.key.map((k) => `"${snake(k)}"`).join(', ')})` : ''
  const requester = t.fields['requesterId'] ? 'requesterId' : null
  const policy = policySql({ shareable: false, requester, audience: t.fields['audience'] !== undefined })
  return [
    `CREATE TABLE "${t.name}" (\n${columnsSql(t.fields).join(',\n')}${key}\n);`,
    ...(t.fields['recordId'] ? [`CREATE INDEX ON "${t.name}" (record_id);`] : []),
    `ALTER TABLE "${t.name}" ENABLE ROW LEVEL SECURITY;`,
    `ALTER TABLE "${t.name}" FORCE ROW LEVEL SECURITY;`,
    `CREATE POLICY sight ON "${t.name}" USING (${policy}) WITH CHECK (${policy});`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON "${t.name}" TO evenkeel_app;`,
  ].join('\n')
}
