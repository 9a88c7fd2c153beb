/** What the form of a change sends, and what a model fills in. */
import { expect, test } from 'vitest'
import type { AnyRow } from '../../client/shapes.ts'
import { givenOf, planOf, presetOf, secondsOf, withModel, heldByAll } from './change-plan.ts'

const model = { name: 'Restart a worker', usualSeconds: 1800, remediation: 'start the old one', testEvidence: 'done weekly' } as unknown as AnyRow

test('what belongs to another type is not sent', () => {
  expect(givenOf({ type: 'normal', title: 'a', modelId: 'm', incidentId: 'i', emergencyReason: 'x', description: '', teamId: null })).toEqual({ type: 'normal', title: 'a' })
  expect(givenOf({ type: 'emergency', incidentId: 'i', modelId: 'm' })).toEqual({ type: 'emergency', incidentId: 'i' })
})

test('a plan is looked at when it names something; an end before its beginning is not asked about', () => {
  expect(planOf({ type: 'normal', title: 'a' })).toBe(null)
  expect(planOf({ type: 'normal', serviceIds: ['s'], description: 'long' })).toEqual({ type: 'normal', serviceIds: ['s'] })
  expect(planOf({ serviceIds: ['s'], backOutSeconds: '2 hou' })).toEqual({ serviceIds: ['s'] })
  expect(planOf({ serviceIds: ['s'], plannedStart: '2026-03-17T10:00:00.000Z', plannedEnd: '2026-03-17T09:00:00.000Z' })).toEqual({ serviceIds: ['s'] })
})

test('a model lends its texts and its usual time, and takes nothing that was written', () => {
  expect(withModel({ remediation: 'mine', plannedStart: '2026-03-17T10:00:00.000Z' }, model, {})).toEqual({ title: 'Restart a worker', remediation: 'mine', testEvidence: 'done weekly', plannedStart: '2026-03-17T10:00:00.000Z', plannedEnd: '2026-03-17T10:30:00.000Z' })
})

test('another beginning keeps the length', () => {
  const before = { plannedStart: '2026-03-17T10:00:00.000Z', plannedEnd: '2026-03-17T13:00:00.000Z' }
  expect(withModel({ ...before, plannedStart: '2026-03-18T01:00:00.000Z' }, null, before)['plannedEnd']).toBe('2026-03-18T04:00:00.000Z')
  expect(secondsOf({}, null)).toBe(3600)
})

test('an address fills in', () => {
  expect(presetOf({ incidentId: 'i', serviceId: 's' })).toEqual({ incidentId: 'i', type: 'emergency', demand: 'incident', serviceIds: ['s'] })
})

test('what holds for all times is said once', () => {
  expect(heldByAll([{ why: ['a', 'b'] }, { why: ['b'] }])).toEqual(['b'])
  expect(heldByAll([{ why: ['a'] }])).toEqual([])
})
