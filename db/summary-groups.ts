import { type RawBuilder, sql } from 'kysely'
import { END_REASONS, type EndReason } from './constants'
import type { Db } from './schema'
import { utcDay } from './session-days'
import { counted, latestEnded, MEDIAN_SAMPLE_SIZE, rangeOf, readBounds, type SummaryFilters, type SummaryRange } from './summaries'

/** What ended sessions are grouped by: the name of their agent, the day (UTC) of their end, or their end reason. */
export type SummaryGrouping = 'agent' | 'day' | 'outcome'

/** What the sessions of a group did. */
export interface SummaryGroup extends Record<EndReason, number> {
  /** The agent, the day such as `2025-03-31`, or the end reason. */
  name: string
  sessions: number
  stored: number
  retrieved: number
  recalls: number
  /** Of those of the group's sessions that are among the latest of the range; null where there is none. */
  median_seconds: number | null
  p95_seconds: number | null
}

/** No sums are kept of single agents: their numbers are computed from single sessions; of a range with more sessions, from the latest ones. */
export const AGENT_SAMPLE_SIZE = 20_000

/** The columns by which groups are sorted. */
export const GROUP_COLUMNS = [
  'name',
  'sessions',
  'stored',
  'retrieved',
  'recalls',
  'median_seconds',
  'p95_seconds',
  ...END_REASONS,
] as const

export interface GroupOrder {
  by: (typeof GROUP_COLUMNS)[number]
  direction: 'asc' | 'desc'
}

interface GroupPage {
  groups: SummaryGroup[]
  /** How many groups there are, also those after the limit. */
  count: number
  range: SummaryRange
}

/** Returns up to `limit` groups of the sessions that ended in a range. Days and end reasons are added up from daily sums where ranges are long. */
export async function listSummaryGroups(
  db: Db,
  teamId: string,
  filters: SummaryFilters,
  { grouping, order, limit }: { grouping: SummaryGrouping; order: GroupOrder; limit: number },
): Promise<GroupPage> {
  const bounds = await readBounds(db, teamId, filters)
  const { sampleSize, added, sampled } = SOURCES[grouping](teamId)
  const { rows } = await sql<SummaryGroup & { groups: number }>`
    with ${counted(teamId, filters, bounds)}, ${latestEnded(teamId, filters, sampleSize)},
    sums as (
      select name, sum(sessions)::bigint as sessions, sum(stored)::bigint as stored, sum(retrieved)::bigint as retrieved, sum(recalls)::bigint as recalls,
        ${sql.join(END_REASONS.map(countOf))}
      from (${added}) added group by name
    ),
    durations as (
      select name, percentile_cont(0.5) within group (order by seconds) as median_seconds, percentile_cont(0.95) within group (order by seconds) as p95_seconds
      from (${sampled}) sampled group by name
    )
    select sums.*, median_seconds, p95_seconds, count(*) over () as groups from sums left join durations using (name)
    order by ${sql.ref(order.by)} ${sql.raw(order.direction)} nulls last, name limit ${limit}`.execute(db)
  return { groups: rows.map(({ groups, ...group }) => group), count: rows[0]?.groups ?? 0, range: rangeOf(bounds) }
}

const countOf = (reason: EndReason) =>
  sql`coalesce(sum(sessions) filter (where end_reason = ${sql.lit(reason)}), 0)::bigint as ${sql.ref(reason)}`

interface Source {
  sampleSize: number
  /** What is added up, with the name of its group. */
  added: RawBuilder<unknown>
  /** The durations of single sessions, with the names of their groups. */
  sampled: RawBuilder<unknown>
}

const dayName = (day: RawBuilder<unknown>) => sql`to_char(${day}, 'YYYY-MM-DD')`

const SOURCES: Record<SummaryGrouping, (teamId: string) => Source> = {
  agent: (teamId) => {
    const named = sql`latest join agents a on a.team_id = ${teamId} and a.id = latest.agent_row_id`
    return {
      sampleSize: AGENT_SAMPLE_SIZE,
      added: sql`select a.name, 1 as sessions, memories_stored as stored, memories_retrieved as retrieved, recalls, end_reason from ${named}`,
      sampled: sql`select a.name, seconds from ${named}`,
    }
  },
  day: () => ({
    sampleSize: MEDIAN_SAMPLE_SIZE,
    added: sql`select ${dayName(sql`day`)} as name, sessions, stored, retrieved, recalls, end_reason from counted`,
    sampled: sql`select ${dayName(utcDay(sql`ended_at`))} as name, seconds from latest`,
  }),
  outcome: () => ({
    sampleSize: MEDIAN_SAMPLE_SIZE,
    added: sql`select end_reason as name, sessions, stored, retrieved, recalls, end_reason from counted`,
    sampled: sql`select end_reason as name, seconds from latest`,
  }),
}
