'use client'

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { axisTicks, formatTick } from './axis'
import { dayInWords } from './days'

interface BarsProps {
  title: string
  days: { day: string; value: number }[]
  /** Pixels around the bars. */
  margin: { top: number; right: number; bottom: number; left: number }
}

const TICK = { fill: 'var(--soft)', fontSize: 11 }

/** The bars of a chart. The chart library is large, so it is loaded after the page. */
export function Bars({ title, days, margin }: BarsProps) {
  const ticks = axisTicks(Math.max(...days.map(({ value }) => value)))
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={days}
        accessibilityLayer={false}
        margin={{ top: margin.top, right: margin.right, bottom: 0, left: 0 }}
        barCategoryGap={2}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="day"
          height={margin.bottom}
          tickFormatter={dayInWords}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          minTickGap={24}
        />
        <YAxis
          width={margin.left}
          ticks={ticks}
          domain={[0, ticks.at(-1) ?? 0]}
          interval={0}
          tickFormatter={formatTick}
          tick={TICK}
          tickLine={false}
          axisLine={false}
        />
        <Bar dataKey="value" name={title} fill="var(--accent)" radius={[2, 2, 0, 0]} maxBarSize={24} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  )
}
