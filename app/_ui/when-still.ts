'use client'

/** Lists whose rows would move under the mouse when they change. */
const LISTS = ':is([data-rows], tbody)'

/** A toast covers rows: when it goes, the mouse is over one. */
const isHovered = () =>
  matchMedia('(hover: hover)').matches && document.querySelector(`:is(${LISTS}, [data-sonner-toaster]):hover`) !== null

const isSelected = () => document.querySelector(`${LISTS} [type=checkbox]:checked`) !== null

/**
 * Runs `change` as soon as the mouse is over no table and no list with `data-rows`, so that no row moves under it, and no row is selected, so
 * that a selection and the number of what it changes stay what the person sees. `onWait` is called if it has to wait. Aborting the signal
 * cancels it.
 */
export function whenStill(change: () => void, signal: AbortSignal, onWait?: () => void): void {
  if (!isHovered() && !isSelected()) {
    change()
    return
  }
  onWait?.()
  const ended = new AbortController()
  const tryAgain = () => {
    if (isHovered() || isSelected()) return
    ended.abort()
    change()
  }
  signal.addEventListener('abort', () => ended.abort(), { once: true })
  const until = { signal: ended.signal }
  document.addEventListener('pointerover', tryAgain, until)
  document.addEventListener('click', tryAgain, until) // a click or a key may have ended a selection
  document.documentElement.addEventListener('pointerleave', tryAgain, until)
}
