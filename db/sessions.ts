import { type Insertable, sql } from 'kysely'
import { SYSTEM_ACTOR } from './constants'
import { isExpiring, lifeEnd } from './fragments'
import type { AgentKey, Db, Schema, Session, Tx } from './schema'

/**
 * Finds the agent's session that has not ended, active or expired, and locks it: waits for the calls that use the session, and makes later ones
 * wait.
 */
export async function lockOpenSession(tx: Tx, agent: AgentKey): Promise<Session | undefined> {
  return tx
    .selectFrom('sessions')
    .selectAll()
    .where('team_id', '=', agent.team_id)
    .where('agent_row_id', '=', agent.id)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}

/** Starts a session, and counts it at its agent. */
export async function insertSession(tx: Tx, session: Insertable<Schema['sessions']>): Promise<Session> {
  const inserted = await tx.insertInto('sessions').values(session).returningAll().executeTakeFirstOrThrow()
  await tx
    .updateTable('agents')
    .set((row) => ({ session_count: row('session_count', '+', 1), last_session_at: inserted.started_at }))
    .where('team_id', '=', session.team_id)
    .where('id', '=', session.agent_row_id)
    .execute()
  return inserted
}

/** Sets the expiry of a session that has not ended; `gapSeconds` passed since its former expiry. */
export async function updateExpiry(tx: Tx, session: Session, expiresAt: Date, gapSeconds: number): Promise<Session> {
  return tx
    .updateTable('sessions')
    .set((row) => ({ expires_at: expiresAt, extensions: row('extensions', '+', 1), gap_seconds: row('gap_seconds', '+', gapSeconds) }))
    .where('team_id', '=', session.team_id)
    .where('id', '=', session.id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/**
 * Adds the team's default length to a session that is expiring soon, where the team renews sessions on use, and returns the new expiry; undefined
 * when the session is not renewed, for example because another call has just done it. One round trip.
 */
export async function renewIfExpiring(db: Db, teamId: string, sessionId: string): Promise<Date | undefined> {
  const end = sql.raw(lifeEnd('s', 't'))
  const { rows } = await sql<{ expires_at: Date }>`
    with renewed as (
      update sessions s set extensions = extensions + 1, expires_at = least(s.expires_at + t.default_hours * interval '1 hour', ${end})
      from teams t
      where t.id = ${teamId} and t.renew_on_use and s.team_id = ${teamId} and s.id = ${sessionId}
        and ${sql.raw(isExpiring('s', 'memanto_now()'))} and s.expires_at < ${end}
      returning s.team_id, s.id, s.expires_at
    ), event as (
      insert into session_events (team_id, session_id, kind, by_kind, by_id)
      select team_id, id, 'renewed', ${SYSTEM_ACTOR.kind}, ${SYSTEM_ACTOR.id} from renewed
    )
    select expires_at from renewed`.execute(db)
  return rows[0]?.expires_at
}
