'use client'

/** Puts a text on the clipboard; false where the browser does not let us. `place` is an element beside which a field may be put for a moment. */
export async function copyText(text: string, place: Element): Promise<boolean> {
  try {
    // Not there at all on pages that came by plain http.
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Refused by the person or by a policy: the older way may still be open.
  }
  return copyBySelection(text, place)
}

/** The field stands beside `place`, not at the end of the page: an open dialog takes the focus away from whatever is outside of it. */
function copyBySelection(text: string, place: Element): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.setAttribute('aria-hidden', 'true')
  field.className = 'fixed top-0 left-0 opacity-0'
  place.after(field)
  try {
    field.select()
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  }
}
