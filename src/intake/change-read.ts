/** Tells by headers and body in which words a pipeline speaks of its changes, and reads them. Pure. */
import { type Headers, isCloudEvent, readCloudEvents } from './change-cloudevents.ts'
import { type ChangeRead, changeEvent, fault, instantAt, mostChanges, objectAt, textAt, textsAt } from './change-event.ts'
import { readGitHub, readGitLab } from './change-forges.ts'
import { readPagerDuty } from './change-pagerduty.ts'

/** `type` is the content type without parameters, in lower case. */
export function readChanges(type: string, headers: Headers, body: unknown): ChangeRead {
  const gitHub = headers['x-github-event']
  if (isCloudEvent(type, headers)) return readCloudEvents(type, headers, body)
  if (typeof gitHub === 'string') return readGitHub(gitHub, body)
  if (headers['x-gitlab-event'] !== undefined) return readGitLab(body)
  if (objectAt(body, 'payload') !== null && textAt(body, 'payload', 'summary') !== '') return readPagerDuty(body)
  return readPlain(body)
}

/** Our own words, and the commonest others for them: one change, a list of them, or `{"changes": […]}`. */
function readPlain(body: unknown): ChangeRead {
  const listed = objectAt(body)?.['changes']
  const items: readonly unknown[] = Array.isArray(body) ? body : Array.isArray(listed) ? listed : [body]
  if (items.length > mostChanges) return fault(`A request may carry at most ${mostChanges} changes; send several.`)
  const all = items.map((item, i) => readItem(item, items.length === 1 ? '' : `Change ${i + 1}: `))
  return { events: all.flatMap((r) => r.events), faults: all.flatMap((r) => r.faults), ignored: [] }
}

function readItem(item: unknown, which: string): ChangeRead {
  if (objectAt(item) === null) return fault(`${which}is no JSON object.`)
  const first = (...names: readonly string[]): string => names.map((name) => textAt(item, name)).find((text) => text !== '') ?? ''
  const title = first('title', 'summary', 'name', 'message')
  if (title.trim() === '') return fault(`${which}has no title; say in "title" what was changed.`)
  const [startMs, endMs] = [['startedAt', 'at', 'timestamp', 'time', 'start'], ['endedAt', 'finishedAt', 'end']].map((names) => names.map((name) => instantAt(item, name)).find((ms) => ms !== null) ?? null)
  if (startMs === undefined || endMs === undefined || Number.isNaN(startMs) || Number.isNaN(endMs)) return fault(`${which}has an instant that cannot be read; write it as 2026-03-17T14:32:00Z or as seconds since 1970.`)
  return {
    faults: [], ignored: [],
    events: [changeEvent({
      source: 'webhook', key: first('id', 'key'), title, description: first('description', 'details'), startMs, endMs,
      names: ['service', 'services', 'ci', 'cis', 'component', 'host', 'hosts', 'repository'].flatMap((name) => textsAt(item, name)),
      environment: first('environment', 'env'), version: first('version', 'tag', 'commit'), madeBy: first('user', 'by', 'author'), link: first('link', 'url'), alsoSays: [first('change', 'changeNumber')],
    })],
  }
}
