import { sql } from 'kysely'
import type { MemoryTerms } from './memories'
import { addMemoryWords } from './memory-words'
import type { Agent, Session, Tx } from './schema'
import { sampleMemory } from './seed-texts'

/** What the rows of the sample need that this folder does not know. */
export interface SampleRules {
  newId: (prefix: 'sess' | 'mem') => string
  /** The terms of a memory. */
  termsOf: (memory: { title: string | null; content: string; tags: string[] }) => MemoryTerms
}

/** Stores a random memory of a sample agent in a session of a key for each of these times, and returns their ids. */
export async function insertSampleMemories(
  tx: Tx,
  agent: Agent,
  session: Pick<Session, 'id' | 'opened_by_id'>,
  times: Date[],
  rules: SampleRules,
  random: () => number,
): Promise<string[]> {
  const rows = times.map((at) => {
    const memory = sampleMemory(agent.name, random)
    const { search, wordCount, analysis } = rules.termsOf(memory)
    return {
      ...memory,
      team_id: agent.team_id,
      id: rules.newId('mem'),
      agent_row_id: agent.id,
      session_id: session.id,
      by_kind: 'key' as const,
      by_id: session.opened_by_id,
      source: 'agent',
      provenance: 'explicit_statement' as const,
      search,
      word_count: wordCount,
      analysis,
      created_at: at,
      updated_at: at,
    }
  })
  await tx.insertInto('memories').values(rows).execute()
  for (const row of rows) await addMemoryWords(tx, row)
  return rows.map(({ id }) => id)
}

/** Leaves the latest memories of a sample team for a review. */
export async function leaveToReview(tx: Tx, teamId: string): Promise<void> {
  await sql`update memories set trust = 'unreviewed' where team_id = ${teamId} and id in (
    select m.id from memories m where m.team_id = ${teamId} order by coalesce(m.occurred_at, m.created_at) desc, m.id desc limit 3)`.execute(
    tx,
  )
}
