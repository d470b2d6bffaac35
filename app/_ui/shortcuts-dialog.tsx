'use client'

import { Dialog } from 'radix-ui'
import { Button } from './button'

const KEYS = {
  j: 'Next row',
  k: 'Previous row',
  Enter: 'Open panel',
  Esc: 'Close panel',
  'Ctrl K or ⌘K': 'Search or run a command',
  'Alt T': 'Go to the notifications',
  '?': 'Show keyboard shortcuts',
} as const

/** The list of keyboard shortcuts, over the page. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={onClose}>
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
