/** Discovery over HTTP: which incidents tell of the same trouble, with the evidence, and a problem opened from them by somebody who decides so. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { burstOf, trendOf } from '../analysis/burst.ts'
import { type Pain, painOfSum, type Range } from '../analysis/pain.ts'
import { sharedWords, textsAsked } from '../analysis/recurrence.ts'
import { type Actor, readers, roleOf, sightOf } from '../model/actor.ts'
import { AppError } from '../model/error.ts'
import { plainText } from '../model/field.ts'
import { is, isNot } from '../model/query.ts'
import { ci } from '../practices/configuration/ci.ts'
import { incident } from '../practices/incident/record.ts'
import { organization } from '../practices/organization/record.ts'
import { problem } from '../practices/problem/record.ts'
import { service } from '../practices/service/record.ts'
import type { Tx } from '../store/database.ts'
import { readLearning } from '../store/discovery-learning.ts'
import { type ClusterRow, clusterShows, clustersOf, clusterSorts, type ClusterSort, clusterWith, knownFrom, membersOf, sampleTexts, type ThingCount, thingsOf, timesOf } from '../store/discovery-read.ts'
import { harmOfClusters } from '../store/pain.ts'
import type { Session } from '../store/store.ts'
import { actorOf, bodyOf, type Face, parse, pathPart, queryOf } from './face.ts'
import { priceFields, pricesIn } from './problem-pain.ts'

const page = { limit: z.coerce.number().int().min(1).max(100).default(25), after: z.string().regex(/^\d{1,7}$/).optional() }
/** `show`: those nobody has decided about (`proposed`), with a problem (`linked`), put aside, or all. `atLeast` incidents each. */
export const proposalsSchema = z.strictObject({
  show: z.enum(clusterShows).default('proposed'), sort: z.enum(Object.keys(clusterSorts) as [ClusterSort, ...ClusterSort[]]).default('pain'), atLeast: z.coerce.number().int().min(2).max(1_000_000).default(3),
  orgId: z.uuid().optional(), serviceId: z.uuid().optional(), since: z.iso.datetime({ offset: true }).optional(), ...page, ...priceFields,
})
/** A page of the members. */
export const proposalSchema = z.strictObject({ ...page, ...priceFields })
/** What the problem is called, who answers for it (the person who opens it where nobody says), and which of the incidents it takes; all, at most 200, where nobody says. */
export const openProposalSchema = z.strictObject({ title: plainText(200, 1).optional(), ownerId: z.uuid().optional(), incidentIds: z.array(z.uuid()).min(1).max(200).optional() })

type Prices = ReturnType<typeof pricesIn>
const usualPrices: Prices = pricesIn(z.object(priceFields).parse({}))

const samplesInList = 20
/** What a problem can take at once. */
const mostLinked = 200
const dayMs = 86_400_000

/** Registers them. */
export function discoveryRoutes(app: FastifyInstance, face: Face): void {
  const { store } = face
  const now = (): string => new Date(store.clock.now()).toISOString()

  app.get('/api/problems/proposals', async (request) => {
    const actor = await readerOf(face, request)
    const q = parse(proposalsSchema, queryOf(request), true)
    const skip = Number(q.after ?? 0)
    const { items, total, learntAt } = await store.db.read(sightOf(actor), async (tx) => {
      const found = await clustersOf(tx, { ...q, skip } as Parameters<typeof clustersOf>[1], now())
      return { items: await shown(tx, found.items, samplesInList, now(), pricesIn(q)), total: found.total, learntAt: (await readLearning(tx))?.learntAt ?? null }
    })
    const end = skip + items.length
    return { items, count: total, next: items.length > 0 && end < total ? String(end) : null, prices: pricesIn(q), learntAt, titles: await store.read(actor, (s) => titlesOf(s, items)) }
  })

  app.get('/api/problems/proposals/:id', async (request) => {
    const actor = await readerOf(face, request)
    const { limit, after, ...asked } = parse(proposalSchema, queryOf(request), true)
    const skip = Number(after ?? 0)
    const first = await store.read(actor, (s) => s.find(incident, pathPart(request, 'id')))
    const { item, members } = await store.db.read(sightOf(actor), async (tx) => {
      const row = await clusterOf(tx, first.id, first.number, now())
      return { item: (await shown(tx, [row], textsAsked, now(), pricesIn(asked)))[0], members: await membersOf(tx, row.id, limit, skip) }
    })
    const end = skip + members.length
    return store.read(actor, async (s) => {
      const rows = await s.seekMany(incident, members.map((m) => m.id))
      return {
        ...item, takes: Math.min(mostLinked, item?.members ?? 0), prices: pricesIn(asked),
        incidents: members.flatMap(({ id, at, nodeId, ciIds, serviceId, category }) => {
          const row = rows.get(id)
          return row ? [{ id, number: row.number, title: row.title, state: row.state, at, resolvedAt: row.resolvedAt, problemId: row.problemId, alike: nodeId, ciIds, serviceId, category }] : []
        }),
        next: members.length > 0 && end < (item?.members ?? 0) ? String(end) : null,
        titles: await titlesOf(s, item ? [item] : []),
      }
    })
  })

  app.post('/api/problems/proposals/:id/open', async (request, reply) => {
    const actor = await readerOf(face, request)
    const { title, ownerId, incidentIds } = parse(openProposalSchema, bodyOf(request))
    const first = await store.read(actor, (s) => s.find(incident, pathPart(request, 'id')))
    const { row, item, members } = await store.db.read(sightOf(actor), async (tx) => {
      const found = await clusterOf(tx, first.id, first.number, now())
      return { row: found, item: (await shown(tx, [found], textsAsked, now(), usualPrices))[0], members: await membersOf(tx, found.id, mostLinked, 0) }
    })
    const made = await store.write(actor, async (s) => {
      // Several may press the same button: one after the other, each looks again at what the one before wrote.
      await s.alone(`problems of clusters of ${row.orgId}`)
      const known = await problemOf(s, row, members.map((m) => m.id))
      if (known !== null) throw new AppError('conflict', `There is a problem for it already: ${known}.`)
      return s.create(problem, {
        orgId: row.orgId, title: title ?? members[0]?.text.split('\n')[0]?.slice(0, 200) ?? first.title, origin: 'incidents', clusterKey: row.id, ...(ownerId === undefined ? {} : { ownerId }), evidence: evidenceOf(row, item, incidentIds?.length ?? members.length),
        serviceId: item?.services[0]?.id ?? null, category: item?.categories[0]?.name ?? null, ciIds: [...new Set(members.flatMap((m) => m.ciIds))].slice(0, mostLinked), incidentIds: incidentIds ?? members.map((m) => m.id),
      })
    })
    return reply.code(201).send(made)
  })
}

async function readerOf(face: Face, request: FastifyRequest): Promise<Actor> {
  const actor = await actorOf(face, request)
  if (!readers.includes(roleOf(actor))) throw new AppError('forbidden', 'Clusters are for the operation’s staff and auditors.')
  return actor
}

async function clusterOf(tx: Tx, incidentId: string, number: string, now: string): Promise<ClusterRow> {
  const row = await clusterWith(tx, incidentId, now)
  if (row === null) throw new AppError('not_found', `Nothing else is like ${number} so far.`)
  return row
}

/** Number of the problem that was made of this cluster or that one of these incidents names, as of this transaction; null where there is none. A problem keeps the id that its cluster had, which is that of a member. */
async function problemOf(s: Session, row: ClusterRow, members: readonly string[]): Promise<string | null> {
  const named = [...(await s.seekMany(incident, members)).values()].flatMap((i) => i.problemId ?? [])
  for (const p of (await s.seekMany(problem, [...row.problemIds, ...named])).values()) if (p.state !== 'merged') return p.number
  const { items } = await s.list(problem, { where: [is('clusterKey', row.id, ...members), isNot('state', 'merged')], limit: 1 })
  return items[0]?.number ?? null
}

interface Shown extends ClusterRow {
  /** Words and word pairs that at least half share, the most telling first. */
  readonly words: readonly string[]
  readonly example: string
  /** Titles of the newest `sampled` of its incidents, the most frequent first; at most five. */
  readonly sayings: readonly { readonly title: string; readonly count: number }[]
  readonly sampled: number
  /** Different titles among those; more than are named where there are many. */
  readonly wordings: number
  /** Named with how many of its incidents. */
  readonly services: readonly { readonly id: string; readonly count: number }[]
  readonly cis: readonly { readonly id: string; readonly count: number }[]
  readonly categories: readonly { readonly name: string; readonly count: number }[]
  /** As of problems: by outages, users and effort; null where it was not added up yet. */
  readonly pain: Pain | null
  /** Incidents of the last four weeks a week. */
  readonly perWeek: number
  readonly burst: { readonly from: string; readonly to: string; readonly count: number; readonly expected: number; readonly p: number } | null
  readonly trend: ReturnType<typeof trendOf>
  /** Incidents by week, oldest first, ending now; at most 52. */
  readonly weeks: readonly number[]
}

async function shown(tx: Tx, rows: readonly ClusterRow[], samples: number, now: string, prices: Prices): Promise<Shown[]> {
  const ids = rows.map((r) => r.id)
  const learning = await readLearning(tx)
  if (ids.length === 0 || learning === null) return []
  const [texts, times, things, known] = [await sampleTexts(tx, ids, samples), await timesOf(tx, ids), await thingsOf(tx, ids), await knownFrom(tx)]
  const harm = await harmOfClusters(tx, ids, now)
  const nowSeconds = Date.parse(now) / 1000
  return rows.map((row): Shown => {
    const own = (times.get(row.id) ?? []).map((t) => Date.parse(t) / 1000)
    const from = Date.parse(known ?? row.firstAt) / 1000
    const burst = burstOf(own, Math.min(from, own[0] ?? from), nowSeconds)
    const counted = (kind: ThingCount['kind']): { id: string; count: number }[] => things.filter((t) => t.clusterId === row.id && t.kind === kind).map((t) => ({ id: t.value, count: t.count }))
    const hurt = harm.get(row.id)
    return {
      ...row, pain: hurt === undefined ? null : painOfSum(hurt, { prices }), words: sharedWords(texts.get(row.id) ?? [], learning.weights), example: texts.get(row.id)?.[0]?.split('\n')[0] ?? '', ...sayingsOf(texts.get(row.id) ?? []),
      services: counted('service'), cis: counted('ci'), categories: counted('category').map(({ id, count }) => ({ name: id, count })),
      perWeek: own.filter((t) => t > nowSeconds - 28 * 86_400).length / 4, burst: burst === null ? null : { ...burst, from: new Date(burst.from * 1000).toISOString(), to: new Date(burst.to * 1000).toISOString() },
      trend: trendOf(own, from, nowSeconds), weeks: weeksOf(own, nowSeconds),
    }
  })
}

const mostSayings = 5

/** What its newest incidents are called: one name alone would hide that several are together. Neither case nor a number in it makes another title. */
function sayingsOf(texts: readonly string[]): Pick<Shown, 'sayings' | 'sampled' | 'wordings'> {
  const alike = [...Map.groupBy(texts.map((text) => text.split('\n')[0]?.trim() ?? ''), (title) => title.toLowerCase().replace(/\d+/g, '0')).values()].sort((a, b) => b.length - a.length)
  return { sayings: alike.slice(0, mostSayings).map((same) => ({ title: same[0] ?? '', count: same.length })), sampled: texts.length, wordings: alike.length }
}

function weeksOf(times: readonly number[], nowSeconds: number): number[] {
  const weeks = new Array<number>(52).fill(0)
  for (const t of times) {
    const ago = Math.floor((nowSeconds - t) / (7 * 86_400))
    if (ago >= 0 && ago < 52) weeks[51 - ago] = (weeks[51 - ago] ?? 0) + 1
  }
  return weeks
}

async function titlesOf(s: Session, items: readonly Shown[]): Promise<Record<string, { number: string; title: string }>> {
  const all = [...await s.titles(service, items.flatMap((i) => i.services.map((x) => x.id))), ...await s.titles(ci, items.flatMap((i) => i.cis.map((x) => x.id))), ...await s.titles(problem, items.flatMap((i) => i.problemIds)), ...await s.titles(organization, items.map((i) => i.orgId))]
  return Object.fromEntries(all)
}

/** The evidence in words, as it was when the problem was opened with so many of the incidents linked. */
function evidenceOf(row: ClusterRow, item: Shown | undefined, linked: number): string {
  const days = Math.max(1, Math.round((Date.parse(row.lastAt) - Date.parse(row.firstAt)) / dayMs))
  return [
    `${row.members} incidents within ${days} ${days === 1 ? 'day' : 'days'}, from ${dayWords.format(Date.parse(row.firstAt))} to ${dayWords.format(Date.parse(row.lastAt))}; together ${Math.round(row.hours)} hours.`,
    linked < row.members ? `${linked} of them are linked to the problem; a problem takes at most ${mostLinked} at once.` : '',
    item && item.wordings > 1 ? `The newest ${item.sampled} have ${item.wordings} different titles: ${item.sayings.map((w) => `“${w.title}” (${w.count})`).join(', ')}${item.wordings > item.sayings.length ? ' and others' : ''}.` : '',
    item?.pain ? costWords(item.pain) : '',
    item && item.words.length > 0 ? `At least half of them share: ${item.words.join(', ')}.` : '',
    item?.burst ? `${item.burst.count} came between ${minuteWords.format(Date.parse(item.burst.from))} and ${minuteWords.format(Date.parse(item.burst.to))} UTC, where ${item.burst.expected.toFixed(1)} would be usual.` : '',
    item?.trend && item.trend.verdict !== 'cannot tell' ? `${item.trend.verdict === 'rising' ? 'More' : 'Fewer'} lately: ${item.trend.recent} in 28 days, ${item.trend.before} in the ${Math.round(item.trend.beforeDays)} before.` : '',
  ].filter((line) => line !== '').join('\n')
}

const dayWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const minuteWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' })

function costWords({ costMinor, userMinutes, unknown }: Pain): string {
  const { userHourMinor: user, effortHourMinor: effort, currency } = usualPrices
  const hours = ({ low, high }: Range): string => ends(low / 60, high / 60)
  const money = ({ low, high }: Range): string => ends(low / 100, high / 100)
  return `They cost ${money(costMinor)} ${currency}: ${hours(userMinutes)} user-hours at ${money(user)} and work at ${money(effort)} an hour, which is a guess; no penalties, for agreements keep none.${unknown === 0 ? '' : ` Of ${unknown} nobody recorded how many it hit or how badly.`}`
}

const ends = (low: number, high: number): string => (Math.round(low) === Math.round(high) ? String(Math.round(low)) : `${Math.round(low)} to ${Math.round(high)}`)
