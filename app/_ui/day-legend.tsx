'use client'

import { sumOver, useCrosshair } from './day-crosshair'
import type { DaySeries } from './day-series'
import { DaySwatch } from './day-swatch'

interface DayLegendProps {
  series: DaySeries[]
  /** What the bars with a pattern are, if there are any: "Today so far". */
  partial: string | undefined
  hasWeekend: boolean
}

/** What the colours and patterns of charts mean, with the numbers of the highlighted bars. */
export function DayLegend({ series, partial, hasWeekend }: DayLegendProps) {
  const { summed } = useCrosshair()
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-soft">
      {series.map(({ name, fill, values }) => (
        <li key={name} className="flex items-center gap-1.5">
          <DaySwatch fill={fill} />
          {name}
          <span className="min-w-[1ch] font-medium text-ink tabular-nums">{sumOver(values, summed).toLocaleString('en')}</span>
        </li>
      ))}
      {partial && (
        <li className="flex items-center gap-1.5">
          <DaySwatch fill="fill-accent" isPartial />
          {partial}
        </li>
      )}
      {hasWeekend && (
        <li className="flex items-center gap-1.5">
          <DaySwatch fill="fill-sunken stroke-line" />
          Weekend
        </li>
      )}
    </ul>
  )
}
