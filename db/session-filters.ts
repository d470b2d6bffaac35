import { type RawBuilder, sql } from 'kysely'
import type { EndReason, SessionStatus } from './constants'
import { indexedEndReason as endReasonOf, isActive, isExpiring } from './fragments'
import { allOf, isInRange } from './list-filters'

export interface SessionFilters {
  agentName?: string | undefined
  status?: SessionStatus | undefined
  endReason?: EndReason | undefined
  /** The id of the key or person that opened them. */
  openedBy?: string | undefined
  startedWithinHours?: number | undefined
  startedFrom?: Date | undefined
  startedTo?: Date | undefined
  /** Row ids of the agents that the caller is limited to; null for all. */
  agentRowIds: string[] | null
}

/** The sessions that match the filters; with a name of an agent, the statement has the table `agents` too. The team's filter is not among them. */
export function matchesSessionFilters(filters: SessionFilters): RawBuilder<boolean> {
  const { agentName, status, endReason, openedBy, startedWithinHours, startedFrom, startedTo, agentRowIds } = filters
  const conditions: RawBuilder<unknown>[] = [
    isInRange('sessions.started_at', { from: startedFrom, to: startedTo, withinHours: startedWithinHours }),
  ]
  if (agentName !== undefined) conditions.push(sql`agents.name = ${agentName}`)
  if (status !== undefined) conditions.push(HAS_STATUS[status])
  if (endReason !== undefined && status !== undefined && status !== 'inactive') conditions.push(sql`false`) // no active session has ended
  if (endReason !== undefined) conditions.push(endedFor(endReason))
  if (openedBy !== undefined) conditions.push(sql`sessions.opened_by_id = ${openedBy}`)
  if (agentRowIds !== null) conditions.push(sql`sessions.agent_row_id = any (${agentRowIds}::uuid[])`)
  return allOf(conditions)
}

const HAS_STATUS = {
  active: sql.raw(isActive('sessions')),
  expiring: sql.raw(isExpiring('sessions')),
  inactive: sql.raw(`not ${isActive('sessions')}`),
} as const satisfies Record<SessionStatus, RawBuilder<unknown>>

/** The index has one reason for each session; an open one is found under `expired`, where it belongs as soon as its time is over. */
function endedFor(reason: EndReason): RawBuilder<unknown> {
  const isIndexed = sql`${sql.raw(endReasonOf('sessions'))} = ${reason}`
  return reason === 'expired' ? sql`${isIndexed} and ${HAS_STATUS.inactive}` : isIndexed
}
