'use client'

import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { MouseEvent } from 'react'
import { Button } from './button'
import { type OverlayProps, returnFocus } from './overlay'

/**
 * A dialog over the page. Its close button comes last, so that the first field gets the focus. A click next to it closes it, but not the second one of a
 * double click on its button, nor one on a toast.
 */
export function OverlayDialog({ title, button, onClose, children }: OverlayProps) {
  const closeOnClick = ({ detail }: MouseEvent) => detail <= 1 && onClose()
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-backdrop" onClick={closeOnClick} />
        <Dialog.Content
          aria-describedby={undefined}
          onPointerDownOutside={(event) => event.preventDefault()}
          onEscapeKeyDown={(event) => isOnOpenList(event.target) && event.preventDefault()}
          onCloseAutoFocus={returnFocus(button)}
          className="fixed inset-x-3 top-[10dvh] z-50 mx-auto grid max-h-[80dvh] max-w-lg animate-appear grid-cols-[minmax(0,1fr)] gap-4 overflow-y-auto rounded-xl border border-line bg-raised p-5 shadow-dialog outline-none!"
        >
          <Dialog.Title className="pr-8 text-base font-semibold break-words">{title}</Dialog.Title>
          {children}
          <Dialog.Close asChild>
            <Button kind="quiet" size="icon" aria-label="Close" className="absolute top-3.5 right-3.5">
              <X aria-hidden="true" />
            </Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** True for a field whose options are shown: Escape hides them, and not the dialog. */
const isOnOpenList = (target: EventTarget | null) => target instanceof Element && target.matches('[role=combobox][aria-expanded=true]')
