import type { ReactNode } from 'react'
import { Link } from '@/app/_ui/link'
import { Table } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import type { Search } from '@/app/_url/search'
import type { ComparedSide } from '@/lib/sessions/compare-summaries'
import { differenceInWords } from '@/lib/sessions/difference'
import { type Measure, measuresOf } from '@/lib/sessions/measures'
import { formatDuration } from '@/lib/time'
import { sideHref } from '../views'

const NAMES: Record<string, string> = {
  sessions: 'Sessions',
  memories_stored: 'Memories stored',
  memories_retrieved: 'Memories retrieved',
  recalls: 'Recalls made',
  median_seconds: 'Duration, median',
  p95_seconds: 'Duration, 95th percentile',
  median_stored: 'Stored per session, median',
  p95_stored: 'Stored per session, 95th percentile',
  median_retrieved: 'Retrieved per session, median',
  p95_retrieved: 'Retrieved per session, 95th percentile',
  median_recalls: 'Recalls per session, median',
  p95_recalls: 'Recalls per session, 95th percentile',
  ended_deactivated: 'Deactivated',
  ended_replaced: 'Replaced',
  ended_expired: 'Expired',
  ended_revoked: 'Ended by someone',
  ended_agent_deleted: 'Agent deleted',
}

interface ComparisonTableProps {
  sides: readonly [ComparedSide, ComparedSide]
  /** The filters that both sides have. */
  common: Search
}

/** The numbers of two agents or periods next to each other, with their difference in percent. */
export function ComparisonTable({ sides, common }: ComparisonTableProps) {
  const [first, second] = [labelOf(sides[0], 'First'), labelOf(sides[1], 'Second')]
  return (
    <Table label="Comparison" head={<Head sides={sides} />}>
      {measuresOf(sides).map((measure) => (
        <tr key={measure.id} className="md:[&_td]:text-right [&_td]:whitespace-nowrap">
          <th scope="row" className="title">
            {NAMES[measure.id]}
          </th>
          <td data-label={first}>
            <Value measure={measure} value={measure.first} side={sides[0]} common={common} />
          </td>
          <td data-label={second}>
            <Value measure={measure} value={measure.second} side={sides[1]} common={common} />
          </td>
          <td data-label="Difference">{differenceInWords(measure.percent)}</td>
        </tr>
      ))}
    </Table>
  )
}

const labelOf = ({ agentName }: ComparedSide, position: string) => (agentName ? `${position}: ${agentName}` : position)

interface ValueProps {
  measure: Measure
  value: number | null
  side: ComparedSide
  common: Search
}

function Value({ measure: { id, unit }, value, side, common }: ValueProps) {
  if (value === null) return '–'
  if (unit === 'seconds') return formatDuration(value)
  const words = value.toLocaleString('en', { maximumFractionDigits: 1 })
  if (value === 0 || (id !== 'sessions' && !id.startsWith('ended_'))) return words
  const reason = id.startsWith('ended_') ? id.slice('ended_'.length) : undefined
  return (
    <Link href={sideHref(side, common, reason)} className="text-accent underline-offset-4 hover:underline">
      {words}
    </Link>
  )
}

function Head({ sides: [first, second] }: Pick<ComparisonTableProps, 'sides'>) {
  return (
    <tr className="align-bottom [&_th+th]:text-right">
      <th scope="col">
        <span className="sr-only">Number</span>
      </th>
      <SideHead side={first} />
      <SideHead side={second} />
      <th scope="col">Difference</th>
    </tr>
  )
}

function SideHead({ side }: { side: ComparedSide }): ReactNode {
  return (
    <th scope="col" className="text-right">
      <span className="block break-all text-ink">{side.agentName ?? 'All agents'}</span>
      <span className="block text-xs">
        <Moment at={side.since.toISOString()} /> to {isNow(side.until) ? 'now' : <Moment at={side.until.toISOString()} />}
      </span>
    </th>
  )
}

/** A period that goes on has the time of the request as its end. Shown as a time, it would look like one of the first day. */
const isNow = (until: Date) => Math.abs(Date.now() - until.getTime()) < 60_000
