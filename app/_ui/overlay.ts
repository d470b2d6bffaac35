'use client'

import type { ReactNode, RefObject } from 'react'

/** What a dialog or popover of a button needs. */
export interface OverlayProps {
  title: string
  button: RefObject<HTMLButtonElement | null>
  onClose: () => void
  children: ReactNode
}

/** Returns the focus to the button of an overlay that closes; to the page's content when the button is gone, where browsers would move it to the top. */
export function returnFocus(button: RefObject<HTMLButtonElement | null>): (event: Event) => void {
  return (event) => {
    event.preventDefault()
    if (button.current) return button.current.focus()
    const content = document.querySelector('main')
    if (!content) return
    content.tabIndex = -1
    content.focus({ preventScroll: true })
  }
}
