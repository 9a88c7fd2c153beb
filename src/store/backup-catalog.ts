/** What a backup holds: the tables, columns, partitions and sequences of a database, as its catalog names them. */

import type pg from 'pg'

/** A table as it is written and read back. Names are quoted where SQL needs it. */
export interface TableShape {
  /** With its schema: `public.journal`. */
  readonly name: string
  /** In the order of the values of a row; generated columns are left out, they come back by themselves. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Made by the program as time goes on, so a fresh database lacks them. The default partition is not among them. */
  readonly partitions: readonly { readonly name: string; readonly bound: string }[]
  /** A row may hold megabytes: fewer are taken at once. */
  readonly hasBytes: boolean
}

/** Where a counter stands. */
export interface SequenceState {
  readonly name: string
  /** As text: a counter may pass 2^53. */
  readonly lastValue: string
  readonly isCalled: boolean
}

/** First line of a backup. */
export interface Manifest {
  readonly format: 'evenkeel-backup'
  readonly formatVersion: 1
  readonly madeAt: string
  readonly postgres: string
  /** Name and checksum of every migration that the database has. */
  readonly migrations: Readonly<Record<string, string>>
  readonly tables: readonly TableShape[]
}

/** Kept by migration alone: a restore compares them and does not fill them. */
const OWN_BOOKS = ['public.migration', 'graphile_worker.migrations']

/** All tables that hold something of the installation, the queue's too: a timer that is due must survive. */
export async function listTables(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name,
            (SELECT json_agg(json_build_object('name', quote_ident(a.attname), 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
               FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
            (SELECT coalesce(json_agg(json_build_object('name', format('%I.%I', pn.nspname, p.relname), 'bound', pg_get_expr(p.relpartbound, p.oid)) ORDER BY p.relname), '[]')
               FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace
              WHERE i.inhparent = c.oid AND p.relispartition AND pg_get_expr(p.relpartbound, p.oid) <> 'DEFAULT') AS partitions,
            EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.atttypid = 'bytea'::regtype AND NOT a.attisdropped) AS "hasBytes"
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname IN ('public', 'graphile_worker')
        AND format('%I.%I', n.nspname, c.relname) <> ALL ($1)
      ORDER BY 1`,
    [OWN_BOOKS],
  )
  return rows.filter(({ columns }) => columns !== null)
}

/** Where all counters stand. Counters are outside transactions, so this is read after the rows: never too low. */
export async function listSequences(client: pg.ClientBase): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences WHERE schemaname IN ('public', 'graphile_worker') ORDER BY 1`,
  )
  const states: SequenceState[] = []
  for (const { name } of rows) {
    const found = await client.query<{ lastValue: string; isCalled: boolean }>(`SELECT last_value::text AS "lastValue", is_called AS "isCalled" FROM ${name}`)
    const [state] = found.rows
    if (state) states.push({ name, ...state })
  }
  return states
}

/** Name and checksum of the migrations that a database has. */
export async function listMigrations(client: pg.ClientBase): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>('SELECT name, checksum FROM public.migration ORDER BY name')
  return Object.fromEntries(rows.map(({ name, checksum }) => [name, checksum]))
}

/**
 * Settings under which every value goes to text and back without loss, and under which row security shows all rows.
 * For the transaction only.
 */
export const FAITHFUL_SESSION = `SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL timezone = 'UTC';
  SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex'; SET LOCAL statement_timeout = 0; SET LOCAL search_path = pg_catalog, public;
  SET LOCAL idle_in_transaction_session_timeout = 0;
  SELECT set_config('evenkeel.all', 'on', true), set_config('evenkeel.internal', 'on', true), set_config('evenkeel.own', '', true)`
