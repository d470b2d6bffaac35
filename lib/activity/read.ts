import { EVENTS_SEARCHED, listAuditOfAgent, listExtensions } from '../../db/agent-activity'
import { listDaysOfAgent } from '../../db/agent-days'
import type { ListPosition } from '../../db/list-filters'
import { listSessions } from '../../db/session-lists'
import { roleHasCapability } from '../auth/permissions'
import type { Principal } from '../auth/principal'
import type { Viewer } from '../auth/viewer'
import { SHARED_MS, shareResult } from '../dashboard/share-result'
import { readCursor, toPage, writeCursor } from '../input/cursor'
import { db } from '../process'
import { type Activity, auditPosition, isStepAfter, latestFirst, positionOf } from './order'
import { stepsOf } from './session-steps'

export { EVENTS_SEARCHED }

interface ActivityInput {
  agentName: string
  limit: number
  cursor?: string | undefined
}

/**
 * Returns a page of what happened to the agents of a name, the latest first: the life of their sessions and, for viewers who may read the audit log, its
 * entries about them and their memories. @throws invalid_request for a cursor of another list
 */
export async function readAgentActivity(viewer: Viewer & Principal<'sessions:read'>, { agentName, limit, cursor }: ActivityInput) {
  const { teamId } = viewer
  const list = `activity of ${agentName}`
  const from = readCursor(teamId, list, cursor)
  const [entries, steps] = await Promise.all([
    roleHasCapability(viewer.role, 'audit:read') ? listAuditOfAgent(db(), teamId, agentName, auditPosition(from), limit + 1) : [],
    listSteps(viewer, agentName, from, limit),
  ])
  const all: Activity[] = [
    ...entries.map((entry) => ({ kind: 'audit' as const, entry })),
    ...steps.map((step) => ({ kind: 'session' as const, step })),
  ]
  return toPage(latestFirst(all).slice(0, limit + 1), limit, (last) => writeCursor(teamId, list, positionOf(last)))
}

/**
 * Returns the sessions and memories of the agents of a name on each of the last `days` days (UTC), by the day on which sessions started. All viewers share them as long as
 * the change version stays the same, for a minute at most.
 */
export async function readAgentDays({ teamId }: Principal<'sessions:read'>, agentName: string, days: number, version: string) {
  return shareResult(`days ${teamId} ${agentName} ${days} ${version}`, SHARED_MS, () => listDaysOfAgent(db(), teamId, agentName, days))
}

/** Steps of the sessions that follow after a position. Each session has at least one; of at most two none follows that started before it. */
async function listSteps({ teamId, agentRowIds }: Viewer, agentName: string, from: ListPosition | undefined, limit: number) {
  const sessions = await listSessions(db(), teamId, { agentName, startedTo: from?.time, agentRowIds }, undefined, limit + 3)
  const events = await listExtensions(
    db(),
    teamId,
    sessions.map(({ id }) => id),
  )
  const steps = sessions.flatMap((session) =>
    stepsOf(
      session,
      events.filter(({ session_id }) => session_id === session.id),
    ),
  )
  return steps.filter(isStepAfter(from))
}
