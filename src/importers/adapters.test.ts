/** Each former system's export becomes the life that its sample tells: what was known when, who did it, what was promised. */
import path from 'node:path'
import { expect, test } from 'vitest'
import { incident } from '../practices/incident/record.ts'
import { casesScattered, casesTogether } from './cases.ts'
import { isNamed, lifeReader } from './lives.ts'
import { shippedMappings } from './shipped.ts'
import { readSource } from './sources.ts'

const shown = ['title', 'state', 'pendingReason', 'teamId', 'serviceId', 'priority', 'reportedVia', 'responseMet', 'resolutionMet', 'resolvedAt', 'closedAt'] as const

/** One line an entry: when, verb, who, and which of the shown fields changed to what. */
async function livesOf(mapping: string, file: string, ...more: string[]): Promise<string[]> {
  const m = shippedMappings().get(mapping)
  if (!m) throw new Error(`no mapping ${mapping}`)
  const lines: string[] = []
  const source = await readSource({ ...m, format: { ...m.format, type: file.endsWith('.jsonl') ? 'jsonl' : m.format.type } }, [file, ...more].map((f) => ({ name: path.basename(f), path: path.join(import.meta.dirname, 'samples', f) })), (f) => { lines.push(`! ${f.line}: ${f.reason}`) })
  const reader = lifeReader(m, incident)
  for await (const c of m.together ? casesTogether(source.rows, m.key) : casesScattered(source.rows, m.key)) {
    const { draft, faults } = reader.read(c)
    for (const f of faults) lines.push(`! ${f.kind} ${f.key}: ${f.reason}`)
    for (const e of draft?.entries ?? []) {
      const changes = shown.flatMap((k) => (k in e.changes ? [`${k}=${isNamed(e.changes[k]) ? e.changes[k].name : String(e.changes[k])}`] : []))
      lines.push([e.at.slice(5, 16), draft?.key, e.verb, `by ${e.actorName}:`, ...changes].join(' '))
    }
  }
  return lines
}

test('ServiceNow, Table API: raw, displayed and both at once; references as objects', async () => {
  expect(await livesOf('servicenow-table', 'servicenow-table.json')).toEqual([
    '05-03T09:00 INC0010001 create by Beth Anglin: title=Mail is slow state=new teamId=Network serviceId=Mail priority=2 reportedVia=phone',
    '05-03T10:30 INC0010001 resolve by Beth Anglin: state=resolved resolutionMet=true resolvedAt=2024-05-03T10:30:00.000Z',
    '05-08T10:30 INC0010001 close by Beth Anglin: state=closed closedAt=2024-05-08T10:30:00.000Z',
    '05-04T09:00 INC0010002 create by ServiceNow, Table API: title=Printer state=new teamId=aaaabd7da9fe198100f92cc8d1d2154e priority=4 reportedVia=web',
    '05-04T09:00 INC0010002 pause by ServiceNow, Table API: state=pending pendingReason=schedule',
    '05-05T09:00 INC0010003 create by ServiceNow, Table API: title=Not an incident state=new priority=5 reportedVia=web',
    '05-05T09:10 INC0010003 cancel by ServiceNow, Table API: state=cancelled resolutionMet=false',
  ])
})

test('ServiceNow, list export: quotes and line feeds in cells', async () => {
  expect(await livesOf('servicenow-list', 'servicenow-list.csv')).toEqual([
    '05-03T11:00 INC0020001 create by ServiceNow, list export: title=Say "hello", world state=new teamId=Network priority=3 reportedVia=web',
    '05-03T12:00 INC0020001 resolve by ServiceNow, list export: state=resolved resolutionMet=false resolvedAt=2024-05-03T12:00:00.000Z',
    '05-03T11:30 INC0020002 create by ServiceNow, list export: title=Two lines state=new priority=3 reportedVia=web',
    '05-03T11:30 INC0020002 pause by ServiceNow, list export: state=pending pendingReason=schedule',
  ])
})

test('Jira: the changelog gives every state its time, the last SLA cycle decides, pages stand one behind the other', async () => {
  expect(await livesOf('jira-service-management', 'jira-service-management.json')).toEqual([
    '05-03T09:00 ITSM-7 create by Joe: title=VPN drops state=new teamId=Desk priority=3',
    '05-03T09:00 ITSM-7 classify by Joe: state=classified',
    '05-03T09:10 ITSM-7 take by Ada: state=in_progress teamId=Network priority=2',
    '05-03T09:20 ITSM-7 pause by Ada: state=pending pendingReason=user',
    '05-03T11:00 ITSM-7 resolve by Ada: state=resolved pendingReason=null responseMet=true resolutionMet=false resolvedAt=2024-05-03T11:00:00.000Z',
    '05-04T07:00 ITSM-7 close by Ada: state=closed closedAt=2024-05-04T07:00:00.000Z',
    '! remark ITSM-8: state: "With the wizard" is a word that the mapping does not know; "in_progress" was taken, here and wherever it comes again',
    '05-05T08:00 ITSM-8 create by Joe: title=Odd status state=new priority=3',
    '05-05T08:00 ITSM-8 take by Joe: state=in_progress',
  ])
})

test('Zammad: history by attribute, names from its assets, minutes that were left', async () => {
  expect(await livesOf('zammad', 'zammad.json')).toEqual([
    '05-03T09:00 72012 create by joe@example.org: title=Shop is down state=new teamId=Desk priority=2 reportedVia=mail',
    '05-03T09:00 72012 update by joe@example.org:',
    '05-03T09:10 72012 assign by ada@example.org: teamId=Web',
    '05-03T09:12 72012 take by ada@example.org: state=in_progress',
    '05-03T09:30 72012 pause by ada@example.org: state=pending pendingReason=schedule',
    '05-03T12:00 72012 close by ada@example.org: state=closed pendingReason=null responseMet=true resolutionMet=false resolvedAt=2024-05-03T12:00:00.000Z closedAt=2024-05-03T12:00:00.000Z',
  ])
})

test('Request Tracker: transactions of status and queue; an old queue is told by its number', async () => {
  expect(await livesOf('request-tracker', 'request-tracker.jsonl')).toEqual([
    '05-03T09:00 47 create by joe: title=Disk full state=new teamId=Queue 1 priority=3',
    '05-03T09:00 47 update by joe:',
    '05-03T09:05 47 assign by ada: teamId=Storage',
    '05-03T09:20 47 take by ada: state=in_progress',
    '05-03T10:00 47 pause by ada: state=pending pendingReason=schedule',
    '05-03T15:00 47 close by ada: state=closed pendingReason=null resolvedAt=2024-05-03T15:00:00.000Z closedAt=2024-05-03T15:00:00.000Z',
  ])
})

test('OTRS and Znuny: the history’s own separators, moves with the new queue first', async () => {
  expect(await livesOf('otrs', 'otrs.json')).toEqual([
    '05-03T09:00 2024050310000011 create by joe: title=Login fails state=new teamId=Raw serviceId=Portal priority=3',
    '05-03T09:00 2024050310000011 update by joe:',
    '05-03T09:05 2024050310000011 assign by 3: teamId=Accounts priority=2',
    '05-03T09:06 2024050310000011 take by 3: state=in_progress',
    '05-03T11:00 2024050310000011 close by 3: state=closed responseMet=true resolutionMet=false resolvedAt=2024-05-03T11:00:00.000Z closedAt=2024-05-03T11:00:00.000Z',
  ])
})

test('GLPI: status numbers of the log, groups that were tied to it, promises from their due times', async () => {
  expect(await livesOf('glpi', 'glpi.json')).toEqual([
    '05-03T09:00 31 create by joe: title=No network on floor 2 state=new priority=2 reportedVia=phone',
    '05-03T09:00 31 update by joe:',
    '05-03T09:04 31 assign by ada: state=assigned teamId=Network',
    '05-03T09:30 31 pause by ada: state=pending pendingReason=user',
    '05-03T10:00 31 assign by ada: state=assigned pendingReason=null',
    '05-03T12:00 31 resolve by ada: state=resolved responseMet=true resolutionMet=false resolvedAt=2024-05-03T12:00:00.000Z',
    '05-06T12:00 31 close by GLPI, tickets with logs: state=closed closedAt=2024-05-06T12:00:00.000Z',
  ])
})

test('Rabobank: four files joined, activities in order of their times, those that say nothing of the state leave it', async () => {
  const lines = await livesOf('rabobank', ...['Detail_Incident_Activity', 'Detail_Interaction', 'Detail_Incident', 'Detail_Change'].map((f) => `rabobank/${f}.csv`) as [string, ...string[]])
  expect(lines.sort((a, b) => (a.slice(11, 22) < b.slice(11, 22) ? -1 : a.slice(11, 22) > b.slice(11, 22) ? 1 : 0))).toEqual([
    '02-05T13:32 IM0000004 create by TEAM0003: title=SUB000508 · Other state=new teamId=TEAM0003 serviceId=WBS000162 priority=4',
    '02-05T13:32 IM0000004 update by TEAM0003:',
    '01-07T08:17 IM0000004 assign by TEAM0001: state=assigned teamId=TEAM0001',
    '01-08T09:00 IM0000004 update by TEAM0001:',
    '11-04T13:51 IM0000004 close by TEAM0003: state=closed teamId=TEAM0003 resolvedAt=2013-11-04T13:50:27.000Z closedAt=2013-11-04T13:51:18.000Z',
    '11-04T13:51 IM0000004 update by TEAM0003:',
    '03-12T15:44 IM0000005 create by TEAM0002: title=WBA000124 · Software state=new teamId=TEAM0002 serviceId=WBS000088 priority=3',
    '12-02T12:36 IM0000005 close by TEAM0002: state=closed closedAt=2013-12-02T12:36:10.000Z',
    '! record IM0000006: Detail_Incident.Open Time: is missing, so it is not known when it began',
  ])
})
