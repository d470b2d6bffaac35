import { happenedAt } from './index-rows'
import { memoryColumns } from './memory-columns'
import { afterScope, hasFewAgents, matchesSearchFilters, ofTeam, type SearchScope, scopeValues } from './memory-search-filters'
import { joinUse, type MemoryUse, USE_COLUMNS } from './memory-uses'
import { sendTogether, statement } from './round-trips'
import type { Db, Memory } from './schema'
import { hotStatement } from './statement-hooks'

/** A memory with the public id of its agent. */
export type MemoryOfTeam = Memory & { agent_name: string }

/** With how often recalls returned it. */
export type UsedMemory = MemoryOfTeam & MemoryUse

/** How many matching memories an agent has. */
interface AgentFacet {
  name: string
  count: number
}

/** How many memories match, counted up to COUNTED_MATCHES, and the agents that have most of them. */
export interface MatchCounts {
  count: number
  isComplete: boolean
  agents: AgentFacet[]
}

/** So many matches are counted without a query: the latest. */
export const COUNTED_MATCHES = 1000
const MOST_FACETS = 50

const LATEST_FIRST = `${happenedAt('m')} desc, m.id desc`
const AFTER = `(${happenedAt('m')}, m.id) < (${afterScope(2)}::timestamptz, ${afterScope(3)}::text)`
const LIMIT = `${afterScope(1)}::integer`

/** Conditions that follow from filters which few memories match, in the form of the indexes that have these memories. */
const FEW_MATCH = {
  none: 'true',
  notActive: `(m.status <> 'active' or (m.status = 'active' and m.expires_at is not null))`,
  notTrusted: `m.trust <> 'trusted'`,
} as const

type FewMatch = keyof typeof FEW_MATCH

function fewMatch({ filters: { statuses, trust } }: SearchScope): FewMatch {
  if (!trust.includes('trusted')) return 'notTrusted'
  return statuses.includes('active') ? 'none' : 'notActive'
}

type Latest = (columns: string, few: FewMatch) => string

/** The latest matching memories, after a position, in an index of the team. */
const latestOfTeam: Latest = (columns, few) => `select ${columns} from memories m
  where ${ofTeam('m')} and ${FEW_MATCH[few]} and ${matchesSearchFilters('m')} and ${AFTER} order by ${LATEST_FIRST} limit ${LIMIT}`

/** The latest matching memories, after a position, in an index of each agent. */
const latestOfAgents: Latest = (columns, few) => `select m.* from unnest($2::uuid[]) a (id) cross join lateral (
    select ${columns} from memories m where m.team_id = $1::uuid and m.agent_row_id = a.id and ${FEW_MATCH[few]} and ${matchesSearchFilters('m')} and ${AFTER}
    order by ${LATEST_FIRST} limit ${LIMIT}) m
  order by ${LATEST_FIRST} limit ${LIMIT}`

/** Registers a statement about the latest memories in each of its forms, and returns the one for a scope. */
export function statementsOf(name: string, statement: (latest: (columns: string) => string) => string): (scope: SearchScope) => string {
  const formsOf = (where: string, latest: Latest) => {
    const form = (few: FewMatch) =>
      hotStatement(
        `${name}_${where}_${few}`,
        statement((columns) => latest(columns, few)),
      )
    return { none: form('none'), notActive: form('notActive'), notTrusted: form('notTrusted') }
  }
  const forms = { team: formsOf('team', latestOfTeam), agents: formsOf('agents', latestOfAgents) }
  return (scope) => forms[hasFewAgents(scope) ? 'agents' : 'team'][fewMatch(scope)]
}

const pageFor = statementsOf(
  'latest',
  (latest) => `select m.*, a.name as agent_name from (${latest(memoryColumns('m'))}) m
    join agents a on a.team_id = $1::uuid and a.id = m.agent_row_id order by ${LATEST_FIRST}`,
)

interface Position {
  time: Date
  id: string
}

/** The values of the parameters after the limit: the position after which a list begins. */
export const positionValues = (from: Position | undefined) => [from?.time ?? 'infinity', from?.id ?? '']

const FACETS = `select a.name, c.count::integer as count, (select count(*) from matching)::integer as total
  from (select m.agent_row_id, count(*) as count from (select * from matching limit ${COUNTED_MATCHES}) m group by m.agent_row_id) c join agents a on a.team_id = $1::uuid and a.id = c.agent_row_id
  order by c.count desc, a.name limit ${MOST_FACETS}`

const countsFor = statementsOf(
  'latest_counts',
  (latest) => `with matching as (${latest('m.agent_row_id, m.occurred_at, m.created_at, m.id')}) ${FACETS}`,
)

const page = (scope: SearchScope, limit: number, from: Position | undefined) =>
  statement<MemoryOfTeam>(pageFor(scope), [...scopeValues(scope), limit, ...positionValues(from)])

/** Returns a page of the matching memories of several agents, the latest first. */
export async function listLatestAcross(db: Db, scope: SearchScope, limit: number, from: Position | undefined): Promise<MemoryOfTeam[]> {
  return (await db.executeQuery<MemoryOfTeam>(page(scope, limit, from))).rows
}

/** Returns the first page, and counts the matching memories up to COUNTED_MATCHES. One round trip. */
export async function listAndCountMatches(
  db: Db,
  scope: SearchScope,
  limit: number,
): Promise<{ memories: MemoryOfTeam[]; matches: MatchCounts }> {
  const count = statement<FacetRow>(countsFor(scope), [...scopeValues(scope), COUNTED_MATCHES + 1, ...positionValues(undefined)])
  const [memories, counts] = await sendTogether<[MemoryOfTeam, FacetRow]>(db, page(scope, limit, undefined), count)
  return { memories, matches: countsOf(counts) }
}

interface FacetRow extends AgentFacet {
  total: number
}

function countsOf(rows: FacetRow[]): MatchCounts {
  const total = rows[0]?.total ?? 0
  const agents = rows.map(({ name, count }) => ({ name, count }))
  return { count: Math.min(total, COUNTED_MATCHES), isComplete: total <= COUNTED_MATCHES, agents }
}

/** True for a row of those memories whose ids are the first parameter after those of the scope. */
export const CHOSEN = `m.team_id = $1::uuid and m.id = any (${afterScope(1)}::text[])`

const READ_CHOSEN = hotStatement(
  'memories_chosen_across',
  `select ${memoryColumns('m')}, ${USE_COLUMNS}, a.name as agent_name from memories m join agents a on a.team_id = $1::uuid and a.id = m.agent_row_id ${joinUse('m')}
  where ${CHOSEN} and ${ofTeam('m')} and ${matchesSearchFilters('m')}`,
)

const COUNT_CHOSEN = hotStatement(
  'facets_chosen_across',
  `with matching as (select m.agent_row_id from memories m where ${CHOSEN} and ${ofTeam('m')} and ${matchesSearchFilters('m')}) ${FACETS}`,
)

const chosen = (scope: SearchScope, ids: readonly string[]) => statement<UsedMemory>(READ_CHOSEN, [...scopeValues(scope), ids])

/** Returns those of some memories that still match, in no order. */
export async function readChosenAcross(db: Db, scope: SearchScope, ids: readonly string[]): Promise<UsedMemory[]> {
  return (await db.executeQuery<UsedMemory>(chosen(scope, ids))).rows
}

/** Returns those of the memories `shown` that still match, in no order, and counts those of `ranked`. One round trip. */
export async function readAndCountChosen(
  db: Db,
  scope: SearchScope,
  { shown, ranked }: Record<'shown' | 'ranked', readonly string[]>,
): Promise<{ memories: UsedMemory[]; matches: MatchCounts }> {
  const count = statement<FacetRow>(COUNT_CHOSEN, [...scopeValues(scope), ranked])
  const [memories, counts] = await sendTogether<[UsedMemory, FacetRow]>(db, chosen(scope, shown), count)
  return { memories, matches: countsOf(counts) }
}
