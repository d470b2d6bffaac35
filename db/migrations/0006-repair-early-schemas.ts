import { type Kysely, sql } from 'kysely'

/**
 * Brings databases that were created by earlier forms of the migrations 0001 and 0004 to the schema that these create now, and changes nothing in
 * other databases. Names are looked up in the current schema only, because another installation may use the next schema of the search path.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create or replace function memanto_word(word text) returns tsquery language sql immutable strict parallel safe
  as $$ select ('''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || '''')::tsquery $$`,

  `do $$ begin execute format('drop index if exists %I.memories_trigrams', current_schema()); end $$`,
  'alter index memories_search set (gin_pending_list_limit = 128)',
  'create index if not exists memories_changed on memories (team_id, agent_id, updated_at desc) where updated_at > created_at',
  'alter table memories set (toast_tuple_target = 4080)',
  'alter table memories alter column search set storage main',

  // A vocabulary that is created now contains the words of all memories.
  `do $$ begin
    if to_regclass(format('%I.memory_words', current_schema())) is null then
      create table memory_words (
        team_id uuid not null,
        agent_id uuid not null,
        word text collate "C" not null
      );
      insert into memory_words (team_id, agent_id, word)
        select distinct m.team_id, m.agent_id, l.lexeme collate "C" from memories m cross join unnest(m.search) l;
    end if;
  end $$`,
  'create index if not exists memory_words_known on memory_words (word, agent_id, team_id)',
  'create index if not exists memory_words_trigrams on memory_words using gin (agent_id, word gin_trgm_ops) with (gin_pending_list_limit = 128)',
  `create or replace function memanto_words_like(team uuid, agent uuid, asked text) returns table (word text, likeness real) language sql stable
  set pg_trgm.similarity_threshold = 0.25 set pg_trgm.word_similarity_threshold = 0.6
  as $$
    select w.word, greatest(similarity(w.word, asked), word_similarity(asked, w.word), case when strpos(w.word, asked) > 0 then 0.5::real end)
    from memory_words w
    where w.team_id = team and w.agent_id = agent
      and (w.word % asked or asked <% w.word or w.word like
        case when asked ~ '^[[:ascii:]]{1,2}$' then '' else '%' end || replace(replace(replace(asked, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%')
    group by 1 order by 2 desc, 1 limit 8
  $$`,

  'create index if not exists audit_log_by_action on audit_log (team_id, action text_pattern_ops, at desc, id desc)',
  `create index if not exists audit_log_by_parts on audit_log
    using gin (team_id, by_name gin_trgm_ops, by_id gin_trgm_ops, target_name gin_trgm_ops, target_id gin_trgm_ops)`,
]
