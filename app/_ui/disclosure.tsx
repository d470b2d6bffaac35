'use client'

import { clsx } from 'clsx'
import { ChevronDown, LoaderCircle } from 'lucide-react'
import {
  type MouseEvent,
  type ReactNode,
  type Ref,
  type ToggleEventHandler,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { FormState } from '@/app/_actions/form-action'
import { useIsInBrowser } from './browser'
import { type ButtonLook, buttonStyle } from './button'
import { CloseOverlay } from './disclosure-context'
import { preload, useOverlay } from './overlays'

interface DisclosureProps extends ButtonLook {
  /** What the button says. */
  label: ReactNode
  /** The name of the button for screen readers, where the label alone does not say what it is about. */
  name?: string | undefined
  /** Where the content opens with JavaScript: over the page, next to the button, or below it in the page. */
  as?: 'dialog' | 'popover' | 'part'
  /** The title of the dialog or popover; the label unless it differs. */
  title?: string
  /** The state of the form inside: a refusal opens it, success closes it. */
  state?: FormState<unknown>
  isOpen?: boolean
  className?: string
  children: ReactNode
}

/**
 * A button that shows something more: a form, a menu, details. Without JavaScript it is a `<details>` element whose summary looks like the
 * button. The code of dialogs and popovers is loaded after the page.
 */
export function Disclosure({ as = 'dialog', isOpen = false, ...rest }: DisclosureProps) {
  const props = { isOpen, ...rest }
  const isInBrowser = useIsInBrowser()
  const details = useRef<HTMLDetailsElement>(null)
  const [wasOpen, setWasOpen] = useState(false)
  // Somebody opened it before the scripts ran, and may have typed something: it stays as it is until it is closed.
  useLayoutEffect(() => setWasOpen(details.current?.open === true && !isOpen), [isOpen])
  if (as === 'part') return <Part isPart {...props} />
  if (isInBrowser && !wasOpen) return <Opener as={as} {...props} />
  return <Part ref={details} onToggle={({ currentTarget }) => currentTarget.open || setWasOpen(false)} {...props} />
}

interface PartProps extends Omit<DisclosureProps, 'as'> {
  /** It stays a part of the page with JavaScript too. */
  isPart?: boolean
  ref?: Ref<HTMLDetailsElement>
  onToggle?: ToggleEventHandler<HTMLDetailsElement>
}

function Part({ isPart = false, label, name, kind, size, state, isOpen, className, children, ...rest }: PartProps) {
  return (
    <details open={isOpen || state?.problem !== undefined || undefined} className="min-w-0" {...rest}>
      <PartSummary name={name} kind={kind} size={size} hasArrow={isPart} className={className}>
        {label}
      </PartSummary>
      <div className={isPart ? 'pt-3' : 'mt-2 rounded-lg border border-line bg-raised p-4'}>{children}</div>
    </details>
  )
}

interface PartSummaryProps extends ButtonLook {
  name?: string | undefined
  hasArrow?: boolean
  className?: string | undefined
  children: ReactNode
}

/** The summary of a `<details>` element as a button with an arrow. */
export function PartSummary({ name, kind, size, hasArrow = true, className, children }: PartSummaryProps) {
  const look = clsx(buttonStyle({ kind, size }), 'button-summary', className)
  return (
    <summary aria-label={name} className={look}>
      {children}
      {hasArrow && <ChevronDown aria-hidden="true" className="transition-transform [details[open]>summary>&]:rotate-180" />}
    </summary>
  )
}

function Opener({ as, label, name, title, kind, size, state, isOpen: isOpenAtFirst = false, className, children }: OpenerProps) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst || state?.problem !== undefined)
  const button = useRef<HTMLButtonElement>(null)
  const close = useCallback(() => setIsOpen(false), [])
  const Overlay = useOverlay(as, isOpen, close)
  const isWaiting = isOpen && Overlay === undefined
  const wasMadeBefore = useTimeOfOpening(isOpen && !isWaiting)
  useEffect(() => {
    if (state?.done !== undefined) setIsOpen(false)
  }, [state])
  const onClick = (click: MouseEvent) => {
    const belongsToFirst = isWaiting || click.detail > 1 || wasMadeBefore(click)
    if (!belongsToFirst) setIsOpen(as === 'dialog' || !isOpen)
  }
  const load = () => preload(as)
  const look = clsx(buttonStyle({ kind, size }), 'aria-busy:relative aria-busy:cursor-progress', className)
  const attributes = { 'aria-expanded': isOpen, 'aria-busy': isWaiting || undefined }
  const events = { onPointerEnter: load, onFocus: load, onClick }
  return (
    <>
      <button ref={button} type="button" aria-label={name} aria-haspopup="dialog" className={look} {...attributes} {...events}>
        {label}
        {isWaiting && <LoaderCircle aria-hidden="true" className="absolute inset-0 m-auto animate-spin" />}
      </button>
      {isOpen && Overlay && (
        <Overlay title={title ?? name ?? (typeof label === 'string' ? label : '')} button={button} onClose={close}>
          <CloseOverlay value={close}>{children}</CloseOverlay>
        </Overlay>
      )}
    </>
  )
}

/** Returns a function that is true for an event from before something appeared: on a busy machine people click again. */
function useTimeOfOpening(isThere: boolean): (event: MouseEvent) => boolean {
  const openedAt = useRef(0)
  useEffect(() => {
    if (isThere) openedAt.current = performance.now()
  }, [isThere])
  return ({ timeStamp }) => timeStamp < openedAt.current
}

interface OpenerProps extends DisclosureProps {
  as: 'dialog' | 'popover'
}
