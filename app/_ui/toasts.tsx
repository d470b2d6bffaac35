'use client'

import { type ComponentType, useEffect, useState } from 'react'
import type { Toast, ToasterProps } from './toaster'
import { whenIdle } from './when-idle'

interface WaitingToast {
  sentence: string
  show: (toast: Toast) => void
}

/** Toasts whose code is not there yet. */
const waiting: WaitingToast[] = []
/** Sonner's function, once the page shows its toasts. */
let sonner: Toast | undefined
let load = () => {}

/** For how long a sentence stays in the place of a toast. */
const SENTENCE_MS = 10_000

/**
 * Where toasts appear. Their code is loaded when the browser has nothing to do, or when the first toast is shown. If it cannot be loaded then, the
 * sentence of the toast is shown without it.
 */
export function Toasts() {
  const [Toaster, setToaster] = useState<ComponentType<ToasterProps>>()
  const [sentence, setSentence] = useState<string>()
  useEffect(() => {
    const onFailure = () => {
      const last = waiting.splice(0).at(-1)
      if (last) setSentence(last.sentence)
    }
    load = () => void import('./toaster').then((code) => setToaster(() => code.Toaster)).catch(onFailure)
    whenIdle(load)
  }, [])
  useEffect(() => {
    if (sentence === undefined) return
    const timer = setTimeout(() => setSentence(undefined), SENTENCE_MS)
    return () => clearTimeout(timer)
  }, [sentence])
  if (Toaster) return <Toaster onReady={showWaiting} />
  return (
    <p role="alert" className="fixed right-6 bottom-6 z-50 rounded-lg border border-line bg-raised p-4 shadow-dialog empty:hidden">
      {sentence}
    </p>
  )
}

function showWaiting(toast: Toast): void {
  sonner = toast
  for (const { show } of waiting.splice(0)) show(toast)
}

/** Shows a toast with Sonner's `toast`, at once or as soon as its code is loaded. `sentence` is what it says. */
export function withToasts(sentence: string, show: (toast: Toast) => void): void {
  if (sonner === undefined) {
    waiting.push({ sentence, show })
    load()
  } else show(sonner)
}

/** Shows in a toast what was done. */
export const showSuccess = (sentence: string) => withToasts(sentence, (toast) => toast.success(sentence))

/** Shows in a toast why something was not done. */
export const showError = (sentence: string) => withToasts(sentence, (toast) => toast.error(sentence))
