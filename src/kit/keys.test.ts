import { beforeEach, expect, test, vi } from 'vitest'
import { KeyRegistry, SEQUENCE_MILLIS, type KeyPress } from './keys.ts'

let keys: KeyRegistry
beforeEach(() => {
  keys = new KeyRegistry()
})

const press = (key: string, over: Partial<KeyPress> = {}) => keys.press({ key, ctrl: false, alt: false, shift: false, at: 0, focus: 'page', ...over })

test('the innermost layer is asked first, and can pass a key on', () => {
  const heard: string[] = []
  keys.open({ name: 'page', bindings: [{ keys: 'Esc', label: 'back', run: () => void heard.push('page') }] })
  const close = keys.open({ name: 'table', bindings: [{ keys: 'Esc', label: 'choose none', run: () => { heard.push('table'); return false } }] })
  expect(press('Escape')).toBe('done')
  expect(heard).toEqual(['table', 'page'])
  close()
  press('Escape')
  expect(heard).toEqual(['table', 'page', 'page'])
})

test('a single letter does nothing while a field has the focus, Ctrl Enter does', () => {
  const run = vi.fn()
  keys.open({ name: 'page', bindings: [{ keys: 'R', label: 'resolve', run, inFields: true }, { keys: 'Ctrl+Enter', label: 'send', run, inFields: true }] })
  expect(press('r', { focus: 'field' })).toBe('ignored')
  expect(run).not.toHaveBeenCalled()
  expect(press('Enter', { ctrl: true, focus: 'field' })).toBe('done')
})

test('Enter and Space on a focused button are the button’s; J is still the table’s', () => {
  const run = vi.fn()
  keys.open({ name: 'table', bindings: ['Enter', 'Space', 'J'].map((name) => ({ keys: name, label: name, run })) })
  expect([press('Enter', { focus: 'control' }), press(' ', { focus: 'control' }), press('j', { focus: 'control' })]).toEqual(['ignored', 'ignored', 'done'])
})

test('Shift J is not J, and ? is ? wherever the keyboard has it', () => {
  const heard: string[] = []
  keys.open({ name: 'table', bindings: ['J', 'Shift+J', '?', '#'].map((name) => ({ keys: name, label: name, run: () => void heard.push(name) })) })
  press('J', { shift: true })
  press('?', { shift: true })
  press('#')
  press('j')
  expect(heard).toEqual(['Shift+J', '?', '#', 'J'])
})

test('G then I within the time goes there; too late, it is an I alone', () => {
  const heard: string[] = []
  keys.open({ name: 'app', bindings: [{ keys: 'G I', label: 'incidents', run: () => void heard.push('G I') }] })
  keys.open({ name: 'page', bindings: [{ keys: 'I', label: 'impact', run: () => void heard.push('I') }] })
  expect(press('g')).toBe('pending')
  expect(press('i', { at: SEQUENCE_MILLIS })).toBe('done')
  press('g')
  press('i', { at: SEQUENCE_MILLIS + 1 })
  expect(heard).toEqual(['G I', 'I'])
})

test('with letters turned off only letters are off', () => {
  keys.areLettersOn = false
  keys.open({ name: 'table', bindings: ['J', 'Enter', 'Space', 'Ctrl+K', 'G I'].map((name) => ({ keys: name, label: name, run: () => {} })) })
  expect([press('j'), press('Enter'), press(' '), press('k', { ctrl: true }), press('g')]).toEqual(['ignored', 'done', 'done', 'done', 'ignored'])
})

test('an open dialog hears alone, and a menu takes all keys from the page', () => {
  const page = vi.fn()
  keys.open({ name: 'page', bindings: [{ keys: 'J', label: 'down', run: page }] })
  expect(press('j', { focus: 'overlay' })).toBe('ignored')
  const close = keys.open({ name: 'all keys', isModal: true, bindings: [{ keys: 'Esc', label: 'close', run: () => {} }] })
  expect([press('j'), press('Escape', { focus: 'overlay' })]).toEqual(['ignored', 'done'])
  close()
  press('j')
  expect(page).toHaveBeenCalledOnce()
})

test('a refused key does nothing, but nobody else gets it either', () => {
  const [own, outer] = [vi.fn(), vi.fn()]
  keys.open({ name: 'page', bindings: [{ keys: 'R', label: 'resolve', run: outer }] })
  keys.open({ name: 'table', bindings: [{ keys: 'R', label: 'resolve', run: own, refusedBecause: '1 of 3 has no team' }] })
  expect(press('r')).toBe('done')
  expect([own, outer].some((run) => run.mock.calls.length > 0)).toBe(false)
})
