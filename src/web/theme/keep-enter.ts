/** Enter in an open list of choices is about the list: it takes what is highlighted, and never sends the form around it. */
import type { KeyboardEvent } from 'react'

/** For `onKeyDownCapture` of a field with a list; runs before the list's own keys, which take the highlighted choice all the same. */
export function keepEnter(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
  if (event.target instanceof HTMLInputElement && event.target.getAttribute('aria-expanded') === 'true') event.preventDefault()
}
