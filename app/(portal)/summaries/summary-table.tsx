import Link from 'next/link'
import { Badge } from '@/app/_ui/badge'
import { Table } from '@/app/_ui/page-parts'
import { RowLink } from '@/app/_ui/row-link'
import { Moment } from '@/app/_ui/time'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'
import { END_WORDS } from '../sessions/state-badge'

/** Ended sessions, one per line: `2h 15m · 12 stored · 8 retrieved`. */
export function SummaryTable({ sessions }: { sessions: SessionRow[] }) {
  return (
    <Table label="Summaries" head={<Head />}>
      {sessions.map((session) => (
        <tr key={session.id}>
          <td className="title sm:whitespace-nowrap">
            <RowLink
              id={session.id}
              href={paths.session(session.id)}
              peekHref={undefined}
              className="font-medium text-accent underline-offset-4 hover:underline"
            >
              {session.duration} · {session.stored} stored · {session.retrieved} retrieved
            </RowLink>
          </td>
          <td data-label="Agent" className="grow">
            <Link
              href={paths.agent(session.agentName)}
              title={session.agentName}
              className="block truncate underline-offset-4 hover:underline"
            >
              {session.agentName}
            </Link>
          </td>
          <td data-label="Ended">
            <Moment at={session.endedAt ?? session.expiresAt} />
          </td>
          <td data-label="End reason">
            <Badge>{END_WORDS[session.endReason ?? 'expired']}</Badge>
          </td>
          <td data-label="Ended by">
            <span dir="auto" className="inline-block max-w-28 truncate align-middle">
              {session.endedBy?.name ?? '–'}
            </span>
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Head() {
  return (
    <tr>
      <th scope="col">Summary</th>
      <th scope="col">Agent</th>
      <th scope="col">Ended</th>
      <th scope="col">End reason</th>
      <th scope="col">Ended by</th>
    </tr>
  )
}
