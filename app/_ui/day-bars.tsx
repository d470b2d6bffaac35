'use client'

import type { DailyTotals } from '@/lib/dashboard/read'
import { DayCrosshair } from './day-crosshair'
import { DayFigure } from './day-figure'
import { DayLegend } from './day-legend'
import { isPartial, periodsOf, unitOf } from './day-periods'
import { DayPlot, PartialPattern } from './day-plot'
import { type DaySeries, outcomeSeries, sumPerBar } from './day-series'
import { DayTable } from './day-table'
import { type ChartRange, isWeekend, type Period } from './days'
import { Disclosure } from './disclosure'

export interface DayChartProps {
  days: DailyTotals[]
  /** What the sessions of a bar did in its time: "Sessions started". */
  sessionsTitle: string
  /** The URL of the list that the chart counts, without a time range. */
  listHref: string
  /** The times of the chart, where these are not whole days. */
  range?: ChartRange
}

interface DayBarsProps extends DayChartProps {
  /** The day (UTC) that is not over. */
  today: string
}

/** The bars and the table of `DayChart`. A client component, so that the page contains the numbers once and not as a tree of elements too. */
export function DayBars({ days, today, sessionsTitle, listHref, range = {} }: DayBarsProps) {
  const periods = periodsOf(days)
  const unit = unitOf(days)
  const outcomes = outcomeSeries(periods)
  const partial = periods.filter((period) => isPartial(period, unit, today, range))
  const charts = [
    { title: sessionsTitle, series: outcomes, hasParts: true },
    { title: 'Memories stored', series: [{ name: 'Stored', fill: FILL, values: periods.map(({ stored }) => stored) }], hasParts: false },
    { title: 'Recalls', series: [{ name: 'Recalls', fill: FILL, values: periods.map(({ recalls }) => recalls) }], hasParts: false },
  ]
  return (
    <DayCrosshair>
      <PartialPattern />
      <div className="grid gap-4">
        <div className="grid gap-x-8 gap-y-6 lg:grid-cols-3">
          {charts.map(({ title, series, hasParts }) => (
            <DayFigure key={title} title={title} unit={unit} bars={linkedBars(periods, series, hasParts)} listHref={listHref} range={range}>
              <DayPlot periods={periods} series={series} partial={partial} />
            </DayFigure>
          ))}
        </div>
        <DayLegend series={outcomes} partial={partialInWords(partial, unit, today)} hasWeekend={periods.some(isWeekend)} />
        <Disclosure as="part" kind="quiet" size="small" label="View as table" className="-ml-2">
          <DayTable periods={periods} unit={unit} outcomes={outcomes} sessionsTitle={sessionsTitle} listHref={listHref} range={range} />
        </Disclosure>
      </div>
    </DayCrosshair>
  )
}

function partialInWords(partial: Period[], unit: 'day' | 'week', today: string): string | undefined {
  if (partial.length === 0) return undefined
  return unit === 'day' && partial.every(({ to }) => to === today) ? 'Today so far' : `Part of a ${unit}`
}

const FILL = 'fill-accent'

/** The bars of a chart, with what each consists of. */
export function linkedBars(periods: readonly Period[], series: DaySeries[], hasParts: boolean) {
  const sums = sumPerBar(series, periods.length)
  return periods.map(({ from, to }, index) => {
    const parts = series.filter(({ values }) => values[index]).map(({ name, values }) => `${values[index]} ${name.toLowerCase()}`)
    return { from, to, value: sums[index] ?? 0, ...(hasParts && parts.length > 0 && { parts: parts.join(', ') }) }
  })
}
