'use client'

import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { useIsInBrowser } from './browser'
import { Button } from './button'
import { dialogsOpen, useKeys } from './keys'
import { rowLinks } from './row-link'

const KEYS = {
  j: 'Next row',
  k: 'Previous row',
  Enter: 'Open panel',
  Esc: 'Close panel',
  'Ctrl K or ⌘K': 'Search or run a command',
  'Alt T': 'Go to the notifications',
  '?': 'Show keyboard shortcuts',
} as const

/** Moves the focus through the rows of a list with j and k, and shows the keyboard shortcuts with "?". */
export function ListKeys() {
  const [isOpen, setIsOpen] = useState(false)
  useKeys({ j: () => moveFocus(1), k: () => moveFocus(-1) }, () => dialogsOpen() === 0) // an open panel handles these keys itself
  useKeys({ '?': () => setIsOpen(true) })
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
      <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-40 bg-backdrop" />
          <Dialog.Content
            aria-describedby={undefined}
            className="fixed inset-x-3 top-[15dvh] z-50 mx-auto max-w-md rounded-lg border border-line bg-raised p-4 shadow-dialog animate-appear"
          >
            <Dialog.Title className="mb-3 font-semibold">Keyboard shortcuts</Dialog.Title>
            <Keys />
            <Dialog.Close asChild>
              <Button className="mt-4">Close</Button>
            </Dialog.Close>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </>
  )
}

function Keys() {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2">
      {Object.entries(KEYS).map(([key, words]) => (
        <div key={key} className="contents">
          <dt>
            <kbd className="rounded border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs whitespace-nowrap">{key}</kbd>
          </dt>
          <dd className="text-soft">{words}</dd>
        </div>
      ))}
    </dl>
  )
}

function moveFocus(step: 1 | -1): void {
  const rows = rowLinks()
  const current = rows.findIndex((row) => row.matches(':focus'))
  rows[current === -1 ? 0 : current + step]?.focus()
}
