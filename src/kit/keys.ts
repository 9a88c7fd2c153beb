/** The keyboard registry: which key does what now, from the innermost layer outwards; pure, so it tests without a browser. */

/** One key and what it does. */
export interface KeyBinding {
  /** `J`, `Shift+J`, `Ctrl+Enter`, `Esc`, `?`, or a sequence `G I`. `Ctrl` is also ⌘ on a Mac. */
  keys: string
  /** What a person reads in the list of keys: `choose`, `acknowledge`. */
  label: string
  /** Heading in the list of keys; the layer's own where it is not given. */
  group?: string
  /** Returns false to say "not mine now": the next layer outwards is asked. */
  run: () => boolean | void
  /** Works while a field has the focus too; only sensible with Ctrl or Esc. */
  inFields?: boolean
  /** Why it cannot be used now: the key then says so, and the list shows it greyed with this reason. */
  refusedBecause?: string | undefined
}

/** A set of keys that belongs together: a page, a table, a dialog. */
export interface KeyLayer {
  name: string
  bindings: readonly KeyBinding[]
  /** A dialog: while it is open, no layer below it hears a key. */
  isModal?: boolean
}

/** One press of a key as the browser saw it, with what had the focus. */
export interface KeyPress {
  key: string
  ctrl: boolean
  alt: boolean
  shift: boolean
  /** Milliseconds; a sequence is forgotten after `SEQUENCE_MILLIS`. */
  at: number
  /** What has the focus: a field takes all letters, a control takes Enter and Space, a menu or dialog takes everything. */
  focus: 'page' | 'field' | 'control' | 'overlay'
}

/** How long after `G` the second letter still counts. */
export const SEQUENCE_MILLIS = 1200

/** Holds the layers in the order they were opened. */
export class KeyRegistry {
  /** Single letters can be turned off (WCAG 2.1.4); keys with Ctrl, Esc and Enter stay. */
  areLettersOn = true
  /** Hears of a key that was pressed and cannot be used now. */
  onRefused: (binding: KeyBinding & { refusedBecause: string }) => void = () => undefined
  private layers: KeyLayer[] = []
  private pending: { first: string; until: number } | null = null
  private readonly listeners = new Set<() => void>()

  /** Opens a layer on top; the returned function closes it. */
  open(layer: KeyLayer): () => void {
    this.layers = [...this.layers, layer]
    this.changed()
    return () => {
      this.layers = this.layers.filter((known) => known !== layer)
      this.changed()
    }
  }

  /** The layers that hear keys now, innermost first. */
  heard(): KeyLayer[] {
    const innermostFirst = this.layers.toReversed()
    const modal = innermostFirst.findIndex((layer) => layer.isModal)
    return modal === -1 ? innermostFirst : innermostFirst.slice(0, modal + 1)
  }

  /** Runs what a press means. `done` and `pending` mean that the browser must not act on it as well. */
  press(press: KeyPress): 'done' | 'pending' | 'ignored' {
    const stroke = strokeOf(press)
    const pending = this.pending && press.at <= this.pending.until ? this.pending.first : null
    this.pending = null
    for (const layer of this.heard()) {
      const isReachable = press.focus !== 'overlay' || layer.isModal === true
      if (!isReachable) continue
      for (const binding of layer.bindings) {
        if (!this.isAllowed(binding, press)) continue
        const [first = '', second] = binding.keys.split(' ')
        if (second === undefined) {
          if (pending === null && normal(first) === stroke && this.run(binding)) return 'done'
        } else if (pending === normal(first) && normal(second) === stroke && this.run(binding)) {
          return 'done'
        }
      }
    }
    if (pending === null && this.beginsSequence(stroke, press)) {
      this.pending = { first: stroke, until: press.at + SEQUENCE_MILLIS }
      return 'pending'
    }
    return 'ignored'
  }

  /** Called when layers open, close or change; for the list of keys. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private run(binding: KeyBinding): boolean {
    const { refusedBecause } = binding
    if (refusedBecause === undefined) return binding.run() !== false
    this.onRefused({ ...binding, refusedBecause })
    return true
  }

  private isAllowed(binding: KeyBinding, press: KeyPress): boolean {
    const isLetter = !press.ctrl && !press.alt && [...press.key].length === 1
    if (isLetter && press.key !== ' ' && !this.areLettersOn) return false
    if (press.focus === 'field') return binding.inFields === true && !isLetter
    // Enter and Space on a focused button or link are that button's.
    if (press.focus === 'control') return press.key !== 'Enter' && press.key !== ' '
    return true
  }

  private beginsSequence(stroke: string, press: KeyPress): boolean {
    if (press.focus === 'field' || press.focus === 'overlay') return false
    return this.heard().some((layer) =>
      layer.bindings.some((binding) => binding.keys.includes(' ') && normal(binding.keys.split(' ')[0] ?? '') === stroke && this.isAllowed(binding, press)),
    )
  }

  private changed(): void {
    for (const listener of this.listeners) listener()
  }
}

/** `Shift+J` and `shift+j` are one; a sign that needs Shift on some keyboards (`?`, `#`) is written alone. */
function normal(keys: string): string {
  const parts = keys.split('+')
  const key = keys.endsWith('+') ? '+' : (parts.at(-1) ?? '')
  const has = (name: string) => parts.slice(0, -1).some((part) => part.toLowerCase() === name)
  return joined(key, has('ctrl'), has('alt'), has('shift'))
}

function strokeOf(press: KeyPress): string {
  return joined(press.key, press.ctrl, press.alt, press.shift)
}

function joined(key: string, ctrl: boolean, alt: boolean, shift: boolean): string {
  const name = NAMES[key] ?? key.toLowerCase()
  const isSign = [...name].length === 1 && name.toLowerCase() === name.toUpperCase()
  return [ctrl && 'ctrl', alt && 'alt', shift && !isSign && 'shift', name].filter(Boolean).join('+')
}

const NAMES: Record<string, string> = { Escape: 'esc', ' ': 'space', ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' }
