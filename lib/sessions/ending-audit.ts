import { insertAudit } from '../../db/audit'
import type { Session, Tx } from '../../db/schema'
import { auditRow } from '../audit'
import type { Caller } from '../auth/caller'

export async function auditEnding(tx: Tx, caller: Caller, { id, end_reason, end_note }: Session, agentName: string): Promise<void> {
  const target = { kind: 'session', id, name: agentName }
  await insertAudit(tx, auditRow(caller, 'session.ended', target, { after: { end_reason, note: end_note ?? undefined } }))
}

/** What agents and keys end in the course of their work is told by the history alone. */
export async function auditEndingByPerson(tx: Tx, caller: Caller, session: Session, agentName: string): Promise<void> {
  if (caller.actor.kind === 'person') await auditEnding(tx, caller, session, agentName)
}
