'use client'

import { type CSSProperties, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type Tooltip, watchTitles } from './watch-titles'

/** Shows the `title` of the element under the mouse, or that the keyboard has focused, in our own tooltip. Without scripts the browser shows it. */
export function Tooltips() {
  const [tooltip, setTooltip] = useState<Tooltip>()
  useEffect(() => watchTitles(setTooltip), [])
  return tooltip && <TooltipBox key={tooltip.text} {...tooltip} />
}

const EDGE_PX = 8

/**
 * A tooltip above its element, where it covers no row that comes next, or below it where there is no room. It touches the element, so that the mouse can
 * move onto it. Screen readers read the description of the element.
 */
function TooltipBox({ element, text }: Tooltip) {
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<CSSProperties>({ visibility: 'hidden' })
  useLayoutEffect(() => {
    if (box.current) setPlace(placeNextTo(element.getBoundingClientRect(), box.current.getBoundingClientRect()))
  }, [element])
  return (
    <div ref={box} aria-hidden="true" data-tooltip="" style={place} className="pointer-events-auto fixed z-60 max-w-xs py-1.5">
      <p dir="auto" className="rounded-md bg-ink px-2 py-1 text-xs break-words whitespace-pre-line text-page shadow-popover">
        {text}
      </p>
    </div>
  )
}

function placeNextTo(element: DOMRect, { width, height }: DOMRect): CSSProperties {
  const centred = element.left + element.width / 2 - width / 2
  const left = Math.max(EDGE_PX, Math.min(centred, document.documentElement.clientWidth - width - EDGE_PX))
  return { left, top: element.top >= height ? element.top - height : element.bottom }
}
