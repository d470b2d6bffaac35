/** Gives a screen reader and the keyboard what Swagger UI leaves out: names of fields, and a way into what scrolls. Gives what stops it. */
export function nameFields(place: HTMLElement): () => void {
  const observer = new MutationObserver(() => {
    for (const field of place.querySelectorAll('select:not([aria-label]), textarea:not([aria-label]), input:not([aria-label])'))
      field.setAttribute('aria-label', nameOf(field))
    for (const block of place.querySelectorAll('pre:not([tabindex])')) block.setAttribute('tabindex', '0')
  })
  observer.observe(place, { childList: true, subtree: true })
  return () => observer.disconnect()
}

function nameOf(field: Element): string {
  const parameter = field.closest('[data-param-name]')?.getAttribute('data-param-name')
  if (parameter) return parameter
  if (field.closest('.auth-container')) return field.closest('.auth-container')?.querySelector('h4')?.textContent ?? 'Credential'
  if (field.matches('.examples-select-element')) return 'Example'
  return field.matches('textarea') ? 'Request body' : 'Content type'
}
