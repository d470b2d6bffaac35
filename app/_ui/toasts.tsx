'use client'

import { type ComponentType, useEffect, useState } from 'react'
import type { Toast, ToasterProps } from './toaster'
import { whenIdle } from './when-idle'

/** Functions that show a toast as soon as the page can. */
const waiting: ((toast: Toast) => void)[] = []
let shown: Toast | undefined
let load = () => {}

export const NOT_LOADED = 'This could not be loaded. Check the connection and try again.'

/**
 * Where toasts appear. Their code is loaded when the browser has nothing to do, or when the first toast is shown. If that fails, a sentence about the
 * connection takes the place of the toast until there is one.
 */
export function Toasts() {
  const [Toaster, setToaster] = useState<ComponentType<ToasterProps>>()
  const [hasFailed, setHasFailed] = useState(false)
  useEffect(() => {
    const onFailure = () => {
      if (waiting.splice(0).length > 0) setHasFailed(true)
      window.addEventListener('online', load, { once: true })
    }
    load = () => void import('./toaster').then((code) => setToaster(() => code.Toaster)).catch(onFailure)
    whenIdle(load)
    return () => window.removeEventListener('online', load)
  }, [])
  if (Toaster) return <Toaster onReady={showWaiting} />
  return (
    <p role="alert" className="fixed right-6 bottom-6 z-50 rounded-lg border border-line bg-raised p-4 text-bad shadow-dialog empty:hidden">
      {hasFailed && NOT_LOADED}
    </p>
  )
}

function showWaiting(toast: Toast): void {
  shown = toast
  for (const show of waiting.splice(0)) show(toast)
}

/** Calls `show` with Sonner's `toast`, at once or as soon as its code is loaded. */
export function withToasts(show: (toast: Toast) => void): void {
  if (shown === undefined) {
    waiting.push(show)
    load()
  } else show(shown)
}

/** Shows in a toast what was done. */
export const showSuccess = (sentence: string) => withToasts((toast) => toast.success(sentence))

/** Shows in a toast why something was not done. */
export const showError = (sentence: string) => withToasts((toast) => toast.error(sentence))
