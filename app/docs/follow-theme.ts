/** Gives Swagger UI its class for the dark theme when the person chose that theme, or else when the system uses it. */
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
