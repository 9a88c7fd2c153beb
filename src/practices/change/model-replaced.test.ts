/** When two change models are for the same: by name, steps, or what they touch. */
import { expect, test } from 'vitest'
import { isSameScope, type Scope } from './model-replaced.ts'

const of = (name: string, steps: readonly string[] = [], touches: readonly string[] = []): Scope => ({ name, steps, touches: new Set(touches) })
test.each<[string, Scope, Scope, boolean]>([
  ['the same name in other letters', of('Restart a node'), of('RESTART  Node'), true], ['a name with a number more', of('Restart a node'), of('Restart a node v2'), true],
  ['a name with words more', of('Restart a node'), of('Restart a node quickly'), true], ['another thing of the same kind', of('Restart a node'), of('Restart a switch'), false],
  ['words that every name has', of('Standard change of a switch'), of('New standard change of the printer'), false], ['names of numbers alone', of('1'), of('1'), false],
  ['another name with the same steps', of('Restart', ['Drain', 'Restart', 'Check']), of('Refresh hosts', ['drain.', 'restart', 'Undrain']), true],
  ['one step of many in common', of('Patch', ['Drain', 'Patch', 'Tell']), of('Swap', ['Order', 'Swap', 'Tell']), false], ['no steps on either side', of('Patch'), of('Swap'), false],
  ['half of the things touched', of('Patch', [], ['a', 'b']), of('Swap', [], ['b', 'c', 'd']), true], ['one thing of many', of('Patch', [], ['a', 'b', 'c']), of('Swap', [], ['c', 'd', 'e']), false],
])('%s', (_what, a, b, wanted) => { expect([isSameScope(a, b), isSameScope(b, a)]).toEqual([wanted, wanted]) })
