import Link from 'next/link'
import type { ReactNode } from 'react'
import { RowLink } from '@/app/_ui/row-link'
import { Table } from '@/app/_ui/surface'
import { Moment } from '@/app/_ui/time'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'
import { StateBadge, TimeLeft } from './state-badge'

interface SessionTableProps {
  sessions: SessionRow[]
  /** Left out on the page of one agent. */
  showsAgent?: boolean
  /** The list with a quick look at a session over it. */
  peekHref?: (id: string) => string
  /** A first cell to select a session by. */
  selection?: ((session: SessionRow) => ReactNode) | undefined
}

export function SessionTable({ sessions, showsAgent = true, peekHref, selection }: SessionTableProps) {
  return (
    <Table label="Sessions" head={<Head showsAgent={showsAgent} selects={selection !== undefined} />}>
      {sessions.map((session) => (
        <tr key={session.id} className="group/row hover:bg-sunken">
          {selection && <td className="w-8">{selection(session)}</td>}
          {showsAgent && (
            <td className="max-w-48 truncate">
              <Link href={`${paths.sessions}?agent_id=${session.agentName}`} className="underline-offset-4 hover:underline">
                {session.agentName}
              </Link>
            </td>
          )}
          <td>
            <StateBadge session={session} />
          </td>
          <td className="max-w-36 min-w-32">
            <RowLink
              id={session.id}
              href={paths.session(session.id)}
              peekHref={peekHref?.(session.id)}
              title={session.id}
              className="block truncate font-mono text-xs text-accent underline-offset-4 hover:underline"
            >
              {session.id}
            </RowLink>
          </td>
          <td>
            <Moment at={session.startedAt} />
          </td>
          <td className="whitespace-nowrap">{session.state === 'active' ? <LeftOf session={session} /> : session.duration}</td>
          <td className="text-right">{session.stored}</td>
          <td className="text-right">{session.retrieved}</td>
        </tr>
      ))}
    </Table>
  )
}

function LeftOf({ session }: { session: SessionRow }) {
  return (
    <>
      <TimeLeft session={session} /> <span className="text-soft">left</span>
    </>
  )
}

function Head({ showsAgent, selects }: { showsAgent: boolean; selects: boolean }) {
  return (
    <tr>
      {selects && (
        <th scope="col">
          <span className="sr-only">Select</span>
        </th>
      )}
      {showsAgent && <th scope="col">Agent</th>}
      <th scope="col">State</th>
      <th scope="col">Session</th>
      <th scope="col">Started</th>
      <th scope="col">Duration</th>
      <th scope="col" className="text-right">
        Stored
      </th>
      <th scope="col" className="text-right">
        Retrieved
      </th>
    </tr>
  )
}
