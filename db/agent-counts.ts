import { sql } from 'kysely'
import { type AgentFilters, matching } from './agents'
import type { Db } from './schema'

export interface AgentCounts {
  status: Record<'active' | 'inactive', number>
  pattern: Record<'support' | 'project' | 'tool', number>
}

/** Each choice of a filter, counted beside the other filters; every count stops at `upTo`. */
export async function countAgentsBy(db: Db, teamId: string, filters: AgentFilters, upTo: number): Promise<AgentCounts> {
  const counted = (change: Partial<AgentFilters>) =>
    sql<number>`(select count(*) from (select from agents where ${matching(teamId, { ...filters, ...change })} limit ${upTo}) as found)`
  const { rows } = await sql<AgentCounts>`
    select json_build_object('active', ${counted({ status: 'active' })}, 'inactive', ${counted({ status: 'inactive' })}) as status,
      json_build_object('support', ${counted({ pattern: 'support' })}, 'project', ${counted({ pattern: 'project' })},
        'tool', ${counted({ pattern: 'tool' })}) as pattern`.execute(db)
  const [counts] = rows
  if (counts === undefined) throw new Error('A select without a from gave no row.')
  return counts
}
