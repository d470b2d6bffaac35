'use client'

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { useIsInBrowser } from './browser'

interface DayBarsProps {
  title: string
  days: { day: string; value: number }[]
}

const TICK = { fill: 'var(--soft)', fontSize: 11 }

/** A number per day, as bars; the table beside it says the same in text. */
export function DayBars({ title, days }: DayBarsProps) {
  const isInBrowser = useIsInBrowser()
  const total = days.reduce((sum, { value }) => sum + value, 0)
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex items-baseline gap-2">
        <span className="text-soft">{title}</span>
        <span className="text-lg font-semibold">{total.toLocaleString('en')}</span>
      </figcaption>
      <div role="img" aria-label={`${title}: ${total} in ${days.length} days`} className="h-36">
        {isInBrowser && <Bars title={title} days={days} />}
      </div>
    </figure>
  )
}

function Bars({ title, days }: DayBarsProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={days} accessibilityLayer={false} margin={{ top: 4, right: 4, bottom: 0, left: 0 }} barCategoryGap={2}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="day" tickFormatter={dayInWords} tick={TICK} tickLine={false} axisLine={{ stroke: 'var(--line)' }} minTickGap={24} />
        <YAxis allowDecimals={false} width={30} tick={TICK} tickLine={false} axisLine={false} />
        <Tooltip
          cursor={{ fill: 'var(--sunken)' }}
          isAnimationActive={false}
          labelFormatter={(day) => `${dayInWords(String(day))} (UTC)`}
          contentStyle={{ background: 'var(--surface)', border: '1px solid var(--line)', borderRadius: 6, fontSize: 12 }}
          labelStyle={{ color: 'var(--soft)' }}
          itemStyle={{ color: 'var(--ink)' }}
        />
        <Bar dataKey="value" name={title} fill="var(--accent)" radius={[2, 2, 0, 0]} maxBarSize={24} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  )
}

/** `2025-03-31` as `Mar 31`; a day of UTC is no moment, and moves into no zone. */
const dayInWords = (day: string) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en', { month: 'short', day: 'numeric', timeZone: 'UTC' })
