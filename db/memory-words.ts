import { sql } from 'kysely'
import { withTeam } from './fragments'
import { sendLater } from './round-trips'
import type { AgentKey, Memory, Tx } from './schema'

/**
 * A statement that adds the terms of new memories to the vocabulary of their agent, with which a misspelled word of a query is compared while there
 * is no index. `stored` is a CTE with team_id, agent_row_id and search. Transactions that add the same word at once do not wait for each other,
 * because words need not be unique. Words are not removed with the last memory that has them: another transaction may be storing one, and a word
 * without a memory finds nothing. Terms that begin with a comma are in no text.
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
