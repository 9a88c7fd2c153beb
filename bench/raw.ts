/** The limit to compare with: the smallest honest incident transaction on the same server, written by hand against the driver. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'

const tables = `
CREATE TABLE raw_incident (id uuid PRIMARY KEY, number bigint GENERATED ALWAYS AS IDENTITY, title text NOT NULL, state text NOT NULL, priority int NOT NULL, service_id uuid, created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON raw_incident (state, priority);
CREATE TABLE raw_journal (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, incident_id uuid NOT NULL REFERENCES raw_incident(id), verb text NOT NULL, changes jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON raw_journal (incident_id);
CREATE TABLE raw_outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now());`

export interface Raw {
  /** One transaction of three rows in five round trips. */
  one(): Promise<void>
  /** As many incidents in one commit, three statements. */
  many(count: number): Promise<void>
  end(): Promise<void>
}

/** Opens a pool of this many clients and makes the tables. */
export async function openRaw(url: string, clients: number): Promise<Raw> {
  const pool = new pg.Pool({ connectionString: url, max: clients })
  // The server stops at the end of a run; a connection that still closes then is no failure of the bench.
  pool.on('error', () => undefined)
  await pool.query(tables)
  const within = async (work: (c: pg.PoolClient) => Promise<void>): Promise<void> => {
    const c = await pool.connect()
    try {
      await c.query('BEGIN')
      await work(c)
      await c.query('COMMIT')
    } finally {
      c.release()
    }
  }
  return {
    one: () => within(async (c) => {
      const id = randomUUID()
      await c.query({ name: 'i', text: 'INSERT INTO raw_incident (id, title, state, priority) VALUES ($1, $2, $3, $4)', values: [id, 'Bookings time out', 'new', 3] })
      await c.query({ name: 'j', text: 'INSERT INTO raw_journal (incident_id, verb, changes) VALUES ($1, $2, $3)', values: [id, 'create', '{"title":"Bookings time out","state":"new","priority":3}'] })
      await c.query({ name: 'o', text: 'INSERT INTO raw_outbox (payload) VALUES ($1)', values: [`{"incident":"${id}"}`] })
    }),
    many: (count) => within(async (c) => {
      const ids = Array.from({ length: count }, () => randomUUID())
      await c.query({ name: 'mi', text: `INSERT INTO raw_incident (id, title, state, priority) SELECT id, 'Bookings time out', 'new', 3 FROM unnest($1::uuid[]) id`, values: [ids] })
      await c.query({ name: 'mj', text: `INSERT INTO raw_journal (incident_id, verb, changes) SELECT id, 'create', '{"title":"Bookings time out","state":"new","priority":3}' FROM unnest($1::uuid[]) id`, values: [ids] })
      await c.query({ name: 'mo', text: `INSERT INTO raw_outbox (payload) SELECT jsonb_build_object('incident', id) FROM unnest($1::uuid[]) id`, values: [ids] })
    }),
    end: () => pool.end(),
  }
}
