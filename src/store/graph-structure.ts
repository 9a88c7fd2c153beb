/** Reads the whole structure at an instant as numbers in arrays, and keeps what was laid out until a relation that says otherwise is written. */
import { setImmediate } from 'node:timers/promises'
import { type CompactStructure, compactStructure, type KnownAlternates } from '../analysis/structure-compact.ts'
import type { Sight } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { named, type Tx } from './database.ts'
import { UuidNumbers, wordsOf } from './graph-ids.ts'

/** Structures in the memory of one process; dropping them changes nothing but time. */
export interface KeptStructures {
  /** What stands on what at the instant (UTC, with milliseconds), within sight, which is that of the transaction. Refused beyond five million relations. */
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

/** Relations of structure that one answer is computed over; ten times as many as a large installation has. */
const mostRelations = 5_000_000

// One row of bytes: half a million rows, or the same as JSON, would cost several times as much on their way as in the database.
const structureSql = `SELECT string_agg(uuid_send(r.from_id) || uuid_send(r.to_id), '') FILTER (WHERE r.valid AND r.role = 'series') AS needs,
    string_agg(uuid_send(r.from_id) || uuid_send(r.to_id) || int4send(coalesce(r.at_least, 1)) || int4send((r.standby = 'warm' IS TRUE)::int) || int4send(octet_length(coalesce(r.group_name, ''))) || convert_to(coalesce(r.group_name, ''), 'UTF8'), '')
      FILTER (WHERE r.valid AND r.role = 'alternate') AS alternates,
    greatest(max(r.valid_from) FILTER (WHERE r.valid_from <= $1), max(r.valid_to) FILTER (WHERE r.valid_to <= $1)) AS since,
    least(min(r.valid_from) FILTER (WHERE r.valid_from > $1), min(r.valid_to) FILTER (WHERE r.valid_to > $1)) AS until, count(*)::int AS count
  FROM (SELECT from_id, to_id, role, at_least, standby, group_name, valid_from, valid_to, valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) AS valid
    FROM relation WHERE kind <> 'connected_to' LIMIT ${mostRelations + 1}) r`

async function readStructure(tx: Tx, instant: string): Promise<Laid> {
  await tx.takesLong()
  const [row] = await tx.query<{ needs: Buffer | null; alternates: Buffer | null; since: string | null; until: string | null; count: number }>(structureSql, [instant], named(structureSql))
  if (row === undefined) throw new Error('Broken promise: an aggregate gave no row')
  if (row.count > mostRelations) throw new AppError('refused', `There are more than ${mostRelations.toLocaleString('en')} relations; single points, circles and the loss of each node are not computed over so many.`)
  const ids = new UuidNumbers()
  const needs = await readNeeds(row.needs, ids)
  const alternates = await readAlternates(row.alternates, ids)
  return { structure: compactStructure(ids, needs, alternates), since: row.since, until: row.until }
}

const idWords = 4
const wordBytes = 4
/** Relations after which others have their turn. */
const inOneTurn = 50_000

/** Pairs of ids one after the other, as numbers. */
async function readNeeds(bytes: Buffer | null, ids: UuidNumbers): Promise<Int32Array> {
  if (bytes === null) return new Int32Array(0)
  const words = wordsOf(bytes)
  const numbers = new Int32Array(words.length / idWords)
  for (let i = 0; i < numbers.length; i += 2) {
    // Relations of one node mostly come together.
    numbers[i] = i > 0 && isSame(words, (i - 2) * idWords, i * idWords) ? numbers[i - 2] ?? 0 : ids.number(words, i * idWords)
    numbers[i + 1] = ids.number(words, (i + 1) * idWords)
    if (i % (2 * inOneTurn) === 0) await setImmediate()
  }
  return numbers
}

const isSame = (words: Int32Array, a: number, b: number): boolean => words[a + 3] === words[b + 3] && words[a + 2] === words[b + 2] && words[a + 1] === words[b + 1] && words[a] === words[b]

/** As `structureSql` writes them: both ids, three whole numbers, and the name of the group. */
async function readAlternates(bytes: Buffer | null, ids: UuidNumbers): Promise<KnownAlternates> {
  const known = { from: [] as number[], to: [] as number[], groupName: [] as number[], atLeast: [] as number[], isHot: [] as boolean[] }
  if (bytes === null) return known
  const [idBytes, headBytes] = [2 * idWords * wordBytes, 2 * idWords * wordBytes + 3 * wordBytes]
  const names = new Map<string, number>()
  const pair = Buffer.from(new ArrayBuffer(idBytes))
  const words = wordsOf(pair)
  for (let at = 0; at < bytes.length;) {
    bytes.copy(pair, 0, at, at + idBytes)
    const end = at + headBytes + bytes.readInt32BE(at + idBytes + 2 * wordBytes)
    const name = bytes.toString('utf8', at + headBytes, end)
    const number = names.get(name) ?? names.size
    if (number === names.size) names.set(name, number)
    known.from.push(ids.number(words, 0))
    known.to.push(ids.number(words, idWords))
    known.groupName.push(number)
    known.atLeast.push(bytes.readInt32BE(at + idBytes))
    known.isHot.push(bytes.readInt32BE(at + idBytes + wordBytes) === 0)
    if (known.from.length % inOneTurn === 0) await setImmediate()
    at = end
  }
  return known
}
