/** The lifecycle graph names every verb whose target is decided by a rule, and says what people know of incidents. */
import { expect, test } from 'vitest'
import { decided, incidentLifecycle } from './lifecycle.ts'
import { incident } from './record.ts'

test('every verb whose target its rule decides is named, and no other', () => {
  const open = Object.entries(incident.verbs).filter(([, v]) => typeof v.to === 'function').map(([name]) => name)
  expect(Object.keys(decided).sort()).toEqual(open.sort())
})

test.each([
  ['new', 'in_progress', true, 'taken at once'],
  ['in_progress', 'pending', true, 'paused'],
  ['resolved', 'in_progress', true, 'reopened'],
  ['in_progress', 'closed', true, 'merged into another'],
  ['assigned', 'classified', true, 'sent back, and no team had it before'],
  ['closed', 'resolved', false, 'what is closed is reopened, never resolved again'],
  ['cancelled', 'in_progress', false, 'cancelled is the end'],
  ['new', 'pending', false, 'nobody waits with what nobody looked at'],
  ['in_progress', 'new', false, 'nothing becomes new again'],
])('%s to %s: %s, %s', (from, to, isAllowed) => {
  expect(incidentLifecycle.transitions.some(([f, t]) => f === from && t === to)).toBe(isAllowed)
})
