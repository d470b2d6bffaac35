import { CompiledQuery } from 'kysely'
import { hotStatement } from './client'
import type { Db, Session } from './schema'
import { keyIsAlive, keyReaches, secretMatches } from './session-gate'

/** All that decides what a session token may do now, and all that describes its session. */
export interface SessionContext extends Session {
  agent_name: string
  pattern: string
  agent_deleted: boolean
  default_hours: number
  life_cap_hours: number
  renewal_grace_hours: number
  renew_on_use: boolean
  /** Of whoever the token was issued to: undefined scopes (null) when gone, revoked or expired. */
  via_name: string | null
  via_scopes: string[] | null
  via_role: string | null
  via_reaches_agent: boolean
  /** The rate limit that is stored on the key the token was issued to. */
  requests_per_minute: number | null
  /** Of the key sent beside the token, when one was. */
  beside_scopes: string[] | null
  beside_reaches_agent: boolean
  now: Date
}

export interface FactsParameters {
  teamId: string
  sessionId: string
  viaKeyId: string | null
  viaPersonId: string | null
  besideKeyId: string | null
  besideSecretHash: Buffer | null
}

const FACTS = hotStatement(
  'session_facts',
  `select s.team_id, s.id, s.agent_row_id, s.started_at, s.expires_at, s.ended_at, s.end_reason, s.end_note, s.extensions, s.gap_seconds,
  s.opened_by_kind, s.opened_by_id, s.opened_by_name, s.ended_by_kind, s.ended_by_id, s.ended_by_name,
  coalesce(u.stored, s.memories_stored) as memories_stored, coalesce(u.retrieved, s.memories_retrieved) as memories_retrieved,
  coalesce(u.recalls, s.recalls) as recalls, coalesce(u.first_used_at, s.first_used_at) as first_used_at, coalesce(u.last_used_at, s.last_used_at) as last_used_at,
  a.name as agent_name, a.pattern, a.deleted_at is not null as agent_deleted,
  t.default_hours, t.life_cap_hours, t.renewal_grace_hours, t.renew_on_use,
  coalesce(k.name, p.name) as via_name, k.scopes as via_scopes, k.requests_per_minute as requests_per_minute, m.role as via_role,
  coalesce(${keyReaches('k', 's.agent_row_id')}, m.role is not null) as via_reaches_agent,
  b.scopes as beside_scopes, coalesce(${keyReaches('b', 's.agent_row_id')}, false) as beside_reaches_agent,
  memanto_now() as now
from sessions s
join agents a on a.team_id = s.team_id and a.id = s.agent_row_id
join teams t on t.id = s.team_id
left join api_keys k on k.team_id = s.team_id and k.id = $3::text and ${keyIsAlive('k')}
left join memberships m on m.team_id = s.team_id and m.person_id = $4::uuid
left join people p on p.id = m.person_id
left join api_keys b on b.team_id = s.team_id and b.id = $5::text and ${secretMatches('b', '$6::bytea')} and ${keyIsAlive('b')}
left join lateral (
  select sum(stored)::bigint as stored, sum(retrieved)::bigint as retrieved, sum(recalls)::bigint as recalls,
    min(first_used_at) as first_used_at, max(last_used_at) as last_used_at
  from session_counters where team_id = s.team_id and session_id = s.id and s.ended_at is null
) u on true
where s.team_id = $1::uuid and s.id = $2::text`,
)

/** The session a token names, with what decides about it; undefined when there is none. One round trip. */
export async function findSessionContext(db: Db, of: FactsParameters): Promise<SessionContext | undefined> {
  const values = [of.teamId, of.sessionId, of.viaKeyId, of.viaPersonId, of.besideKeyId, of.besideSecretHash]
  const { rows } = await db.executeQuery<SessionContext>(CompiledQuery.raw(FACTS, values))
  return rows[0]
}
