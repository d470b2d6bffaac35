import { type Kysely, sql } from 'kysely'

/**
 * Memories are searched and listed across the agents of a team. The index of terms gets the team as a third column, which adds one entry for each memory; a second
 * index would repeat all terms. The team stands there as text, because Postgres would otherwise look it up in searches of one agent, too.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'drop index memories_search',
  'create index memories_search on memories using gin (agent_row_id, search, (team_id::text)) with (gin_pending_list_limit = 128)',
  'create index memories_of_team on memories (team_id, coalesce(occurred_at, created_at) desc, id desc)',
  // Those that need a review, of which there are few.
  `create index memories_to_review on memories (team_id, coalesce(occurred_at, created_at) desc, id desc) where trust <> 'trusted'`,
]
