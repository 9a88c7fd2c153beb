/** Ways in for alerts: what can send, the text to paste into it, and a test alert as it would send one. */
import { ApiProblem } from '../../client/problem.ts'
import { now } from '../../kit/now.ts'
import { client } from './connection.ts'

/** What people have; two of them are webhooks with a mapping that comes with the product. */
export type Sender = 'prometheus' | 'alertmanager' | 'grafana' | 'json'

/** An integration whose key is known in this browser, and only until the page is left. */
export interface WayIn {
  readonly id: string
  readonly number: string
  readonly sender: Sender
  readonly key: string
}

/** In the order in which they are offered. */
export const senders: readonly { readonly value: Sender; readonly label: string; readonly name: string }[] = [
  { value: 'prometheus', label: 'Prometheus', name: 'Prometheus' }, { value: 'alertmanager', label: 'Alertmanager', name: 'Alertmanager' },
  { value: 'grafana', label: 'Grafana', name: 'Grafana' }, { value: 'json', label: 'Anything with JSON', name: 'Webhook' },
]

/** The webhook of Alertmanager (version 4 of its payload) and of Grafana, which took it over. */
const alertmanagerMapping = {
  list: 'alerts', key: 'fingerprint', title: 'labels.alertname', description: 'annotations.summary', severity: 'labels.severity', state: 'status', service: 'labels.service', occurredAt: 'startsAt', link: 'generatorURL',
  labels: { alertname: 'labels.alertname', instance: 'labels.instance', job: 'labels.job' },
}

const isMapped = (sender: Sender): boolean => sender === 'alertmanager' || sender === 'grafana'

/** The server makes the key and tells it this once. */
export async function makeWayIn(sender: Sender, name: string): Promise<WayIn> {
  const made = await client.makeIntegration({ name, kind: sender === 'prometheus' ? 'alertmanager' : 'webhook', ...(isMapped(sender) ? { mapping: alertmanagerMapping } : {}) })
  return { id: made.id, number: made.number, sender, key: made.key }
}

/** Which sender's text fits an integration that is there already. */
export const senderOf = (integration: Readonly<Record<string, unknown>>): Sender =>
  integration['kind'] === 'alertmanager' ? 'prometheus' : (integration['mapping'] as { list?: unknown } | null)?.list === 'alerts' ? 'alertmanager' : 'json'

/** What to paste where. Without a key, as a page shows it later, a placeholder stands in its place. */
export function setupText(sender: Sender, key: string): readonly { title: string; text: string }[] {
  const { origin, host, protocol } = window.location
  const address = `${origin}/in/${key}`
  const json = "-H 'content-type: application/json'"
  switch (sender) {
    case 'prometheus': return [
      { title: 'Add this to prometheus.yml', text: `alerting:\n  alertmanagers:\n    - scheme: ${protocol.replace(':', '')}\n      path_prefix: /in/${key}\n      api_version: v2\n      static_configs:\n        - targets: ['${host}']` },
      { title: 'Try it with amtool', text: `amtool alert add --alertmanager.url=${address} \\\n  alertname=DiskWillFill service=mail severity=warning` },
      { title: 'Or with curl', text: `curl ${address}/api/v2/alerts ${json} \\\n  -d '[{"labels": {"alertname": "DiskWillFill", "service": "mail", "severity": "warning"}}]'` },
    ]
    case 'alertmanager': return [
      { title: 'Add this to alertmanager.yml', text: `receivers:\n  - name: evenkeel\n    webhook_configs:\n      - url: ${address}/webhook\n        send_resolved: true\nroute:\n  receiver: evenkeel` },
      { title: 'Try it with curl', text: `curl ${address}/webhook ${json} \\\n  -d '{"alerts": [{"status": "firing", "fingerprint": "disk-7", "labels": {"alertname": "DiskWillFill", "service": "mail", "severity": "warning"}}]}'` },
    ]
    case 'grafana': return [
      { title: 'In Grafana: Alerting, Contact points, Webhook, URL', text: `${address}/webhook` },
      { title: 'Or as a provisioning file', text: `apiVersion: 1\ncontactPoints:\n  - orgId: 1\n    name: evenkeel\n    receivers:\n      - uid: evenkeel\n        type: webhook\n        settings:\n          url: ${address}/webhook\n          httpMethod: POST` },
    ]
    case 'json': return [
      { title: 'Send an alert', text: `curl ${address}/webhook ${json} \\\n  -d '{"key": "disk-7", "title": "Disk almost full", "service": "mail", "severity": "warning", "state": "firing"}'` },
      { title: 'Say that it is over', text: `curl ${address}/webhook ${json} \\\n  -d '{"key": "disk-7", "state": "resolved"}'` },
    ]
  }
}

const MINUTES_OF_TEST = 5

/** One alert that says what it is. Alerts of Prometheus's kind clear themselves after five minutes. */
export async function testAlert({ sender, key }: WayIn): Promise<void> {
  const startsAt = new Date(now()).toISOString()
  const labels = { alertname: 'TestFromSettings', severity: 'info', service: 'test' }
  const annotations = { summary: 'A test alert sent from the settings' }
  const body = sender === 'prometheus' ? [{ labels, annotations, startsAt, endsAt: new Date(now() + MINUTES_OF_TEST * 60_000).toISOString() }]
    : isMapped(sender) ? { alerts: [{ status: 'firing', fingerprint: 'test-from-settings', labels, annotations, startsAt }] }
      : { key: 'test-from-settings', title: annotations.summary, severity: 'info', state: 'firing', service: 'test' }
  const answer = await fetch(`/in/${key}/${sender === 'prometheus' ? 'api/v2/alerts' : 'webhook'}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  if (!answer.ok) throw new ApiProblem('invalid', answer.status, 'Not taken', `The address answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`)
}
