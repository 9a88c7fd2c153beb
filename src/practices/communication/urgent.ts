/** Who is told when time runs out, when management is called, and when an incident becomes major. */
import type { Reaction } from '../../model/context.ts'
import { incident } from '../incident/record.ts'
import { mailTeam } from './digest.ts'
import { eventOf, mailTo, placeOf, send, summaryOf } from './message.ts'

/** A promise comes near or is missed: the team, the person it is with, the lead of a major incident and the owner of the service hear of it. */
export const clockIsTold: Reaction = {
  name: 'the team and the owner hear of the clock',
  version: 1,
  on: { incident: ['warn'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const i = await ctx.seek(incident, e.recordId)
      // Between the warning and this moment somebody may have resolved it.
      if (i === null || incident.states[i.state]?.group === 'done') continue
      const { hurt, team } = await placeOf(ctx, i)
      const message = { subject: `[${i.number}] P${i.priority} ${e.reason ?? ''}`, about: i.number, body: summaryOf(i, hurt, e.reason) }
      if (team?.email) await mailTeam(ctx, { ...message, orgId: team.orgId, target: team.email }, i.isMajor)
      if (team?.webhookUrl) await send(ctx, { ...message, orgId: team.orgId, channel: 'webhook', target: team.webhookUrl, body: JSON.stringify(eventOf(e, { ...i, warning: e.input })) })
      await mailTo(ctx, [i.assigneeId, i.isMajor ? i.leadId : null, hurt?.ownerId], message, team?.email ? [team.email] : [])
    }
  },
}

/** From this level on the owner of the service is asked, below it the lead of the team. */
const ownerLevel = 2

/** Whoever is named hears of it; else the lead of the team, or from level 2 on the owner of the service. Nobody to tell is said on the incident. */
export const managementIsTold: Reaction = {
  name: 'management is told',
  version: 1,
  on: { incident: ['escalateUp'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const i = await ctx.seek(incident, e.recordId)
      if (i === null) continue
      const { hurt, team } = await placeOf(ctx, i)
      const level = Number(e.input['level'])
      const usual = level >= ownerLevel ? [hurt?.ownerId, team?.leadId] : [team?.leadId, hurt?.ownerId]
      const wanted = typeof e.input['toldId'] === 'string' ? e.input['toldId'] : usual.find((id) => id != null)
      const told = await mailTo(ctx, [wanted], {
        subject: `[${i.number}] P${i.priority} escalated to you, level ${level}: ${i.title}`, about: i.number, body: `${e.actorName} asks for your word. Confirm on the incident that you have it.\n\n${summaryOf(i, hurt, e.reason)}`,
      })
      if (told.length === 0) await ctx.move(incident, i.id, 'note', { body: `Nobody could be told on level ${level}: name a person, give the team a lead, or the service an owner.` })
    }
  },
}

/** The lead of a major incident hears of it, unless it was they who declared it. */
export const leadIsTold: Reaction = {
  name: 'the lead of a major incident is told',
  version: 1,
  on: { incident: ['declareMajor'] },
  run: async (ctx, entries) => {
    for (const e of entries) {
      const i = await ctx.seek(incident, e.recordId)
      if (i?.leadId == null || i.leadId === e.actorId) continue
      const { hurt } = await placeOf(ctx, i)
      const everyMinutes = Math.round((i.updateEverySeconds ?? 0) / 60)
      await mailTo(ctx, [i.leadId], { subject: `[${i.number}] You lead a major incident: ${i.title}`, about: i.number, body: `${e.actorName} declared it. News to the users is owed every ${everyMinutes} minutes.\n\n${summaryOf(i, hurt, e.reason)}` })
    }
  },
}
