import { type Kysely, sql } from 'kysely'

/**
 * The last calls of a team (the request log), how often each key was used and from where, which networks a key works from, and how long a new key may be valid. Columns that are added here have
 * defaults with which earlier versions of the server behave as before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // 0: calls are not recorded.
  'alter table teams add column requests_kept_days integer not null default 7 check (requests_kept_days between 0 and 90)',
  // Null: a new key may be valid for ever.
  'alter table teams add column key_max_days integer check (key_max_days between 1 and 3650)',
  // Null: the key works from everywhere.
  'alter table api_keys add column allowed_networks inet[] check (cardinality(allowed_networks) between 1 and 100)',

  // Rows are written in batches, some time after the calls. Nothing refers to them, and they refer to keys and sessions without a foreign key, so that writing them takes no locks.
  `create table request_log (
    team_id uuid not null references teams (id),
    id text not null,
    -- Milliseconds, as in cursors of lists.
    at timestamptz(3) not null,
    method text not null,
    route text not null,
    status smallint not null,
    code text,
    ms real not null,
    key_id text,
    session_id text,
    agent text,
    address text,
    primary key (team_id, id)
  )`,
  'create index request_log_newest on request_log (team_id, at desc, id desc)',
  'create index request_log_errors on request_log (team_id, at desc, id desc) where status >= 400',

  // How many calls there were in an hour, and how many of them are in the log.
  `create table request_hours (
    team_id uuid not null references teams (id),
    hour timestamptz not null,
    calls integer not null,
    errors integer not null,
    recorded integer not null,
    primary key (team_id, hour)
  )`,

  // Every call with a key or with a session token that was issued to it, by day (UTC) and client address; '' stands for addresses that are not known, or too many.
  `create table key_usage (
    team_id uuid not null,
    key_id text not null,
    day date not null,
    address text not null,
    calls integer not null,
    errors integer not null,
    last_at timestamptz not null,
    primary key (team_id, key_id, day, address),
    foreign key (team_id, key_id) references api_keys (team_id, id)
  )`,
  'create index key_usage_by_day on key_usage (team_id, day)',

  'create index sessions_of_opener on sessions (team_id, opened_by_id, started_at desc, id desc)',
]
