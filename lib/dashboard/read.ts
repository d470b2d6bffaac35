import { listDailyTotals } from '../../db/daily-totals'
import { findFirstSteps } from '../../db/first-steps'
import { listExpiringSoon } from '../../db/session-lists'
import { roleHasCapability } from '../auth/permissions'
import type { Principal } from '../auth/principal'
import type { Viewer } from '../auth/viewer'
import { db } from '../process'
import { shareResult } from './share-result'

export const DAYS_SHOWN = 30

const SHARED_MS = 60_000

/**
 * Sessions and memories of the last 30 days (UTC), by the day on which the session started. They are counted once for all viewers while
 * the team's change version stays the same.
 */
export async function readDailyTotals({ teamId }: Principal<'sessions:read'>, version: string) {
  return shareResult(`days ${teamId} ${version}`, SHARED_MS, () => listDailyTotals(db(), teamId, DAYS_SHOWN))
}

const EXPIRING_SHOWN = 20

/** Active sessions with less than 30 minutes left, the first to expire first. */
export async function readExpiringSoon({ teamId, agentRowIds }: Principal<'sessions:read'>) {
  return listExpiringSoon(db(), teamId, agentRowIds, EXPIRING_SHOWN)
}

/** Which first steps the team has done, of those that this viewer may take, and the name of its newest agent (null without one). */
export async function readFirstSteps(viewer: Viewer) {
  const { agent, session, memory, recall, invite, newestAgentName } = await findFirstSteps(db(), viewer.teamId)
  const steps = { agent, session, memory, recall }
  return { newestAgentName, steps: roleHasCapability(viewer.role, 'people:manage') ? { ...steps, invite } : steps }
}
