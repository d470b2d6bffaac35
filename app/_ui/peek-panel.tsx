'use client'

import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Dialog } from 'radix-ui'
import { type ReactNode, startTransition, useOptimistic, useRef } from 'react'
import { Button } from './button'
import { ButtonLink } from './button-link'
import { dialogsOpen, useKeys } from './keys'
import { rowLinkOf } from './row-link'

interface PeekPanelProps {
  /** The row that the panel is about. */
  id: string
  title: string
  /** Its full page; undefined when it does not exist. */
  href: string | undefined
  /** The list without a panel, and the panels of the previous and the next row. */
  links: { close: string; previous: string | undefined; next: string | undefined }
  children: ReactNode
}

/** A panel over a list, about one of its rows. It consists of links and is not in a React portal, because it must work without JavaScript. */
export function PeekPanel({ id, title, href, links, children }: PeekPanelProps) {
  const router = useRouter()
  const [isOpen, setIsOpen] = useOptimistic(true)
  const panel = useRef<HTMLDivElement>(null)
  const go = (to: string | undefined) => to && router.replace(to, { scroll: false })
  const close = () =>
    startTransition(() => {
      setIsOpen(false)
      router.replace(links.close, { scroll: false })
    })
  useKeys({ j: () => go(links.next), k: () => go(links.previous) }, () => dialogsOpen() === 1)
  return (
    <Dialog.Root open={isOpen} onOpenChange={close}>
      <Dialog.Overlay className="fixed inset-0 z-20 bg-backdrop" />
      <Dialog.Content
        ref={panel}
        aria-describedby={undefined}
        onOpenAutoFocus={(event) => {
          event.preventDefault()
          panel.current?.focus()
        }}
        onInteractOutside={(event) => {
          // Undo in a toast is about what was done in the panel.
          if (isInToast(event.target)) event.preventDefault()
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault()
          rowLinkOf(id)?.focus()
        }}
        className="fixed inset-y-0 right-0 z-30 flex w-full flex-col overflow-y-auto border-line bg-page shadow-dialog outline-none! animate-slide-in sm:max-w-lg sm:border-l"
      >
        <PanelHeader title={title} links={links} />
        <p role="status" className="sr-only">
          {title}
        </p>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
          {children}
          {href && (
            <ButtonLink href={href} kind="primary" className="justify-self-start">
              Open full page
            </ButtonLink>
          )}
        </div>
      </Dialog.Content>
    </Dialog.Root>
  )
}

const isInToast = (target: EventTarget | null) => target instanceof Element && target.closest('[data-sonner-toaster]') !== null

function PanelHeader({ title, links }: Pick<PeekPanelProps, 'title' | 'links'>) {
  return (
    <div className="sticky top-0 flex items-center gap-1 border-line border-b bg-surface px-4 py-2">
      <Dialog.Title className="mr-auto min-w-0 truncate font-semibold">{title}</Dialog.Title>
      <Step to={links.previous} label="Previous row">
        <ChevronUp aria-hidden="true" />
      </Step>
      <Step to={links.next} label="Next row">
        <ChevronDown aria-hidden="true" />
      </Step>
      <ButtonLink href={links.close} replace scroll={false} kind="quiet" size="small" aria-label="Close panel">
        <X aria-hidden="true" />
      </ButtonLink>
    </div>
  )
}

/** An arrow to another row. At the end of the list it is disabled and not removed, so that nothing moves under the pointer. */
function Step({ to, label, children }: { to: string | undefined; label: string; children: ReactNode }) {
  const props = { kind: 'quiet', size: 'small', 'aria-label': label, title: label } as const
  if (to === undefined)
    return (
      <Button disabled {...props}>
        {children}
      </Button>
    )
  return (
    <ButtonLink href={to} replace scroll={false} {...props}>
      {children}
    </ButtonLink>
  )
}
