import { expect, test } from 'vitest'
import { dropDraft, keepDraft, readDraft, type Draft, type DraftStorage } from './draft.ts'

function storage(): DraftStorage & { held: Map<string, string> } {
  const held = new Map<string, string>()
  return { held, getItem: (key) => held.get(key) ?? null, setItem: (key, value) => void held.set(key, value), removeItem: (key) => void held.delete(key) }
}
const draft = (body: string): Draft => ({ body, visibility: 'internal', keptAt: 1 })

test('what was kept is read again, by record', () => {
  const kept = storage()
  keepDraft(kept, 'INC-1', draft('half a sen'))
  expect(readDraft(kept, 'INC-1')).toEqual(draft('half a sen'))
  expect(readDraft(kept, 'INC-2')).toBeNull()
})

test('an emptied draft leaves nothing behind', () => {
  const kept = storage()
  keepDraft(kept, 'INC-1', draft('a'))
  keepDraft(kept, 'INC-1', draft('  '))
  expect(kept.held.size).toBe(0)
})

test('sending takes away what was sent, not what another tab wrote since', () => {
  const kept = storage()
  keepDraft(kept, 'INC-1', draft('sent and more'))
  dropDraft(kept, 'INC-1', ['sent', 'sen'])
  expect(readDraft(kept, 'INC-1')?.body).toBe('sent and more')
  dropDraft(kept, 'INC-1', ['sent and more and more', 'sent and more'])
  expect(readDraft(kept, 'INC-1')).toBeNull()
})

test('a full or refused storage is told, not thrown', () => {
  const refused: DraftStorage = { getItem: () => { throw new Error('refused') }, setItem: () => { throw new Error('full') }, removeItem: () => { throw new Error('refused') } }
  expect(keepDraft(refused, 'INC-1', draft('a'))).toBe(false)
  expect(readDraft(refused, 'INC-1')).toBeNull()
  expect(() => dropDraft(refused, 'INC-1', ['a'])).not.toThrow()
})

test.each(['', 'null', '{', '{"body":1}', '[]', '{"body":"a","visibility":"secret","keptAt":1}'])('a damaged draft (%s) is none', (text) => {
  const kept = storage()
  kept.setItem('evenkeel.draft.INC-1', text)
  expect(readDraft(kept, 'INC-1')).toBeNull()
})
