/** Carries deliveries out: the message goes first, then the record says what became of it; no transaction waits for a slow receiver. */
import { rule } from '../model/actor.ts'
import type { Common } from '../model/record.ts'
import type { Mailer } from '../channels/email.ts'
import type { Sent } from '../channels/sent.ts'
import { postWebhook } from '../channels/webhook.ts'
import { type Delivery, delivery } from '../practices/communication/delivery.ts'
import { aboutDigest } from '../practices/communication/digest.ts'
import { subscription } from '../practices/communication/subscription.ts'
import type { Store } from '../store/store.ts'
import { openReceivers, type Receivers } from './receivers.ts'

const actor = rule('deliver', 1)
/** Tried for about a day and a half: 5 s, 10 s, 20 s … at most 4 h apart. */
const mostAttempts = 20
/** A place of the organization is free again within this or a few times it. */
const askAgainMs = 2000
const waitSeconds = (attempt: number): number => Math.min(5 * 2 ** attempt, 14_400)

/**
 * Delivers one queued message; at least once: a crash between sending and recording sends it again, with the same id for the receiver to notice.
 * A mail ends with the address of its incident under `baseUrl`; without one it names the number only.
 * `receivers` knows which addresses answer and is shared by all deliveries of a process.
 */
export async function deliver(store: Store, mailer: Mailer, allowedHosts: readonly string[], id: string, baseUrl: string | null = null, receivers: Receivers = openReceivers()): Promise<void> {
  const d = await store.read(actor, async (s) => {
    const found = await s.seek(delivery, id)
    const secret = found?.subscriptionId ? (await s.seek(subscription, found.subscriptionId))?.secret ?? null : null
    return found === null ? null : { ...found, secret }
  })
  if (d === null || d.state !== 'queued') return
  const leave = receivers.ask(d, store.clock.now())
  if (leave.leave === 'full') {
    await store.write(actor, (s) => s.after({ task: 'deliver', payload: { id }, at: new Date(store.clock.now() + askAgainMs).toISOString() }))
    return
  }
  let result: Sent = { outcome: 'retry', reason: leave.leave === 'rests' ? leave.why : 'it failed before it left' }
  if (leave.leave === 'go') {
    try { result = await carry(d, store.clock.now(), mailer, allowedHosts, baseUrl) } finally { leave.ended(result.outcome !== 'retry', result.reason, store.clock.now()) }
  }
  await store.write(actor, async (s) => {
    if (result.outcome === 'sent') { await s.move(delivery, id, 'sent', { said: result.reason }); return }
    if (result.outcome === 'refused' || d.attempts + 1 >= mostAttempts) { await s.move(delivery, id, 'giveUp', { said: result.reason }); return }
    await s.move(delivery, id, 'retry', { said: result.reason })
    await s.after({ task: 'deliver', payload: { id }, at: new Date(store.clock.now() + waitSeconds(d.attempts) * 1000).toISOString() })
  })
}

const carry = (d: Delivery & Common & { secret: string | null }, nowMs: number, mailer: Mailer, allowedHosts: readonly string[], baseUrl: string | null): Promise<Sent> =>
  d.channel === 'email'
    ? mailer.send({ to: d.target, subject: d.subject, text: baseUrl === null ? d.body : `${d.body}\n\n${pageOf(baseUrl, d.about)}`, thread: d.about, id: `${d.id}.${roundOf(d)}` })
    : postWebhook({ id: d.id, url: d.target, body: d.body, secret: d.secret, timestamp: Math.floor(nowMs / 1000) }, allowedHosts)

/** Each attempt adds one to both, so this stays the same until a person has it sent again, which is a message of its own. */
const roundOf = (d: Delivery & Common): number => d.version - d.attempts

/** A message is about an incident, whose number is its address, or a digest of many. */
const pageOf = (baseUrl: string, about: string): string => `${baseUrl.replace(/\/$/, '')}/incidents${about === aboutDigest ? '' : `/${encodeURIComponent(about)}`}`
