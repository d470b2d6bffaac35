import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from '@/app/_ui/cn'
import { RowLink } from '@/app/_ui/row-link'
import { FOLDS, Table } from '@/app/_ui/surface'
import { Moment } from '@/app/_ui/time'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'
import { StateBadge, TimeLeft } from './state-badge'

interface SessionTableProps {
  sessions: SessionRow[]
  mayExtend: boolean
  /** False on the page of one agent. */
  showsAgent?: boolean
  /** The list with the panel of a session. */
  peekHref?: (id: string) => string
  /** The first cell, which selects a session. */
  selection?: ((session: SessionRow) => ReactNode) | undefined
}

/** A list of sessions. */
export function SessionTable({ sessions, mayExtend, showsAgent = true, peekHref, selection }: SessionTableProps) {
  return (
    <Table label="Sessions" head={<Head showsAgent={showsAgent} selects={selection !== undefined} />}>
      {sessions.map((session) => (
        <tr key={session.id} className="group/row hover:bg-sunken">
          {selection && <td className="w-8">{selection(session)}</td>}
          {showsAgent && (
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
              <span className={FOLDS}>{session.id}</span>
              <span className="sm:hidden">
                <Moment at={session.startedAt} relativeTo={session.now} />
              </span>
            </RowLink>
          </td>
          <td className={FOLDS}>
            <Moment at={session.startedAt} />
          </td>
          <td className={cn(FOLDS, 'whitespace-nowrap')}>
            {session.state === 'active' ? <TimeLeft session={session} /> : session.duration}
          </td>
          <td className={cn(FOLDS, 'text-right')}>{session.stored}</td>
          <td className={cn(FOLDS, 'text-right')}>{session.retrieved}</td>
        </tr>
      ))}
    </Table>
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
      <th scope="col" className={FOLDS}>
        Started
      </th>
      <th scope="col" className={FOLDS}>
        Duration
      </th>
      <th scope="col" className={cn(FOLDS, 'text-right')}>
        Stored
      </th>
      <th scope="col" className={cn(FOLDS, 'text-right')}>
        Retrieved
      </th>
    </tr>
  )
}
