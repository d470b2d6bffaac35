'use client'

import { ChevronDown, ChevronUp, Maximize2, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Dialog } from 'radix-ui'
import { type ReactNode, type RefObject, startTransition, useEffect, useOptimistic, useRef, useSyncExternalStore } from 'react'
import { Button } from './button'
import { ButtonLink } from './button-link'
import { dialogsOpen, isField, useKeys } from './keys'
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

/**
 * A panel next to a list, about one of its rows. The list can be used while it is open, except on a phone, where the panel covers it. It consists of links and
 * is not in a React portal, because it must work without JavaScript.
 */
export function PeekPanel({ id, title, href, links, children }: PeekPanelProps) {
  const router = useRouter()
  const [isOpen, setIsOpen] = useOptimistic(true)
  const panel = useRef<HTMLDivElement>(null)
  const coversList = useIsPhone()
  const go = (to: string | undefined) => to && router.replace(to, { scroll: false })
  const close = () =>
    startTransition(() => {
      setIsOpen(false)
      router.replace(links.close, { scroll: false })
    })
  useKeys({ j: () => go(links.next), k: () => go(links.previous) }, () => dialogsOpen() === 1)
  useFocusOnNewRow(id, panel)
  return (
    <Dialog.Root open={isOpen} onOpenChange={close} modal={coversList}>
      {/* It has no look. On a phone, the list behind does not scroll while it is there. */}
      <Dialog.Overlay />
      <Dialog.Content
        ref={panel}
        tabIndex={-1}
        aria-describedby={undefined}
        onOpenAutoFocus={(event) => {
          event.preventDefault()
          panel.current?.focus()
        }}
        onInteractOutside={(event) => event.preventDefault()}
        onEscapeKeyDown={(event) => {
          // In a field of the list, Escape is for what the field has opened.
          if (isField(event.target) && !panel.current?.contains(event.target)) event.preventDefault()
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault()
          // Not while somebody uses the list, or when the window became narrow or wide and the panel is still there.
          if (document.activeElement === document.body && panel.current === null) rowLinkOf(id)?.focus()
        }}
        className="fixed inset-y-0 right-0 z-30 flex w-full flex-col overflow-y-auto overscroll-contain border-line bg-page shadow-dialog outline-none! animate-slide-in sm:max-w-lg sm:border-l"
      >
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only lets Tab leave the panel, whose component would keep the focus inside */}
        <div onKeyDown={(event) => event.key === 'Tab' && !coversList && event.stopPropagation()}>
          <PanelHeader title={title} href={href} links={links} />
          <p role="status" className="sr-only">
            {title}
          </p>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">{children}</div>
        </div>
      </Dialog.Content>
    </Dialog.Root>
  )
}

/** Moves the focus into the panel when it shows another row, as when it opens; a refresh of the same row leaves it where it is. */
function useFocusOnNewRow(id: string, panel: RefObject<HTMLDivElement | null>): void {
  const shown = useRef(id)
  useEffect(() => {
    if (shown.current === id) return
    shown.current = id
    if (!panel.current?.contains(document.activeElement)) panel.current?.focus()
  }, [id, panel])
}

const PHONE = '(width < 40rem)'

function subscribeToWidth(onChange: () => void): () => void {
  const media = matchMedia(PHONE)
  media.addEventListener('change', onChange)
  return () => media.removeEventListener('change', onChange)
}

/** True where the window is so narrow that a panel takes all of it. */
const useIsPhone = () =>
  useSyncExternalStore(
    subscribeToWidth,
    () => matchMedia(PHONE).matches,
    () => false,
  )

function PanelHeader({ title, href, links }: Pick<PeekPanelProps, 'title' | 'href' | 'links'>) {
  return (
    <div className="sticky top-0 z-10 flex items-center gap-1 border-line border-b bg-surface px-4 py-2">
      <Dialog.Title title={title} className="mr-auto min-w-0 truncate font-semibold">
        {title}
      </Dialog.Title>
      <Step to={links.previous} label="Previous row">
        <ChevronUp aria-hidden="true" />
      </Step>
      <Step to={links.next} label="Next row">
        <ChevronDown aria-hidden="true" />
      </Step>
      {href && (
        <ButtonLink href={href} kind="quiet" size="small" aria-label="Open full page" title="Open full page">
          <Maximize2 aria-hidden="true" />
        </ButtonLink>
      )}
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
