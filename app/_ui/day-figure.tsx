'use client'

import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { type BarRange, sumOver, useCrosshair } from './day-crosshair'
import { DayLinks, type LinkedBar } from './day-links'
import { type ChartRange, daysFrom, periodInWords } from './days'

interface DayFigureProps {
  title: string
  unit: 'day' | 'week'
  bars: LinkedBar[]
  /** The URL of the list that the bars count, without a time range. */
  listHref: string
  /** The times of the chart, where these are not whole days. */
  range?: ChartRange | undefined
  isLow?: boolean
  /** The bars. */
  children: ReactNode
}

/** A chart with the sum of its bars, or of those that are highlighted, and a link over each bar to the list of its days. */
export function DayFigure({ title, unit, bars, listHref, range, isLow = false, children }: DayFigureProps) {
  const { summed } = useCrosshair()
  const values = bars.map(({ value }) => value)
  const total = sumOver(values, undefined)
  return (
    <figure className="min-w-0">
      <figcaption className="mb-3 grid">
        <span className="flex items-baseline gap-2 whitespace-nowrap">
          <span title={title} className="truncate text-soft">
            {title}
          </span>
          <span className="ml-auto text-xs text-soft tabular-nums">{summed && rangeInWords(bars, summed)}</span>
        </span>
        <span className="text-xl font-semibold tabular-nums">{sumOver(values, summed).toLocaleString('en')}</span>
      </figcaption>
      <div className={clsx('pt-1.5 pr-1 pb-6 pl-10', isLow ? 'h-26' : 'h-40')}>
        <div className="relative h-full">
          <div
            role="img"
            aria-label={`${title}: ${total} in ${daysFrom(bars[0]?.from, bars.at(-1)?.to)} days`}
            className="absolute inset-0"
          >
            {children}
          </div>
          <DayLinks label={`${title} by ${unit}`} bars={bars} listHref={listHref} range={range} />
        </div>
      </div>
    </figure>
  )
}

/** `Nov 12 to Nov 18`, or one day. */
const rangeInWords = (bars: LinkedBar[], [first, last]: BarRange) =>
  periodInWords({ from: bars[first]?.from ?? '', to: bars[last]?.to ?? '' })
