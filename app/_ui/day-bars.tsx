'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useIsInBrowser } from './browser'
import { DayLinks, type DayRange } from './day-links'
import { dayInWords } from './days'

interface DayBarsProps {
  title: string
  days: { day: string; value: number }[]
  /** The URL of the list that the bars count, without a time range. */
  listHref: string
}

/** Pixels around the bars, and around the links over them. */
const MARGIN = { top: 8, right: 4, bottom: 30, left: 38 }

const Bars = dynamic(() => import('./bars').then((module) => module.Bars), { ssr: false })

/** A number per day as bars, each with a link to the list of that day. Space is reserved until they are drawn; a table shows the same as text. */
export function DayBars({ title, days, listHref }: DayBarsProps) {
  const isInBrowser = useIsInBrowser()
  const [highlighted, setHighlighted] = useState<DayRange>()
  const total = sumOf(days)
  const shownSum = highlighted ? sumOf(days.slice(highlighted[0], highlighted[1] + 1)) : total
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex items-baseline gap-2 whitespace-nowrap">
        <span className="truncate text-soft">{title}</span>
        <span className="text-lg font-semibold">{shownSum.toLocaleString('en')}</span>
        <span className="ml-auto text-xs text-soft">{highlighted && rangeInWords(days, highlighted)}</span>
      </figcaption>
      <div className="relative h-36 noscript:hidden">
        <div role="img" aria-label={`${title}: ${total} in ${days.length} days`} className="h-full">
          <Bars title={title} days={days} margin={MARGIN} />
        </div>
        {isInBrowser && (
          <div className="absolute" style={MARGIN}>
            <DayLinks label={`${title} by day`} days={days} listHref={listHref} highlighted={highlighted} onHighlight={setHighlighted} />
          </div>
        )}
      </div>
    </figure>
  )
}

const sumOf = (days: DayBarsProps['days']) => days.reduce((sum, { value }) => sum + value, 0)

/** `Nov 12 to Nov 18`, or one day. */
function rangeInWords(days: DayBarsProps['days'], range: DayRange): string {
  return [...new Set(range.map((index) => dayInWords(days[index]?.day ?? '')))].join(' to ')
}
