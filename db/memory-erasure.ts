import { type RawBuilder, sql } from 'kysely'
import { allOf, contains } from './list-filters'
import type { Db } from './schema'

/** Which memories are erased: those of which the present version or an earlier one has all of this. */
export interface ErasureCriteria {
  /** Part of the title, content, source or reason, or of a tag, in whatever case. */
  text?: string | undefined
  tag?: string | undefined
  source?: string | undefined
  /** Row ids of agents; null for all agents of the team. */
  agentRowIds: string[] | null
}

/** What matches in one agent. */
export interface MatchesOfAgent {
  agent_row_id: string
  name: string
  memories: number
  /** Of these memories, the present ones included. */
  versions: number
  legal_hold: boolean
}

/** A memory that matches. */
export interface MatchingMemory {
  id: string
  agent_row_id: string
}

function matches(m: string, { text, tag, source, agentRowIds }: ErasureCriteria): RawBuilder<boolean> {
  const conditions: RawBuilder<unknown>[] = []
  const columns = ['title', 'content', 'source', 'reason'].map((column) => `${m}.${column}`)
  if (text !== undefined) conditions.push(contains([...columns, `array_to_string(${m}.tags, E'\\n')`], text))
  if (tag !== undefined) conditions.push(sql`${sql.ref(`${m}.tags`)} @> array[${tag}::text]`)
  if (source !== undefined) conditions.push(sql`${sql.ref(`${m}.source`)} = ${source}`)
  if (agentRowIds !== null) conditions.push(sql`${sql.ref(`${m}.agent_row_id`)} = any (${agentRowIds}::uuid[])`)
  return allOf(conditions)
}

const matching = (teamId: string, criteria: ErasureCriteria) => sql`matching as materialized (
  select m.id from memories m where m.team_id = ${teamId} and ${matches('m', criteria)}
  union
  select v.id from memory_versions v where v.team_id = ${teamId} and ${matches('v', criteria)}
)`

/**
 * Counts the memories that match by agent, and returns the first `limit` of them. Both by one statement: a number that is confirmed must be that of the
 * memories which are erased, also while others are stored.
 */
export async function findMatching(
  db: Db,
  teamId: string,
  criteria: ErasureCriteria,
  limit: number,
): Promise<{ agents: MatchesOfAgent[]; memories: MatchingMemory[] }> {
  const { rows } = await sql<MatchesOfAgent & { first: MatchingMemory[] }>`
    with ${matching(teamId, criteria)},
    found as materialized (
      select m.id, m.agent_row_id, m.version from matching f join memories m on m.team_id = ${teamId} and m.id = f.id
    ),
    first as materialized (select id, agent_row_id from found order by agent_row_id, id limit ${limit})
    select a.id as agent_row_id, a.name, a.legal_hold, count(*) as memories, sum(f.version) as versions,
      (select coalesce(json_agg(i order by i.id), '[]') from first i where i.agent_row_id = a.id) as first
    from found f join agents a on a.team_id = ${teamId} and a.id = f.agent_row_id
    group by a.id, a.name, a.legal_hold order by lower(a.name)`.execute(db)
  const agents = rows.map(({ first: _, ...agent }) => ({ ...agent, versions: Number(agent.versions) }))
  return { agents, memories: rows.flatMap(({ first }) => first) }
}
