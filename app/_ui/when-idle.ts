'use client'

/** Runs something when the browser has nothing to do. Safari cannot tell when that is: there it is after a second. */
export function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(run)
  else setTimeout(run, 1000)
}
