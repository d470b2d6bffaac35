import Link from 'next/link'
import { DayBars } from './day-bars'
import { daysHref } from './days'
import { Disclosure } from './disclosure'
import { Table } from './page-parts'

interface Day {
  day: string
  sessions: number
  stored: number
  retrieved: number
}

interface DayChartProps {
  days: Day[]
  /** What the sessions of a day did on that day: "Sessions started". */
  sessionsTitle: string
  /** The URL of the list that the chart counts, without a time range. */
  listHref: string
}

/** Sessions and memories per day, as bars and as a table; without JavaScript only as a table. */
export function DayChart({ days, sessionsTitle, listHref }: DayChartProps) {
  const series = (name: 'sessions' | 'stored' | 'retrieved') => days.map((each) => ({ day: each.day, value: each[name] }))
  return (
    <div className="grid gap-4">
      <div className="grid gap-6 lg:grid-cols-3">
        <DayBars title={sessionsTitle} days={series('sessions')} listHref={listHref} />
        <DayBars title="Memories stored" days={series('stored')} listHref={listHref} />
        <DayBars title="Memories retrieved" days={series('retrieved')} listHref={listHref} />
      </div>
      <Disclosure as="part" kind="quiet" size="small" label="View as table" className="-ml-2">
        <DayTable days={days} sessionsTitle={sessionsTitle} listHref={listHref} />
      </Disclosure>
    </div>
  )
}

function DayTable({ days, sessionsTitle, listHref }: DayChartProps) {
  return (
    <Table label="Per day" head={<Head sessionsTitle={sessionsTitle} />}>
      {days.toReversed().map(({ day, sessions, stored, retrieved }) => (
        <tr key={day} className="[&_td]:text-right">
          <th scope="row" className="whitespace-nowrap">
            {day}
          </th>
          <td>
            {sessions === 0 ? (
              0
            ) : (
              <Link href={daysHref(listHref, day, day)} prefetch={false} className="text-accent underline-offset-4 hover:underline">
                {sessions}
              </Link>
            )}
          </td>
          <td>{stored}</td>
          <td>{retrieved}</td>
        </tr>
      ))}
    </Table>
  )
}

function Head({ sessionsTitle }: { sessionsTitle: string }) {
  return (
    <tr className="[&_th+th]:text-right">
      <th scope="col">Day (UTC)</th>
      <th scope="col">{sessionsTitle}</th>
      <th scope="col">Stored</th>
      <th scope="col">Retrieved</th>
    </tr>
  )
}
