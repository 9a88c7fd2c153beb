/** Reads the whole structure at an instant as numbers in arrays, and keeps what was laid out until a relation that says otherwise is written. */
import { setImmediate } from 'node:timers/promises'
import { type CompactStructure, compactStructure, type KnownAlternate } from '../analysis/structure-compact.ts'
import type { Sight } from '../model/actor.ts'
import { named, type Tx } from './database.ts'
import { UuidNumbers, wordsOf } from './graph-ids.ts'

/** Structures in the memory of one process; dropping them changes nothing but time. */
export interface KeptStructures {
  /** What stands on what at the instant, within sight, which is that of the transaction. */
  at(tx: Tx, sight: Sight, instant: string): Promise<CompactStructure>
}

interface Laid {
  readonly structure: CompactStructure
  /** What was read holds from here, included, to there, excluded; null is without end. */
  readonly since: string | null
  readonly until: string | null
}

interface Kept {
  readonly sight: string
  /** What `relation_touch` stood at before it was read. */
  readonly mark: string
  readonly laid: Promise<Laid>
}

// Half a million relations are some ten megabytes.
const mostKept = 4

/** What was asked last is kept, of as many sights and times as this. */
export function keepStructures(): KeptStructures {
  let kept: readonly Kept[] = []
  return {
    at: async (tx, sight, instant) => {
      const key = JSON.stringify(sight)
      // Read first: what is written meanwhile is in what is laid out, and is read once more by the next.
      const [touched] = await tx.query<{ mark: string }>('SELECT coalesce(sum(times), 0)::text AS mark FROM relation_touch', [], 'relation_mark')
      const mark = touched?.mark ?? ''
      kept = kept.filter((one) => one.sight !== key || one.mark === mark)
      for (const one of kept.filter((other) => other.sight === key)) {
        // Who asks while it is read waits for it; where that fails, the one who began it says so, and this one reads for itself.
        const { structure, since, until } = await one.laid.catch((): Partial<Laid> => ({}))
        if (structure === undefined || (since ?? null) !== null && instant < (since ?? '') || (until ?? null) !== null && instant >= (until ?? '')) continue
        kept = [one, ...kept.filter((other) => other !== one)]
        return structure
      }
      const laid = readStructure(tx, instant)
      const mine: Kept = { sight: key, mark, laid }
      kept = [mine, ...kept].slice(0, mostKept)
      try {
        return (await laid).structure
      } catch (e) {
        kept = kept.filter((one) => one !== mine)
        throw e
      }
    },
  }
}

/** Pieces in which a structure comes, so that no text in between is large. */
const pieces = 16

// As bytes, and few rows: half a million rows, or the same as JSON, would cost several times as much on their way as in the database.
const structureSql = `SELECT string_agg(uuid_send(r.from_id) || uuid_send(r.to_id), '') FILTER (WHERE r.role = 'series' AND x.valid) AS needs,
    string_agg(uuid_send(r.from_id) || uuid_send(r.to_id) || int4send(coalesce(r.at_least, 1)) || int4send((r.standby = 'warm' IS TRUE)::int) || int4send(octet_length(coalesce(r.group_name, ''))) || convert_to(coalesce(r.group_name, ''), 'UTF8'), '')
      FILTER (WHERE r.role = 'alternate' AND x.valid) AS alternates,
    greatest(max(r.valid_from) FILTER (WHERE r.valid_from <= $1), max(r.valid_to) FILTER (WHERE r.valid_to <= $1)) AS since,
    least(min(r.valid_from) FILTER (WHERE r.valid_from > $1), min(r.valid_to) FILTER (WHERE r.valid_to > $1)) AS until
  FROM relation r CROSS JOIN LATERAL (SELECT r.valid_from <= $1 AND (r.valid_to IS NULL OR r.valid_to > $1) AS valid) x
  WHERE r.kind <> 'connected_to' GROUP BY get_byte(uuid_send(r.id), 15) % ${pieces}`

async function readStructure(tx: Tx, instant: string): Promise<Laid> {
  await tx.takesLong()
  const rows = await tx.query<{ needs: Buffer | null; alternates: Buffer | null; since: string | null; until: string | null }>(structureSql, [instant], named(structureSql))
  const ids = new UuidNumbers()
  const needs: Int32Array[] = []
  const alternates: KnownAlternate[] = []
  for (const row of rows) {
    needs.push(numbersOf(row.needs, ids))
    readAlternates(row.alternates, ids, alternates)
    // Others have their turn in between.
    await setImmediate()
  }
  const sorted = (list: readonly (string | null)[]): readonly string[] => list.filter((x) => x !== null).sort()
  return { structure: compactStructure(ids, joined(needs), alternates), since: sorted(rows.map((r) => r.since)).at(-1) ?? null, until: sorted(rows.map((r) => r.until))[0] ?? null }
}

const idWords = 4, wordBytes = 4

/** Ids one after the other as numbers. */
function numbersOf(bytes: Buffer | null, ids: UuidNumbers): Int32Array {
  if (bytes === null) return new Int32Array(0)
  const words = wordsOf(bytes)
  const numbers = new Int32Array(words.length / idWords)
  for (let i = 0; i < numbers.length; i++) numbers[i] = ids.number(words, i * idWords)
  return numbers
}

/** As `structureSql` writes them: both ids, three whole numbers, and the name of the group. */
function readAlternates(bytes: Buffer | null, ids: UuidNumbers, into: KnownAlternate[]): void {
  if (bytes === null) return
  const [idBytes, headBytes] = [2 * idWords * wordBytes, 2 * idWords * wordBytes + 3 * wordBytes]
  const pair = Buffer.from(new ArrayBuffer(idBytes))
  const words = wordsOf(pair)
  for (let at = 0; at < bytes.length;) {
    bytes.copy(pair, 0, at, at + idBytes)
    const [from, to] = [ids.number(words, 0), ids.number(words, idWords)]
    const end = at + headBytes + bytes.readInt32BE(at + idBytes + 2 * wordBytes)
    into.push({ from, to, atLeast: bytes.readInt32BE(at + idBytes), standby: bytes.readInt32BE(at + idBytes + wordBytes) === 1 ? 'warm' : 'hot', groupName: bytes.toString('utf8', at + headBytes, end) })
    at = end
  }
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const part of parts) { all.set(part, at); at += part.length }
  return all
}
