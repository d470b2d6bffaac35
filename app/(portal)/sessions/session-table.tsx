import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from '@/app/_ui/cn'
import { HIDDEN_ON_PHONE, Table } from '@/app/_ui/page-parts'
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
        <tr key={session.id} className="group/row hover:bg-sunken">
          {selection && <td className="w-8">{selection(session)}</td>}
          {hasAgentColumn && (
            <td className="max-w-24 truncate sm:max-w-48">
              <Link href={`${paths.sessions}?agent_id=${session.agentName}`} className="underline-offset-4 hover:underline">
                {session.agentName}
              </Link>
            </td>
          )}
          <td>
            <StateBadge session={session} mayExtend={mayExtend} />
          </td>
          <td className="sm:max-w-36 sm:min-w-32">
            <RowLink
              id={session.id}
              href={paths.session(session.id)}
              peekHref={peekHref?.(session.id)}
              title={session.id}
              className="block truncate text-xs text-accent underline-offset-4 hover:underline sm:font-mono"
            >
              <span className={HIDDEN_ON_PHONE}>{session.id}</span>
              <span className="sm:hidden">
                <Moment at={session.startedAt} relativeTo={session.now} />
              </span>
            </RowLink>
          </td>
          <td className={HIDDEN_ON_PHONE}>
            <Moment at={session.startedAt} />
          </td>
          <td className={cn(HIDDEN_ON_PHONE, 'whitespace-nowrap')}>
            {session.state === 'active' ? <TimeLeft session={session} /> : session.duration}
          </td>
          <td className={cn(HIDDEN_ON_PHONE, 'text-right')}>{session.stored}</td>
          <td className={cn(HIDDEN_ON_PHONE, 'text-right')}>{session.retrieved}</td>
        </tr>
      ))}
    </Table>
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
      <th scope="col">Session</th>
      <th scope="col" className={HIDDEN_ON_PHONE}>
        Started
      </th>
      <th scope="col" className={HIDDEN_ON_PHONE}>
        Duration
      </th>
      <th scope="col" className={cn(HIDDEN_ON_PHONE, 'text-right')}>
        Stored
      </th>
      <th scope="col" className={cn(HIDDEN_ON_PHONE, 'text-right')}>
        Retrieved
      </th>
    </tr>
  )
}
