/** Silences as Alertmanager's API sets, changes and ends them, on our own record. */
import { z } from 'zod'
import { rule } from '../../model/actor.ts'
import { matcherSchema, matchesEmpty, type Matcher } from '../../practices/event/matchers.ts'
import { patternFault } from '../../practices/event/pattern.ts'
import { silence } from '../../practices/event/silence.ts'
import { silenceStateOf } from '../../practices/event/rules.ts'
import { canonical } from '../../model/journal.ts'
import type { Store } from '../../store/store.ts'
import { readInstant } from '../instants.ts'
import type { Registry } from '../registry.ts'

/** An answer in Alertmanager's words. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

const actor = rule('silence from its source')
/** Of an organization that still work or will; the database counts too (migration 0027). */
const mostSilences = 500
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const loose = z.object({
  id: z.string().nullish(),
  matchers: z.array(z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean().nullish() })),
  startsAt: z.string(), endsAt: z.string(),
  createdBy: z.string().max(200).refine((s) => s.isWellFormed() && !s.includes('\u0000')), comment: z.string().max(1000).refine((s) => s.isWellFormed() && !s.includes('\u0000')),
})

/** `body` is parsed JSON. */
export async function postSilence(store: Store, registry: Registry, orgId: string, body: unknown): Promise<Answer> {
  const parsed = loose.safeParse(body)
  if (!parsed.success) {
    const at = parsed.error.issues[0]
    return swagger(422, 602, `${at?.path.join('.') || 'silence'} in body is required or has the wrong type`)
  }
  const given = parsed.data
  if (given.matchers.length === 0) return swagger(422, 612, 'matchers in body should have at least 1 items')
  const nowMs = store.clock.now()
  const startsMs = Math.max(readInstant(given.startsAt), nowMs)
  const endsMs = readInstant(given.endsAt)
  if (Number.isNaN(startsMs) || Number.isNaN(endsMs)) return swagger(400, 400, 'parsing silence body from "" failed, because a time is not RFC 3339')
  const matchers: Matcher[] = given.matchers.map((m) => ({ name: m.name, value: m.value, isRegex: m.isRegex, isEqual: m.isEqual ?? true }))
  // Before each is read: a pattern costs more to read than to refuse.
  if (matchers.length > 50) return { status: 400, body: 'invalid silence: at most 50 matchers' }
  const fault = matchers.map((m) => (matcherSchema.safeParse(m).success ? null : `invalid label matcher ${m.name}: ${(m.isRegex ? patternFault(m.value) : null) ?? 'its name or value does not fit'}`)).find((f) => f !== null)
  if (fault) return { status: 400, body: `invalid silence: ${fault}` }
  if (matchers.every(matchesEmpty)) return { status: 400, body: 'invalid silence: at least one matcher must not match the empty string' }
  if (endsMs <= nowMs) return { status: 400, body: "Failed to create silence: end time can't be in the past" }
  if (endsMs < startsMs) return { status: 400, body: 'invalid silence: end time must not be before start time' }
  const fields = { startsAt: new Date(startsMs).toISOString(), endsAt: new Date(endsMs).toISOString(), comment: given.comment.trim() === '' ? 'No comment given' : given.comment.replace(/\s+/g, ' ') }
  const author = given.createdBy.trim() === '' ? 'unknown' : given.createdBy.replace(/\s+/g, ' ')
  const id = given.id ?? ''
  const before = id === '' ? undefined : registry.silences(orgId).find((s) => s.id === id)
  if (id !== '' && !before) return { status: 404, body: 'silence not found' }
  const isSame = before !== undefined && canonical(before.matchers) === canonical(matchers) && silenceStateOf(before.startsMs, before.endsMs, nowMs) !== 'expired'
    && (before.startsMs <= nowMs ? readInstant(given.startsAt) <= nowMs : before.startsMs === startsMs)
  const standing = registry.silences(orgId).filter((s) => silenceStateOf(s.startsMs, s.endsMs, nowMs) !== 'expired').length
  if (!before && standing >= mostSilences) return { status: 400, body: `Failed to create silence: exceeded maximum number of silences: ${standing} (limit: ${mostSilences})` }
  const kept = await store.write(actor, async (s) => {
    if (isSame) return s.move(silence, before.id, 'update', { endsAt: fields.endsAt, comment: fields.comment })
    // Other matchers or another start: the old one ends and a new one begins, so that what was silenced when stays true.
    if (before && silenceStateOf(before.startsMs, before.endsMs, nowMs) !== 'expired') await s.move(silence, before.id, 'end')
    return s.create(silence, { orgId, matchers, author, ...fields })
  })
  await registry.reload('silence')
  return { status: 200, body: { silenceID: kept.id } }
}

export async function deleteSilence(store: Store, registry: Registry, orgId: string, id: string): Promise<Answer> {
  if (!uuid.test(id)) return badId(id)
  const known = registry.silences(orgId).find((s) => s.id === id.toLowerCase())
  if (!known) return { status: 404, body: '' }
  if (silenceStateOf(known.startsMs, known.endsMs, store.clock.now()) === 'expired') return { status: 400, body: `silence ${id} already expired` }
  await store.write(actor, (s) => s.move(silence, known.id, 'end'))
  await registry.reload('silence')
  return { status: 200, body: '' }
}

export const isSilenceId = (id: string): boolean => uuid.test(id)
export const badId = (id: string): Answer => swagger(422, 601, `silenceID in path must be of type uuid: ${JSON.stringify(id.slice(0, 100))}`)
/** A fault in the form of the framework that Alertmanager is built with. */
export const swagger = (status: number, code: number, message: string): Answer => ({ status, body: { code, message } })
