import { sql } from 'kysely'
import { withTeam } from './fragments'
import type { Agent, Memory, Tx } from './schema'

/**
 * The part of a statement that adds the stems of new memories to the vocabulary of their agent. A misspelt word of a query is compared with
 * these words, of which there are few, instead of with all texts. `stored` names rows of team_id, agent_row_id and search. Writers who add the
 * same word at once do not wait for each other, because no word has to be unique.
 */
export const insertWordsOf = (stored: string, team = '$1::uuid') => `
insert into memory_words (team_id, agent_row_id, word)
  select distinct s.team_id, s.agent_row_id, l.lexeme collate "C" from ${stored} s cross join unnest(s.search) l
  where (select true from memory_words w where w.team_id = ${team} and w.agent_row_id = s.agent_row_id and w.word = l.lexeme limit 1) is null`

type OfAgent = Pick<Agent, 'team_id' | 'id'>

/** Adds the stems of a memory to the vocabulary of its agent; to be called after a memory was changed. */
export async function addMemoryWords(tx: Tx, { team_id: teamId, id }: Pick<Memory, 'team_id' | 'id'>): Promise<void> {
  await sql`
    with changed as (select team_id, agent_row_id, search from memories where team_id = ${teamId} and id = ${id})
    ${withTeam(teamId, (team) => insertWordsOf('changed', team))}`.execute(tx)
}

/** Removes the stems of a memory that no other memory of the agent has; to be called before a memory is changed or deleted. */
export async function removeMemoryWords(tx: Tx, { team_id: teamId, id: agentRowId }: OfAgent, memoryId: string): Promise<void> {
  await sql`
    delete from memory_words w using memories m cross join unnest(m.search) l
    where m.team_id = ${teamId} and m.agent_row_id = ${agentRowId} and m.id = ${memoryId}
      and w.team_id = ${teamId} and w.agent_row_id = ${agentRowId} and w.word = l.lexeme
      and not exists (select from memories o
        where o.team_id = ${teamId} and o.agent_row_id = ${agentRowId} and o.id <> m.id and o.search @@ memanto_word(l.lexeme))`.execute(tx)
}

/** Removes the vocabulary of an agent; to be called when all of its memories are deleted. */
export async function removeAgentWords(tx: Tx, agent: OfAgent): Promise<void> {
  await tx.deleteFrom('memory_words').where('team_id', '=', agent.team_id).where('agent_row_id', '=', agent.id).execute()
}
