import { type Kysely, sql } from 'kysely'

/** Creates indexes for the orders and filters of the portal's lists, so that no page becomes slower with a longer history. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const index of INDEXES) await sql.raw(`create index ${index}`).execute(db)
}

const INDEXES = [
  // An agent that never had a session is last.
  "agents_by_last_session on agents (team_id, coalesce(last_session_at, timestamptz '1970-01-01 00:00:00Z') desc, id desc) where deleted_at is null",
  'agents_by_name on agents (team_id, agent_id)',
  'sessions_open_newest on sessions (team_id, started_at desc, id desc) where ended_at is null',
  "sessions_by_reason on sessions (team_id, coalesce(end_reason, 'expired'), started_at desc, id desc)",
  "sessions_of_agent_by_reason on sessions (team_id, agent_id, coalesce(end_reason, 'expired'), started_at desc, id desc)",
]
