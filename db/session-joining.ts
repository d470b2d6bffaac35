import { CompiledQuery } from 'kysely'
import { keyAllowsAddress, keyIsUsable, keyReachesAgent, secretMatches } from './fragments'
import type { Agent, Db, Session } from './schema'
import { hotStatement } from './statement-hooks'

const CLIENT_ADDRESS = "nullif($8::text, '')"

/**
 * The lock of the key makes its revocation wait, and that of the session its ending, as in the statements that lock an agent (FOR SHARE, as in `sessionAuthorization`); the clock is read
 * after both.
 */
const JOIN_AT_ONCE = hotStatement(
  'join_at_once',
  `with key as materialized (
  select k.* from api_keys k where k.team_id = $1::uuid and k.id = $4::text and ${keyIsUsable('k')} and ${secretMatches('k', '$5::bytea')}
    and $6::text = any (k.scopes) and ${keyAllowsAddress('k', CLIENT_ADDRESS)} for share of k
),
agent as materialized (
  select a.id, a.name, a.pattern from agents a, key k
  where a.team_id = $1::uuid and lower(a.name) = $2::text and a.name = $3::text and a.deleted_at is null and ${keyReachesAgent('k', '$1::uuid', 'a.id')}
),
session as materialized (
  select s.* from sessions s where s.team_id = $1::uuid and s.agent_row_id = (select id from agent) and s.ended_at is null for share of s
),
joined as materialized (
  select s.*, clock.now from session s cross join lateral (select memanto_now() as now where s.id is not null) clock
  where s.expires_at - clock.now >= $7::integer * interval '1 millisecond'
),
event as (
  insert into session_events (team_id, session_id, at, kind, by_kind, by_id, address)
  select j.team_id, j.id, j.now, 'joined', 'key', $4::text, ${CLIENT_ADDRESS} from joined j
)
select j.*, a.name as agent_name, a.pattern, k.requests_per_minute from joined j, agent a, key k`,
)

/** A session that was joined, its agent, and the rate limit of the key. */
export interface FoundJoining extends Session, Pick<Agent, 'pattern'> {
  agent_name: string
  requests_per_minute: number | null
  now: Date
}

interface Joining {
  teamId: string
  agentName: string
  keyId: string
  secretHash: Buffer
  /** The scope that the key needs. */
  scope: string
  /** So much time must be left. */
  milliseconds: number
  clientAddress: string | null
}

/**
 * Joins the session of an agent and checks the key in the same statement, where nothing is to be decided: the key may do it, and the session is
 * active with enough time left. Otherwise nothing is written, and the result is undefined. One round trip.
 */
export async function joinAtOnce(db: Db, joining: Joining): Promise<FoundJoining | undefined> {
  const { teamId, agentName, keyId, secretHash, scope, milliseconds, clientAddress } = joining
  const values = [teamId, agentName.toLowerCase(), agentName, keyId, secretHash, scope, milliseconds, clientAddress ?? '']
  const { rows } = await db.executeQuery<FoundJoining>(CompiledQuery.raw(JOIN_AT_ONCE, values))
  return rows[0]
}
