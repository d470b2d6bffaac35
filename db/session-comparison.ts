import { sql } from 'kysely'
import { activeSeconds } from './fragments'
import { onlyRow } from './query-results'
import type { Db, Session } from './schema'

/** Medians of an agent's ended sessions. */
export interface UsualSession {
  sessions: number
  seconds: number | null
  stored: number | null
  retrieved: number | null
  recalls: number | null
}

/** So many ended sessions of an agent are what is usual for it. */
const USUAL_SESSIONS = 100

/** Reads the medians of the agent's other sessions that ended, of the USUAL_SESSIONS that started last. */
export async function readUsualSession(db: Db, { team_id, agent_row_id, id }: Session): Promise<UsualSession> {
  const median = (value: string) => sql`percentile_cont(0.5) within group (order by ${sql.raw(value)})`
  const { rows } = await sql<UsualSession>`
    with latest as (
      select ${sql.raw(activeSeconds('s'))} as seconds, s.memories_stored, s.memories_retrieved, s.recalls from sessions s
      where s.team_id = ${team_id} and s.agent_row_id = ${agent_row_id} and s.ended_at is not null and s.id <> ${id}
      order by s.started_at desc, s.id desc limit ${USUAL_SESSIONS}
    )
    select count(*)::integer as sessions, ${median('seconds')} as seconds, ${median('memories_stored')} as stored,
      ${median('memories_retrieved')} as retrieved, ${median('recalls')} as recalls from latest`.execute(db)
  return onlyRow(rows)
}

const EVENTS_SEARCHED = 2_000

/** Returns when a session was extended or renewed, oldest first, from its latest EVENTS_SEARCHED events. */
export async function listExtensionTimes(db: Db, { team_id, id }: Session): Promise<Date[]> {
  const { rows } = await sql<{ at: Date }>`
    select at from (
      select e.at, e.id, e.kind from session_events e where e.team_id = ${team_id} and e.session_id = ${id} order by e.id desc limit ${EVENTS_SEARCHED}
    ) latest where kind in ('extended', 'renewed') order by id`.execute(db)
  return rows.map(({ at }) => at)
}
