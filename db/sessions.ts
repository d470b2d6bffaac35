import { type Insertable, sql } from 'kysely'
import { lockAgents } from './agents'
import type { ActorKind, Agent, Db, EndReason, EventKind, Schema, Session, Tx } from './schema'
import { matching, type SessionFilters } from './session-lists'

/** The agent's session that has not ended, active or expired. Waits for the calls inside it; later ones wait for us. */
export async function lockOpenSession(tx: Tx, agent: Pick<Agent, 'team_id' | 'id'>): Promise<Session | undefined> {
  return tx
    .selectFrom('sessions')
    .selectAll()
    .where('team_id', '=', agent.team_id)
    .where('agent_row_id', '=', agent.id)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}

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

/** Moves the expiry of a session that has not ended. */
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

/** Adds the default length to a session of which little is left, unless another call just did; gives the new expiry. */
export async function renewIfExpiring(db: Db, teamId: string, sessionId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ expires_at: Date }>`
    with renewed as (
      update sessions s set extensions = extensions + 1,
        expires_at = least(s.expires_at + t.default_hours * interval '1 hour', s.started_at + t.life_cap_hours * interval '1 hour')
      from teams t
      where t.id = s.team_id and s.team_id = ${teamId} and s.id = ${sessionId} and s.ended_at is null and t.renew_on_use
        and s.expires_at > memanto_now() and s.expires_at < memanto_now() + interval '30 minutes'
        and s.expires_at < s.started_at + t.life_cap_hours * interval '1 hour'
      returning s.team_id, s.id, s.expires_at
    ), event as (
      insert into session_events (team_id, session_id, kind, by_kind, by_id)
      select team_id, id, 'renewed', 'system', 'memanto' from renewed
    )
    select expires_at from renewed`.execute(db)
  return rows[0]?.expires_at
}

/** Whoever is told to have ended a session that the clock ended. */
const SYSTEM = { kind: 'system', id: 'memanto', name: 'Memanto' } as const

export interface Ending {
  reason: EndReason
  by: { kind: ActorKind; id: string; name: string }
  note?: string | null
  address: string | null
}

/**
 * Ends the sessions of these ids that have not ended, and sums up what each did. Their agents must be locked. An expired one
 * ends as `expired` at its expiry, whatever the reason given. The sum is a second statement, after the lock that made
 * every call in flight finish: summing in the ending's own statement would miss what those calls committed.
 */
export async function endSessions(tx: Tx, teamId: string, ids: string[], ending: Ending): Promise<Session[]> {
  const locked = await tx
    .selectFrom('sessions')
    .select('id')
    .where('team_id', '=', teamId)
    .where('id', 'in', ids)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  const open = locked.map((session) => session.id)
  await writeEnding(tx, teamId, open, ending)
  return sumUp(tx, teamId, open)
}

/** Of these sessions the ids of those that the filters find now; they stay so until the transaction ends. */
export async function lockMatching(
  tx: Tx,
  teamId: string,
  ids: string[],
  { agentName: _named, ...filters }: SessionFilters,
): Promise<string[]> {
  const found = await tx
    .selectFrom('sessions')
    .select('sessions.id')
    .where('sessions.team_id', '=', teamId)
    .where('sessions.id', 'in', ids)
    .where(matching(filters))
    .orderBy('sessions.id')
    .forUpdate()
    .execute()
  return found.map(({ id }) => id)
}

/** Ends every session that a key or person opened and that has not ended. The opener must be locked: it opens no more. */
export async function endSessionsOpenedBy(tx: Tx, teamId: string, openerId: string, ending: Ending): Promise<Session[]> {
  const open = await tx
    .selectFrom('sessions')
    .select(['id', 'agent_row_id'])
    .where('team_id', '=', teamId)
    .where('opened_by_id', '=', openerId)
    .where('ended_at', 'is', null)
    .execute()
  if (open.length === 0) return []
  await lockAgents(
    tx,
    teamId,
    open.map((session) => session.agent_row_id),
  )
  return endSessions(
    tx,
    teamId,
    open.map((session) => session.id),
    ending,
  )
}

async function writeEnding(tx: Tx, teamId: string, ids: string[], { reason, by, note = null, address }: Ending): Promise<void> {
  const ended = (byIt: string, byClock: string) => sql`case when s.expires_at <= clock.now then ${byClock} else ${byIt} end`
  await sql`
    with ended as (
      update sessions s set ended_at = least(clock.now, s.expires_at), end_reason = ${ended(reason, 'expired')}, end_note = ${note},
        ended_by_kind = ${ended(by.kind, SYSTEM.kind)}, ended_by_id = ${ended(by.id, SYSTEM.id)}, ended_by_name = ${ended(by.name, SYSTEM.name)}
      from (select memanto_now() as now) clock
      where s.team_id = ${teamId} and s.id = any (${ids})
      returning s.*
    )
    insert into session_events (team_id, session_id, at, kind, by_kind, by_id, address)
    select team_id, id, ended_at, 'ended', ended_by_kind, ended_by_id, ${address}::text from ended`.execute(tx)
}

async function sumUp(tx: Tx, teamId: string, ids: string[]): Promise<Session[]> {
  const { rows } = await sql<Session>`
    with used as (
      select ids.id, coalesce(sum(stored), 0)::bigint as stored, coalesce(sum(retrieved), 0)::bigint as retrieved,
        coalesce(sum(u.recalls), 0)::bigint as recalls, min(u.first_used_at) as first_used_at, max(u.last_used_at) as last_used_at
      from unnest(${ids}::text[]) as ids (id)
      left join session_counters u on u.team_id = ${teamId} and u.session_id = ids.id
      group by ids.id
    ), summed as (
      update sessions s set memories_stored = used.stored, memories_retrieved = used.retrieved, recalls = used.recalls,
        first_used_at = used.first_used_at, last_used_at = used.last_used_at
      from used where s.team_id = ${teamId} and s.id = used.id
      returning s.*
    ), settled as (
      update agents a set settled_memories = settled_memories + summed.memories_stored
      from summed where a.team_id = ${teamId} and a.id = summed.agent_row_id
    )
    select * from summed order by id`.execute(tx)
  return rows
}

export interface NewEvent {
  kind: EventKind
  amount?: number
  by: { kind: ActorKind; id: string }
  address: string | null
}

export async function insertTimelineEvent(tx: Tx, session: Pick<Session, 'team_id' | 'id'>, event: NewEvent): Promise<void> {
  const { kind, amount = 0, by, address } = event
  await tx
    .insertInto('session_events')
    .values({ team_id: session.team_id, session_id: session.id, kind, amount, by_kind: by.kind, by_id: by.id, address })
    .execute()
}
