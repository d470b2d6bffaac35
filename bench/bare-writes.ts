/** The calls whose writes the bare server does in one statement of its own, because the product needs more than one. */
export type WriteName = 'open' | 'join' | 'extend' | 'deactivate'

interface BareWrite {
  /** Takes the team ($1), the agent's name or, for `extend`, the id of the session ($2), the id of the key ($3) and the hash of its secret ($4). */
  text: string
  /** True when $5 is the id of a new session. */
  needsNewId?: boolean
  /** True when the answer contains a signed token. */
  isSigned: boolean
}

const KEY = `key as (
    select id, name from api_keys where team_id = $1::uuid and id = $3::text and secret_hash = $4::bytea and revoked_at is null
      and (expires_at is null or expires_at > now())
  )`

const OPEN_SESSION = `open as (
    select s.team_id, s.id from agents a join sessions s on s.team_id = $1::uuid and s.agent_row_id = a.id and s.ended_at is null
    where a.team_id = $1::uuid and lower(a.name) = lower($2::text) and a.deleted_at is null and exists (select from key)
  )`

const timelineEvent = (kind: string, amount: string, changed: string) => `event as (
    insert into session_events (team_id, session_id, kind, amount, by_kind, by_id, address)
    select team_id, id, '${kind}', ${amount}, 'key', $3, '127.0.0.1' from ${changed}
  )`

const OPEN = `with ${KEY}, opened as (
    insert into sessions (team_id, id, agent_row_id, started_at, expires_at, opened_by_kind, opened_by_id, opened_by_name)
    select t.id, $5::text, a.id, now(), now() + t.default_hours * interval '1 hour', 'key', key.id, key.name
    from key join teams t on t.id = $1::uuid
    join agents a on a.team_id = $1::uuid and lower(a.name) = lower($2::text) and a.deleted_at is null
    returning *
  ), counted as (
    update agents a set session_count = session_count + 1, last_session_at = opened.started_at
    from opened where a.team_id = $1::uuid and a.id = opened.agent_row_id
  ), ${timelineEvent('activated', '0', 'opened')}
  select * from opened`

const JOIN = `with ${KEY}, ${OPEN_SESSION}, ${timelineEvent('joined', '0', 'open')}
  select s.* from open join sessions s on s.team_id = $1::uuid and s.id = open.id`

const EXTEND = `with ${KEY}, extended as (
    update sessions s set expires_at = s.expires_at + interval '72 seconds', extensions = s.extensions + 1
    from key where s.team_id = $1::uuid and s.id = $2::text and s.ended_at is null
    returning s.*
  ), ${timelineEvent('extended', '0.02', 'extended')}
  select * from extended`

const DEACTIVATE = `with ${KEY}, ${OPEN_SESSION}, used as (
    select coalesce(sum(stored), 0) as stored, coalesce(sum(retrieved), 0) as retrieved, coalesce(sum(recalls), 0) as recalls,
      min(first_used_at) as first_used_at, max(last_used_at) as last_used_at
    from session_counters where team_id = $1::uuid and session_id = (select id from open)
  ), ended as (
    update sessions s set ended_at = now(), end_reason = 'deactivated', ended_by_kind = 'key', ended_by_id = key.id, ended_by_name = key.name,
      memories_stored = used.stored, memories_retrieved = used.retrieved, recalls = used.recalls,
      first_used_at = used.first_used_at, last_used_at = used.last_used_at
    from open, used, key where s.team_id = $1::uuid and s.id = open.id and s.ended_at is null
    returning s.*
  ), settled as (
    update agents a set settled_memories = settled_memories + ended.memories_stored
    from ended where a.team_id = $1::uuid and a.id = ended.agent_row_id
  ), ${timelineEvent('ended', '0', 'ended')}
  select * from ended`

/**
 * The writes that a call of the product does (rows of sessions, agents and timelines), and the look-up of its key, in one statement each. They
 * lock nothing beyond what they write: a server that relied on them would not be correct when calls of one agent race.
 */
export const BARE_WRITES: Record<WriteName, BareWrite> = {
  open: { text: OPEN, needsNewId: true, isSigned: true },
  join: { text: JOIN, isSigned: true },
  extend: { text: EXTEND, isSigned: true },
  deactivate: { text: DEACTIVATE, isSigned: false },
}
