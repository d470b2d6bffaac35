/** The title of an element, shown as a tooltip. */
export interface Tooltip {
  element: HTMLElement
  text: string
}

interface Current extends Tooltip {
  /** What ends it: the mouse leaves the element, or the keyboard moves the focus. */
  trigger: 'mouse' | 'keyboard'
  /** It was hidden, or says nothing that is not in sight. */
  isDismissed: boolean
}

/** How long the mouse rests on an element before its tooltip is shown. */
const REST_MS = 500

/**
 * Calls `show` with the title of the element that the mouse rests on or that the keyboard has focused, and with undefined when it is hidden. Meanwhile the
 * element has a description instead of the title, which the browser would show too. Returns a function that stops.
 */
export function watchTitles(show: (tooltip: Tooltip | undefined) => void): () => void {
  const stop = new AbortController()
  let current: Current | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const changes = new MutationObserver(() => {
    if (current?.element.isConnected === false) leave()
    else if (current?.element.title) take(current)
  })
  const hide = () => {
    clearTimeout(timer)
    show(undefined)
  }
  const dismiss = () => {
    if (current) current.isDismissed = true
    hide()
  }
  const leave = () => {
    changes.disconnect()
    hide()
    if (current?.element.title === '') current.element.title = current.text
    current?.element.removeAttribute('aria-description')
    current = undefined
  }
  const showAfter = (waitMs: number) => {
    hide()
    if (current?.isDismissed === false) timer = setTimeout(() => show(current), waitMs)
  }
  const take = (entered: Current) => {
    entered.text = entered.element.title
    entered.element.removeAttribute('title')
    if (nameOf(entered.element) !== entered.text) entered.element.setAttribute('aria-description', entered.text)
  }
  const enter = (element: HTMLElement, trigger: Current['trigger'], waitMs: number) => {
    leave()
    current = { element, text: '', trigger, isDismissed: isInSight(element) }
    take(current)
    changes.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['title'] })
    showAfter(waitMs)
  }
  const listen = <K extends keyof DocumentEventMap>(name: K, listener: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, listener, { capture: true, signal: stop.signal })
  listen('pointerover', ({ target, pointerType }) => {
    if (pointerType !== 'mouse' || !(target instanceof Element) || isTooltip(target)) return
    const element = titledAround(target)
    const isStillThere = current?.element.contains(target) === true && !current.element.contains(element)
    if (isStillThere) return
    if (element) enter(element, 'mouse', REST_MS)
    else if (current?.trigger === 'mouse') leave()
  })
  listen('focusin', ({ target }) => {
    const element = target instanceof Element && target.matches(':focus-visible') ? titledAround(target) : null
    if (element) enter(element, 'keyboard', 0)
  })
  listen('focusout', () => current?.trigger === 'keyboard' && leave())
  document.documentElement.addEventListener('pointerleave', () => current?.trigger === 'mouse' && leave(), { signal: stop.signal })
  listen('pointerdown', (event) => {
    // For dialogs and menus, a click on the tooltip of one of their buttons would be a click outside.
    if (isTooltip(event.target)) event.stopPropagation()
    else dismiss()
  })
  listen('click', ({ target }) => isTooltip(target) || dismiss())
  listen('keydown', ({ key }) => key === 'Escape' && dismiss())
  listen('scroll', () => showAfter(REST_MS))
  return () => {
    leave()
    stop.abort()
  }
}

const titledAround = (target: Element) => target.closest<HTMLElement>('[title]:not([title=""])')

const isTooltip = (target: EventTarget | null) => target instanceof Element && target.closest('[data-tooltip]') !== null

/** The name of an element, as far as a title could repeat it. */
const nameOf = (element: HTMLElement) => element.ariaLabel ?? element.textContent?.trim()

/** True when the title is the text of its element or of a part of it, and that is not cut off. */
function isInSight(element: HTMLElement): boolean {
  const same = [element, ...element.querySelectorAll('*')].filter(({ textContent }) => textContent?.trim() === element.title)
  return same.length > 0 && same.every(({ scrollWidth, clientWidth }) => clientWidth === 0 || scrollWidth <= clientWidth)
}
