/** Puts text on the clipboard, also where the page came over plain HTTP and browsers have no clipboard API. */

/** False where the browser allows neither way: the text must then be chosen and copied by hand. */
export async function copyText(text: string): Promise<boolean> {
  // Typed as always there, but it exists in secure contexts only.
  const clipboard = (navigator as Partial<Navigator>).clipboard
  if (clipboard !== undefined) {
    try {
      await clipboard.writeText(text)
      return true
    } catch {
      // Not allowed here: the old way asks for no permission.
    }
  }
  return copyOld(text)
}

function copyOld(text: string): boolean {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.style.cssText = 'position:fixed;top:0;opacity:0'
  // Inside an open dialog: its focus trap would take the focus from a field outside.
  ;(before?.closest('[role="dialog"]') ?? document.body).append(field)
  field.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (before instanceof HTMLElement) before.focus()
  }
}
