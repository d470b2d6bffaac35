import Link from 'next/link'
import { Badge } from '@/app/_ui/badge'
import { cn } from '@/app/_ui/cn'
import { HIDDEN_ON_PHONE, Table } from '@/app/_ui/page-parts'
import { Moment } from '@/app/_ui/time'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'
import { END_WORDS } from '../sessions/state-badge'

/** Ended sessions, one per line: `2h 15m · 12 stored · 8 retrieved`. */
export function SummaryTable({ sessions }: { sessions: SessionRow[] }) {
  return (
    <Table label="Summaries" head={<Head />}>
      {sessions.map((session) => (
        <tr key={session.id} className="hover:bg-sunken">
          <td className="sm:whitespace-nowrap">
            <Link href={paths.session(session.id)} className="text-accent underline-offset-4 hover:underline">
              {session.duration} · {session.stored} stored · {session.retrieved} retrieved
            </Link>
          </td>
          <td className="max-w-28 truncate sm:max-w-48">
            <Link href={paths.agent(session.agentName)} className="underline-offset-4 hover:underline">
              {session.agentName}
            </Link>
          </td>
          <td className={HIDDEN_ON_PHONE}>
            <Moment at={session.endedAt ?? session.expiresAt} />
          </td>
          <td className={HIDDEN_ON_PHONE}>
            <Badge>{END_WORDS[session.endReason ?? 'expired']}</Badge>
          </td>
          <td dir="auto" className={cn(HIDDEN_ON_PHONE, 'max-w-40 truncate')}>
            {session.endedBy?.name}
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
      <th scope="col" className={HIDDEN_ON_PHONE}>
        Ended
      </th>
      <th scope="col" className={HIDDEN_ON_PHONE}>
        End reason
      </th>
      <th scope="col" className={HIDDEN_ON_PHONE}>
        Ended by
      </th>
    </tr>
  )
}
