let latestMs = 0
let skewMs = 0

/**
 * The server's time now, in milliseconds. `told` is the server's time when a part of the page was made; the viewer's clock, which may be
 * wrong, only measures what passed since. Only the latest time that any part was told counts: a part that the router had kept was told an
 * old one. For the browser only: a server has many viewers.
 */
export function serverTimeMs(told: string): number {
  const toldMs = Date.parse(told)
  if (toldMs > latestMs) {
    latestMs = toldMs
    skewMs = toldMs - Date.now()
  }
  return Date.now() + skewMs
}
