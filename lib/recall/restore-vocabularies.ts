import { listVocabularyChecks, restoreWords } from '../../db/vocabulary-checks'
import { db } from '../process'

/** Adds words to the vocabularies of a team's agents that were removed with purged memories while other memories with them were being stored. */
export async function restoreVocabularies(teamId: string): Promise<void> {
  for (const agent of await listVocabularyChecks(db(), teamId))
    await db()
      .transaction()
      .execute((tx) => restoreWords(tx, agent))
}
