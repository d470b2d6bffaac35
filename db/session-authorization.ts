import { isActive, keyAllowsAddress, keyHasExpired, keyIsUsable, keyReachesAgent, secretMatches, sessionCounters } from './fragments'
import { type Statement, statement } from './round-trips'
import type { Db, Role, Session } from './schema'
import { hotStatement } from './statement-hooks'

/** Why a session call is refused. */
export type Refusal =
  | 'agent_deleted'
  | 'session_ended'
  | 'session_expired'
  | 'credential_revoked'
  | 'invalid_companion_key'
  | 'companion_key_revoked'
  | 'companion_key_expired'
  | 'companion_key_not_allowed'
  | 'wrong_agent'
  | 'companion_address_not_allowed'
  | 'address_not_allowed'
  | 'agent_not_allowed'
  | 'insufficient_scope'

/** A session with what decides whether a call with its token is allowed, and the decision. */
export interface SessionContext extends Session {
  agent_name: string
  pattern: string
  default_hours: number
  life_cap_hours: number
  renewal_grace_hours: number
  renew_on_use: boolean
  /** Scopes of the key that the token was issued to; null when it was issued to a person, or when the key is no longer usable. */
  key_scopes: string[] | null
  /** Role of the person that the token was issued to; null when it was issued to a key, or when the person left the team. */
  role: Role | null
  /** Rate limit of the key that the token was issued to; null when the key has none of its own. */
  requests_per_minute: number | null
  /** Name of the key that was sent with the token, whether or not it is usable; null when there is none. */
  companion_name: string | null
  now: Date
  /** Null when the call is authorized. */
  refusal: Refusal | null
}

/** A session call to authorize. Nothing is null: `''`, NO_PERSON and NO_SECRET stand for what was not sent. */
export interface AuthorizationRequest {
  teamId: string
  sessionId: string
  /** Public id of the agent in the path; `''` where the path names none. */
  agentName: string
  /** Id of the key that the token was issued to; `''` when it was issued to a person. */
  issuedToKeyId: string
  issuedToPersonId: string
  /** `''` where an active session is enough. */
  scope: string
  rolesWithScope: readonly Role[]
  /** Id of a key that was sent with the token; `''` for none. */
  companionKeyId: string
  companionSecretHash: Buffer
  /** The client's IP address; `''` when it is not known reliably. */
  address: string
}

/** The id of no person, for tokens that were issued to a key. */
export const NO_PERSON = '00000000-0000-0000-0000-000000000000'
/** The hash of no secret, for calls without a companion key. */
export const NO_SECRET = Buffer.alloc(0)

/** SQL of the client's address in a statement with `sessionAuthorization`, for a timeline; null when it is not known. */
export const CLIENT_ADDRESS = "nullif($10::text, '')"

/** Returns the values of $1 to $10 of every statement that contains `sessionAuthorization`. */
export function authorizationValues(request: AuthorizationRequest): unknown[] {
  const { teamId, sessionId, agentName, issuedToKeyId, issuedToPersonId, scope, rolesWithScope, companionKeyId, companionSecretHash } =
    request
  const issuedTo = [issuedToKeyId, issuedToPersonId]
  return [teamId, sessionId, agentName, ...issuedTo, scope, rolesWithScope, companionKeyId, companionSecretHash, request.address]
}

/** States of a session, apart from active, in which a call is allowed. */
interface AllowedStates {
  /** An expired session is allowed when a companion key has the scope. */
  expired?: boolean
  /** An ended session is allowed, for a retry that gets a stored result. */
  ended?: boolean
}

const refusalCase = ({ expired = false, ended = false }: AllowedStates) => `
  case
    when f.agent_deleted_at is not null or f.end_reason = 'agent_deleted' then 'agent_deleted'
    when f.ended_at is not null ${ended ? 'and false' : ''} then 'session_ended'
    when f.ended_at is null and not ${isActive('f', 'f.now')} ${expired ? "and $8::text = ''" : ''} then 'session_expired'
    when f.key_scopes is null and f.role is null then 'credential_revoked'
    when $8::text <> '' and (f.companion_matches is not true) then 'invalid_companion_key'
    when $8::text <> '' and f.companion_revoked_at is not null then 'companion_key_revoked'
    when $8::text <> '' and f.companion_expired then 'companion_key_expired'
    when $8::text <> '' and not f.companion_reaches_agent then 'companion_key_not_allowed'
    when $8::text <> '' and not f.companion_allows_address then 'companion_address_not_allowed'
    when not f.key_allows_address then 'address_not_allowed'
    when $3::text <> '' and f.agent_name <> $3::text then 'wrong_agent'
    when not f.key_reaches_agent then 'agent_not_allowed'
    when $6::text <> '' and not (case when f.role is null then $6::text = any (f.key_scopes) else f.role = any ($7::text[]) end)
      then 'insufficient_scope'
    ${expired ? `when f.ended_at is null and not ${isActive('f', 'f.now')} and not $6::text = any (f.companion_scopes) then 'insufficient_scope'` : ''}
  end`

/**
 * Returns the only definition of what a session token may do now, as common table expressions of a statement that takes `authorizationValues`
 * as $1 to $10 and its own parameters after them. `verdict` is the session with the decision and what it is based on, or no row when there is no
 * such session. `authorized` is that row when the call is authorized. With `lock`, the session cannot be ended until the transaction of the
 * statement ends; the clock is read after the lock. FOR KEY SHARE would not do: Postgres (all versions so far) grants it in spite of FOR UPDATE when that lock is
 * taken while it looks at the row (`heap_lock_tuple` checks again only for updates), about once in 3,000 endings that race 24 calls. `update` is for statements
 * that change the session: two that both share it would wait for each other.
 */
export function sessionAuthorization({ lock, ...states }: AllowedStates & { lock: boolean | 'update' }): string {
  return `
session as materialized (
  select s.* from sessions s where s.team_id = $1::uuid and s.id = $2::text${lock === 'update' ? ' for no key update of s' : lock ? ' for share of s' : ''}
),
facts as materialized (
  select s.*, a.name as agent_name, a.pattern, a.deleted_at as agent_deleted_at,
    t.default_hours, t.life_cap_hours, t.renewal_grace_hours, t.renew_on_use,
    k.scopes as key_scopes, k.requests_per_minute, k.memory_trust, coalesce(${keyReachesAgent('k', '$1::uuid', 's.agent_row_id')}, true) as key_reaches_agent, m.role,
    ${keyAllowsAddress('k', CLIENT_ADDRESS)} as key_allows_address, ${keyAllowsAddress('c', CLIENT_ADDRESS)} as companion_allows_address,
    ${secretMatches('c', '$9::bytea', 'clock.now')} as companion_matches, c.revoked_at as companion_revoked_at, ${keyHasExpired('c', 'clock.now')} as companion_expired,
    c.name as companion_name, c.scopes as companion_scopes, coalesce(${keyReachesAgent('c', '$1::uuid', 's.agent_row_id')}, false) as companion_reaches_agent,
    clock.now
  from session s
  cross join lateral (select memanto_now() as now where s.id is not null) clock
  join agents a on a.team_id = $1::uuid and a.id = s.agent_row_id
  join teams t on t.id = $1::uuid
  left join api_keys k on k.team_id = $1::uuid and k.id = $4::text and ${keyIsUsable('k', 'clock.now')}
  left join memberships m on m.team_id = $1::uuid and m.person_id = $5::uuid
  left join api_keys c on c.team_id = $1::uuid and c.id = $8::text
),
verdict as materialized (select f.*, ${refusalCase(states)} as refusal from facts f),
authorized as materialized (select * from verdict where refusal is null)`
}

/** Columns of `verdict`: those of a SessionContext without what the session did so far. */
export const CONTEXT_COLUMNS = [
  ...['team_id', 'id', 'agent_row_id', 'started_at', 'expires_at', 'ended_at', 'end_reason', 'end_note', 'extensions', 'gap_seconds'],
  ...['opened_by_kind', 'opened_by_id', 'opened_by_name', 'ended_by_kind', 'ended_by_id', 'ended_by_name'],
  ...['agent_name', 'pattern', 'default_hours', 'life_cap_hours', 'renewal_grace_hours', 'renew_on_use'],
  ...['key_scopes', 'role', 'requests_per_minute', 'companion_name', 'now', 'refusal'],
]

const authorizeStatement = (states: AllowedStates) => `with ${sessionAuthorization({ lock: false, ...states })}
select ${CONTEXT_COLUMNS.map((column) => `v.${column}`).join(', ')},
  coalesce(u.stored, v.memories_stored) as memories_stored, coalesce(u.retrieved, v.memories_retrieved) as memories_retrieved,
  coalesce(u.recalls, v.recalls) as recalls, coalesce(u.first_used_at, v.first_used_at) as first_used_at,
  coalesce(u.last_used_at, v.last_used_at) as last_used_at
from verdict v left join lateral (${sessionCounters('$1::uuid', '$2::text')}) u on v.ended_at is null`

const STATEMENTS = {
  active: hotStatement('authorize_session', authorizeStatement({})),
  activeOrExpired: hotStatement('authorize_open_session', authorizeStatement({ expired: true })),
  any: hotStatement('authorize_session_retry', authorizeStatement({ expired: true, ended: true })),
}

/** Returns a statement that authorizes a session call, and finds the session with what it did so far. No row when there is no such session. */
export const authorizationStatement = (request: AuthorizationRequest, states: keyof typeof STATEMENTS): Statement<SessionContext> =>
  statement(STATEMENTS[states], authorizationValues(request))

/** Authorizes a session call in a statement of its own, and returns the session with what it did so far; undefined when there is no such session. */
export async function authorizeSession(
  db: Db,
  request: AuthorizationRequest,
  states: keyof typeof STATEMENTS,
): Promise<SessionContext | undefined> {
  const { rows } = await db.executeQuery<SessionContext>(authorizationStatement(request, states))
  return rows[0]
}
