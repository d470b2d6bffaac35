'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { cn } from './cn'
import { dayInWords, daysHref } from './days'

/** Indexes of the first and the last highlighted day. */
export type Span = readonly [from: number, to: number]

interface DayLinksProps {
  label: string
  days: { day: string; value: number }[]
  /** The URL of the list behind the bars, without a time. */
  rows: string
  pointed: Span | undefined
  onPoint: (span: Span | undefined) => void
}

/** A link over each bar to the rows of its day. Tab reaches one of them, the arrow keys the others. Dragging over several days opens the rows of all. */
export function DayLinks({ label, days, rows, pointed, onPoint }: DayLinksProps) {
  const [reached, setReached] = useState(days.length - 1)
  const startDrag = useDragging(days, rows, onPoint)
  const stop = Math.min(reached, days.length - 1)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields, these are links
    <div
      role="group"
      aria-label={label}
      onPointerDown={startDrag}
      onPointerLeave={() => onPoint(undefined)}
      className="absolute inset-0 flex touch-pan-y select-none"
    >
      {days.map(({ day, value }, place) => (
        <Link
          key={day}
          href={daysHref(rows, day, day)}
          prefetch={false}
          draggable={false}
          tabIndex={place === stop ? 0 : -1}
          aria-label={`${dayInWords(day)}: ${value}`}
          onFocus={() => {
            setReached(place)
            onPoint([place, place])
          }}
          onBlur={() => onPoint(undefined)}
          onPointerEnter={({ buttons }) => buttons === 0 && onPoint([place, place])}
          onKeyDown={moveAmong}
          className={cn('h-full min-w-0 flex-1 rounded-sm', isWithin(place, pointed) && 'bg-accent/15')}
        />
      ))}
    </div>
  )
}

const isWithin = (place: number, span: Span | undefined) => span !== undefined && place >= span[0] && place <= span[1]

function moveAmong(event: KeyboardEvent<HTMLElement>): void {
  const { parentElement, previousElementSibling, nextElementSibling } = event.currentTarget
  const ways: Record<string, Element | null | undefined> = {
    ArrowLeft: previousElementSibling,
    ArrowRight: nextElementSibling,
    Home: parentElement?.firstElementChild,
    End: parentElement?.lastElementChild,
  }
  if (!(event.key in ways)) return
  event.preventDefault()
  const to = ways[event.key]
  if (to instanceof HTMLElement) to.focus()
}

/** Starts a drag, which ends wherever the pointer is released. Touch scrolls instead. */
function useDragging(days: DayLinksProps['days'], rows: string, onPoint: DayLinksProps['onPoint']) {
  const router = useRouter()
  const stop = useRef<AbortController>(null)
  return (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    const box = event.currentTarget.getBoundingClientRect()
    const placeAt = (x: number) => Math.max(0, Math.min(days.length - 1, Math.floor(((x - box.left) / box.width) * days.length)))
    const start = placeAt(event.clientX)
    const spanTo = (x: number): Span => [Math.min(start, placeAt(x)), Math.max(start, placeAt(x))]
    stop.current?.abort()
    stop.current = new AbortController()
    const { signal } = stop.current
    window.addEventListener('pointermove', ({ clientX }) => onPoint(spanTo(clientX)), { signal })
    window.addEventListener('pointercancel', () => stop.current?.abort(), { signal })
    window.addEventListener(
      'pointerup',
      ({ clientX }) => {
        stop.current?.abort()
        const [from, to] = spanTo(clientX).map((place) => days[place]?.day)
        if (from && to && from !== to) router.push(daysHref(rows, from, to))
      },
      { signal },
    )
  }
}
