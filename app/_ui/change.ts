/** Formats numbers in few characters: `12.4K`. */
export const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** A number as a tile shows it: `9,480`, `12.4K`. */
export const formatFigure = (value: number) => (value < 10_000 ? value.toLocaleString('en') : compact.format(value))

interface Change {
  direction: 'up' | 'down' | 'same'
  /** `+12`, `−3`; `±0` when it is the same. */
  difference: string
}

/** How a number differs from that of an earlier period. */
export function changeSince(before: number, now: number): Change {
  if (now === before) return { direction: 'same', difference: '±0' }
  const isMore = now > before
  return { direction: isMore ? 'up' : 'down', difference: `${isMore ? '+' : '−'}${formatFigure(Math.abs(now - before))}` }
}
