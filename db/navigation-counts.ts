import { sql } from 'kysely'
import { isExpiring, statusOf } from './fragments'
import { onlyRow } from './query-results'
import type { Db } from './schema'

/** What waits for somebody, for the navigation of every page. */
export interface NavigationCounts {
  /** Sessions that expire soon. */
  expiring: number
  /** Memories that wait for a review. */
  toReview: number
}

/** Counts what waits for somebody in a team; each count stops at `upTo` and reads a partial index. */
export async function readNavigationCounts(db: Db, teamId: string, upTo: number): Promise<NavigationCounts> {
  const { rows } = await sql<NavigationCounts>`
    select (select count(*)::integer from (
        select from sessions s where s.team_id = ${teamId} and ${sql.raw(isExpiring('s'))} limit ${upTo}) found) as expiring,
      (select count(*)::integer from (
        select from memories m where m.team_id = ${teamId} and m.trust <> 'trusted' and ${sql.raw(statusOf('m'))} = 'active' limit ${upTo}) found) as "toReview"`.execute(
    db,
  )
  return onlyRow(rows)
}
