import { type Kysely, sql } from 'kysely'

/**
 * Every change of a memory keeps the version before it, with who made the change and when. A memory has a status and may expire; a deleted one is kept
 * for the team's grace period, so that it can be restored.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'alter table teams add column deletion_grace_days integer not null default 7 check (deletion_grace_days between 0 and 365)',
  // What a key stores gets this trust.
  `alter table api_keys add column memory_trust text not null default 'trusted' check (memory_trust in ('trusted', 'unreviewed', 'quarantined'))`,

  `alter table memories
    add column version integer not null default 1,
    add column status text not null default 'active' check (status in ('active', 'superseded', 'expired', 'deleted')),
    add column status_at timestamptz,
    add column superseded_by text,
    add column expires_at timestamptz,
    add column trust text not null default 'trusted' check (trust in ('trusted', 'unreviewed', 'quarantined')),
    add column by_kind text check (by_kind in ('key', 'person', 'system')),
    add column by_id text,
    add column client text not null default '',
    add column changed_in text,
    add column reason text`,
  `create index memories_expiring on memories (team_id, agent_row_id, expires_at) where status = 'active' and expires_at is not null`,
  `create index memories_not_active on memories (team_id, agent_row_id, status, status_at) where status <> 'active'`,

  // Memories of what was still to happen when they were stored, of which there are few: an index by what happened does not find what was known.
  'create index memories_ahead on memories (team_id, agent_row_id, created_at) where occurred_at > created_at',

  // The columns of memories that are shown, as they were in an earlier version, and from when until when the memory was like that.
  `create table memory_versions (
    team_id uuid not null,
    id text not null,
    version integer not null,
    agent_row_id uuid not null,
    session_id text not null,
    seq bigint not null,
    type text not null,
    title text,
    content text not null,
    confidence double precision not null,
    tags text[] not null,
    source text not null,
    provenance text not null,
    occurred_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    status text not null,
    status_at timestamptz,
    superseded_by text,
    expires_at timestamptz,
    trust text not null,
    by_kind text,
    by_id text,
    client text not null,
    changed_in text,
    reason text,
    known_from timestamptz not null,
    known_until timestamptz not null,
    primary key (team_id, id, version),
    foreign key (team_id, id) references memories (team_id, id) on delete cascade
  )`,
  'create index memory_versions_happened on memory_versions (team_id, agent_row_id, coalesce(occurred_at, created_at) desc, seq desc)',
]
