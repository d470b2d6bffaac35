'use client'

import { linkedBars } from '@/app/_ui/day-bars'
import { type BarRange, DayCrosshair } from '@/app/_ui/day-crosshair'
import { DayFigure } from '@/app/_ui/day-figure'
import { DayLegend } from '@/app/_ui/day-legend'
import { DayPlot, PartialPattern } from '@/app/_ui/day-plot'
import { outcomeSeries } from '@/app/_ui/day-series'
import { isWeekend } from '@/app/_ui/days'
import type { DayOutcomes } from './chart-days'

interface SessionBarsProps {
  days: DayOutcomes[]
  /** The day (UTC) that is not over. */
  today: string
  chosen: BarRange | undefined
  /** Whether the chosen bars count no session outside of the time range of the list. */
  isExact: boolean
  listHref: string
}

/** The bars of `SessionChart`, not on a phone. A client component, so that the page contains the numbers once and not as a tree of elements too. */
export function SessionBars({ days, today, chosen, isExact, listHref }: SessionBarsProps) {
  const periods = days.map(({ day, outcomes }) => ({ from: day, to: day, outcomes }))
  const series = outcomeSeries(periods)
  const partial = periods.filter(({ to }) => to === today)
  return (
    <DayCrosshair chosen={chosen} isChosenSummed={isExact}>
      <div className="mb-4 grid gap-2 rounded-lg border border-line bg-surface p-3 max-sm:hidden">
        <PartialPattern />
        <DayFigure title="Sessions started" unit="day" bars={linkedBars(periods, series, true)} listHref={listHref} isLow>
          <DayPlot periods={periods} series={series} partial={partial} />
        </DayFigure>
        <DayLegend series={series} partial={partial.length > 0 ? 'Today so far' : undefined} hasWeekend={periods.some(isWeekend)} />
      </div>
    </DayCrosshair>
  )
}
