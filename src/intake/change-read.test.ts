/** Changes as pipelines tell them: each format becomes the same shape, repeats have the same key, and hostile input is an answer. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChangeEvent, ChangeRead } from './change-event.ts'
import { readChanges } from './change-read.ts'

const json = 'application/json'
const only = (read: ChangeRead): ChangeEvent => {
  const [first, second] = read.events
  if (!first || second || read.faults.length > 0) throw new Error(`expected one event, found ${JSON.stringify(read)}`)
  return first
}
const ms = (iso: string): number => Date.parse(iso)

describe('each format', () => {
  test('PagerDuty', () => {
    const body = {
      routing_key: 'secret', links: [{ href: 'https://ci.example.org/1', text: 'Build' }],
      payload: { summary: 'Build Success - Increase snapshot create timeout to 30 seconds', source: 'acme-build-pipeline-tool-default-i-9999', timestamp: '2026-07-17T08:42:58.315+02:00', custom_details: { build_state: 'passed', build_number: '2', service: 'booking', change: 'chg-1042' } },
    }
    expect(only(readChanges(json, {}, body))).toEqual({
      source: 'pagerduty', key: expect.stringMatching(/^#[0-9a-f]{64}$/), title: 'Build Success - Increase snapshot create timeout to 30 seconds', description: null, startMs: ms('2026-07-17T06:42:58.315Z'), endMs: null,
      names: ['booking', 'acme-build-pipeline-tool-default-i-9999'], environment: null, version: '2', madeBy: null, link: 'https://ci.example.org/1', changeNumbers: ['CHG-1042'],
    })
  })

  test('CloudEvents, structured and binary, are the same change; a batch is several', () => {
    const event = { specversion: '1.0', id: 'a-1', source: '/ci/booking', type: 'org.example.deployed', time: '2026-03-17T14:32:00Z', subject: 'booking', data: { summary: 'Booking 4.2', version: '4.2', environment: 'production' } }
    const structured = only(readChanges('application/cloudevents+json', {}, event))
    const { data, ...attributes } = event
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(value)]))
    expect(only(readChanges(json, headers, data))).toEqual(structured)
    expect(structured).toMatchObject({ key: '/ci/booking a-1', title: 'Booking 4.2', names: ['booking'], environment: 'production', version: '4.2', startMs: ms('2026-03-17T14:32:00Z') })
    expect(readChanges('application/cloudevents-batch+json', {}, [event, { ...event, id: 'a-2' }, { id: 3 }])).toMatchObject({ events: [{ key: '/ci/booking a-1' }, { key: '/ci/booking a-2' }], faults: ['Event 3: A CloudEvent has id, source, type and specversion.'] })
  })

  test('a deployment in the words of CDEvents; a test run is no change in use', () => {
    const deployed = { specversion: '1.0', id: 'b-1', source: '/staging/tekton/', type: 'dev.cdevents.service.deployed.0.1.1', time: '2026-03-17T14:32:00Z', data: { context: { version: '0.3.0' }, subject: { id: 'shop/booking', content: { environment: { id: 'production' }, artifactId: 'pkg:oci/booking@sha256%3A0b31' } } } }
    expect(only(readChanges('application/cloudevents+json', {}, deployed))).toMatchObject({ title: 'service deployed: shop/booking', names: ['shop/booking', 'booking'], environment: 'production', version: 'pkg:oci/booking@sha256%3A0b31' })
    expect(readChanges('application/cloudevents+json', {}, { ...deployed, type: 'dev.cdevents.testcaserun.finished.0.1.0' }).ignored).toEqual(['dev.cdevents.testcaserun.finished.0.1.0 changes nothing in use; services and environments do.'])
  })

  const repository = { full_name: 'acme/booking', name: 'booking' }
  test('GitHub: a tag, its creation and its release are one change', () => {
    const push = only(readChanges(json, { 'x-github-event': 'push' }, { ref: 'refs/tags/v4.2', deleted: false, repository, pusher: { name: 'mona' }, compare: 'https://github.com/acme/booking/compare/v4.2', head_commit: { message: 'Faster quotes, CHG-7' } }))
    const create = only(readChanges(json, { 'x-github-event': 'create' }, { ref: 'v4.2', ref_type: 'tag', repository, sender: { login: 'mona' } }))
    const release = only(readChanges(json, { 'x-github-event': 'release' }, { action: 'published', release: { tag_name: 'v4.2', published_at: '2026-03-17T14:32:00Z', html_url: 'https://github.com/acme/booking/releases/v4.2' }, repository }))
    expect(new Set([push.key, create.key, release.key])).toEqual(new Set(['github acme/booking tag v4.2']))
    expect(push).toMatchObject({ title: 'acme/booking v4.2', names: ['booking', 'acme/booking'], version: 'v4.2', madeBy: 'mona', startMs: null, changeNumbers: ['CHG-7'] })
    expect(release.startMs).toBe(ms('2026-03-17T14:32:00Z'))
  })
  test('GitHub: a deployment begins and is over under one key', () => {
    const status = (state: string, at: string) => ({ deployment: { id: 77, environment: 'production', ref: 'v4.2', created_at: '2026-03-17T14:30:00Z' }, deployment_status: { state, created_at: at }, repository })
    const [begun, over, failed] = [['in_progress', '2026-03-17T14:31:00Z'], ['success', '2026-03-17T14:40:00Z'], ['failure', '2026-03-17T14:41:00Z']].map(([state = '', at = '']) => only(readChanges(json, { 'x-github-event': 'deployment_status' }, status(state, at))))
    expect([begun, over].map((e) => [e?.key, e?.startMs, e?.endMs])).toEqual([['github acme/booking deployment 77', ms('2026-03-17T14:30:00Z'), null], ['github acme/booking deployment 77', ms('2026-03-17T14:30:00Z'), ms('2026-03-17T14:40:00Z')]])
    expect(failed?.description).toBe('It failed: failure.')
  })
  test.each([
    ['push', { ref: 'refs/heads/main', repository }, 'A push to a branch is no change in use; tags, releases and deployments are.'],
    ['push', { ref: 'refs/tags/v1', deleted: true, repository }, 'A tag was deleted.'],
    ['ping', { zen: 'Speak like a human.' }, 'The ping arrived.'],
    ['deployment_status', { deployment: { id: 1 }, deployment_status: { state: 'queued' }, repository }, 'The deployment is queued.'],
    ['issues', { action: 'opened', repository }, 'issues is no change in use; tags, releases and deployments are.'],
  ])('GitHub: %s of %j is left aside, with the reason', (event, body, why) => {
    expect(readChanges(json, { 'x-github-event': event }, body)).toEqual({ events: [], faults: [], ignored: [why] })
  })

  test('GitLab: a tag and a deployment, with its own way to write instants', () => {
    const project = { name: 'Booking', path_with_namespace: 'acme/booking', web_url: 'https://gitlab.example.org/acme/booking' }
    expect(only(readChanges(json, { 'x-gitlab-event': 'Tag Push Hook' }, { object_kind: 'tag_push', ref: 'refs/tags/v4.2', after: '82b3d5ae55f7080f1e6022629cdb57bfae7cccc7', user_username: 'jsmith', project }))).toMatchObject({ key: 'gitlab acme/booking tag v4.2', names: ['Booking', 'booking', 'acme/booking'], madeBy: 'jsmith' })
    expect(only(readChanges(json, { 'x-gitlab-event': 'Deployment Hook' }, { object_kind: 'deployment', status: 'success', status_changed_at: '2026-04-28 21:50:00 +0200', deployment_id: 15, environment: 'production', short_sha: '279484c0', project }))).toMatchObject({ key: 'gitlab acme/booking deployment 15', startMs: ms('2026-04-28T19:50:00Z'), endMs: ms('2026-04-28T19:50:00Z'), environment: 'production', version: '279484c0' })
    expect(readChanges(json, { 'x-gitlab-event': 'Tag Push Hook' }, { object_kind: 'tag_push', ref: 'refs/tags/v1', after: '0'.repeat(40), project }).ignored).toEqual(['A tag was deleted.'])
  })

  test('our own words, one or a list', () => {
    expect(only(readChanges(json, {}, { id: 'd-9', title: 'Bigger pool', services: ['booking', { name: 'quotes' }], host: 'bk-db-01', startedAt: 1_773_757_920, endedAt: '2026-03-17T14:42:00Z', by: 'ansible', url: 'https://x.example/1' }))).toMatchObject({
      source: 'webhook', key: 'd-9', names: ['booking', 'quotes', 'bk-db-01'], startMs: ms('2026-03-17T14:32:00Z'), endMs: ms('2026-03-17T14:42:00Z'), madeBy: 'ansible',
    })
    expect(readChanges(json, {}, { changes: [{ title: 'a' }, { id: 1 }, 3, { title: 'b', at: 'yesterday' }] })).toMatchObject({
      events: [{ title: 'a' }], faults: ['Change 2: has no title; say in "title" what was changed.', 'Change 3: is no JSON object.', 'Change 4: has an instant that cannot be read; write it as 2026-03-17T14:32:00Z or as seconds since 1970.'],
    })
  })
})

describe('identity', () => {
  const event = { title: 'Bigger pool', service: 'booking', at: '2026-03-17T14:32:00Z' }
  const keyOf = (body: unknown): string => only(readChanges(json, {}, body)).key
  test('the same message has the same key, another moment another one', () => {
    expect(keyOf({ ...event })).toBe(keyOf({ at: event.at, service: event.service, title: event.title }))
    expect(keyOf({ ...event, at: '2026-03-17T14:33:00Z' })).not.toBe(keyOf(event))
  })
  test('a key that cannot be stored as it is becomes its hash', () => {
    for (const id of ['x'.repeat(201), 'a\u0000b', 'a\nb', '\ud800', ' a']) expect(keyOf({ ...event, id })).toMatch(/^#[0-9a-f]{64}$/)
  })
})

describe('hostile input', () => {
  test.each([
    ['nothing', null], ['a number', 7], ['a list of lists', [[[]]]], ['names of every object', { title: { toString: 1 }, __proto__: { title: 'x' }, constructor: 'x' }], ['no change at all', {}],
    ['more than are taken at once', Array.from({ length: 201 }, () => ({ title: 'x' }))], ['an instant of another age', { title: 'x', at: 9e15 }], ['deep', JSON.parse('['.repeat(500) + ']'.repeat(500)) as unknown],
  ])('%s is refused with a sentence', (_, body) => {
    const read = readChanges(json, {}, body)
    expect(read.events).toEqual([])
    expect(read.faults[0]).toMatch(/\.$/)
  })
  test('a script is no link, control signs and half signs are dropped, and text has an end', () => {
    const read = only(readChanges(json, {}, { title: `a\u0000b\r\nc${'x'.repeat(9000)}\ud83d`, description: 'd\u0000\n'.repeat(9000), url: 'javascript:alert(1)', services: Array.from({ length: 500 }, (_, i) => `s${i}`), message: 'CHG-1 '.repeat(99) }))
    expect(read.title.startsWith('ab cx')).toBe(true)
    expect([read.title.length, (read.description ?? '').length <= 4000, read.link, read.names.length]).toEqual([200, true, null, 20])
  })
  test('headers that cannot be decoded stay as they came', () => {
    expect(only(readChanges(json, { 'ce-id': '%', 'ce-source': '%E0%A4%A', 'ce-type': 't', 'ce-specversion': '1.0' }, null)).key).toBe('%E0%A4%A %')
  })
  test('whatever comes, it is an answer whose parts can be stored', () => {
    const types = fc.constantFrom(json, 'application/cloudevents+json', 'application/cloudevents-batch+json', '')
    const headers = fc.constantFrom({}, { 'x-github-event': 'push' }, { 'x-github-event': 'deployment_status' }, { 'x-gitlab-event': 'x' }, { 'ce-specversion': '1.0' })
    const near = fc.record({ payload: fc.jsonValue(), title: fc.jsonValue(), repository: fc.jsonValue(), deployment: fc.jsonValue(), project: fc.jsonValue(), object_kind: fc.constantFrom('tag_push', 'deployment', 'release', 3), ref: fc.jsonValue(), id: fc.jsonValue(), at: fc.jsonValue(), data: fc.jsonValue() }, { requiredKeys: [] })
    fc.assert(fc.property(types, headers, fc.oneof(fc.jsonValue(), near), (type, h, body) => {
      for (const e of readChanges(type, h, body).events) {
        for (const text of [e.key, e.title, e.description ?? '', ...e.names, e.madeBy ?? '', e.version ?? '']) if (text.includes('\u0000') || !text.isWellFormed()) return false
        if (e.title.length > 200 || e.key.length > 200 || e.key === '' || Number.isNaN(e.startMs ?? 0) || Number.isNaN(e.endMs ?? 0)) return false
      }
      return true
    }), { numRuns: 2000 })
  })
})
