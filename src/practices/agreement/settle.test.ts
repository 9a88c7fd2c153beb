/** What clocks say of a promise, in one table: kept, missed, or neither. */
import { expect, test } from 'vitest'
import type { ObligationState } from './clock-reading.ts'
import { settledOf } from './settle.ts'

const row = { responseMet: null, resolutionMet: null, formerNumber: null }

test.each<[ObligationState, boolean | null, string]>([
  ['met', true, 'it came in time'], ['breached', false, 'it came late'], ['over', false, 'it runs on past its target'],
  ['running', null, 'it is open'], ['soon', null, 'it is open'], ['paused', null, 'it waits'], ['out_of_hours', null, 'it rests'], ['not_started', null, 'nothing runs yet'],
  ['no_target', null, 'nothing was promised'], ['cancelled', null, 'there was nothing to restore'], ['merged', null, 'another one counts'], ['withdrawn', null, 'the promise was taken back'],
])('%s is %s: %s', (state, met) => {
  expect(settledOf([{ kind: 'response', state }, { kind: 'update', state: 'breached' }], row)).toEqual({ responseMet: met, resolutionMet: null })
  expect(settledOf([{ kind: 'resolution', state }], { ...row, responseMet: true })).toEqual({ responseMet: null, resolutionMet: met })
})

test('a record of a former system keeps what that said until a clock of ours runs', () => {
  const former = { responseMet: true, resolutionMet: false, formerNumber: 'INC0001' }
  expect(settledOf([], former)).toEqual({ responseMet: true, resolutionMet: false })
  expect(settledOf([{ kind: 'resolution', state: 'running' }], former)).toEqual({ responseMet: true, resolutionMet: null })
})
