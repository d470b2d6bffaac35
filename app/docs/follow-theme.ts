/** Swagger UI knows dark by a class of its own; we know it by the person's choice, or else the system's. */
export function followTheme(root: HTMLElement, until: AbortSignal): void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const follow = () => root.classList.toggle('dark-mode', isDark(root.classList, system.matches))
  const observer = new MutationObserver(follow)
  follow()
  observer.observe(root, { attributeFilter: ['class'] })
  system.addEventListener('change', follow, { signal: until })
  until.addEventListener('abort', () => {
    observer.disconnect()
    root.classList.remove('dark-mode')
  })
}

function isDark(classes: DOMTokenList, systemIsDark: boolean): boolean {
  return classes.contains('dark') || (systemIsDark && !classes.contains('light'))
}
