import { sql } from 'kysely'
import type { Agent, Memory, Tx } from './schema'

/**
 * An agent's vocabulary: the stems that its memories hold, so that a misspelt word is compared with words, of which there are few,
 * and not with texts. A part of the statement that stores memories; `stored` returns their team_id, agent_row_id and search.
 * No word is unique: writers who learn the same one at once need not wait for each other.
 */
export const learnFrom = (stored: string) => `
insert into memory_words (team_id, agent_row_id, word)
  select distinct s.team_id, s.agent_row_id, l.lexeme collate "C" from ${stored} s cross join unnest(s.search) l
  where (select true from memory_words w where w.team_id = s.team_id and w.agent_row_id = s.agent_row_id and w.word = l.lexeme limit 1) is null`

type OfAgent = Pick<Agent, 'team_id' | 'id'>

/** After a memory was changed. */
export async function learnWords(tx: Tx, memory: Pick<Memory, 'team_id' | 'id'>): Promise<void> {
  await sql`
    with changed as (select team_id, agent_row_id, search from memories where team_id = ${memory.team_id} and id = ${memory.id})
    ${sql.raw(learnFrom('changed'))}`.execute(tx)
}

/** Before a memory is changed or deleted: what no other memory of the agent says is forgotten. */
export async function forgetWords(tx: Tx, agent: OfAgent, memoryId: string): Promise<void> {
  await sql`
    delete from memory_words w using memories m cross join unnest(m.search) l
    where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.id = ${memoryId}
      and w.team_id = m.team_id and w.agent_row_id = m.agent_row_id and w.word = l.lexeme
      and not exists (select from memories o where o.team_id = m.team_id and o.agent_row_id = m.agent_row_id and o.id <> m.id and o.search @@ memanto_word(l.lexeme))
    `.execute(tx)
}

/** With all memories of an agent. */
export async function forgetAllWords(tx: Tx, agent: OfAgent): Promise<void> {
  await tx.deleteFrom('memory_words').where('team_id', '=', agent.team_id).where('agent_row_id', '=', agent.id).execute()
}
