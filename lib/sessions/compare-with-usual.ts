import { listExtensionTimes, readUsualSession, type UsualSession } from '../../db/session-comparison'
import type { SessionView } from '../../db/session-lists'
import { dbFor, type Principal } from '../auth/principal'

export type { UsualSession }

/** What is usual for the agent of a session, and when the session was extended. */
export async function compareWithUsual(principal: Principal<'sessions:read'>, session: SessionView) {
  const [usual, extendedAt] = await Promise.all([
    readUsualSession(dbFor(principal), session),
    session.extensions === 0 ? [] : listExtensionTimes(dbFor(principal), session),
  ])
  return { usual, extendedAt }
}
