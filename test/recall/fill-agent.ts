import { sql } from 'kysely'
import type { MemoryTerms } from '../../db/memories'
import type { Db } from '../../db/schema'
import { type MemoryText, storedTerms } from '../../lib/recall/stored-terms'

/** How the terms of memories are stored: SQL of a tsvector, made of what `terms` returns. */
interface StoredAs {
  terms: (memory: MemoryText) => MemoryTerms
  search: ReturnType<typeof sql>
}

/** As the product stores them now. */
export const AS_NOW: StoredAs = { terms: storedTerms, search: sql`search::tsvector` }

/** Stores memories in a session with one statement, more than a call of the API may, each a minute older than the one before. */
export async function fillAgent(
  db: Db,
  sessionId: string,
  memories: readonly { content: string; type?: string }[],
  stored = AS_NOW,
): Promise<void> {
  const session = db.selectFrom('sessions').select(['team_id', 'agent_row_id']).where('id', '=', sessionId)
  const { team_id: teamId, agent_row_id: agentRowId } = await session.executeTakeFirstOrThrow()
  const rows = memories.map(({ content, type = 'fact' }, i) => {
    const memory = { title: null, content, tags: [] }
    return { n: i + 1, content, type, ...stored.terms(memory) }
  })
  await sql`insert into memories (team_id, id, agent_row_id, session_id, type, content, confidence, source, provenance, created_at, search, word_count, analysis)
    select ${teamId}, 'mem_' || ${agentRowId} || n, ${agentRowId}, ${sessionId}, type, content, 0.8, 'agent', 'imported', memanto_now() - n * interval '1 minute',
      ${stored.search}, "wordCount", analysis
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (n integer, content text, type text, search text, "wordCount" integer, analysis smallint)`.execute(
    db,
  )
  await sql`insert into memory_words (team_id, agent_row_id, word)
    select distinct team_id, agent_row_id, lexeme from memories cross join unnest(search) where agent_row_id = ${agentRowId} and lexeme not like ',%'`.execute(
    db,
  )
  await db.updateTable('agents').set({ settled_memories: memories.length }).where('id', '=', agentRowId).execute()
  // As autovacuum would soon: without statistics, Postgres takes the wrong indexes.
  await sql`analyze memories, memory_words`.execute(db)
}
