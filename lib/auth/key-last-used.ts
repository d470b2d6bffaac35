import { touchKey } from '../../db/api-keys'
import { db, log, singleton } from '../process'

const ONE_MINUTE_MS = 60_000

/** Writes when and from where a key was used, without waiting for the database, at most once per minute and key in this process. */
export function noteKeyUse(teamId: string, id: string, address: string | null): void {
  const writtenAt = singleton('keyUse', () => new Map<string, number>())
  const now = performance.now()
  if (now - (writtenAt.get(id) ?? Number.NEGATIVE_INFINITY) < ONE_MINUTE_MS) return
  writtenAt.set(id, now)
  touchKey(db(), teamId, id, address).catch(() => {
    writtenAt.delete(id)
    log().warn({ keyId: id }, 'last use of a key could not be written; its next call tries again')
  })
}
