import type { PeriodTotals } from './day-periods'
import type { DaySeries } from './day-series'
import { type ChartRange, daysHref } from './days'
import { Link } from './link'
import { Table } from './page-parts'

interface DayTableProps {
  periods: PeriodTotals[]
  unit: 'day' | 'week'
  outcomes: DaySeries[]
  sessionsTitle: string
  listHref: string
  range: ChartRange
}

/** The numbers of the charts as a table, the latest bar first. */
export function DayTable({ periods, unit, outcomes, sessionsTitle, listHref, range }: DayTableProps) {
  const rows = periods.map((period, index) => ({
    ...period,
    parts: outcomes.map(({ name, values }) => ({ name, value: values[index] ?? 0 })),
  }))
  return (
    <Table label={`Per ${unit}`} head={<Head unit={unit} sessionsTitle={sessionsTitle} outcomes={outcomes} />}>
      {rows.toReversed().map(({ from, to, sessions, parts, stored, recalls, retrieved }) => (
        <tr key={from}>
          <th scope="row" className="title whitespace-nowrap">
            {from === to ? from : `${from} to ${to}`}
          </th>
          <td data-label={sessionsTitle} className="number">
            <SessionCount count={sessions} href={daysHref(listHref, { from, to }, range)} />
          </td>
          {[...parts, { name: 'Stored', value: stored }, { name: 'Recalls', value: recalls }, { name: 'Retrieved', value: retrieved }].map(
            ({ name, value }) => (
              <td key={name} data-label={name} className="number">
                {value}
              </td>
            ),
          )}
        </tr>
      ))}
    </Table>
  )
}

function SessionCount({ count, href }: { count: number; href: string }) {
  if (count === 0) return 0
  return (
    <Link href={href} className="text-accent underline-offset-4 hover:underline">
      {count}
    </Link>
  )
}

function Head({ unit, sessionsTitle, outcomes }: Pick<DayTableProps, 'unit' | 'sessionsTitle' | 'outcomes'>) {
  return (
    <tr>
      <th scope="col">{unit === 'day' ? 'Day' : 'Week'} (UTC)</th>
      {[sessionsTitle, ...outcomes.map(({ name }) => name), 'Stored', 'Recalls', 'Retrieved'].map((name) => (
        <th key={name} scope="col" className="number">
          {name}
        </th>
      ))}
    </tr>
  )
}
