import { sql } from 'kysely'
import { type AuditEntry, selectAudit } from './audit'
import type { ListPosition } from './list-filters'
import type { Db } from './schema'
import { selectEvents, type TimelineEvent } from './session-events'

/** Returns up to `limit` entries of the audit log about an agent of this name and its memories, newest first, those after `from` when a page goes on. */
export async function listAuditOfAgent(
  db: Db,
  teamId: string,
  agentName: string,
  from: ListPosition | undefined,
  limit: number,
): Promise<AuditEntry[]> {
  return selectAudit(db, teamId, from, limit).where('target_name', '=', agentName).where('target_kind', 'in', ['agent', 'memory']).execute()
}

/** So many of the latest events of a session are searched for its extensions. */
export const EVENTS_SEARCHED = 1_000

/** An event of a session's timeline, with its session. */
export type EventOfSession = TimelineEvent & { session_id: string }

/** Returns the events with which sessions were joined, extended or renewed, among the latest EVENTS_SEARCHED events of each, in no order. */
export async function listExtensions(db: Db, teamId: string, sessionIds: readonly string[]): Promise<EventOfSession[]> {
  if (sessionIds.length === 0) return []
  return selectEvents(db, teamId)
    .select('e.session_id')
    .where(
      sql<boolean>`(e.session_id, e.id) in (
        select wanted.session_id, latest.id from unnest(${sessionIds}::text[]) wanted (session_id) cross join lateral (
          select id, kind from session_events where team_id = ${teamId} and session_id = wanted.session_id order by id desc limit ${EVENTS_SEARCHED}
        ) latest where latest.kind in ('joined', 'extended', 'renewed'))`,
    )
    .execute()
}
