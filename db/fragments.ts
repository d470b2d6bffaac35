import { type RawBuilder, sql } from 'kysely'
import { EXPIRING_SOON_MINUTES, MOST_EVENT_MEMORIES, RETENTION_REASON, SYSTEM_ACTOR } from './constants'

/*
 * SQL fragments that several statements use, each written once. Parameters such as `s` and `k` are aliases of tables in the statement; `now`
 * and `team` are SQL of the current time and of the team's id.
 */

/** The current time, read once for each place where it stands, so that Postgres can search an index by it. To read it after a lock, use memanto_now(). */
export const NOW = '(select memanto_now())'

/** True from the given time on. */
const hasPassed = (moment: string, now: string) => `${moment} <= ${now}`

/** True for a session that has not ended and has time left. */
export const isActive = (s: string, now = NOW) => `(${s}.ended_at is null and ${s}.expires_at > ${now})`

/** True for an active session with less than EXPIRING_SOON_MINUTES left. */
export const isExpiring = (s: string, now = NOW) =>
  `(${isActive(s, now)} and ${s}.expires_at < ${now} + interval '${EXPIRING_SOON_MINUTES} minutes')`

/** The indexed end reason of a session. A session that has not ended is indexed as `expired`, which it becomes at its expiry. */
export const indexedEndReason = (s: string) => `coalesce(${s}.end_reason, 'expired')`

/** The time beyond which a session cannot be extended. */
export const lifeEnd = (s: string, team: string) => `${s}.started_at + ${team}.life_cap_hours * interval '1 hour'`

/** True for a session that expired so long ago that it can no longer be extended. */
export const isPastGrace = (s: string, graceHours: string, now = NOW) =>
  `(${s}.ended_at is null and ${hasPassed(`${s}.expires_at`, `${now} - ${graceHours} * interval '1 hour'`)})`

/** Seconds during which an ended session was active: without the gaps between an expiry and the extension that followed. */
export const activeSeconds = (s: string) =>
  `greatest(extract(epoch from ${s}.ended_at - ${s}.started_at)::double precision - ${s}.gap_seconds, 0)`

/** True for a key that is past its expiry. A key without an expiry never expires. */
export const keyHasExpired = (k: string, now = 'memanto_now()') => `coalesce(${hasPassed(`${k}.expires_at`, now)}, false)`

/** True for a key that is neither revoked nor expired. */
export const keyIsUsable = (k: string, now = 'memanto_now()') => `(${k}.revoked_at is null and not ${keyHasExpired(k, now)})`

/** True for a rotated key whose previous secret still works. */
export const previousSecretWorks = (k: string, now = 'memanto_now()') => `coalesce(${k}.previous_until > ${now}, false)`

/** True for a key whose current secret has this hash, or whose previous secret has it and still works. */
export const secretMatches = (k: string, hash: string, now = 'memanto_now()') =>
  `(${k}.secret_hash = ${hash} or (${k}.previous_hash = ${hash} and ${previousSecretWorks(k, now)}))`

/** True for a key that has access to the agent with this row id: it is not limited, or limited to agents of which this is one. */
export const keyReachesAgent = (k: string, team: string, agentRowId: string) => `(not ${k}.limited or exists (
    select from api_key_agents l where l.team_id = ${team} and l.key_id = ${k}.id and l.agent_row_id = ${agentRowId}))`

/** True for a key that works from a client address: everywhere, or in networks of which one contains the address. Null stands for an address that is not known. */
export const keyAllowsAddress = (k: string, address: string) =>
  `(${k}.allowed_networks is null or coalesce((${address})::inet <<= any (${k}.allowed_networks), false))`

/** A query of the sums over the counter shards of a session. It returns one row, with nulls when nothing was counted. */
export const sessionCounters = (team: string, sessionId: string) => `
  select sum(stored)::bigint as stored, sum(retrieved)::bigint as retrieved, sum(recalls)::bigint as recalls,
    min(first_used_at) as first_used_at, max(last_used_at) as last_used_at
  from session_counters where team_id = ${team} and session_id = ${sessionId}`

/** The id of a session that has not ended, else null. Passed to `sessionCounters`, because the row of an ended session already has the sums. */
export const idWhileOpen = (s: string) => `case when ${s}.ended_at is null then ${s}.id end`

/** The number of memories of an agent: its row counts those of ended sessions, and the counters of its open session the others. */
export const memoryCount = (a: string, team: string, openSessionId: string) =>
  `(${a}.settled_memories + coalesce((select c.stored from (${sessionCounters(team, openSessionId)}) c), 0))`

/** The status of a memory now. One that has expired counts as expired also before maintenance says so in its row. */
export const statusOf = (m: string, now = NOW) =>
  `case when ${m}.status = 'active' and ${hasPassed(`${m}.expires_at`, now)} then 'expired' else ${m}.status end`

/**
 * True for a memory whose status now is one of these, which are SQL of an array. The same as a comparison with `statusOf`, in a form of which Postgres knows
 * how many memories it is true: it would take a CASE to be true of one in 200, and read all memories of an agent to sort them.
 */
export const isOfStatus = (m: string, statuses: string, now = NOW) => {
  const hasExpired = hasPassed(`${m}.expires_at`, now)
  return `(${m}.status = any (${statuses}) and (${m}.status <> 'active' or ${m}.expires_at is null or not ${hasExpired})
      or ${m}.status = 'active' and ${hasExpired} and 'expired' = any (${statuses}))`
}

/** True for a memory that recalls return: it is active, has not expired, and is not quarantined. */
export const isRecallable = (m: string, now = NOW) =>
  `(${m}.status = 'active' and ${m}.trust <> 'quarantined' and (${m}.expires_at is null or ${m}.expires_at > ${now}))`

/** The lower of two levels of trust: what is written with a key whose memories need a review never becomes more trusted by that. */
export const leastTrust = (one: string, other: string) =>
  `case when 'quarantined' in (${one}, ${other}) then 'quarantined' when 'unreviewed' in (${one}, ${other}) then 'unreviewed' else 'trusted' end`

/** True for a memory that is purged once the team's grace period is over: it was deleted, or it expired because it was older than the team keeps its type. An index of memories has this expression. */
export const isToPurge = (m: string) =>
  `(${m}.status = 'deleted' or (${m}.status = 'expired' and ${m}.by_kind = '${SYSTEM_ACTOR.kind}' and ${m}.reason = '${RETENTION_REASON}'))`

/**
 * SQL of the order in which memories are locked, so that two transactions never deadlock. It is the order in which JavaScript sorts
 * their ids: the collation of a database may have another.
 */
export const lockOrder = (m: string) => `${m}.id collate "C"`

/** When the present version of a memory was written. */
export const knownFrom = (m: string) => `case when ${m}.version = 1 then ${m}.created_at else ${m}.updated_at end`

/**
 * A statement that adds to one of the sixteen counter shards of a session. It follows the CTEs of `sessionAuthorization`; `session` is the one of them,
 * or a CTE made of it, with a row when the call is counted.
 */
export function addToCounters(counts: { stored?: string; retrieved?: string; recalls?: string }, session = 'authorized'): string {
  const { stored = '0', retrieved = '0', recalls = '0' } = counts
  return `
insert into session_counters as counters (team_id, session_id, shard, stored, retrieved, recalls, first_used_at, last_used_at)
  select team_id, id, ${RANDOM_SHARD}, ${stored}, ${retrieved}, ${recalls}, now, now from ${session}
  on conflict (team_id, session_id, shard) do update set
    stored = counters.stored + excluded.stored,
    retrieved = counters.retrieved + excluded.retrieved,
    recalls = counters.recalls + excluded.recalls,
    first_used_at = least(counters.first_used_at, excluded.first_used_at),
    last_used_at = greatest(counters.last_used_at, excluded.last_used_at)`
}

/**
 * A statement that adds an event to the timeline of a session, caused by the key ($4) or the person ($5) that the token was issued to. It
 * follows the CTEs of `sessionAuthorization`; `session` is as for `addToCounters`. `memoryIds` is SQL of the memories that were stored or returned.
 */
export const addToTimeline = (
  kind: 'remembered' | 'recalled' | 'extended',
  { amount, memoryIds = 'null', address }: { amount: string; memoryIds?: string; address: string },
  session = 'authorized',
) => `
insert into session_events (team_id, session_id, at, kind, amount, memory_ids, by_kind, by_id, address)
  select team_id, id, now, '${kind}', ${amount}, ${memoryIds}, ${ISSUED_TO.kind}, ${ISSUED_TO.id}, ${address}
  from ${session}`

/** The ids of the memories of a CTE, in the order of one of its columns, for an event of a timeline. */
export const eventMemoryIds = (memories: string, order: string) =>
  `(select (array_agg(m.id order by m.${order}))[:${MOST_EVENT_MEMORIES}] from ${memories} m)`

/** SQL of the kind and id of the key or person that a token was issued to, in a statement with `sessionAuthorization`. */
export const ISSUED_TO = {
  kind: `case when $4::text = '' then 'person' else 'key' end`,
  id: `case when $4::text = '' then $5::text else $4::text end`,
}

/** A random shard for each call, so that calls of one session rarely wait for each other. */
const RANDOM_SHARD = 'floor(random() * 16)::smallint'

const TEAM = ':team:'

/** Turns a fragment into part of a statement of the query builder, which numbers parameters itself. The team's id becomes a parameter. */
export function withTeam<T>(teamId: string, fragment: (team: string) => string): RawBuilder<T> {
  const parts = fragment(TEAM).split(TEAM)
  return sql<T>`${sql.join(
    parts.map((part) => sql.raw(part)),
    sql`${teamId}::uuid`,
  )}`
}
