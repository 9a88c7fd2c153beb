/** An incident as discovery sees it: its words, what it happened to as of its time, and what it is found by. */
import { createHash } from 'node:crypto'
import { askedFeatures, type Setting } from '../analysis/recurrence-likeness.ts'
import type { Occurrence } from '../analysis/recurrence-corpus.ts'
import type { WordWeights } from '../analysis/word-weights.ts'
import type { Row, Tx } from './database.ts'

/** What an incident happened to, by ids; lists are sorted. */
export interface Things {
  readonly ciIds: readonly string[]
  readonly ciTypes: readonly string[]
  /** Items and services next to the items when it was opened, at most 50. */
  readonly around: readonly string[]
  readonly serviceId: string | null
  readonly category: string | null
}

export interface Occurred extends Row {
  readonly id: string
  readonly orgId: string
  readonly version: number
  readonly at: string
  readonly text: string
  /** False where it was cancelled or told twice: that is no occurrence of anything. */
  readonly counts: boolean
  readonly things: Things
}

/** The text of an incident named `i`. */
export const textSql = `i.title || E'\\n' || coalesce(i.description, '')`
/** Whether it counts. */
export const countsSql = `i.state <> 'cancelled' AND i.merged_into_id IS NULL`
/** What it happened to. */
export const thingsSql = `jsonb_build_object('ciIds', ARRAY(SELECT unnest(i.ci_ids) ORDER BY 1), 'serviceId', i.service_id, 'category', nullif(lower(btrim(i.category)), ''),
    'ciTypes', CASE WHEN i.ci_ids = '{}' THEN '{}'::uuid[] ELSE ARRAY(SELECT DISTINCT c.type_id FROM ci c WHERE c.id = ANY(i.ci_ids) AND c.type_id IS NOT NULL ORDER BY 1) END,
    'around', CASE WHEN i.ci_ids = '{}' THEN '{}'::uuid[] ELSE ARRAY(
      SELECT DISTINCT x FROM (
        SELECT r.to_id AS x FROM relation r WHERE r.from_id = ANY(i.ci_ids) AND r.valid_from <= i.created_at AND (r.valid_to IS NULL OR r.valid_to > i.created_at)
        UNION SELECT r.from_id FROM relation r WHERE r.to_id = ANY(i.ci_ids) AND r.valid_from <= i.created_at AND (r.valid_to IS NULL OR r.valid_to > i.created_at)) n
      WHERE x <> ALL(i.ci_ids) ORDER BY 1 LIMIT 50) END)`

/** Those of these incidents that exist, oldest first. */
export const occurredOf = (tx: Tx, ids: readonly string[]): Promise<Occurred[]> =>
  tx.query<Occurred>(`SELECT i.id, i.org_id AS "orgId", i.version, i.created_at AS at, ${textSql} AS text, ${countsSql} AS counts, ${thingsSql} AS things FROM incident i WHERE i.id = ANY($1::uuid[]) ORDER BY i.created_at, i.id`, [ids], 'occurred')

/** Whole seconds since 1970: the unit in which discovery reckons. */
export const secondsOf = (at: string): number => Math.floor(Date.parse(at) / 1000)

/** As the analysis takes it. */
export const asOccurrence = (o: Pick<Occurred, 'orgId' | 'at' | 'text' | 'counts' | 'things'>): Occurrence & Things => ({ ...o.things, text: o.counts ? o.text : '', at: secondsOf(o.at), scope: o.orgId })

/** Equal words on equal things have one signature (a UUID made of the MD5 of both). */
export const signatureOf = (features: ArrayLike<number>, things: Things): string =>
  createHash('md5').update(JSON.stringify([Array.from(features), things.serviceId, things.category, things.ciIds, things.ciTypes, things.around])).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

/** Words that more distinct texts than these had when weights were learnt find too many to be worth asking; a text of nothing else is found by its rarest few. */
const textsOfKey = 256
const leastKeys = 3

/** What a node is found by for its items: negative numbers, made of the end of their ids. */
export const keysOfItems = ({ ciIds }: Things): number[] => ciIds.map((id) => -1 - (Number.parseInt(id.slice(-8), 16) >>> 1))

/** What a node is found by in the index: the rare words of its text, and its items. */
export function keysOfNode(features: ArrayLike<number>, { squares, weights }: { readonly squares: ArrayLike<number>; readonly weights: WordWeights }, items: readonly number[]): number[] {
  const asked = askedFeatures(features, squares).filter((bucket, i) => i < leastKeys || (weights.counts[bucket] ?? 0) <= textsOfKey)
  return [...asked, ...items]
}

/** Gives names numbers, equal names equal ones, within one piece of work. */
export function settings(): (orgId: string, things: Things) => Setting {
  const numbers = new Map<string, number>()
  const number = (name: string): number => {
    const known = numbers.get(name)
    if (known === undefined) numbers.set(name, numbers.size)
    return known ?? numbers.size - 1
  }
  return (orgId, things) => ({
    scope: number(`o${orgId}`), cis: things.ciIds.map((id) => number(`c${id}`)), types: things.ciTypes.map((id) => number(`t${id}`)), around: things.around.map((id) => number(`c${id}`)),
    service: things.serviceId === null ? -1 : number(`c${things.serviceId}`), category: things.category === null ? -1 : number(`k${things.category}`),
  })
}
