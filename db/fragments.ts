import { type RawBuilder, sql } from 'kysely'
import { EXPIRING_SOON_MINUTES } from './constants'

/*
 * Conditions and sums that several statements need, each written once. Parameters such as `s` and `k` are the aliases of tables in the
 * statement, `now` and `team` are SQL for the clock and for the team's id.
 */

/** The clock, read once in a statement, so that an index can be searched by it. Where it must be read after a lock, use memanto_now(). */
export const NOW = '(select memanto_now())'

/** A moment that has come: as soon as the clock shows it. */
const hasPassed = (moment: string, now: string) => `${moment} <= ${now}`

/** A session that has not ended and has time left. */
export const isActive = (s: string, now = NOW) => `(${s}.ended_at is null and ${s}.expires_at > ${now})`

/** An active session with less than EXPIRING_SOON_MINUTES left. */
export const isExpiring = (s: string, now = NOW) =>
  `(${isActive(s, now)} and ${s}.expires_at < ${now} + interval '${EXPIRING_SOON_MINUTES} minutes')`

/** A session whose time is over, whether or not it has ended. */
export const hasExpired = (s: string, now = NOW) => hasPassed(`${s}.expires_at`, now)

/** Why a session ended; an open one is indexed as `expired`, which it becomes when its time is over. */
export const indexedEndReason = (s: string) => `coalesce(${s}.end_reason, 'expired')`

/** The moment that no extension of a session passes. */
export const lifeEnd = (s: string, team: string) => `${s}.started_at + ${team}.life_cap_hours * interval '1 hour'`

/** A session that expired so long ago that it can no longer be extended. */
export const isPastGrace = (s: string, graceHours: string, now = NOW) =>
  `(${s}.ended_at is null and ${hasPassed(`${s}.expires_at`, `${now} - ${graceHours} * interval '1 hour'`)})`

/** Seconds that an ended session was active: without the gaps between its expiry and an extension. */
export const activeSeconds = (s: string) =>
  `greatest(extract(epoch from ${s}.ended_at - ${s}.started_at)::double precision - ${s}.gap_seconds, 0)`

/** A key whose time is over; a key without an expiry never expires. */
export const keyHasExpired = (k: string, now = 'memanto_now()') => `coalesce(${hasPassed(`${k}.expires_at`, now)}, false)`

/** A key that is neither revoked nor expired. */
export const keyIsUsable = (k: string, now = 'memanto_now()') => `(${k}.revoked_at is null and not ${keyHasExpired(k, now)})`

/** A rotated key whose previous secret still works. */
export const previousSecretWorks = (k: string, now = 'memanto_now()') => `coalesce(${k}.previous_until > ${now}, false)`

/** A key whose current secret has this hash, or whose previous one has it and still works. */
export const secretMatches = (k: string, hash: string, now = 'memanto_now()') =>
  `(${k}.secret_hash = ${hash} or (${k}.previous_hash = ${hash} and ${previousSecretWorks(k, now)}))`

/** A key that is not limited to some agents, or among whose agents is the one of this row id. */
export const keyReachesAgent = (k: string, team: string, agentRowId: string) => `(not ${k}.limited or exists (
    select from api_key_agents l where l.team_id = ${team} and l.key_id = ${k}.id and l.agent_row_id = ${agentRowId}))`

/** Sums of what a session did so far, over the shards of its counters: one row, of nulls when nothing was counted. */
export const sessionCounters = (team: string, sessionId: string) => `
  select sum(stored)::bigint as stored, sum(retrieved)::bigint as retrieved, sum(recalls)::bigint as recalls,
    min(first_used_at) as first_used_at, max(last_used_at) as last_used_at
  from session_counters where team_id = ${team} and session_id = ${sessionId}`

/** The id of a session that has not ended, else null: its counters are summed; those of an ended session are summed in its row already. */
export const idWhileOpen = (s: string) => `case when ${s}.ended_at is null then ${s}.id end`

/** How many memories an agent has: its row counts those of ended sessions, the counters of its open session the others. */
export const memoryCount = (a: string, team: string, openSessionId: string) =>
  `(${a}.settled_memories + coalesce((select c.stored from (${sessionCounters(team, openSessionId)}) c), 0))`

/** Adds to one of a session's sixteen counter shards. `live` is a row with team_id, id and now, or none. */
export function addToCounters(counts: { stored?: string; retrieved?: string; recalls?: string }): string {
  const { stored = '0', retrieved = '0', recalls = '0' } = counts
  return `
insert into session_counters as counters (team_id, session_id, shard, stored, retrieved, recalls, first_used_at, last_used_at)
  select team_id, id, ${RANDOM_SHARD}, ${stored}, ${retrieved}, ${recalls}, now, now from live
  on conflict (team_id, session_id, shard) do update set
    stored = counters.stored + excluded.stored,
    retrieved = counters.retrieved + excluded.retrieved,
    recalls = counters.recalls + excluded.recalls,
    first_used_at = least(counters.first_used_at, excluded.first_used_at),
    last_used_at = greatest(counters.last_used_at, excluded.last_used_at)`
}

/** Adds an event of a call to the timeline of its session, done by the key ($4) or person ($5) that the token was issued to. */
export const addToTimeline = (kind: 'remembered' | 'recalled', amount: string, address: string) => `
insert into session_events (team_id, session_id, at, kind, amount, by_kind, by_id, address)
  select team_id, id, now, '${kind}', ${amount}, case when $4::text = '' then 'person' else 'key' end, case when $4::text = '' then $5::text else $4::text end, ${address}
  from live`

/** Another shard for each call, so that the writers of one session seldom wait for each other. */
const RANDOM_SHARD = 'floor(random() * 16)::smallint'

const TEAM = ':team:'

/** A fragment in a statement of the query builder, which numbers parameters itself: the team's id becomes one of them. */
export function withTeam<T>(teamId: string, fragment: (team: string) => string): RawBuilder<T> {
  const parts = fragment(TEAM).split(TEAM)
  return sql<T>`${sql.join(
    parts.map((part) => sql.raw(part)),
    sql`${teamId}::uuid`,
  )}`
}
