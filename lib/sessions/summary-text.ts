import { type SessionRow, summaryLine } from './session-row'

/** The summary of a session as lines of text, for messages and tickets. Times are in UTC. */
export function summaryText(session: SessionRow): string {
  const lines = [
    `Session ${session.id} of ${session.agentName}`,
    summaryLine(session),
    `Recalls: ${session.recalls} · Extensions: ${session.extensions}`,
    `Started: ${session.startedAt} · Opened by: ${session.openedBy.name}`,
    session.endedAt === null
      ? `Expires: ${session.expiresAt}`
      : `Ended: ${session.endedAt} · End reason: ${session.endReason ?? 'expired'}`,
  ]
  return lines.join('\n')
}
