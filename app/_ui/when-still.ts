'use client'

/** Lists whose rows would move under the mouse when they change. */
const LISTS = ':is([data-rows], tbody)'

const isHovered = () => matchMedia('(hover: hover)').matches && document.querySelector(`${LISTS}:hover`) !== null

/**
 * Runs `change` as soon as the mouse is over no table and no list with `data-rows`, so that no row moves under it. `onWait` is called if
 * it has to wait. Aborting the signal cancels it.
 */
export function whenStill(change: () => void, signal: AbortSignal, onWait?: () => void): void {
  if (!isHovered()) {
    change()
    return
  }
  onWait?.()
  const ended = new AbortController()
  const tryAgain = () => {
    if (isHovered()) return
    ended.abort()
    change()
  }
  signal.addEventListener('abort', () => ended.abort(), { once: true })
  const until = { signal: ended.signal }
  document.addEventListener('pointerover', tryAgain, until)
  document.documentElement.addEventListener('pointerleave', tryAgain, until)
}
