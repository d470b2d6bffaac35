import { sql } from 'kysely'
import { lockAgents } from './agents'
import { SYSTEM_ACTOR } from './constants'
import { hasExpired, sessionCounters, withTeam } from './fragments'
import type { ActorKind, EndReason, Session, Tx } from './schema'
import { matchesSessionFilters, type SessionFilters } from './session-filters'

export interface Ending {
  reason: EndReason
  by: { kind: ActorKind; id: string; name: string }
  note?: string | null
  address: string | null
}

/**
 * Ends those of the sessions of these ids that have not ended, and adds up what each did. Their agents must be locked. A session whose time is
 * over ends as `expired` at its expiry, whatever the reason given. The sums are a second statement, after the locks that made every running call
 * finish: in the statement that ends the sessions, they would miss what those calls committed.
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
  await writeEndings(tx, teamId, open, ending)
  return writeSums(tx, teamId, open)
}

/** Returns the ids of those of these sessions that match the filters now, and locks them until the transaction ends. */
export async function lockMatchingSessions(
  tx: Tx,
  teamId: string,
  ids: string[],
  { agentName: _agentName, ...filters }: SessionFilters,
): Promise<string[]> {
  const found = await tx
    .selectFrom('sessions')
    .select('sessions.id')
    .where('sessions.team_id', '=', teamId)
    .where('sessions.id', 'in', ids)
    .where(matchesSessionFilters(filters))
    .orderBy('sessions.id')
    .forUpdate()
    .execute()
  return found.map(({ id }) => id)
}

/** Ends every session that a key or person opened and that has not ended. The key or membership must be locked, so that it opens no more. */
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

async function writeEndings(tx: Tx, teamId: string, ids: string[], { reason, by, note = null, address }: Ending): Promise<void> {
  const isOver = sql.raw(hasExpired('s', 'clock.now'))
  const unlessOver = (given: string, whenOver: string) => sql`case when ${isOver} then ${whenOver} else ${given} end`
  await sql`
    with ended as (
      update sessions s set ended_at = least(clock.now, s.expires_at), end_reason = ${unlessOver(reason, 'expired')}, end_note = ${note},
        ended_by_kind = ${unlessOver(by.kind, SYSTEM_ACTOR.kind)}, ended_by_id = ${unlessOver(by.id, SYSTEM_ACTOR.id)},
        ended_by_name = ${unlessOver(by.name, SYSTEM_ACTOR.name)}
      from (select memanto_now() as now) clock
      where s.team_id = ${teamId} and s.id = any (${ids})
      returning s.*
    )
    insert into session_events (team_id, session_id, at, kind, by_kind, by_id, address)
    select team_id, id, ended_at, 'ended', ended_by_kind, ended_by_id, ${address}::text from ended`.execute(tx)
}

/** Writes into the rows of ended sessions what their counters add up to, and counts the memories at their agents. */
async function writeSums(tx: Tx, teamId: string, ids: string[]): Promise<Session[]> {
  const { rows } = await sql<Session>`
    with used as (
      select ids.id, coalesce(c.stored, 0) as stored, coalesce(c.retrieved, 0) as retrieved, coalesce(c.recalls, 0) as recalls,
        c.first_used_at, c.last_used_at
      from unnest(${ids}::text[]) as ids (id) cross join lateral (${withTeam(teamId, (team) => sessionCounters(team, 'ids.id'))}) c
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
