import Link from 'next/link'
import type { ReactNode } from 'react'
import { Table } from '@/app/_ui/page-parts'
import { RowLink } from '@/app/_ui/row-link'
import { Moment } from '@/app/_ui/time'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'
import { StateBadge, TimeLeft } from './state-badge'

interface SessionTableProps {
  sessions: SessionRow[]
  mayExtend: boolean
  /** False on the page of one agent. */
  hasAgentColumn?: boolean
  /** The list with the panel of a session. */
  peekHref?: (id: string) => string
  /** The first cell, which selects a session. */
  selection?: ((session: SessionRow) => ReactNode) | undefined
}

/** A list of sessions. */
export function SessionTable({ sessions, mayExtend, hasAgentColumn = true, peekHref, selection }: SessionTableProps) {
  return (
    <Table label="Sessions" head={<Head hasAgentColumn={hasAgentColumn} hasSelection={selection !== undefined} />}>
      {sessions.map((session) => (
        <tr key={session.id} className="group/row">
          {selection && <td className="select w-6">{selection(session)}</td>}
          {hasAgentColumn && (
            <td className="title grow">
              <Link
                href={`${paths.sessions}?agent_id=${session.agentName}`}
                title={session.agentName}
                className="block truncate font-medium underline-offset-4 hover:underline"
              >
                {session.agentName}
              </Link>
            </td>
          )}
          <td data-label="State">
            <StateBadge session={session} mayExtend={mayExtend} />
          </td>
          <td data-label="Started">
            <SessionLink session={session} peekHref={peekHref} />
          </td>
          <td data-label="Duration" className="whitespace-nowrap">
            {hasOwnTimeLeft(session) ? <TimeLeft session={session} /> : session.duration}
          </td>
          <td data-label="Stored" className="number">
            {session.stored}
          </td>
          <td data-label="Retrieved" className="number">
            {session.retrieved}
          </td>
        </tr>
      ))}
    </Table>
  )
}

/** The badge of a session that expires soon has its remaining time already. */
const hasOwnTimeLeft = ({ state, isExpiringSoon }: SessionRow) => state === 'active' && !isExpiringSoon

/** The link of a row: when its session started, in a card how long ago. Its name contains the id of the session. */
function SessionLink({ session, peekHref }: { session: SessionRow; peekHref: SessionTableProps['peekHref'] }) {
  return (
    <RowLink
      id={session.id}
      href={paths.session(session.id)}
      peekHref={peekHref?.(session.id)}
      title={session.id}
      className="inline-flex min-h-6 items-center align-middle text-accent underline-offset-4 hover:underline"
    >
      <span className="in-row">
        <Moment at={session.startedAt} />
      </span>
      <span className="in-card">
        <Moment at={session.startedAt} relativeTo={session.now} />
      </span>
      <span className="sr-only"> {session.id}</span>
    </RowLink>
  )
}

function Head({ hasAgentColumn, hasSelection }: { hasAgentColumn: boolean; hasSelection: boolean }) {
  return (
    <tr>
      {hasSelection && (
        <th scope="col">
          <span className="sr-only">Select</span>
        </th>
      )}
      {hasAgentColumn && <th scope="col">Agent</th>}
      <th scope="col">State</th>
      <th scope="col">Started</th>
      <th scope="col">Duration</th>
      <th scope="col" className="number">
        Stored
      </th>
      <th scope="col" className="number">
        Retrieved
      </th>
    </tr>
  )
}
