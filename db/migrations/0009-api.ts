import { type Kysely, sql } from 'kysely'

/**
 * Changes text to Unicode's composed form (NFC), and removes blanks around tags and repeated tags, as in new text, so that old and new text is found
 * by the same words and tags. `normalize` exists in UTF-8 databases only; others contain no decomposed text that a search could find.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ is_utf8: boolean }>`select getdatabaseencoding() = 'UTF8' as is_utf8`.execute(db)
  if (!rows[0]?.is_utf8) return
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

/** A column that has to change; null does not. */
const differs = (column: string) => `${column} is not nfc normalized`

const composed = (table: string, column: string) => `update ${table} set ${column} = normalize(${column}, NFC) where ${differs(column)}`

const STATEMENTS = [
  composed('teams', 'name'),
  composed('people', 'name'),
  composed('api_keys', 'name'),
  composed('agents', 'description'),
  // The order stays; a tag that becomes empty is removed.
  `create function memanto_tidy_tags(tags text[]) returns text[] language sql immutable as $$
    select coalesce(array_agg(tag order by place), '{}') from (
      select tag, min(place) as place from (
        select btrim(normalize(given, NFC), E' \\t\\n\\r\\f\\v\\u00a0\\u1680\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff') as tag, place from unnest(tags) with ordinality as t (given, place)) tidy
      where tag <> '' group by tag) once $$`,
  `create temporary table changed_memories on commit drop as
    with changed as (
      update memories set content = normalize(content, NFC), title = normalize(title, NFC), source = normalize(source, NFC), tags = memanto_tidy_tags(tags)
      where ${differs('content')} or ${differs('title')} or ${differs('source')} or tags <> memanto_tidy_tags(tags)
      returning team_id, agent_id, search)
    select * from changed`,
  // Adds the new forms of words to the vocabulary. The old forms find nothing and do no harm.
  `insert into memory_words (team_id, agent_id, word)
    select distinct c.team_id, c.agent_id, l.lexeme collate "C" from changed_memories c cross join unnest(c.search) l
    where not exists (select from memory_words w where w.team_id = c.team_id and w.agent_id = c.agent_id and w.word = l.lexeme)`,
  'drop function memanto_tidy_tags(text[])',
]
