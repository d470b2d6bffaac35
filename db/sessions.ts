import { sql } from 'kysely'
import { SYSTEM_ACTOR } from './constants'
import { isExpiring, lifeEnd } from './fragments'
import { sendLater, statement } from './round-trips'
import type { Db, Session, Tx } from './schema'
import { hotStatement } from './statement-hooks'

const INSERT_SESSION = hotStatement(
  'insert_session',
  `with session as (
    insert into sessions (team_id, id, agent_row_id, started_at, expires_at, opened_by_kind, opened_by_id, opened_by_name)
    values ($1::uuid, $2::text, $3::uuid, $4::timestamptz, $5::timestamptz, $6::text, $7::text, $8::text)
  ), event as (
    insert into session_events (team_id, session_id, kind, by_kind, by_id, address)
    values ($1::uuid, $2::text, 'activated', $6::text, $7::text, nullif($9::text, ''))
  )
  update agents a set session_count = a.session_count + 1, last_session_at = $4::timestamptz where a.team_id = $1::uuid and a.id = $3::uuid`,
)

type NewSession = Pick<
  Session,
  'team_id' | 'id' | 'agent_row_id' | 'started_at' | 'expires_at' | 'opened_by_kind' | 'opened_by_id' | 'opened_by_name'
>

/**
 * Starts a session from an address, with its first event, counts it at its agent, and returns it. The agent must be locked. It is written with the next
 * statement or the commit.
 */
export async function insertSession(tx: Tx, session: NewSession, address: string | null): Promise<Session> {
  const { team_id, id, agent_row_id, started_at, expires_at, opened_by_kind, opened_by_id, opened_by_name } = session
  const values = [team_id, id, agent_row_id, started_at, expires_at, opened_by_kind, opened_by_id, opened_by_name]
  await sendLater(tx, statement(INSERT_SESSION, [...values, address ?? '']))
  return Object.assign({}, session, UNUSED)
}

/** The other columns of a session that has just started. */
const UNUSED = {
  ended_at: null,
  end_reason: null,
  end_note: null,
  extensions: 0,
  gap_seconds: 0,
  ended_by_kind: null,
  ended_by_id: null,
  ended_by_name: null,
  memories_stored: 0,
  memories_retrieved: 0,
  recalls: 0,
  first_used_at: null,
  last_used_at: null,
} as const satisfies Omit<Session, keyof NewSession>

const UPDATE_EXPIRY = hotStatement(
  'update_expiry',
  `update sessions s set expires_at = $3::timestamptz, extensions = s.extensions + 1, gap_seconds = s.gap_seconds + $4::double precision
   where s.team_id = $1::uuid and s.id = $2::text`,
)

/**
 * Sets the expiry of a session that is locked, `gapSeconds` after its former expiry, and returns the session. It is written with the next
 * statement or the commit.
 */
export async function updateExpiry(tx: Tx, session: Session, expiresAt: Date, gapSeconds: number): Promise<Session> {
  await sendLater(tx, statement(UPDATE_EXPIRY, [session.team_id, session.id, expiresAt, gapSeconds]))
  return { ...session, expires_at: expiresAt, extensions: session.extensions + 1, gap_seconds: session.gap_seconds + gapSeconds }
}

/**
 * Adds the team's default length to a session that is expiring soon, where the team renews sessions on use, and returns the new expiry; undefined
 * when the session is not renewed, for example because another call has just done it, or is running: the last of them renews it. One round trip.
 */
export async function renewIfExpiring(db: Db, teamId: string, sessionId: string): Promise<Date | undefined> {
  const end = sql.raw(lifeEnd('s', 't'))
  const { rows } = await sql<{ expires_at: Date }>`
    with locked as materialized (
      select id from sessions where team_id = ${teamId} and id = ${sessionId} for no key update skip locked
    ), renewed as (
      update sessions s set extensions = extensions + 1, expires_at = least(s.expires_at + t.default_hours * interval '1 hour', ${end})
      from teams t, locked
      where t.id = ${teamId} and t.renew_on_use and s.team_id = ${teamId} and s.id = locked.id
        and ${sql.raw(isExpiring('s', 'memanto_now()'))} and s.expires_at < ${end}
      returning s.team_id, s.id, s.expires_at
    ), event as (
      insert into session_events (team_id, session_id, kind, by_kind, by_id)
      select team_id, id, 'renewed', ${SYSTEM_ACTOR.kind}, ${SYSTEM_ACTOR.id} from renewed
    )
    select expires_at from renewed`.execute(db)
  return rows[0]?.expires_at
}
