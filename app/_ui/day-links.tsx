'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { cn } from './cn'
import { dayInWords, daysHref } from './days'

/** The indexes of the first and the last day of a range. */
export type DayRange = readonly [from: number, to: number]

interface DayLinksProps {
  label: string
  days: { day: string; value: number }[]
  /** The URL of the list that the bars count, without a time range. */
  listHref: string
  highlighted: DayRange | undefined
  onHighlight: (range: DayRange | undefined) => void
}

/** A link over each bar to the list of its day. Tab reaches one of the links, the arrow keys the others. Dragging over several days opens the list of those days. */
export function DayLinks({ label, days, listHref, highlighted, onHighlight }: DayLinksProps) {
  const [focused, setFocused] = useState(days.length - 1)
  const startDrag = useDragging(days, listHref, onHighlight)
  const tabStop = Math.min(focused, days.length - 1)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields, these are links
    <div
      role="group"
      aria-label={label}
      onPointerDown={startDrag}
      onPointerLeave={() => onHighlight(undefined)}
      className="absolute inset-0 flex touch-pan-y select-none"
    >
      {days.map(({ day, value }, index) => (
        <Link
          key={day}
          href={daysHref(listHref, day, day)}
          prefetch={false}
          draggable={false}
          tabIndex={index === tabStop ? 0 : -1}
          aria-label={`${dayInWords(day)}: ${value}`}
          onFocus={() => {
            setFocused(index)
            onHighlight([index, index])
          }}
          onBlur={() => onHighlight(undefined)}
          onPointerEnter={({ buttons }) => buttons === 0 && onHighlight([index, index])}
          onKeyDown={moveFocus}
          className={cn('h-full min-w-0 flex-1 rounded-sm', isWithin(index, highlighted) && 'bg-accent/15')}
        />
      ))}
    </div>
  )
}

const isWithin = (index: number, range: DayRange | undefined) => range !== undefined && index >= range[0] && index <= range[1]

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
function useDragging(days: DayLinksProps['days'], listHref: string, onHighlight: DayLinksProps['onHighlight']) {
  const router = useRouter()
  const drag = useRef<AbortController>(null)
  return (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    const box = event.currentTarget.getBoundingClientRect()
    const indexAt = (x: number) => Math.max(0, Math.min(days.length - 1, Math.floor(((x - box.left) / box.width) * days.length)))
    const start = indexAt(event.clientX)
    const rangeTo = (x: number): DayRange => [Math.min(start, indexAt(x)), Math.max(start, indexAt(x))]
    drag.current?.abort()
    drag.current = new AbortController()
    const { signal } = drag.current
    window.addEventListener('pointermove', ({ clientX }) => onHighlight(rangeTo(clientX)), { signal })
    window.addEventListener('pointercancel', () => drag.current?.abort(), { signal })
    window.addEventListener(
      'pointerup',
      ({ clientX }) => {
        drag.current?.abort()
        const [from, to] = rangeTo(clientX).map((index) => days[index]?.day)
        if (from && to && from !== to) router.push(daysHref(listHref, from, to))
      },
      { signal },
    )
  }
}
