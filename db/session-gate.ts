import type { Role } from './schema'

/**
 * The door of every session call that works in one statement: `live` is one row when the session is active, its agent alive and
 * on this path, whoever the token was issued to may still do this, and a key sent beside it is good; otherwise no row.
 * FOR KEY SHARE makes an ending wait for the call, and the call see the ending; `now` is read after that lock.
 * Takes GATE_PARAMETERS as $1 to $9; a statement's own parameters follow.
 */
export const GATE = `
held as materialized (
  select s.team_id, s.id, s.agent_row_id, s.started_at, s.expires_at from sessions s
  where s.team_id = $1::uuid and s.id = $2::text and s.ended_at is null
  for key share of s
),
live as materialized (
  select h.*, clock.now, t.renew_on_use, k.requests_per_minute
  from held h
  cross join lateral (select memanto_now() as now where h.id is not null) clock
  join agents a on a.team_id = h.team_id and a.id = h.agent_row_id
  join teams t on t.id = h.team_id
  left join api_keys k on k.team_id = h.team_id and k.id = $4::text
  where h.expires_at > clock.now and a.deleted_at is null and a.name = $3::text
    and case when $4::text is not null then $6::text = any (k.scopes) and ${keyIsAlive('k')} and ${keyReaches('k', 'h.agent_row_id')}
    else exists (select from memberships m where m.team_id = h.team_id and m.person_id = $5::uuid and m.role = any ($7::text[])) end
    and ($8::text is null or exists (
      select from api_keys b where b.team_id = h.team_id and b.id = $8 and ${secretMatches('b', '$9::bytea')}
        and ${keyIsAlive('b')} and ${keyReaches('b', 'h.agent_row_id')}))
)`

export interface GateParameters {
  teamId: string
  sessionId: string
  agentName: string
  viaKeyId: string | null
  viaPersonId: string | null
  scope: string
  rolesWithScope: Role[]
  besideKeyId: string | null
  besideSecretHash: Buffer | null
}

export function gateValues(gate: GateParameters): unknown[] {
  const { teamId, sessionId, agentName, viaKeyId, viaPersonId, scope, rolesWithScope, besideKeyId, besideSecretHash } = gate
  return [teamId, sessionId, agentName, viaKeyId, viaPersonId, scope, rolesWithScope, besideKeyId, besideSecretHash]
}

/** Counts a call in one of the session's sixteen slots. */
export function countIn(slot: string, counts: { stored?: string; retrieved?: string; recalls?: string }): string {
  const { stored = '0', retrieved = '0', recalls = '0' } = counts
  return `
insert into session_counters as slots (team_id, session_id, shard, stored, retrieved, recalls, first_used_at, last_used_at)
  select team_id, id, ${slot}, ${stored}, ${retrieved}, ${recalls}, now, now from live
  on conflict (team_id, session_id, shard) do update set
    stored = slots.stored + excluded.stored,
    retrieved = slots.retrieved + excluded.retrieved,
    recalls = slots.recalls + excluded.recalls,
    first_used_at = least(slots.first_used_at, excluded.first_used_at),
    last_used_at = greatest(slots.last_used_at, excluded.last_used_at)`
}

/** A new slot for each call: the writers of one session seldom meet. */
export const RANDOM_SLOT = 'floor(random() * 16)::smallint'

export function keyIsAlive(key: string): string {
  return `(${key}.revoked_at is null and (${key}.expires_at is null or ${key}.expires_at > memanto_now()))`
}

/** A rotated-out secret works until its overlap ends. */
export function secretMatches(key: string, hash: string): string {
  return `(${key}.secret_hash = ${hash} or (${key}.previous_hash = ${hash} and ${key}.previous_until > memanto_now()))`
}

export function keyReaches(key: string, agent: string): string {
  return `(not ${key}.limited or exists (
    select from api_key_agents l where l.team_id = ${key}.team_id and l.key_id = ${key}.id and l.agent_row_id = ${agent}))`
}
