import { sql } from 'kysely'
import { lockAgents } from './agents'
import type { MemoryTerms } from './memories'
import { MEMORY_COLUMNS } from './memory-columns'
import { addMemoryWords } from './memory-words'
import type { Db, Memory, Tx } from './schema'

/** A memory whose terms were found by an earlier version of the analysis. */
export type OldMemory = Memory & { txid: string }

/** Returns whether a team may have memories whose terms were found by an earlier version of the analysis. */
export async function mayHaveOldTerms(db: Db, teamId: string, analysis: number): Promise<boolean> {
  const found = await db.selectFrom('teams').select('id').where('id', '=', teamId).where('analysis', '<', analysis).executeTakeFirst()
  return found !== undefined
}

/** Returns up to `limit` memories of a team, in the order of their ids and after one, whose terms were found by an earlier version of the analysis. */
export async function listOldTerms(db: Db, teamId: string, analysis: number, afterId: string, limit: number): Promise<OldMemory[]> {
  return db
    .selectFrom('memories')
    .select([...MEMORY_COLUMNS, 'txid'])
    .where('team_id', '=', teamId)
    .where('id', '>', afterId)
    .where('analysis', '<', analysis)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Replaces the terms of a memory, unless it was changed since it was read. No recall finds anything else by them, so that `txid` stays. */
export async function replaceTerms(
  tx: Tx,
  { team_id: teamId, agent_row_id: agentRowId, id, txid }: OldMemory,
  terms: MemoryTerms,
): Promise<void> {
  const { search, wordCount, analysis } = terms
  // A purge locks the agent too. Without this, neither would see what the other writes, and a word that the purge removes would not be added again.
  await lockAgents(tx, teamId, [agentRowId])
  const { numUpdatedRows } = await tx
    .updateTable('memories')
    .set({ search, word_count: wordCount, analysis })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where(sql<boolean>`txid = ${txid}::xid8`)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) await addMemoryWords(tx, { team_id: teamId, id })
}

/** Records that all memories of a team have terms of this version of the analysis at least. */
export async function markAnalysed(db: Db, teamId: string, analysis: number): Promise<void> {
  await db.updateTable('teams').set({ analysis }).where('id', '=', teamId).where('analysis', '<', analysis).execute()
}
