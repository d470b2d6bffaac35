'use client'

import type { MouseEvent, ReactNode } from 'react'

const CONTROLS = 'a, button, input, label, select, summary, textarea'

/** The rows of a table. A click anywhere in a row does what its link does, except on other controls and after selecting text. */
export function ClickableRows({ children }: { children: ReactNode }) {
  // biome-ignore lint/a11y/useKeyWithClickEvents: each row has a link for the keyboard
  return <tbody onClick={followLink}>{children}</tbody>
}

function followLink({ target, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): void {
  if (!(target instanceof Element) || target.closest(CONTROLS) !== null || window.getSelection()?.isCollapsed === false) return
  const link = target.closest('tr')?.querySelector('a[data-row]')
  link?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey, altKey }))
}
