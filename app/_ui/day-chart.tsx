import { DayBars, type DayChartProps } from './day-bars'

/** Sessions by what became of them, stored memories and recalls per day or week (UTC), as bars with one crosshair and as a table. */
export const DayChart = (props: DayChartProps) => <DayBars {...props} today={new Date().toISOString().slice(0, 10)} />
