import { readActivityCounts, readPastActivity } from '../../db/activity-counts'
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
import { type Figures, figuresOf } from './figures'
import { comparedPeriods, startsOfPastDays } from './periods'
import { SHARED_MS, shareResult } from './share-result'

export type { KeyHealth } from '../../db/api-key-lists'
export type { DailyTotals } from '../../db/daily-totals'
export type { TopAgent } from '../../db/top-agents'
export { AGENT_MEASURES, type AgentMeasure, MOST_SESSIONS }

/** The number of days that the dashboard shows, today included. */
export const DAYS_SHOWN = 30

/**
 * Returns the sessions and memories of each of the last 30 days (UTC), by the day on which sessions started. The result is shared by all viewers
 * of the team as long as `version`, the team's change version, stays the same.
 */
export async function readDailyTotals({ teamId }: Principal<'sessions:read'>, version: string) {
  return shareResult(`days ${teamId} ${version}`, SHARED_MS, () => listDailyTotals(db(), teamId, DAYS_SHOWN))
}

/** What the team's agents do now, and did today. */
export interface Activity {
  active: number
  expiring: number
  /** Sessions that were active 24 hours before. */
  activeBefore: number
  hasRequestLog: boolean
  today: Figures
}

/** The days of the lines under the numbers of today, which is the last of them. */
const DAYS_OF_LINES = 14

/** Days that are over hardly change: only what was written late, and what was deleted. */
const PAST_SHARED_MS = 600_000

/** Counts what the team's agents do now, and did today in a time zone, compared with yesterday until the same time. Shared as the daily totals are. */
export async function readActivity({ teamId }: Principal<'sessions:read'>, zone: string, version: string): Promise<Activity> {
  const periods = comparedPeriods(zone, new Date())
  const [counts, past] = await Promise.all([
    shareResult(`counts ${teamId} ${zone} ${periods.today.toISOString()} ${version}`, SHARED_MS, () =>
      readActivityCounts(db(), teamId, periods),
    ),
    readPastDays(teamId, zone, periods.now),
  ])
  const { active, expiring, activeBefore, requestsKeptDays } = counts
  return { active, expiring, activeBefore, hasRequestLog: requestsKeptDays > 0, today: figuresOf(counts, past, periods) }
}

async function readPastDays(teamId: string, zone: string, now: Date) {
  const starts = startsOfPastDays(zone, now, DAYS_OF_LINES - 1)
  const key = `past ${teamId} ${zone} ${starts[0]?.toISOString()}`
  return { starts, ...(await shareResult(key, PAST_SHARED_MS, () => readPastActivity(db(), teamId, starts))) }
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
