/** Ctrl Enter (⌘ Enter) sends a form from any of its fields, as it sends a message. */
import type { KeyboardEvent } from 'react'

/** For `onKeyDown` of a form; what the form checks before it is sent is checked as with its button. */
export function submitOnKeys(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  event.currentTarget.requestSubmit()
}
