/** Reads PagerDuty's change events (`/v2/change/enqueue`). Pure. Source: PagerDuty, "Send a change event", developer documentation. */
import { type ChangeRead, changeEvent, instantAt, objectAt, textAt, textsAt } from './change-event.ts'

/** The key in the body, which PagerDuty's senders put there; '' where there is none. */
export const routingKeyOf = (body: unknown): string => textAt(body, 'routing_key')

/** A summary is all that it must have. */
export function readPagerDuty(body: unknown): ChangeRead {
  const payload = objectAt(body, 'payload')
  if (payload === null) return { events: [], faults: ["'payload' is missing or blank"], ignored: [] }
  const title = textAt(payload, 'summary')
  if (title.trim() === '') return { events: [], faults: ["'payload.summary' is missing or blank"], ignored: [] }
  const startMs = instantAt(payload, 'timestamp')
  if (Number.isNaN(startMs)) return { events: [], faults: ["'payload.timestamp' is not an ISO 8601 instant"], ignored: [] }
  const details = objectAt(payload, 'custom_details')
  const first = Array.isArray(objectAt(body)?.['links']) ? (objectAt(body)?.['links'] as readonly unknown[])[0] : undefined
  return {
    faults: [], ignored: [],
    events: [changeEvent({
      source: 'pagerduty', title, startMs, names: [...textsAt(details, 'service'), ...textsAt(details, 'services'), ...textsAt(payload, 'source'), ...textsAt(details, 'component'), ...textsAt(details, 'repository'), ...textsAt(details, 'repo')],
      environment: textAt(details, 'environment'), version: textAt(details, 'version') || textAt(details, 'build_number') || textAt(details, 'commit'), madeBy: textAt(details, 'user') || textAt(details, 'author'),
      link: textAt(first, 'href'), alsoSays: details === null ? [] : Object.values(details).filter((v) => typeof v === 'string'),
    })],
  }
}
