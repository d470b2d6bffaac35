import { type Kysely, sql } from 'kysely'

/**
 * Events of the timeline name the memories that they stored or returned, and each memory has a count of the recalls that returned it. The counts are
 * added up later, from the events: `txid` says which transaction wrote an event, so that each is counted once, in whatever order transactions end.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'alter table session_events add column memory_ids text[]',
  'alter table session_events add column txid xid8 not null default pg_current_xact_id()',
  `create index session_events_recalled on session_events (team_id, txid) where kind = 'recalled' and memory_ids is not null`,

  // Pages are left with room, so that a count is updated in its place.
  `create table memory_uses (
    team_id uuid not null,
    memory_id text not null,
    recalled_count bigint not null,
    last_recalled_at timestamptz not null,
    primary key (team_id, memory_id),
    foreign key (team_id, memory_id) references memories (team_id, id) on delete cascade
  ) with (fillfactor = 80)`,
  // Events by transactions that had ended in the snapshot are counted. A restored backup has the default, a time that never comes, because ids of
  // transactions mean nothing in another database: counting then begins after the events that were restored.
  `create table memory_use_marks (
    team_id uuid primary key references teams (id),
    counted pg_snapshot not null default '9223372036854775807:9223372036854775807:',
    after_id bigint not null default 0
  )`,
]
