import { type RawBuilder, sql } from 'kysely'
import type { Db } from './schema'

/** What a page follows: one agent by its name, one session, or the whole team. */
export interface PulseScope {
  agent?: string | undefined
  session?: string | undefined
}

/** A text that is another as soon as something happened in the scope, or a session of it neared or passed its expiry. */
export async function readVersion(db: Db, teamId: string, scope: PulseScope): Promise<string> {
  const { settled, isOpenHere } = followed(teamId, scope)
  const { rows } = await sql<{ version: string }>`
    select md5(concat_ws('|', (${settled}), (
      select concat_ws('|', count(*), max(s.expires_at), sum(s.extensions), sum(extract(epoch from s.expires_at)),
        count(*) filter (where s.expires_at <= clock.now), count(*) filter (where s.expires_at < clock.now + interval '30 minutes'),
        sum(used.stored), sum(used.retrieved), sum(used.recalls))
      from (select memanto_now() as now) clock cross join sessions s
      left join lateral (
        select sum(u.stored) as stored, sum(u.retrieved) as retrieved, sum(u.recalls) as recalls
        from session_counters u where u.team_id = s.team_id and u.session_id = s.id
      ) used on true
      where s.team_id = ${teamId} and s.ended_at is null and ${isOpenHere}
    ))) as version`.execute(db)
  return rows[0]?.version ?? ''
}

/** What is not about open sessions, as a few steps in an index; and which open sessions are looked at. */
function followed(teamId: string, { agent, session }: PulseScope): { settled: RawBuilder<unknown>; isOpenHere: RawBuilder<unknown> } {
  if (session !== undefined)
    return {
      settled: sql`select concat_ws('|', s.ended_at, s.end_note, (select max(id) from session_events where team_id = ${teamId} and session_id = ${session}))
        from sessions s where s.team_id = ${teamId} and s.id = ${session}`,
      isOpenHere: sql`s.id = ${session}`,
    }
  if (agent !== undefined)
    return {
      settled: sql`select concat_ws('|', count(a.deleted_at), max(a.updated_at), sum(a.session_count), sum(a.settled_memories), max((
          select max(m.updated_at) from memories m where m.team_id = a.team_id and m.agent_row_id = a.id and m.updated_at > m.created_at)))
        from agents a where a.team_id = ${teamId} and a.name = ${agent}`,
      isOpenHere: sql`s.agent_row_id in (select id from agents where team_id = ${teamId} and name = ${agent})`,
    }
  return {
    settled: sql`select concat_ws('|', (select max(started_at) from sessions where team_id = ${teamId}),
      (select max(ended_at) from sessions where team_id = ${teamId} and ended_at is not null),
      (select max(created_at) from agents where team_id = ${teamId} and deleted_at is null))`,
    isOpenHere: sql`true`,
  }
}
