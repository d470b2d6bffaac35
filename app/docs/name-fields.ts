/** Adds what Swagger UI lacks for screen readers and keyboards: names of fields and of the parts outside of its `main`, and a tab stop in areas that scroll. */
export function nameFields(container: HTMLElement, until: AbortSignal): void {
  const observer = new MutationObserver(() => {
    forEach(container, ':is(select, textarea, input):not([aria-label])', (field) => field.setAttribute('aria-label', nameOf(field)))
    forEach(container, '.information-container section:not([aria-label])', (part) => part.setAttribute('aria-label', 'Introduction'))
    forEach(container, '.scheme-container section:not([aria-label])', (part) => part.setAttribute('aria-label', 'Credentials'))
    forEach(container, '.close-modal:not([aria-label])', (button) => button.setAttribute('aria-label', 'Close'))
    // Its text is "Authorize" but its name "Apply credentials": voice control needs the text as its name.
    forEach(container, '.modal-btn[aria-label]', (button) => button.removeAttribute('aria-label'))
    forEach(container, 'pre:not([tabindex])', (block) => block.setAttribute('tabindex', '0'))
  })
  observer.observe(container, { childList: true, subtree: true })
  until.addEventListener('abort', () => observer.disconnect())
}

function forEach(container: HTMLElement, selector: string, change: (element: Element) => void): void {
  for (const element of container.querySelectorAll(selector)) change(element)
}

function nameOf(field: Element): string {
  const parameter = field.closest('[data-param-name]')?.getAttribute('data-param-name')
  if (parameter) return parameter
  if (field.closest('.auth-container')) return field.closest('.auth-container')?.querySelector('h4')?.textContent ?? 'Credential'
  if (field.matches('.examples-select-element')) return 'Example'
  return field.matches('textarea') ? 'Request body' : 'Content type'
}
