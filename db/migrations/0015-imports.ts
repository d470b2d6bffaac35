import { type Kysely, sql } from 'kysely'

/** Creates the tables of imports: how far each one came, so that it can go on after a failure, and which ids memories and sessions of the file got. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table memory_imports (
    team_id uuid not null references teams (id),
    id text not null,
    agent_row_id uuid not null,
    caller text not null,
    -- The caller's Idempotency-Key; null where none was sent.
    key text,
    fingerprint text not null,
    -- Only the request that took the import over last goes on with it.
    attempt integer not null default 1,
    -- How many records of the file are done, and the hash of their text.
    records bigint not null default 0,
    digest text not null default '',
    progress jsonb not null default '{}',
    -- Null until it is finished.
    answer jsonb,
    created_at timestamptz not null default memanto_now(),
    updated_at timestamptz not null default memanto_now(),
    primary key (team_id, id),
    foreign key (team_id, agent_row_id) references agents (team_id, id)
  )`,
  'create unique index memory_imports_by_key on memory_imports (team_id, caller, key) where key is not null',
  'create index memory_imports_of_agent on memory_imports (team_id, agent_row_id, updated_at)',
  'create index memory_imports_by_age on memory_imports (team_id, created_at)',
  `create table memory_import_ids (
    team_id uuid not null,
    import_id text not null,
    kind text not null check (kind in ('memory', 'session')),
    old_id text collate "C" not null,
    new_id text not null,
    primary key (team_id, import_id, kind, old_id),
    foreign key (team_id, import_id) references memory_imports (team_id, id)
  )`,
]
