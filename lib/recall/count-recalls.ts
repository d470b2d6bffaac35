import { codeOf } from '../../db/error-code'
import { withMaintenanceLock } from '../../db/maintenance'
import { countRecalls, hasUncountedRecalls } from '../../db/memory-uses'
import { listTeamIds } from '../../db/teams'
import { db } from '../process'

const BATCH = 1000
const LOCK_NOT_AVAILABLE = '55P03'

/**
 * Adds the recalls that are not counted yet to the counts of the memories that they returned, unless another process is doing it. Each is counted once,
 * also when the process ends in between or two processes count at once.
 */
export const countAllRecalls = (): Promise<void> =>
  withMaintenanceLock(
    db(),
    async () => {
      for (const teamId of await listTeamIds(db())) if (await hasUncountedRecalls(db(), teamId)) await countRecallsOf(teamId)
    },
    'recall counts',
  )

async function countRecallsOf(teamId: string): Promise<void> {
  const countBatch = () =>
    db()
      .transaction()
      .execute((tx) => countRecalls(tx, teamId, BATCH))
  try {
    while ((await countBatch()) === BATCH);
  } catch (error) {
    // A memory is being deleted. The next round counts what this one could not.
    if (codeOf(error) !== LOCK_NOT_AVAILABLE) throw error
  }
}
