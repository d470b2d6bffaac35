import { MOST_COUNTED, readActivityCounts as readCounts } from '../../db/activity-counts'
import { readKeyHealth as readHealth } from '../../db/api-key-lists'
import { listDailyTotals } from '../../db/daily-totals'
import { findFirstSteps } from '../../db/first-steps'
import { readNavigationCounts as readCountsOfNavigation } from '../../db/navigation-counts'
import { listActiveByTimeLeft } from '../../db/session-lists'
import { AGENT_MEASURES, type AgentMeasure, listTopAgents, MOST_SESSIONS } from '../../db/top-agents'
import { roleHasCapability } from '../auth/permissions'
import type { Principal } from '../auth/principal'
import type { CapableViewer, Viewer } from '../auth/viewer'
import { db } from '../process'
import { comparedPeriods } from './periods'
import { shareResult } from './share-result'

export type { ActivityCounts } from '../../db/activity-counts'
export type { KeyHealth } from '../../db/api-key-lists'
export type { DailyTotals } from '../../db/daily-totals'
export type { TopAgent } from '../../db/top-agents'
export { AGENT_MEASURES, type AgentMeasure, MOST_COUNTED, MOST_SESSIONS }

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

/**
 * Counts what the team's agents do now, did today in a time zone, and did yesterday until the same time. No number of a period is higher than
 * MOST_COUNTED. Shared as the daily totals are.
 */
export async function readActivityCounts({ teamId }: Principal<'sessions:read'>, zone: string, version: string) {
  return shareResult(`counts ${teamId} ${zone} ${version}`, SHARED_MS, () => readCounts(db(), teamId, comparedPeriods(zone, new Date())))
}

/** Returns the agents whose sessions of the last 30 days did most, by one measure. Of a team with more than MOST_SESSIONS, only the latest are counted. Shared as the daily totals are. */
export async function readTopAgents({ teamId }: Principal<'sessions:read'>, by: AgentMeasure, limit: number, version: string) {
  return shareResult(`top ${teamId} ${by} ${limit} ${version}`, SHARED_MS, () => listTopAgents(db(), teamId, by, DAYS_SHOWN, limit))
}

/** Returns the active sessions that expire first, at most `limit`. */
export async function readActiveByTimeLeft({ teamId, agentRowIds }: Principal<'sessions:read'>, limit: number) {
  return listActiveByTimeLeft(db(), teamId, agentRowIds, limit)
}

/** Returns which first steps the team has done, of those that the viewer is allowed to do, and the name of its newest agent, which is null when it has none. */
export async function readFirstSteps(viewer: Viewer) {
  const { agent, session, memory, recall, invite, newestAgentName } = await findFirstSteps(db(), viewer.teamId)
  const steps = { agent, session, memory, recall }
  return { newestAgentName, steps: roleHasCapability(viewer.role, 'people:manage') ? { ...steps, invite } : steps }
}

/** Returns what somebody who manages the team's keys should know about them. */
export async function readKeyHealth({ teamId }: CapableViewer<'keys:manage'>) {
  return readHealth(db(), teamId)
}

/** Counts of the navigation stop here. */
export const NAVIGATION_COUNTED_UP_TO = 100

/** Counts the sessions that expire soon and the memories that wait for a review, each up to NAVIGATION_COUNTED_UP_TO. */
export async function readNavigationCounts({ teamId }: Viewer) {
  return readCountsOfNavigation(db(), teamId, NAVIGATION_COUNTED_UP_TO)
}
