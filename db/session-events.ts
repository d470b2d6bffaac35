import { sql } from 'kysely'
import { SYSTEM_ACTOR } from './constants'
import { sendLater, statement } from './round-trips'
import type { ActorKind, Db, EventKind, Session, Tx } from './schema'
import { hotStatement } from './statement-hooks'

export interface NewEvent {
  kind: EventKind
  amount?: number
  by: { kind: ActorKind; id: string }
  address: string | null
}

const INSERT_EVENT = hotStatement(
  'insert_event',
  `insert into session_events (team_id, session_id, kind, amount, by_kind, by_id, address)
   values ($1::uuid, $2::text, $3::text, $4::double precision, $5::text, $6::text, nullif($7::text, ''))`,
)

/** Adds an event to the timeline of a session. It is written with the next statement or the commit. */
export async function insertTimelineEvent(tx: Tx, session: Pick<Session, 'team_id' | 'id'>, event: NewEvent): Promise<void> {
  const { kind, amount = 0, by, address } = event
  await sendLater(tx, statement(INSERT_EVENT, [session.team_id, session.id, kind, amount, by.kind, by.id, address ?? '']))
}

/** An event of a session's timeline, with the current name of who caused it. */
export interface TimelineEvent {
  id: number
  at: Date
  kind: EventKind
  /** Memories stored or retrieved, or hours added; else 0. */
  amount: number
  by_kind: ActorKind
  by_id: string
  by_name: string
  address: string | null
  memory_ids: string[] | null
}

/** The query of up to `limit` events of a session, latest first. */
export const latestEvents = (db: Db, teamId: string, sessionId: string, limit: number) =>
  sessionEvents(db, teamId, sessionId, limit).orderBy('e.id', 'desc')

/** Returns up to `limit` events of a session that follow the event with that id, oldest first. */
export async function listEventsAfter(db: Db, teamId: string, sessionId: string, eventId: number, limit: number): Promise<TimelineEvent[]> {
  return sessionEvents(db, teamId, sessionId, limit).where('e.id', '>', eventId).orderBy('e.id').execute()
}

/** The current name of who caused an event, or the id of a key or person that no longer exists. */
const BY_NAME = sql<string>`coalesce(k.name, nullif(p.name, ''), p.email, case e.by_kind when 'system' then ${sql.lit(SYSTEM_ACTOR.name)} end, e.by_id)`

const sessionEvents = (db: Db, teamId: string, sessionId: string, limit: number) =>
  selectEvents(db, teamId).where('e.session_id', '=', sessionId).limit(limit)

/** The beginning of a query of events, as `e`. */
export function selectEvents(db: Db, teamId: string) {
  return db
    .selectFrom('session_events as e')
    .leftJoin('api_keys as k', (join) => join.on('k.team_id', '=', teamId).onRef('k.id', '=', 'e.by_id'))
    .leftJoin('people as p', (join) => join.on(sql<boolean>`p.id = case e.by_kind when 'person' then e.by_id::uuid end`))
    .select(['e.id', 'e.at', 'e.kind', 'e.amount', 'e.by_kind', 'e.by_id', 'e.address', 'e.memory_ids', BY_NAME.as('by_name')])
    .where('e.team_id', '=', teamId)
}
