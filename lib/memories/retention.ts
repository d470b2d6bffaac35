import { expireTooOld, findDueRetention, lookForTooOld, markRetentionChecked } from '../../db/memory-retention'
import { db } from '../process'

/**
 * Lets the memories of a team expire that were last changed before its retention of their type; at most once an hour, and after a change of the policy.
 * When the process ends before that is done, the next run begins again.
 */
export async function expireByRetention(teamId: string): Promise<void> {
  const retention = await findDueRetention(db(), teamId)
  if (retention === undefined) return
  for (let afterId = ''; ; ) {
    const { last, ids } = await lookForTooOld(db(), teamId, retention, afterId)
    if (ids.length > 0)
      await db()
        .transaction()
        .execute((tx) => expireTooOld(tx, teamId, retention, ids))
    if (last === null) return markRetentionChecked(db(), teamId, retention)
    afterId = last
  }
}
