import { CompiledQuery } from 'kysely'
import { ranking } from './recall-ranking'
import {
  CALL_PARAMETERS,
  CHOOSE_RANKED,
  COLUMNS,
  COUNT_CHOSEN,
  type RankedMemory,
  type Recalled,
  type RecallFilters,
  readRecalled,
  searchParametersFrom,
  searchValues,
} from './recall-search'
import type { Db } from './schema'
import { type AuthorizationRequest, authorizationValues, sessionAuthorization } from './session-authorization'
import { hotStatement } from './statement-hooks'

const RECALL = hotStatement(
  'recall',
  `with ${sessionAuthorization({ lock: true })}, searched_agent as (select agent_row_id from authorized), ${ranking(CALL_PARAMETERS)}, ${CHOOSE_RANKED}, ${COUNT_CHOSEN}`,
)

/** Returns and counts the memories that match a query, best first. Undefined when there is no such session. One round trip. */
export async function recallMemories(
  db: Db,
  request: AuthorizationRequest,
  search: RecallFilters & { query: string; address: string | null },
): Promise<Recalled | undefined> {
  return readRecalled(db, RECALL, [...authorizationValues(request), ...searchValues(search.query, search), search.address])
}

const LIST_PARAMETERS = searchParametersFrom(3)
const LIST_RANKED = `with searched_agent as (select $2::uuid as agent_row_id), ${ranking(LIST_PARAMETERS)}, ${CHOOSE_RANKED} select * from chosen order by position`
const LIST_NEWEST = `select ${COLUMNS}, null::float8 as score from memories m
  where m.team_id = $1::uuid and m.agent_row_id = $2::uuid and ${LIST_PARAMETERS.matchesFilters('m')}
    and (m.created_at, m.id) < (coalesce(${LIST_PARAMETERS.at}, 'infinity'), coalesce(${LIST_PARAMETERS.next(1)}::text, ''))
  order by m.created_at desc, m.id desc limit ${LIST_PARAMETERS.limit}`

/** Returns a page of an agent's memories, newest first, or the best matches of a query. They are not counted as retrieved. */
export async function listMemories(
  db: Db,
  teamId: string,
  agentRowId: string,
  filters: RecallFilters & { query: string | null },
  from: { time: Date; id: string } | undefined,
): Promise<RankedMemory[]> {
  const ofAgent = [teamId, agentRowId]
  const query =
    filters.query === null
      ? CompiledQuery.raw(LIST_NEWEST, [...ofAgent, ...searchValues(from?.time ?? null, filters), from?.id ?? null])
      : CompiledQuery.raw(LIST_RANKED, [...ofAgent, ...searchValues(filters.query, filters)])
  const { rows } = await db.executeQuery<RankedMemory>(query)
  return rows
}
