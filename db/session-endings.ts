import { lockAgents } from './agents'
import { SYSTEM_ACTOR } from './constants'
import { lockOpenSessions, type SessionUse } from './locked-session'
import { sendLater, statement } from './round-trips'
import type { ActorKind, EndReason, Session, Tx } from './schema'
import { matchesSessionFilters, type SessionFilters } from './session-filters'
import { hotStatement } from './statement-hooks'

export interface Ending {
  reason: EndReason
  by: { kind: ActorKind; id: string; name: string }
  note?: string | null
  address: string | null
}

/**
 * Ends those of the sessions of these ids that have not ended, and returns them in the order of their ids. Their agents must be locked. One round
 * trip, and what is sent with the next statement or the commit.
 */
export async function endSessions(tx: Tx, teamId: string, ids: string[], ending: Ending): Promise<Session[]> {
  if (ids.length === 0) return []
  const locked = await lockOpenSessions(tx, teamId, ids)
  const ended = locked.map(({ session, use, now }) => endedSession(session, use, ending, now))
  await writeEndings(tx, teamId, ended, ending.address)
  return ended
}

/** Ends a session that is locked, as its agent is. It is written with the next statement or the commit. */
export async function endLockedSession(tx: Tx, open: Session, use: SessionUse, ending: Ending, now: Date): Promise<Session> {
  const ended = endedSession(open, use, ending, now)
  await writeEndings(tx, open.team_id, [ended], ending.address)
  return ended
}

/** Returns a session as it is when it has ended now. A session whose time is over ends as `expired` at its expiry, whatever the reason given. */
function endedSession(open: Session, use: SessionUse, { reason, by, note = null }: Ending, now: Date): Session {
  const isOver = open.expires_at <= now
  const { kind, id, name } = isOver ? SYSTEM_ACTOR : by
  return {
    ...open,
    ...use,
    ended_at: isOver ? open.expires_at : now,
    end_reason: isOver ? 'expired' : reason,
    end_note: note,
    ended_by_kind: kind,
    ended_by_id: id,
    ended_by_name: name,
  }
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

/** Writes the endings, their events, and the number of memories at the agents, which counts those of ended sessions. */
const WRITE_ENDINGS = hotStatement(
  'write_endings',
  `with ended as materialized (
    select * from jsonb_to_recordset($2::jsonb) as e (id text, agent_row_id uuid, ended_at timestamptz, end_reason text, end_note text,
      ended_by_kind text, ended_by_id text, ended_by_name text, memories_stored bigint, memories_retrieved bigint, recalls bigint,
      first_used_at timestamptz, last_used_at timestamptz)
  ), session as (
    update sessions s set ended_at = e.ended_at, end_reason = e.end_reason, end_note = e.end_note, ended_by_kind = e.ended_by_kind,
      ended_by_id = e.ended_by_id, ended_by_name = e.ended_by_name, memories_stored = e.memories_stored,
      memories_retrieved = e.memories_retrieved, recalls = e.recalls, first_used_at = e.first_used_at, last_used_at = e.last_used_at
    from ended e where s.team_id = $1::uuid and s.id = e.id
  ), agent as (
    update agents a set settled_memories = a.settled_memories + e.memories_stored
    from ended e where a.team_id = $1::uuid and a.id = e.agent_row_id and e.memories_stored > 0
  )
  insert into session_events (team_id, session_id, at, kind, by_kind, by_id, address)
  select $1::uuid, e.id, e.ended_at, 'ended', e.ended_by_kind, e.ended_by_id, nullif($3::text, '') from ended e`,
)

async function writeEndings(tx: Tx, teamId: string, ended: Session[], address: string | null): Promise<void> {
  const rows = ended.map(({ started_at: _started, expires_at: _expires, opened_by_name: _name, ...row }) => row)
  if (rows.length > 0) await sendLater(tx, statement(WRITE_ENDINGS, [teamId, JSON.stringify(rows), address ?? '']))
}
