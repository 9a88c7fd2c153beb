/** While a change is done, what it touches makes no noise; what fires beside it is flagged on it; and when it is done, early too, whatever still fires is told. */
import type { Context, Reaction } from '../../model/context.ts'
import { is } from '../../model/query.ts'
import type { Common, Defined } from '../../model/record.ts'
import { ci } from '../configuration/ci.ts'
import { integration } from '../event/integration.ts'
import type { Matcher } from '../event/matchers.ts'
import { alert } from '../event/record.ts'
import { silence } from '../event/silence.ts'
import { organization } from '../organization/record.ts'
import { service } from '../service/record.ts'
import { quietMatchers } from './quiet-matchers.ts'
import { type Change, change } from './record.ts'
import { hiddenFrom } from './windows-at.ts'

type Row = Change & Common

/** A change that goes on for longer than planned keeps its silence for no longer; this much where it has no planned end. */
const withoutEndMs = 3_600_000
/** Changes that are done at the same moment and looked at for one alert. */
const mostAtOnce = 100

/** What a change touches is silenced while it is done, with those whose it is and the provider who watches it, and no longer than planned. */
export const touchedIsQuiet: Reaction = {
  name: 'what a change touches is quiet while it is done',
  version: 1,
  on: { change: ['begin'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const c = await ctx.seek(change, e.recordId)
      if (c?.state !== 'implementing' || c.silenceIds.length > 0) continue
      const made: string[] = []
      const { quiet, isCut } = await quietOf(ctx, c)
      for (const q of quiet) made.push(await silenceFor(ctx, c, q.orgId, q.matchers))
      if (isCut) await ctx.move(change, c.id, 'note', { body: 'It touches more than can be kept quiet; alerts of some of it will be heard while it is done.' })
      if (made.length > 0) await ctx.move(change, c.id, 'quieten', { silences: made })
    }
  },
}

interface Quiet { readonly quiet: readonly { readonly orgId: string; readonly matchers: readonly Matcher[] }[]; readonly isCut: boolean }
/** Silences that one change may hold. */
const mostHeld = 200
/** Senders, and things of one name, that are looked at. */
const mostSenders = 200

/** An item or service that is touched, by all its names. */
interface Touched { readonly orgId: string; readonly names: readonly string[] }

/**
 * In the change's own organization all that it names is quiet; in that of an owner, what is theirs; with a provider, who watches for its customers,
 * what nobody else's is called. Nobody else's alerts are touched, whatever their labels say.
 */
async function quietOf(ctx: Context, c: Row): Promise<Quiet> {
  const services = [...(await ctx.seekMany(service, c.serviceIds)).values()].map((s): Touched => ({ orgId: s.orgId, names: [s.key, ...s.aliases] }))
  const items = [...(await ctx.seekMany(ci, c.ciIds)).values()].map((i): Touched => ({ orgId: i.orgId, names: [i.key, i.name, ...i.aliases] }))
  const senders = (await ctx.list(integration, { where: [is('state', 'enabled')], limit: mostSenders })).items
  const orgs = await ctx.seekMany(organization, [...new Set(senders.map((i) => i.orgId))])
  const others = orgs.size === 0 ? noNames : await othersNames(ctx, c, [...services, ...items])
  const perOrg = [...Map.groupBy(senders, (i) => i.orgId)].map(([orgId, list]) => {
    const isWatching = orgs.get(orgId)?.kind === 'provider'
    const namesOf = (of: readonly Touched[]): readonly string[] => of.flatMap((t) => (orgId === c.orgId || orgId === t.orgId ? t.names : isWatching ? t.names.filter((n) => !others.has(n.toLowerCase())) : []))
    return { orgId, ...quietMatchers({ services: namesOf(services), items: namesOf(items), serviceLabels: [...new Set(list.flatMap((i) => i.serviceLabels))] }) }
  })
  const all = perOrg.flatMap(({ orgId, lists }) => lists.map((matchers) => ({ orgId, matchers })))
  return { quiet: all.slice(0, mostHeld), isCut: all.length > mostHeld || perOrg.some((o) => o.isCut) }
}
const noNames: ReadonlySet<string> = new Set()

/** Of the names of what is touched, those that something which is not touched has as well, in small letters. */
async function othersNames(ctx: Context, c: Row, touched: readonly Touched[]): Promise<ReadonlySet<string>> {
  const names = [...new Set(touched.flatMap((t) => t.names).flatMap((n) => [n, n.toLowerCase()]))]
  const own = new Set([...c.serviceIds, ...c.ciIds])
  const found = new Set<string>()
  for (let at = 0; at < names.length; at += namesAtOnce) {
    const part = names.slice(at, at + namesAtOnce)
    for (const type of [service, ci] as readonly Defined<{ readonly key: string; readonly name: string; readonly aliases: readonly string[] }>[]) {
      for (const field of ['key', 'name', 'aliases']) {
        for (let after: string | null | undefined; after !== null;) {
          const page = await ctx.list(type, { where: [is(field, ...part)], sort: 'createdAt', limit: mostSenders, ...(after === undefined ? {} : { after }) })
          for (const x of page.items) if (!own.has(x.id)) for (const n of [x.key, x.name, ...x.aliases]) found.add(n.toLowerCase())
          after = page.next
        }
      }
    }
  }
  return found
}
const namesAtOnce = 100

/** Another organization learns that something of its own is being worked on, and not by whom. */
async function silenceFor(ctx: Context, c: Row, orgId: string, matchers: readonly Matcher[]): Promise<string> {
  const nowMs = Date.parse(ctx.now())
  const endMs = c.busyUntil === null || Date.parse(c.busyUntil) <= nowMs ? nowMs + withoutEndMs : Date.parse(c.busyUntil)
  const isForeign = (await hiddenFrom(ctx, orgId))(c)
  const [author, comment] = isForeign ? ['Change', 'A change on what this names is being done.'] : [c.number, `${c.number} is being done: ${c.title}`.slice(0, 1000)]
  return (await ctx.create(silence, { orgId, matchers, startsAt: ctx.now(), endsAt: new Date(endMs).toISOString(), author, comment })).id
}

/** Done early or late: its silences end, and what still fires surfaces and is told. */
export const doneIsLoud: Reaction = {
  name: 'what a change touched is loud again when it is done',
  version: 1,
  on: { change: ['finish', 'backOut'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const c = await ctx.seek(change, e.recordId)
      if (c === null || c.state !== 'implemented' || c.silenceIds.length === 0) continue
      for (const s of (await ctx.seekMany(silence, c.silenceIds)).values()) if (s.state === 'standing') await ctx.move(silence, s.id, 'end', {})
      await ctx.move(change, c.id, 'quieten', { silences: [] })
    }
  },
}

/** An alert on what stands on a change that is being done, and that the change did not name, is flagged on it. */
export const alertsOutsideAreFlagged: Reaction = {
  name: 'alerts outside the scope of a change are flagged',
  version: 1,
  on: { alert: ['create', 'refire'] },
  run: async (ctx, entries) => {
    const going = (await ctx.list(change, { where: [is('state', 'implementing')], limit: mostAtOnce })).items
    if (going.length === 0) return
    const alerts = [...(await ctx.seekMany(alert, [...new Set(entries.map((e) => e.recordId))])).values()].filter((a) => a.suppressedBy === null && a.serviceId !== null && a.severity !== 'info' && a.state === 'firing')
    for (const c of going) {
      const hurt = new Set(c.impact?.serviceIds.filter((id) => !c.serviceIds.includes(id)))
      const outside = alerts.filter((a) => a.serviceId !== null && hurt.has(a.serviceId))
      if (outside.length > 0) await ctx.move(change, c.id, 'flag', { alerts: outside.length, named: outside.slice(0, 5).map((a) => `${a.number} ${a.title}`).join(', ').replaceAll(/[\r\n]+/g, ' ').slice(0, 1000) })
    }
  },
}
