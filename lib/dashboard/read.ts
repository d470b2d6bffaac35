import { listDailyTotals } from '../../db/daily-totals'
import { findFirstSteps } from '../../db/first-steps'
import { listExpiringSoon } from '../../db/session-lists'
import { roleHasCapability } from '../auth/permissions'
import type { Principal } from '../auth/principal'
import type { Viewer } from '../auth/viewer'
import { db } from '../process'
import { shareResult } from './share-result'

/** The number of days that the dashboard shows, today included. */
export const DAYS_SHOWN = 30

const SHARED_MS = 60_000

/**
 * Returns the sessions and memories of each of the last 30 days (UTC), by the day on which sessions started. The result is shared by all viewers
 * of the team as long as `version`, the team's change version, stays the same.
 */
export async function readDailyTotals({ teamId }: Principal<'sessions:read'>, version: string) {
  return shareResult(`days ${teamId} ${version}`, SHARED_MS, () => listDailyTotals(db(), teamId, DAYS_SHOWN))
}

const EXPIRING_SHOWN = 20

/** Returns the active sessions with less than 30 minutes left, at most 20, in the order of their expiry. */
export async function readExpiringSoon({ teamId, agentRowIds }: Principal<'sessions:read'>) {
  return listExpiringSoon(db(), teamId, agentRowIds, EXPIRING_SHOWN)
}

/** Returns which first steps the team has done, of those that the viewer is allowed to do, and the name of its newest agent, which is null when it has none. */
export async function readFirstSteps(viewer: Viewer) {
  const { agent, session, memory, recall, invite, newestAgentName } = await findFirstSteps(db(), viewer.teamId)
  const steps = { agent, session, memory, recall }
  return { newestAgentName, steps: roleHasCapability(viewer.role, 'people:manage') ? { ...steps, invite } : steps }
}
