import Link from 'next/link'
import type { DailyTotals } from '@/lib/dashboard/read'
import type { DaySeries } from './day-series'
import { daysHref } from './days'
import { Table } from './page-parts'

interface DayTableProps {
  days: DailyTotals[]
  outcomes: DaySeries[]
  sessionsTitle: string
  listHref: string
}

/** The numbers of the charts as a table, the latest day first. */
export function DayTable({ days, outcomes, sessionsTitle, listHref }: DayTableProps) {
  const rows = days.map((day, index) => ({ ...day, parts: outcomes.map(({ name, values }) => ({ name, value: values[index] ?? 0 })) }))
  return (
    <Table label="Per day" head={<Head sessionsTitle={sessionsTitle} outcomes={outcomes} />}>
      {rows.toReversed().map(({ day, sessions, parts, stored, recalls, retrieved }) => (
        <tr key={day}>
          <th scope="row" className="title whitespace-nowrap">
            {day}
          </th>
          <td data-label={sessionsTitle} className="number">
            <SessionCount count={sessions} href={daysHref(listHref, day, day)} />
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
    <Link href={href} prefetch={false} className="text-accent underline-offset-4 hover:underline">
      {count}
    </Link>
  )
}

function Head({ sessionsTitle, outcomes }: { sessionsTitle: string; outcomes: DaySeries[] }) {
  return (
    <tr>
      <th scope="col">Day (UTC)</th>
      {[sessionsTitle, ...outcomes.map(({ name }) => name), 'Stored', 'Recalls', 'Retrieved'].map((name) => (
        <th key={name} scope="col" className="number">
          {name}
        </th>
      ))}
    </tr>
  )
}
