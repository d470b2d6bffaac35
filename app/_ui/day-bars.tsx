'use client'

import { useState } from 'react'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { useIsInBrowser } from './browser'
import { DayLinks, type Span } from './day-links'
import { dayInWords } from './days'

interface DayBarsProps {
  title: string
  days: { day: string; value: number }[]
  /** The list behind the bars, without a time. */
  rows: string
}

/** Pixels around the bars: the links over them take the same room. */
const ROOM = { top: 4, right: 4, bottom: 30, left: 30 }
const TICK = { fill: 'var(--soft)', fontSize: 11 }

/** A number per day, as bars that lead to the rows behind them; the table beside it says the same in text. */
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
        <span className="ml-auto text-xs text-soft">{pointed && inWords(days, pointed)}</span>
      </figcaption>
      <div className="relative h-36">
        <div role="img" aria-label={`${title}: ${total} in ${days.length} days`} className="h-full">
          {isInBrowser && <Bars title={title} days={days} />}
        </div>
        {isInBrowser && (
          <div className="absolute" style={ROOM}>
            <DayLinks label={`${title}, day by day`} days={days} rows={rows} pointed={pointed} onPoint={setPointed} />
          </div>
        )}
      </div>
    </figure>
  )
}

const sumOf = (days: DayBarsProps['days']) => days.reduce((sum, { value }) => sum + value, 0)

/** `Nov 12 to Nov 18`, or one day. */
function inWords(days: DayBarsProps['days'], span: Span): string {
  return [...new Set(span.map((place) => dayInWords(days[place]?.day ?? '')))].join(' to ')
}

function Bars({ title, days }: Omit<DayBarsProps, 'rows'>) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={days} accessibilityLayer={false} margin={{ top: ROOM.top, right: ROOM.right, bottom: 0, left: 0 }} barCategoryGap={2}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="day"
          height={ROOM.bottom}
          tickFormatter={dayInWords}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          minTickGap={24}
        />
        <YAxis allowDecimals={false} width={ROOM.left} tick={TICK} tickLine={false} axisLine={false} />
        <Bar dataKey="value" name={title} fill="var(--accent)" radius={[2, 2, 0, 0]} maxBarSize={24} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  )
}
