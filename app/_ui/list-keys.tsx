'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { useIsInBrowser } from './browser'
import { Button } from './button'
import { dialogsOpen, useKeys } from './keys'
import { rowLinks } from './row-link'
import { whenIdle } from './when-idle'

const ShortcutsDialog = dynamic(() => import('./shortcuts-dialog').then((code) => code.ShortcutsDialog))

/** Loads what keys and rows open, so that it opens at once, and on a bad connection too. */
function preload(): void {
  for (const code of [import('./shortcuts-dialog'), import('./peek-panel')]) code.catch(() => {}) // loaded again when it is needed
}

/** Moves the focus through the rows of a list with j and k, and shows the keyboard shortcuts with "?". */
export function ListKeys() {
  const [isOpen, setIsOpen] = useState(false)
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) }, () => dialogsOpen() === 0) // an open panel handles these keys itself
  useKeys({ '?': () => setIsOpen(true) })
  useEffect(() => whenIdle(preload), [])
  if (!useIsInBrowser()) return null
  return (
    <>
      <Button
        size="small"
        kind="quiet"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts"
        onClick={() => setIsOpen(true)}
        className="hidden md:inline-flex"
      >
        ?
      </Button>
      {isOpen && <ShortcutsDialog onClose={() => setIsOpen(false)} />}
    </>
  )
}

function moveFocus(step: 1 | -1): void {
  const rows = rowLinks()
  const current = rows.findIndex((row) => row.matches(':focus'))
  rows[current === -1 ? 0 : current + step]?.focus()
}
