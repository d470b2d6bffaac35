'use client'

/** Copies a text to the clipboard; false when the browser does not allow it. A text field may be added after `anchor` for a moment. */
export async function copyText(text: string, anchor: Element): Promise<boolean> {
  try {
    // It does not exist on pages loaded over plain http.
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Refused by the person or by a policy: the older way may still work.
  }
  return copyBySelection(text, anchor)
}

/** The field is added next to `anchor`, because an open dialog takes the focus away from elements outside of it. */
function copyBySelection(text: string, anchor: Element): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.setAttribute('aria-hidden', 'true')
  field.className = 'fixed top-0 left-0 opacity-0'
  anchor.after(field)
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
