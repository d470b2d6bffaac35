'use client'

import type { ReactNode } from 'react'
import { type DayRange, sumOver, useCrosshair } from './day-crosshair'
import { DayLinks, type LinkedDay } from './day-links'
import { dayInWords } from './days'

interface DayFigureProps {
  title: string
  days: LinkedDay[]
  /** The URL of the list that the bars count, without a time range. */
  listHref: string
  /** The bars. */
  children: ReactNode
}

/** A chart with the sum of its days, or of those that are highlighted, and a link over each bar to the list of its day. */
export function DayFigure({ title, days, listHref, children }: DayFigureProps) {
  const { highlighted } = useCrosshair()
  const values = days.map(({ value }) => value)
  const total = sumOver(values, undefined)
  return (
    <figure className="min-w-0">
      <figcaption className="mb-3 grid">
        <span className="flex items-baseline gap-2 whitespace-nowrap">
          <span className="truncate text-soft">{title}</span>
          <span className="ml-auto text-xs text-soft tabular-nums">{highlighted && rangeInWords(days, highlighted)}</span>
        </span>
        <span className="text-xl font-semibold tabular-nums">{sumOver(values, highlighted).toLocaleString('en')}</span>
      </figcaption>
      <div className="h-40 pt-1.5 pr-1 pb-6 pl-10">
        <div className="relative h-full">
          <div role="img" aria-label={`${title}: ${total} in ${days.length} days`} className="absolute inset-0">
            {children}
          </div>
          <DayLinks label={`${title} by day`} days={days} listHref={listHref} />
        </div>
      </div>
    </figure>
  )
}

/** `Nov 12 to Nov 18`, or one day. */
function rangeInWords(days: LinkedDay[], range: DayRange): string {
  return [...new Set(range.map((index) => dayInWords(days[index]?.day ?? '')))].join(' to ')
}
