import type { DailyTotals } from '@/lib/dashboard/read'
import { DayCrosshair } from './day-crosshair'
import { DayFigure } from './day-figure'
import { DayLegend } from './day-legend'
import { DayPlot, UnfinishedPattern } from './day-plot'
import { type DaySeries, outcomeSeries, sumPerDay } from './day-series'
import { DayTable } from './day-table'
import { isWeekend } from './days'
import { Disclosure } from './disclosure'

interface DayChartProps {
  days: DailyTotals[]
  /** What the sessions of a day did on that day: "Sessions started". */
  sessionsTitle: string
  /** The URL of the list that the chart counts, without a time range. */
  listHref: string
}

/** Sessions by what became of them, stored memories and recalls per day (UTC), as bars with one crosshair and as a table. */
export function DayChart({ days, sessionsTitle, listHref }: DayChartProps) {
  const outcomes = outcomeSeries(days)
  const names = days.map(({ day }) => day)
  const isLastUnfinished = names.at(-1) === new Date().toISOString().slice(0, 10)
  const charts = [
    { title: sessionsTitle, series: outcomes, hasParts: true },
    { title: 'Memories stored', series: [{ name: 'Stored', fill: FILL, values: days.map(({ stored }) => stored) }], hasParts: false },
    { title: 'Recalls', series: [{ name: 'Recalls', fill: FILL, values: days.map(({ recalls }) => recalls) }], hasParts: false },
  ]
  return (
    <DayCrosshair>
      <UnfinishedPattern />
      <div className="grid gap-4">
        <div className="grid gap-x-8 gap-y-6 lg:grid-cols-3">
          {charts.map(({ title, series, hasParts }) => (
            <DayFigure key={title} title={title} days={linkedDays(names, series, hasParts)} listHref={listHref}>
              <DayPlot days={names} series={series} isLastUnfinished={isLastUnfinished} />
            </DayFigure>
          ))}
        </div>
        <DayLegend series={outcomes} hasUnfinished={isLastUnfinished} hasWeekend={names.some(isWeekend)} />
        <Disclosure as="part" kind="quiet" size="small" label="View as table" className="-ml-2">
          <DayTable days={days} outcomes={outcomes} sessionsTitle={sessionsTitle} listHref={listHref} />
        </Disclosure>
      </div>
    </DayCrosshair>
  )
}

const FILL = 'fill-accent'

function linkedDays(days: string[], series: DaySeries[], hasParts: boolean) {
  const sums = sumPerDay(series, days.length)
  return days.map((day, index) => {
    const parts = series.filter(({ values }) => values[index]).map(({ name, values }) => `${values[index]} ${name.toLowerCase()}`)
    return { day, value: sums[index] ?? 0, ...(hasParts && parts.length > 0 && { parts: parts.join(', ') }) }
  })
}
