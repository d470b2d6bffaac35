'use client'

import { Popover } from 'radix-ui'
import type { MouseEvent } from 'react'
import { type OverlayProps, returnFocus } from './overlay'

/** A menu or a small form next to its button. A link inside closes it, and so does a button that sends a form elsewhere on the page. */
export function OverlayPopover({ title, button, onClose, children }: OverlayProps) {
  const isButton = (target: EventTarget | null) => target instanceof Node && button.current?.contains(target) === true
  const onClick = ({ target }: MouseEvent) => {
    if (!(target instanceof Element)) return
    if (target.closest('a')) onClose()
    if (target.closest('button[form]')) setTimeout(onClose) // a button that is gone sends nothing
  }
  return (
    <Popover.Root open onOpenChange={onClose}>
      <Popover.Anchor virtualRef={button as { current: HTMLButtonElement }} />
      <Popover.Portal>
        <Popover.Content
          aria-label={title}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onClick={onClick}
          onInteractOutside={(event) => isButton(event.target) && event.preventDefault()}
          onCloseAutoFocus={returnFocus(button)}
          className="z-50 max-h-(--radix-popover-content-available-height) w-64 max-w-[calc(100vw-1rem)] animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1.5 shadow-popover outline-none!"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
