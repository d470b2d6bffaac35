'use client'

import { clsx } from 'clsx'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { type BarRange, useCrosshair } from './day-crosshair'
import { type ChartRange, daysHref, type Period, periodInWords } from './days'
import { Link } from './link'

export interface LinkedBar extends Period {
  value: number
  /** What the value consists of: "2 expired, 1 active". */
  parts?: string
}

interface DayLinksProps {
  label: string
  bars: LinkedBar[]
  /** The URL of the list that the bars count, without a time range. */
  listHref: string
  range?: ChartRange | undefined
}

/**
 * A link over each bar to the list of its days. Tab reaches one of the links, the arrow keys the others. Dragging over several bars opens the list of all their
 * days, and so does Enter after they were chosen with the arrow keys and Shift.
 */
export function DayLinks({ label, bars, listHref, range }: DayLinksProps) {
  const { highlighted, highlight } = useCrosshair()
  const [focused, setFocused] = useState(bars.length - 1)
  const router = useRouter()
  const openBars: OpenBars = ([first, last]) => {
    const [from, to] = [bars[first]?.from, bars[last]?.to]
    if (first !== last && from && to) router.push(daysHref(listHref, { from, to }, range))
  }
  const startDrag = useDragging(bars.length, openBars, highlight)
  // Where a range that is chosen with Shift began.
  const anchor = useRef<number>(undefined)
  const isExtending = useRef(false)
  const rangeTo = (index: number): BarRange => [Math.min(anchor.current ?? index, index), Math.max(anchor.current ?? index, index)]
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const [first, last] = rangeTo(index)
    if (event.key === 'Enter' && first !== last) {
      event.preventDefault()
      openBars([first, last])
    }
    isExtending.current = event.shiftKey
    moveFocus(event)
    isExtending.current = false
  }
  const tabStop = Math.min(focused, bars.length - 1)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields, these are links
    <div
      role="group"
      aria-label={label}
      onPointerDown={startDrag}
      onPointerLeave={() => highlight(undefined)}
      className="absolute inset-0 flex touch-pan-y select-none"
    >
      {bars.map(({ from, to, value, parts }, index) => (
        <Link
          key={from}
          href={daysHref(listHref, { from, to }, range)}
          draggable={false}
          tabIndex={index === tabStop ? 0 : -1}
          aria-label={`${periodInWords({ from, to })}: ${value}${parts ? ` (${parts})` : ''}`}
          onFocus={() => {
            setFocused(index)
            if (!isExtending.current) anchor.current = index
            highlight(rangeTo(index))
          }}
          onBlur={() => highlight(undefined)}
          onPointerEnter={({ buttons }) => buttons === 0 && highlight([index, index])}
          onKeyDown={(event) => onKeyDown(event, index)}
          className={clsx('relative h-full min-w-0 flex-1', isWithin(index, highlighted) && HIGHLIGHT)}
        />
      ))}
    </div>
  )
}

/** A band over the bar, with a line in its middle. */
const HIGHLIGHT = 'bg-ink/8 before:absolute before:inset-y-0 before:left-1/2 before:border-ink/40 before:border-l before:border-dashed'

const isWithin = (index: number, range: BarRange | undefined) => range !== undefined && index >= range[0] && index <= range[1]

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const { parentElement, previousElementSibling, nextElementSibling } = event.currentTarget
  const targets: Record<string, Element | null | undefined> = {
    ArrowLeft: previousElementSibling,
    ArrowRight: nextElementSibling,
    Home: parentElement?.firstElementChild,
    End: parentElement?.lastElementChild,
  }
  if (!(event.key in targets)) return
  event.preventDefault()
  const target = targets[event.key]
  if (target instanceof HTMLElement) target.focus()
}

/** Opens the list of the days of several bars. */
type OpenBars = (range: BarRange) => void

/** Returns a handler that starts a drag with a mouse or pen. The drag ends where the pointer is released, even outside of the links. */
function useDragging(bars: number, open: OpenBars, highlight: (range: BarRange | undefined) => void) {
  const drag = useRef<AbortController>(null)
  return (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    const box = event.currentTarget.getBoundingClientRect()
    const indexAt = (x: number) => Math.max(0, Math.min(bars - 1, Math.floor(((x - box.left) / box.width) * bars)))
    const start = indexAt(event.clientX)
    const rangeTo = (x: number): BarRange => [Math.min(start, indexAt(x)), Math.max(start, indexAt(x))]
    drag.current?.abort()
    drag.current = new AbortController()
    const { signal } = drag.current
    window.addEventListener('pointermove', ({ clientX }) => highlight(rangeTo(clientX)), { signal })
    window.addEventListener('pointercancel', () => drag.current?.abort(), { signal })
    window.addEventListener(
      'pointerup',
      ({ clientX }) => {
        drag.current?.abort()
        open(rangeTo(clientX))
      },
      { signal },
    )
  }
}
