import { type Kysely, sql } from 'kysely'

/**
 * Renames columns: `agent_id` is the public id in the API only; in the database the public id is `agents.name`, and a reference to the row is
 * `agent_row_id`. The counters of a session are stored in shards.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'alter table agents rename column agent_id to name',
  ...['api_key_agents', 'sessions', 'memories', 'memory_words'].map(
    (table) => `alter table ${table} rename column agent_id to agent_row_id`,
  ),
  'alter table session_slots rename to session_counters',
  'alter table session_counters rename column slot to shard',
  `create or replace function memanto_words_like(team uuid, agent uuid, asked text) returns table (word text, likeness real) language sql stable
    set pg_trgm.similarity_threshold = 0.25 set pg_trgm.word_similarity_threshold = 0.6
    as $$
      select w.word, greatest(similarity(w.word, asked), word_similarity(asked, w.word), case when strpos(w.word, asked) > 0 then 0.5::real end)
      from memory_words w
      where w.team_id = team and w.agent_row_id = agent
        and (w.word % asked or asked <% w.word or w.word like
          case when asked ~ '^[[:ascii:]]{1,2}$' then '' else '%' end || replace(replace(replace(asked, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%')
      group by 1 order by 2 desc, 1 limit 8
    $$`,
]
