'use client'

/** A title that is shown as a tooltip. */
export interface Tip {
  element: HTMLElement
  text: string
}

/** How long the mouse rests on an element before its tooltip is shown. */
const REST_MS = 500

/**
 * Calls `show` with the title of the element that the mouse rests on or that the keyboard has focused, and with undefined when it shall go. Meanwhile the
 * element has a description instead of the title, which the browser would show too. Returns a function that stops.
 */
export function watchTitles(show: (tip: Tip | undefined) => void): () => void {
  const stop = new AbortController()
  let tip: Tip | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const dismiss = () => {
    clearTimeout(timer)
    show(undefined)
  }
  const showAfter = (waitMs: number) => {
    dismiss()
    if (tip) timer = setTimeout(() => show(tip), waitMs)
  }
  const leave = () => {
    dismiss()
    if (tip && tip.element.title === '') tip.element.title = tip.text
    tip?.element.removeAttribute('aria-description')
    tip = undefined
  }
  const enter = (target: EventTarget | null, waitMs: number) => {
    if (!(target instanceof Element) || tip?.element.contains(target) || target.closest('[data-tooltip]')) return
    leave()
    const element = target.closest<HTMLElement>('[title]:not([title=""])')
    if (element === null) return
    tip = { element, text: element.title }
    element.removeAttribute('title')
    element.setAttribute('aria-description', tip.text)
    showAfter(waitMs)
  }
  const listen = <K extends keyof DocumentEventMap>(name: K, listener: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, listener, { capture: true, passive: true, signal: stop.signal })
  listen('pointerover', ({ target, pointerType }) => pointerType === 'mouse' && enter(target, REST_MS))
  listen('focusin', ({ target }) => target instanceof Element && target.matches(':focus-visible') && enter(target, 0))
  listen('focusout', leave)
  document.documentElement.addEventListener('pointerleave', leave, { signal: stop.signal })
  listen('pointerdown', dismiss)
  listen('keydown', dismiss)
  listen('scroll', () => showAfter(REST_MS))
  return () => {
    leave()
    stop.abort()
  }
}
