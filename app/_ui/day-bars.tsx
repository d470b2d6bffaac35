'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useIsInBrowser } from './browser'
import { DayLinks, type Span } from './day-links'
import { dayInWords } from './days'

interface DayBarsProps {
  title: string
  days: { day: string; value: number }[]
  /** The URL of the list behind the bars, without a time. */
  rows: string
}

/** Pixels around the bars, and around the links over them. */
const ROOM = { top: 4, right: 4, bottom: 30, left: 30 }

const Bars = dynamic(() => import('./bars').then((made) => made.Bars), { ssr: false })

/** A number per day as bars, which link to the rows of the day. Their space is reserved until they are drawn; a table shows the same as text. */
export function DayBars({ title, days, rows }: DayBarsProps) {
  const isInBrowser = useIsInBrowser()
  const [pointed, setPointed] = useState<Span>()
  const total = sumOf(days)
  const shown = pointed ? sumOf(days.slice(pointed[0], pointed[1] + 1)) : total
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex items-baseline gap-2 whitespace-nowrap">
        <span className="truncate text-soft">{title}</span>
        <span className="text-lg font-semibold">{shown.toLocaleString('en')}</span>
        <span className="ml-auto text-xs text-soft">{pointed && spanInWords(days, pointed)}</span>
      </figcaption>
      <div className="relative h-36 noscript:hidden">
        <div role="img" aria-label={`${title}: ${total} in ${days.length} days`} className="h-full">
          <Bars title={title} days={days} room={ROOM} />
        </div>
        {isInBrowser && (
          <div className="absolute" style={ROOM}>
            <DayLinks label={`${title} by day`} days={days} rows={rows} pointed={pointed} onPoint={setPointed} />
          </div>
        )}
      </div>
    </figure>
  )
}

const sumOf = (days: DayBarsProps['days']) => days.reduce((sum, { value }) => sum + value, 0)

/** `Nov 12 to Nov 18`, or one day. */
function spanInWords(days: DayBarsProps['days'], span: Span): string {
  return [...new Set(span.map((place) => dayInWords(days[place]?.day ?? '')))].join(' to ')
}
