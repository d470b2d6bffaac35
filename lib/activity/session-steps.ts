import type { EventOfSession } from '../../db/agent-activity'
import type { EventKind } from '../../db/constants'
import type { SessionView } from '../../db/session-lists'
import { endReasonOf } from '../sessions/rules'

/** A step in the life of a session: it was opened, joined, extended or renewed, or it ended. */
export interface SessionStep {
  at: Date
  kind: EventKind
  /** Sorts steps of the same time: those of the later session, and later ones of a session, have the greater key. */
  key: string
  amount: number
  by: { kind: string; name: string } | null
  session: SessionView
  /** The event of the session's timeline; undefined for the start and the end, which are known without it. */
  eventId?: number
}

const LAST = '9'.repeat(19)

/** The steps in the life of a session. Its start and its end are known from its row, the others from their events. */
export function stepsOf(session: SessionView, events: EventOfSession[]): SessionStep[] {
  const keyOf = (part: string | number) => `${String(session.started_at.getTime()).padStart(15, '0')} ${String(part).padStart(19, '0')}`
  const opened = { kind: session.opened_by_kind, name: session.opened_by_name }
  return [
    { at: session.started_at, kind: 'activated', key: keyOf(0), amount: 0, by: opened, session },
    ...events.map(({ id, at, kind, amount, by_kind, by_name }) => ({
      at,
      kind,
      key: keyOf(id),
      amount,
      by: { kind: by_kind, name: by_name },
      session,
      eventId: id,
    })),
    ...endOf(session, keyOf(LAST)),
  ]
}

function endOf(session: SessionView, key: string): SessionStep[] {
  if (endReasonOf(session, session.now) === null) return []
  const { ended_at, expires_at, ended_by_kind, ended_by_name } = session
  const by = ended_by_kind === null ? null : { kind: ended_by_kind, name: ended_by_name ?? '' }
  return [{ at: ended_at ?? expires_at, kind: 'ended', key, amount: 0, by, session }]
}
