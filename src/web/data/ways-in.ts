/** Ways in for alerts: an address with a key that only its maker ever sees, and the text to paste into the source. */
import { ApiProblem } from '../../client/problem.ts'
import { now } from '../../kit/now.ts'
import { client } from './connection.ts'

export interface WayIn {
  readonly kind: 'alertmanager' | 'webhook'
  readonly name: string
  readonly key: string
}

const KEY_BYTES = 24

/** The key stays in this browser; the server gets its SHA-256. */
export async function makeWayIn(kind: WayIn['kind'], name: string): Promise<WayIn> {
  if (!globalThis.crypto?.subtle) throw new ApiProblem('invalid', 0, 'Not possible here', 'Your browser makes keys over HTTPS or on localhost only. Open Evenkeel that way, or run: evenkeel integration create.')
  const key = `k_${toHex(crypto.getRandomValues(new Uint8Array(KEY_BYTES)))}`
  const keyHash = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))))
  await client.create('integrations', { name, kind, keyHash })
  return { kind, name, key }
}

const toHex = (bytes: Uint8Array): string => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')

/** What to paste where. */
export function setupText({ kind, key }: WayIn): readonly { title: string; text: string }[] {
  const { origin, host, protocol } = window.location
  const address = `${origin}/in/${key}`
  if (kind === 'webhook') {
    return [{
      title: 'Send alerts as JSON',
      text: `curl -X POST ${address}/webhook \\\n  -H 'content-type: application/json' \\\n  -d '{"title": "Disk almost full", "service": "mail", "severity": "warning", "state": "firing"}'`,
    }]
  }
  return [
    {
      title: 'Add this to prometheus.yml',
      text: `alerting:\n  alertmanagers:\n    - scheme: ${protocol.replace(':', '')}\n      path_prefix: /in/${key}\n      api_version: v2\n      static_configs:\n        - targets: ['${host}']`,
    },
    { title: 'Or try it with amtool', text: `amtool alert add --alertmanager.url=${address} \\\n  alertname=DiskWillFill service=mail severity=warning` },
  ]
}

/** One alert that says what it is, and clears itself after five minutes. */
export async function testAlert(way: WayIn): Promise<void> {
  const startsAt = new Date(now()).toISOString()
  const endsAt = new Date(now() + 300_000).toISOString()
  const body = way.kind === 'webhook'
    ? { title: 'Test from the settings', severity: 'warning', state: 'firing', service: 'test' }
    : [{ labels: { alertname: 'TestFromSettings', severity: 'warning', service: 'test' }, annotations: { summary: 'A test alert sent from the settings' }, startsAt, endsAt }]
  const answer = await fetch(`/in/${way.key}/${way.kind === 'webhook' ? 'webhook' : 'api/v2/alerts'}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  if (!answer.ok) throw new ApiProblem('invalid', answer.status, 'Not taken', `The address answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`)
}
