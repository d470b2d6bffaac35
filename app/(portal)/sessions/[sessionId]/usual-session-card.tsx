import { Card, Table } from '@/app/_ui/page-parts'
import type { UsualSession } from '@/lib/sessions/compare-with-usual'
import { differenceInWords, differencePercent } from '@/lib/sessions/difference'
import type { SessionRow } from '@/lib/sessions/session-row'
import { formatDuration } from '@/lib/time'

interface UsualSessionCardProps {
  session: SessionRow
  usual: UsualSession
}

/** A session next to the medians of its agent's latest ended sessions. */
export function UsualSessionCard({ session, usual }: UsualSessionCardProps) {
  if (usual.sessions === 0) return null
  const isActive = session.state === 'active'
  return (
    <Card title="Compared with the agent’s usual session">
      <Table label="Usual session" head={<Head isActive={isActive} />}>
        <Row name="Duration" value={session.durationSeconds} usual={usual.seconds} write={formatDuration} />
        <Row name="Memories stored" value={session.stored} usual={usual.stored} />
        <Row name="Memories retrieved" value={session.retrieved} usual={usual.retrieved} />
        <Row name="Recalls made" value={session.recalls} usual={usual.recalls} />
      </Table>
      <p className="mt-2 text-xs text-soft">
        Usual is the median of {usual.sessions === 1 ? 'the other ended session' : `the latest ${usual.sessions} other ended sessions`} of
        this agent.{isActive && ' This session is still active.'}
      </p>
    </Card>
  )
}

function Head({ isActive }: { isActive: boolean }) {
  return (
    <tr className="[&_th+th]:text-right">
      <th scope="col">Number</th>
      <th scope="col">{isActive ? 'So far' : 'This session'}</th>
      <th scope="col">Usual</th>
      <th scope="col">Difference</th>
    </tr>
  )
}

interface RowProps {
  name: string
  value: number
  usual: number | null
  write?: (value: number) => string
}

function Row({ name, value, usual, write = inWords }: RowProps) {
  return (
    <tr className="md:[&_td]:text-right [&_td]:whitespace-nowrap">
      <th scope="row" className="title">
        {name}
      </th>
      <td data-label="This session">{write(value)}</td>
      <td data-label="Usual">{usual === null ? '–' : write(usual)}</td>
      <td data-label="Difference">{differenceInWords(differencePercent(value, usual))}</td>
    </tr>
  )
}

const inWords = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 1 })
