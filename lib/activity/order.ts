import type { AuditEntry } from '../../db/audit'
import type { ListPosition } from '../../db/list-filters'
import type { SessionStep } from './session-steps'

/** Something that happened to an agent: an entry of the audit log, or a step in the life of a session. */
export type Activity = { kind: 'audit'; entry: AuditEntry } | { kind: 'session'; step: SessionStep }

const timeOf = (activity: Activity) => (activity.kind === 'audit' ? activity.entry.at : activity.step.at)

/** Sorts activities, the latest first. At the same time, entries of the audit log come before steps of sessions. */
export function latestFirst(activities: Activity[]): Activity[] {
  return activities.toSorted((one, other) => timeOf(other).getTime() - timeOf(one).getTime() || orderAtSameTime(one, other))
}

function orderAtSameTime(one: Activity, other: Activity): number {
  if (one.kind === 'audit') return other.kind === 'audit' ? Number(other.entry.id) - Number(one.entry.id) : -1
  if (other.kind === 'audit') return 1
  return other.step.key < one.step.key ? -1 : 1
}

const OF_AUDIT = 'audit '

/** The position of an activity in the list. */
export const positionOf = (activity: Activity): ListPosition => ({
  time: timeOf(activity),
  id: activity.kind === 'audit' ? `${OF_AUDIT}${activity.entry.id}` : activity.step.key,
})

/** The position in the audit log after which its entries follow in the list. */
export function auditPosition(from: ListPosition | undefined): ListPosition | undefined {
  if (from === undefined) return undefined
  return { time: from.time, id: from.id.startsWith(OF_AUDIT) ? from.id.slice(OF_AUDIT.length) : '0' }
}

/** True for steps of sessions that follow in the list after a position. */
export const isStepAfter =
  (from: ListPosition | undefined) =>
  ({ at, key }: SessionStep): boolean => {
    if (from === undefined || at < from.time) return true
    return at.getTime() === from.time.getTime() && (from.id.startsWith(OF_AUDIT) || key < from.id)
  }
