/** How long cookies of preferences last. */
export const YEAR_S = 31_536_000

/** Sets a cookie of this site for a year, which scripts can read. */
export function writeCookie(name: string, value: string): void {
  const security = window.location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API, and none over plain http
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_S}; samesite=lax${security}`
}

/** True when the cookie of that name has the value. */
export const hasCookie = (name: string, value: string): boolean =>
  document.cookie.split('; ').includes(`${name}=${encodeURIComponent(value)}`)
