/** Joins the keyboard registry to the browser: `useKeys` in a page or part, `KeyHelp` as the list behind `?`. */

import { Modal, Switch } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { KeyRegistry, type KeyBinding, type KeyLayer, type KeyPress } from './keys.ts'
import { KeyCaps } from './key-hints.tsx'
import { now } from './now.ts'
import css from './key-help.module.css'

const registry = new KeyRegistry()
const LETTERS_KEY = 'evenkeel.letters-off'

/**
 * Opens a layer of keys while the component stands. The bindings may be made anew at each render; the layer keeps its
 * place. `isModal` shuts out all layers below (a dialog).
 */
export function useKeys(name: string, bindings: readonly KeyBinding[], options: { isModal?: boolean; isOff?: boolean } = {}): void {
  const latest = useRef(bindings)
  latest.current = bindings
  const { isModal = false, isOff = false } = options
  useEffect(() => {
    if (isOff) return
    listen()
    const layer: KeyLayer = {
      name,
      isModal,
      get bindings() {
        return latest.current
      },
    }
    return registry.open(layer)
  }, [name, isModal, isOff])
}

/** Whether single letters do something; a personal setting, kept in this browser. */
export function useLetterKeys(): [areOn: boolean, set: (areOn: boolean) => void] {
  const areOn = useSyncExternalStore(subscribe, () => registry.areLettersOn)
  const set = (next: boolean) => {
    registry.areLettersOn = next
    try {
      if (next) localStorage.removeItem(LETTERS_KEY)
      else localStorage.setItem(LETTERS_KEY, '1')
    } catch {
      // Storage is refused: the setting holds for this page only.
    }
    for (const listener of lettersListeners) listener()
  }
  return [areOn, set]
}

/** The list of all keys that work on this page, opened by `?`; stands once in the shell. */
export function KeyHelp() {
  const [isOpen, setOpen] = useState(false)
  const [areLettersOn, setLetters] = useLetterKeys()
  const [groups, setGroups] = useState<KeyGroup[]>([])
  const open = useMemo(() => [{ keys: '?', label: 'all keys', group: 'Everywhere', run: () => { setGroups(keysByGroup()); setOpen(true) } }], [])
  useKeys('all keys', open)
  useKeys('list of keys', [{ keys: 'Esc', label: 'close', run: () => setOpen(false) }], { isModal: true, isOff: !isOpen })
  return (
    <Modal opened={isOpen} onClose={() => setOpen(false)} title="All keys of this page" size="lg">
      <div className={css.groups}>
        {groups.map(([group, bindings]) => (
          <section key={group}>
            <h3 className={css.group}>{group}</h3>
            <dl className={css.list}>
              {bindings.map(({ keys, label, refusedBecause }) => (
                <div key={label} className={css.line} data-refused={refusedBecause !== undefined}>
                  <dt>{keys.map((each) => <KeyCaps key={each} keys={each} />)}</dt>
                  <dd>{label}{refusedBecause && <span className={css.why}> ({refusedBecause})</span>}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch mt={16} label="Single letters work" checked={areLettersOn} onChange={(event) => setLetters(event.currentTarget.checked)} />
    </Modal>
  )
}

const lettersListeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  lettersListeners.add(listener)
  return () => lettersListeners.delete(listener)
}

type KeyGroup = readonly [group: string, lines: { keys: string[]; label: string; refusedBecause?: string | undefined }[]]

/** The same key named by two layers is the inner one's: it is the one that runs. Keys that do the same share a line. */
function keysByGroup(): KeyGroup[] {
  const groups = new Map<string, KeyGroup[1]>()
  const seen = new Set<string>()
  for (const layer of registry.heard()) {
    for (const binding of layer.bindings) {
      if (seen.has(binding.keys)) continue
      seen.add(binding.keys)
      const group = binding.group ?? layer.name
      const lines = groups.get(group) ?? []
      const same = lines.find(({ label }) => label === binding.label)
      if (same) same.keys.push(binding.keys)
      else lines.push({ keys: [binding.keys], label: binding.label, refusedBecause: binding.refusedBecause })
      groups.set(group, lines)
    }
  }
  return [...groups]
}

let isListening = false

function listen(): void {
  if (isListening) return
  isListening = true
  try {
    registry.areLettersOn = localStorage.getItem(LETTERS_KEY) === null
  } catch {
    // Storage is refused: letters are on.
  }
  // One place at a time: a key pressed again says it again, not twice.
  registry.onRefused = ({ label, refusedBecause }) => {
    notifications.hide('refused-key')
    notifications.show({ id: 'refused-key', message: `Not possible now: ${label}. ${refusedBecause}` })
  }
  document.addEventListener('keydown', (event) => {
    // Keys of an input method editor belong to the text that is being composed.
    if (event.defaultPrevented || event.isComposing) return
    const press: KeyPress = {
      key: event.key,
      ctrl: event.ctrlKey || event.metaKey,
      alt: event.altKey && !event.getModifierState('AltGraph'),
      shift: event.shiftKey,
      at: now(),
      focus: focusOf(event.target),
    }
    if (registry.press(press) !== 'ignored') event.preventDefault()
  })
}

function focusOf(target: EventTarget | null): KeyPress['focus'] {
  if (!(target instanceof HTMLElement)) return 'page'
  if (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio], [type=button]), textarea, select')) return 'field'
  if (target.closest('[role=menu], [role=listbox], [role=dialog]')) return 'overlay'
  if (target.closest('a[href], button, summary, [role=button], [role=tab], [role=radio], input')) return 'control'
  return 'page'
}
