import { listVocabularyChecks, restoreWords } from '../../db/vocabulary-checks'
import { db } from '../process'
import { throwFailures, tryEach } from '../try-each'

/**
 * Adds words to the vocabularies of a team's agents that were removed with purged memories while other memories with them were being stored. The other
 * agents do not wait for one for which that fails. @throws an AggregateError
 */
export async function restoreVocabularies(teamId: string): Promise<void> {
  const failures = await tryEach(await listVocabularyChecks(db(), teamId), async (agent) => {
    let last: Awaited<ReturnType<typeof restoreWords>>
    do
      last = await db()
        .transaction()
        .execute((tx) => restoreWords(tx, agent, last))
    while (last !== undefined)
  })
  throwFailures(failures, 'vocabularies could not be restored')
}
