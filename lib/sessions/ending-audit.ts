import type { Session, Tx } from '../../db/schema'
import type { RequestContext } from '../context'
import { type Author, recordEvent } from '../events'

/** An ended session with the public id of its agent. */
export interface EndedSession {
  session: Session
  agentName: string
}

/** Records the ending of sessions in the audit log. */
export async function recordEndings(tx: Tx, author: Author, context: RequestContext, ended: EndedSession[]): Promise<void> {
  const events = ended.map(({ session: { id, end_reason, end_note }, agentName }) => ({
    kind: 'session.ended' as const,
    target: { kind: 'session', id, name: agentName },
    after: { end_reason, note: end_note ?? undefined },
  }))
  await recordEvent(tx, author, context, ...events)
}

/** Records an ending only when a person did it: what agents and keys end in the course of their work stands in the history alone. */
export async function recordEndingByPerson(
  tx: Tx,
  author: Author,
  context: RequestContext,
  session: Session,
  agentName: string,
): Promise<void> {
  if (author.actor.kind === 'person') await recordEndings(tx, author, context, [{ session, agentName }])
}
