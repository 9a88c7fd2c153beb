/** Approvals: those whom the risk of a change demands are asked, managers answer in their office hours, and the last yes authorises. */
import { approvalsAreAsked, approvalsDecide } from '../practices/change/approval-reactions.ts'
import { approval, ruleOf } from '../practices/change/approval.ts'
import type { RiskLevel } from '../practices/change/approval-rules.ts'
import type { Look } from '../practices/change/look.ts'
import { panelOf } from '../practices/change/rules.ts'
import type { Chance } from './chance.ts'
import { nextOfficeMoment } from './hours.ts'
import type { Life } from './life.ts'
import { asRule, fieldOf, hour, minute, textOf, type World } from './world.ts'

const asks = asRule(approvalsAreAsked)
const decides = asRule(approvalsDecide)

/** Asks for this assessed change, or for an emergency that was submitted; `then` follows once it is authorised. The first answers after `waitMs`, each next one within hours. */
export function askApprovals(w: World, change: Life, look: Look, waitMs: number, chance: Chance, then: () => void): void {
  const level = (textOf(change, 'riskLevel') ?? look.risk.level) as RiskLevel
  const expiresAt = textOf(change, 'plannedEnd')
  const places = panelOf(level, textOf(change, 'type') ?? 'normal', look.ownerIds).flatMap((step) => Array.from({ length: step.quorum }, () => step))
  const doing = { actor: asks, at: w.agenda.now(), correlationId: w.correlation() }
  const asked = places.map(({ step, quorum, role }) => w.book.begin(approval, change.orgId, {
    ...doing, facts: { closed: null, list: [], asked: null, from: null }, input: { changeId: change.id, round: Number(fieldOf(change, 'round')), step, quorum, role, ...(expiresAt === null || Date.parse(expiresAt) <= w.agenda.now() ? {} : { expiresAt }) },
  }))
  const first = chance.below(w.cast.managers.length)
  const answer = (n: number, fromMs: number): void => {
    w.agenda.at(nextOfficeMoment(w.cast.zone, fromMs, chance), () => {
      const [own, manager] = [asked[n], w.cast.managers[(first + n) % w.cast.managers.length]]
      if (!own || !manager) throw new Error(`Broken promise: nobody answers for ${change.number}`)
      const standing = { requesterId: null, implementerId: null, level: 'minor', panel: panelOf(level, textOf(change, 'type') ?? 'normal', look.ownerIds), hasLeft: () => false }
      w.book.act(own, 'approve', { actor: manager.actor, at: w.agenda.now(), correlationId: w.correlation(), facts: { closed: null, list: asked.map(rowOf).map(ruleOf), standing }, input: { reason: chance.pick(words) } })
      if (n + 1 < asked.length) { answer(n + 1, w.agenda.now() + chance.between(20, 240) * minute); return }
      w.book.act(change, 'authorise', {
        actor: decides, at: w.agenda.now(), correlationId: w.correlation(), facts: { look, model: null, rows: asked.map(rowOf), left: new Set(), names: new Map(w.cast.managers.map((m) => [m.actor.id, m.actor.name])), managers: new Set(w.cast.managers.map((m) => m.actor.id)) },
      })
      then()
    })
  }
  answer(0, w.agenda.now() + Math.max(waitMs, hour / 4))
}

const rowOf = (l: Life): Parameters<typeof ruleOf>[0] => l.row as unknown as Parameters<typeof ruleOf>[0]

const words: readonly string[] = ['The way back is short.', 'Tried before; the gate knows.', 'Agreed, in the evening only.', 'Less pain than waiting.', 'Agreed.']
