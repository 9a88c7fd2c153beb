/** Reads CloudEvents 1.0 that tell of changes, CDEvents among them: structured, in a batch, or binary with the facts in headers. Pure. Sources: cloudevents/spec, HTTP protocol binding; cdevents.dev. */
import { type ChangeEvent, type ChangeRead, changeEvent, fault, ignore, instantAt, mostChanges, objectAt, textAt, textsAt } from './change-event.ts'

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

const structured = 'application/cloudevents+json'
const batch = 'application/cloudevents-batch+json'

/** Whether a request is one: by its content type, or by the headers of the binary form. */
export const isCloudEvent = (type: string, headers: Headers): boolean => type === structured || type === batch || headers['ce-specversion'] !== undefined

export function readCloudEvents(type: string, headers: Headers, body: unknown): ChangeRead {
  const events = type === batch ? body : [type === structured ? body : binary(headers, body)]
  if (!Array.isArray(events)) return fault('A batch of CloudEvents is a JSON array.')
  if (events.length > mostChanges) return fault(`A request may carry at most ${mostChanges} changes; send several.`)
  const all = events.map((event: unknown, i) => readOne(event, events.length === 1 ? '' : `Event ${i + 1}: `))
  return { events: all.flatMap((r) => r.events), faults: all.flatMap((r) => r.faults), ignored: all.flatMap((r) => r.ignored) }
}

/** The attributes of the binary form, percent-decoded; what cannot be decoded stays as it came. */
function binary(headers: Headers, data: unknown): Readonly<Record<string, unknown>> {
  const attributes: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('ce-') || typeof value !== 'string') continue
    try {
      attributes[name.slice(3)] = decodeURIComponent(value)
    } catch {
      attributes[name.slice(3)] = value
    }
  }
  return { ...attributes, data }
}

function readOne(event: unknown, which: string): ChangeRead {
  const [id, source, type, version] = ['id', 'source', 'type', 'specversion'].map((name) => textAt(event, name))
  if (id === undefined || source === undefined || type === undefined || version === undefined || [id, source, type, version].includes('')) return fault(`${which}A CloudEvent has id, source, type and specversion.`)
  if (!version.startsWith('1.')) return fault(`${which}Version ${version.slice(0, 20)} of CloudEvents is not read here, only 1.0.`)
  const startMs = instantAt(event, 'time') ?? instantAt(event, 'data', 'context', 'timestamp')
  if (Number.isNaN(startMs)) return fault(`${which}time is not an instant such as 2026-03-17T14:32:00Z.`)
  const data = objectAt(event, 'data')
  const cd = type.startsWith('dev.cdevents.') ? type.split('.') : null
  if (cd !== null && !(cd[2] === 'service' || cd[2] === 'environment')) return ignore(`${which}${type.slice(0, 100)} changes nothing in use; services and environments do.`)
  const content = objectAt(data, 'subject', 'content')
  const found: ChangeEvent = changeEvent({
    source: 'cloudevents', key: `${source} ${id}`, startMs, endMs: instantAt(data, 'endedAt'),
    title: textAt(data, 'summary') || textAt(data, 'title') || [words(type), textAt(event, 'subject') || textAt(data, 'subject', 'id')].filter((t) => t !== '').join(': '),
    description: textAt(data, 'description') || textAt(data, 'message'),
    names: [...textsAt(data, 'service'), ...textsAt(data, 'services'), ...textsAt(data, 'ci'), ...textsAt(data, 'cis'), ...textsAt(data, 'subject', 'id'), ...textsAt(event, 'subject'), ...(textAt(data, 'subject', 'id').split('/').slice(-1))],
    environment: textAt(content, 'environment', 'id') || textAt(data, 'environment'), version: textAt(content, 'artifactId') || textAt(data, 'version'),
    madeBy: textAt(data, 'user') || textAt(data, 'author') || source, link: textAt(data, 'link') || textAt(data, 'url') || textAt(event, 'dataschema'),
    alsoSays: [textAt(event, 'change'), textAt(data, 'change')],
  })
  return { events: [found], faults: [], ignored: [] }
}

/** `dev.cdevents.service.deployed.0.1.1` as `service deployed`; another type as it is. */
const words = (type: string): string => (type.startsWith('dev.cdevents.') ? type.split('.').slice(2, 4).join(' ') : type)
