import { type Kysely, sql } from 'kysely'

/** Creates tables for the sums of days that can no longer change, so that long ranges need not read every session, and indexes for more filters. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table session_days (
    team_id uuid not null references teams (id),
    -- Whether a session counts on the day (UTC) on which it started or on which it ended.
    counted_by text not null check (counted_by in ('start', 'end')),
    day date not null,
    end_reason text not null,
    sessions bigint not null,
    stored bigint not null,
    retrieved bigint not null,
    recalls bigint not null,
    primary key (team_id, counted_by, day, end_reason)
  )`,
  // All days before this one are summed up, also those without sessions.
  `create table session_day_marks (
    team_id uuid not null references teams (id),
    counted_by text not null check (counted_by in ('start', 'end')),
    summed_until date not null,
    primary key (team_id, counted_by)
  )`,
  'create index sessions_by_reason_and_end on sessions (team_id, end_reason, ended_at desc, id desc) where ended_at is not null',
  // The audit log is filtered by kinds of actions and by parts of names.
  'create index audit_log_by_action on audit_log (team_id, action text_pattern_ops, at desc, id desc)',
  `create index audit_log_by_parts on audit_log
    using gin (team_id, by_name gin_trgm_ops, by_id gin_trgm_ops, target_name gin_trgm_ops, target_id gin_trgm_ops)`,
  'create index sessions_open_by_start on sessions (team_id, started_at) where ended_at is null',
]
