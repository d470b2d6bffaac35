/** Zones come from URLs and cookies, in any spelling; more formats than there are zones are not kept. */
const MOST_KEPT = 1_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** Returns the format of a locale with these options, made once: making one takes far longer than using it, and a page has a hundred moments. */
export function dateFormat(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options])
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, options)
  if (formats.size >= MOST_KEPT) formats.clear()
  formats.set(key, made)
  return made
}
