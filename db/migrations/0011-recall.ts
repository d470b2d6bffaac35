import { type Kysely, sql } from 'kysely'

/**
 * Memories are found by terms that the product computes in any language, and recalls are answered from an index in the memory of each process. `txid` says
 * which transaction wrote a memory last, so that a process can ask for what changed; deleted memories are listed for a while for the same reason.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // Postgres computed it so far. What is stored stays until it is analysed again; `analysis` is 0 until then.
  'alter table memories alter column search drop expression',
  `alter table memories alter column search set default ''`,
  'alter table memories add column analysis smallint not null default 0',
  'alter table memories add column word_count integer not null default 0',
  // When what a memory tells happened, if that was not when it was stored.
  'alter table memories add column occurred_at timestamptz',
  'alter table memories add column txid xid8 not null default pg_current_xact_id()',
  'create index memories_txid on memories (team_id, agent_row_id, txid)',
  'create index memories_happened on memories (team_id, agent_row_id, coalesce(occurred_at, created_at) desc, id desc)',

  `create table memory_deletions (
    team_id uuid not null,
    agent_row_id uuid not null,
    memory_id text not null,
    txid xid8 not null default pg_current_xact_id(),
    deleted_at timestamptz not null default memanto_now(),
    primary key (team_id, agent_row_id, txid, memory_id),
    foreign key (team_id, agent_row_id) references agents (team_id, id)
  )`,
  // Deletions by earlier transactions are no longer listed.
  'alter table agents add column deletions_kept_from xid8 not null default pg_current_xact_id()',
  // The version of the analysis that all memories of the team have at least.
  'alter table teams add column analysis smallint not null default 0',

  // Words are looked up in the statement itself: a function that reads tables cannot be used where tables are distributed.
  'drop function memanto_words_like(uuid, uuid, text)',
]
