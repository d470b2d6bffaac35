import { insertAudit } from '../../db/audit'
import type { Session, Tx } from '../../db/schema'
import { auditRow } from '../audit'
import type { Caller } from '../auth/caller'

export async function auditEnding(tx: Tx, caller: Caller, session: Session, agentName: string): Promise<void> {
  await auditEndings(tx, caller, [{ session, agentName }])
}

export async function auditEndings(tx: Tx, caller: Caller, ended: { session: Session; agentName: string }[]): Promise<void> {
  await insertAudit(
    tx,
    ended.map(({ session: { id, end_reason, end_note }, agentName }) => {
      const target = { kind: 'session', id, name: agentName }
      return auditRow(caller, 'session.ended', target, { after: { end_reason, note: end_note ?? undefined } })
    }),
  )
}

/** What agents and keys end in the course of their work is told by the history alone. */
export async function auditEndingByPerson(tx: Tx, caller: Caller, session: Session, agentName: string): Promise<void> {
  if (caller.actor.kind === 'person') await auditEnding(tx, caller, session, agentName)
}
