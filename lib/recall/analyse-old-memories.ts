import { listOldTerms, markAnalysed, mayHaveOldTerms, replaceTerms } from '../../db/memory-analysis'
import { db } from '../process'
import { ANALYSIS_VERSION } from './analyze'
import { storedTerms } from './stored-terms'

const BATCH = 200

/**
 * Replaces the terms of a team's memories that were found by an earlier version of the analysis. When the process ends before all are replaced,
 * the next run continues. Indexes are right meanwhile: where stored terms are of another version, the text is analysed instead. Recalls that the
 * database answers without an index (agents with more than 2,000 memories until theirs is built) find such memories only by their earlier terms.
 */
export async function analyseOldMemories(teamId: string): Promise<void> {
  if (!(await mayHaveOldTerms(db(), teamId, ANALYSIS_VERSION))) return
  for (let afterId = ''; ; ) {
    const memories = await listOldTerms(db(), teamId, ANALYSIS_VERSION, afterId, BATCH)
    for (const memory of memories)
      await db()
        .transaction()
        .execute((tx) => replaceTerms(tx, memory, storedTerms(memory)))
    const last = memories.at(-1)
    if (last === undefined) return markAnalysed(db(), teamId, ANALYSIS_VERSION)
    afterId = last.id
  }
}
