import type { DailyTotals } from '@/lib/dashboard/read'

/** One number per bar, with its name and the class of its colour. */
export interface DaySeries {
  name: string
  fill: string
  values: number[]
}

type Outcome = keyof DailyTotals['outcomes']

const OUTCOMES: { name: string; fill: string; of: Outcome[] }[] = [
  { name: 'Deactivated', fill: 'fill-accent', of: ['deactivated'] },
  { name: 'Expired', fill: 'fill-line-strong', of: ['expired'] },
  { name: 'Ended by someone', fill: 'fill-warn/75', of: ['revoked'] },
  { name: 'Replaced or deleted', fill: 'fill-accent/45', of: ['replaced', 'agent_deleted'] },
  { name: 'Active', fill: 'fill-good', of: ['active'] },
]

/** The sessions of each bar by what became of them, without outcomes that none has. */
export function outcomeSeries(periods: readonly Pick<DailyTotals, 'outcomes'>[]): DaySeries[] {
  const series = OUTCOMES.map(({ name, fill, of }) => ({
    name,
    fill,
    values: periods.map(({ outcomes }) => of.reduce((sum, outcome) => sum + outcomes[outcome], 0)),
  }))
  return series.filter(({ values }) => values.some((value) => value > 0))
}

/** A part of a bar, in percent of the height of a chart. */
interface Segment {
  fill: string
  from: number
  size: number
}

/** A bar: the numbers of the series above each other. `highest` is the number at the top of the chart. */
export function stackOf(series: readonly DaySeries[], bar: number, highest: number): Segment[] {
  const segments: Segment[] = []
  let sum = 0
  for (const { fill, values } of series) {
    const value = values[bar] ?? 0
    if (value > 0) segments.push({ fill, from: (sum / highest) * 100, size: (value / highest) * 100 })
    sum += value
  }
  return segments
}

/** The sum of all series for each bar. */
export const sumPerBar = (series: readonly DaySeries[], bars: number) =>
  Array.from({ length: bars }, (_, bar) => series.reduce((sum, { values }) => sum + (values[bar] ?? 0), 0))
