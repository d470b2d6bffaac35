import { sql } from 'kysely'
import { withTeam } from './fragments'
import { sendLater, statement } from './round-trips'
import type { AgentKey, Memory, Tx } from './schema'
import { hotStatement } from './statement-hooks'

/**
 * A statement that adds the terms of new memories to the vocabulary of their agent, with which a misspelled word of a query is compared while there
 * is no index. `stored` is a CTE with team_id, agent_row_id and search. Transactions that add the same word at once do not wait for each other,
 * because words need not be unique. Terms that begin with a comma are in no text.
 */
export const insertWordsOf = (stored: string, team = '$1::uuid') => `
insert into memory_words (team_id, agent_row_id, word)
  select distinct s.team_id, s.agent_row_id, l.lexeme collate "C" from ${stored} s cross join unnest(s.search) l
  where l.lexeme not like ',%' and (select true from memory_words w where w.team_id = ${team} and w.agent_row_id = s.agent_row_id and w.word = l.lexeme limit 1) is null`

/** Adds the terms of a memory to the vocabulary of its agent. Call it after a memory was changed. */
export async function addMemoryWords(tx: Tx, memory: Pick<Memory, 'team_id' | 'id'>): Promise<void> {
  await wordsToAdd(memory).execute(tx)
}

const wordsToAdd = ({ team_id: teamId, id }: Pick<Memory, 'team_id' | 'id'>) => sql`
    with changed as (select team_id, agent_row_id, search from memories where team_id = ${teamId} and id = ${id})
    ${withTeam(teamId, (team) => insertWordsOf('changed', team))}`

/** Adds the terms of a memory as `addMemoryWords` does, with the next statement or the commit. */
export const addMemoryWordsLater = (tx: Tx, memory: Pick<Memory, 'team_id' | 'id'>): Promise<void> =>
  sendLater(tx, wordsToAdd(memory).compile(tx))

/** Removes the vocabulary of an agent. Call it when all of its memories are deleted. */
export async function removeAgentWords(tx: Tx, agent: AgentKey): Promise<void> {
  await tx.deleteFrom('memory_words').where('team_id', '=', agent.team_id).where('agent_row_id', '=', agent.id).execute()
}

const ofAgent = (m: string) => `${m}.team_id = $1::uuid and ${m}.agent_row_id = $2::uuid`
/** SQL of the terms of a memory or a version of one as Postgres finds them. */
export const postgresTerms = (m: string) =>
  `tsvector_to_array(to_tsvector('english', concat_ws(' ', ${m}.title, array_to_string(${m}.tags, ' '), ${m}.content)))`

/** Words of this many other memories are in use, and need not be looked up one by one: so many, and so many for each that is removed. */
const SAMPLE = { atLeast: 200, perMemory: 20 }

/** Terms of memories and versions that few other memories may have. Postgres found the terms of memories that were stored by the first versions of the product. */
const RARE_TERMS = hotStatement(
  'rare_terms',
  `with words as materialized (
  select unnest(tsvector_to_array(m.search)) as word from memories m where ${ofAgent('m')} and m.id = any ($3::text[])
  union
  select unnest(${postgresTerms('m')}) from memories m where ${ofAgent('m')} and m.id = any ($3::text[])
  union
  select unnest($4::text[])
),
in_use as materialized (
  select unnest(tsvector_to_array(s.search)) as word from (
    select m.search from memories m where ${ofAgent('m')} and m.id <> all ($3::text[]) order by m.created_at desc limit greatest(${SAMPLE.atLeast}, ${SAMPLE.perMemory} * cardinality($3::text[]))) s
)
select w.word from (select word from words where word not like ',%' except select word from in_use) w`,
)

const REMOVE_UNUSED = hotStatement(
  'remove_unused_words',
  `with unused as materialized (
  select w.word from unnest($4::text[]) as w (word)
  where not exists (select from memories m where ${ofAgent('m')} and m.id <> all ($3::text[]) and m.search @@ memanto_word(w.word))
),
removed as (
  delete from memory_words w where ${ofAgent('w')} and w.word = any (array(select word from unused)) returning w.word
)
insert into vocabulary_checks (team_id, agent_row_id) select $1::uuid, $2::uuid where exists (select from removed)
on conflict (team_id, agent_row_id) do update set since = least(vocabulary_checks.since, excluded.since), waits_for = null`,
)

/** The most words that one statement looks up. */
const WORDS_AT_ONCE = 1_000

/**
 * Removes from the vocabulary of an agent the words that no memory has but these, which are about to be removed. `earlierTerms` are those of their earlier
 * versions. Another transaction may be storing a memory with such a word, and not add it because it was there: `vocabulary_checks` has the agent until
 * `restoreWords` has made up for that. The last words are removed with the next statement or the commit.
 */
export async function removeUnusedWords(tx: Tx, agent: AgentKey, ids: string[], earlierTerms: string[]): Promise<void> {
  const { rows } = await tx.executeQuery<{ word: string }>(statement(RARE_TERMS, [agent.team_id, agent.id, ids, earlierTerms]))
  const words = rows.map(({ word }) => word)
  for (let from = 0; from < words.length; from += WORDS_AT_ONCE) {
    const removal = statement(REMOVE_UNUSED, [agent.team_id, agent.id, ids, words.slice(from, from + WORDS_AT_ONCE)])
    // Statements that are sent together share one time limit for their answer.
    if (from + WORDS_AT_ONCE < words.length) await tx.executeQuery(removal)
    else await sendLater(tx, removal)
  }
}
