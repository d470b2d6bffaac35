import { sql } from 'kysely'
import { type DailyTotals, totalsOfDay } from './daily-totals'
import { idWhileOpen, NOW, sessionCounters, withTeam } from './fragments'
import type { Db } from './schema'
import { startOfDay, utcDay } from './session-days'

/** Returns the totals of the agents of a name for each of the last `days` days (UTC), today included, by the day on which their sessions started. */
export async function listDaysOfAgent(db: Db, teamId: string, agentName: string, days: number): Promise<DailyTotals[]> {
  const today = utcDay(sql.raw(NOW))
  const { rows } = await sql<DailyTotals>`
    with counted as (
      select ${utcDay(sql`s.started_at`)} as day, coalesce(s.end_reason, case when s.expires_at > ${sql.raw(NOW)} then 'active' else 'expired' end) as end_reason,
        1 as sessions, coalesce(used.stored, s.memories_stored) as stored, coalesce(used.retrieved, s.memories_retrieved) as retrieved,
        coalesce(used.recalls, s.recalls) as recalls
      from agents a
      join sessions s on s.team_id = ${teamId} and s.agent_row_id = a.id and s.started_at >= (select ${startOfDay(sql`${today} - ${days - 1}::int`)})
      cross join lateral (${withTeam(teamId, (team) => sessionCounters(team, idWhileOpen('s')))}) used
      where a.team_id = ${teamId} and a.name = ${agentName}
    )
    select ${totalsOfDay}
    from generate_series(${today} - ${days - 1}::int, ${today}, interval '1 day') as each (day)
    left join counted c on c.day = each.day::date
    group by each.day order by each.day`.execute(db)
  return rows
}
