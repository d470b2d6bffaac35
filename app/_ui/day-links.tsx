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
  range: ChartRange
}

/** A link over each bar to the list of its days. Tab reaches one of the links, the arrow keys the others. Dragging over several bars opens the list of all their days. */
export function DayLinks({ label, bars, listHref, range }: DayLinksProps) {
  const { highlighted, highlight } = useCrosshair()
  const [focused, setFocused] = useState(bars.length - 1)
  const startDrag = useDragging(bars, (period) => daysHref(listHref, period, range), highlight)
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
            highlight([index, index])
          }}
          onBlur={() => highlight(undefined)}
          onPointerEnter={({ buttons }) => buttons === 0 && highlight([index, index])}
          onKeyDown={moveFocus}
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

/** Returns a handler that starts a drag with a mouse or pen. The drag ends where the pointer is released, even outside of the links. */
function useDragging(bars: LinkedBar[], hrefOf: (period: Period) => string, highlight: (range: BarRange | undefined) => void) {
  const router = useRouter()
  const drag = useRef<AbortController>(null)
  return (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    const box = event.currentTarget.getBoundingClientRect()
    const indexAt = (x: number) => Math.max(0, Math.min(bars.length - 1, Math.floor(((x - box.left) / box.width) * bars.length)))
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
        const [first, last] = rangeTo(clientX)
        const [from, to] = [bars[first]?.from, bars[last]?.to]
        if (first !== last && from && to) router.push(hrefOf({ from, to }))
      },
      { signal },
    )
  }
}
