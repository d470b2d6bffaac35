'use client'

import { withToasts } from './toasts'

/** For how many seconds something can be undone. */
const SECONDS = 10

/** Somebody has the mouse or the focus on the toasts. */
const IN_USE = '[data-sonner-toaster]:is(:hover, :focus-within)'

/** Says what was done, with a button that undoes it. It stays while the mouse or the focus is on it or the page is hidden, so that it can be reached. */
export function showUndoToast(sentence: string, onUndo: () => void): void {
  withToasts(sentence, (toast) => {
    const id = toast.success(sentence, { duration: Number.POSITIVE_INFINITY, action: { label: 'Undo', onClick: onUndo } })
    let left = SECONDS
    const timer = setInterval(() => {
      if (document.hidden || document.querySelector(IN_USE) !== null) return
      left -= 1
      if (left > 0) return
      clearInterval(timer)
      toast.dismiss(id)
    }, 1000)
  })
}
