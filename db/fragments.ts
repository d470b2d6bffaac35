// Fragments of SQL that decide something, each written once. `s`, `k` and the like are the aliases of their tables in the statement.

/** A session that has not ended and whose time is not over; `now` is SQL for the clock, read once in the statement. */
export const isActive = (s: string, now: string) => `(${s}.ended_at is null and ${s}.expires_at > ${now})`

/** A key that is neither revoked nor expired. */
export const keyIsUsable = (k: string, now = 'memanto_now()') =>
  `(${k}.revoked_at is null and (${k}.expires_at is null or ${k}.expires_at > ${now}))`

/** A key whose current secret has this hash, or whose previous one has it and still overlaps. */
export const secretMatches = (k: string, hash: string, now = 'memanto_now()') =>
  `(${k}.secret_hash = ${hash} or (${k}.previous_hash = ${hash} and ${k}.previous_until > ${now}))`

/** A key that is not limited to some agents, or among whose agents is the one of this row id. */
export const keyReachesAgent = (k: string, team: string, agentRowId: string) => `(not ${k}.limited or exists (
    select from api_key_agents l where l.team_id = ${team} and l.key_id = ${k}.id and l.agent_row_id = ${agentRowId}))`

/** Sums of what a session did so far, over the shards of its counters: one row, of nulls when nothing was counted. */
export const sessionCounters = (team: string, sessionId: string) => `
  select sum(stored)::bigint as stored, sum(retrieved)::bigint as retrieved, sum(recalls)::bigint as recalls,
    min(first_used_at) as first_used_at, max(last_used_at) as last_used_at
  from session_counters where team_id = ${team} and session_id = ${sessionId}`

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

/** Adds an event of a call to the timeline of its session, in the name of whoever the token was issued to ($4 a key, $5 a person). */
export const addToTimeline = (kind: 'remembered' | 'recalled', amount: string, address: string) => `
insert into session_events (team_id, session_id, at, kind, amount, by_kind, by_id, address)
  select team_id, id, now, '${kind}', ${amount}, case when $4::text = '' then 'person' else 'key' end, case when $4::text = '' then $5::text else $4::text end, ${address}
  from live`

/** Another shard for each call, so that the writers of one session seldom meet. */
const RANDOM_SHARD = 'floor(random() * 16)::smallint'
