import { type Kysely, sql } from 'kysely'

/**
 * A team can say for how long it keeps memories of a type, and an agent whose memories must not be removed is on legal hold. After memories were purged,
 * the vocabulary of their agent is checked for words that were removed while another transaction stored a memory with them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // Days by type of memory; a type that is missing is kept for ever.
  `alter table teams add column retention jsonb not null default '{}' check (jsonb_typeof(retention) = 'object')`,
  // When it was last looked for memories that are older; null: since then the policy was changed.
  'alter table teams add column retention_checked_at timestamptz',
  'alter table agents add column legal_hold boolean not null default false',

  // What maintenance purges once the grace period is over.
  `create index memories_to_purge on memories (team_id, status_at)
    where status = 'deleted' or (status = 'expired' and by_kind = 'system' and reason = 'retention')`,

  `create table vocabulary_checks (
    team_id uuid not null,
    agent_row_id uuid not null,
    -- The oldest transaction that may have stored a memory whose words were taken for unused.
    since xid8 not null default pg_snapshot_xmin(pg_current_snapshot()),
    -- Transactions that may still store such a memory; null until they are known.
    waits_for text[],
    primary key (team_id, agent_row_id),
    foreign key (team_id, agent_row_id) references agents (team_id, id)
  )`,

  // ANALYZE copies values into the statistics of a column, where they would outlive their row. No statement searches these columns by value.
  ...['memories', 'memory_versions'].flatMap((table) =>
    ['title', 'content', 'reason'].map((column) => `alter table ${table} alter column ${column} set statistics 0`),
  ),
]
