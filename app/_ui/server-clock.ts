let latestMs = 0
let skewMs = 0

/**
 * The server's time now, in milliseconds. `renderedAt` is the server's time when a part of the page was rendered; the viewer's clock, which
 * may be wrong, only measures the time since then. Only the latest of these times counts, because the router may show cached parts. For
 * the browser only: a server has many viewers.
 */
export function serverTimeMs(renderedAt: string): number {
  const renderedMs = Date.parse(renderedAt)
  if (renderedMs > latestMs) {
    latestMs = renderedMs
    skewMs = renderedMs - Date.now()
  }
  return Date.now() + skewMs
}

/** The time now, corrected by what the server said last. For the browser only. */
export const currentTime = () => new Date(Date.now() + skewMs)
