import { sql } from 'kysely'
import type { SummarySort } from './constants'
import { activeSeconds } from './fragments'
import type { ListPosition } from './list-filters'
import type { Db } from './schema'
import { type SessionView, sessionViews } from './session-lists'
import { endedIn, ofAgentAndOpener, type SummaryFilters } from './summaries'

/** An ended session, and the value by which the list is sorted. */
export interface EndedSession extends SessionView {
  sorted_by: Date | number
}

/** Returns up to `limit` sessions that ended in a range, in their order, those after `from` when a page goes on. */
export async function listEndedSessions(
  db: Db,
  teamId: string,
  filters: SummaryFilters,
  sort: SummarySort,
  from: ListPosition | undefined,
  limit: number,
): Promise<EndedSession[]> {
  const { value, after } = ENDED_ORDERS[sort]
  return sessionViews(db, teamId, { agentName: filters.agentName, openedBy: filters.openedBy, agentRowIds: null })
    .select(sql.raw<Date | number>(value).as('sorted_by'))
    .where(sort === 'ended' ? endedIn(filters) : sql<boolean>`sessions.id in (${endedLast(teamId, filters)})`)
    .where(from === undefined ? sql<boolean>`true` : sql<boolean>`(${sql.raw(value)}, sessions.id) < (${after(from)}, ${from.id}::text)`)
    .orderBy(sql`${sql.raw(value)} desc, sessions.id desc`)
    .limit(limit)
    .execute()
}

/** Returns where the page after this session starts. */
export const endedPosition = ({ sorted_by, id }: EndedSession): ListPosition => ({ time: new Date(sorted_by), id })

const byTime = (value: string) => ({ value, after: ({ time }: ListPosition) => sql`${time}::timestamptz` })
const byNumber = (value: string) => ({
  value: `(${value})::double precision`,
  after: ({ time }: ListPosition) => sql`${time.getTime()}::double precision`,
})

/** The order by end has an index. The others sort no more than SORTED_SUMMARIES sessions, by what no longer changes. */
const ENDED_ORDERS = {
  ended: byTime('sessions.ended_at'),
  duration: byNumber(`round(1000 * ${activeSeconds('sessions')})`),
  stored: byNumber('sessions.memories_stored'),
  retrieved: byNumber('sessions.memories_retrieved'),
  recalls: byNumber('sessions.recalls'),
} as const satisfies Record<SummarySort, ReturnType<typeof byTime>>

function endedLast(teamId: string, filters: SummaryFilters) {
  return sql`
    select id from sessions where team_id = ${teamId} and ${endedIn(filters)} and ${ofAgentAndOpener(teamId, filters)}
    order by ended_at desc, id desc limit ${SORTED_SUMMARIES}`
}

/** So many of the summaries in a range are sorted by other values than their end: the latest. */
export const SORTED_SUMMARIES = 5_000
