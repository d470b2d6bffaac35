import { CompiledQuery } from 'kysely'
import { hotStatement } from './client'
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

const RECALL = hotStatement(
  'recall',
  `with ${sessionAuthorization({ lock: true })}, place as (select agent_row_id from live), ${ranking(CALL_PARAMETERS)}, ${CHOOSE_RANKED}, ${COUNT_CHOSEN}`,
)

/** The memories that answer a query, best first, counted; without a session undefined. One round trip. */
export async function recallMemories(
  db: Db,
  request: AuthorizationRequest,
  search: RecallFilters & { query: string; address: string | null },
): Promise<Recalled | undefined> {
  return readRecalled(db, RECALL, [...authorizationValues(request), ...searchValues(search.query, search), search.address])
}

const LIST_PARAMETERS = searchParametersFrom(3)
const LIST_RANKED = `with place as (select $2::uuid as agent_row_id), ${ranking(LIST_PARAMETERS)}, ${CHOOSE_RANKED} select * from chosen order by place`
const LIST_NEWEST = `select ${COLUMNS}, null::float8 as score from memories m
  where m.team_id = $1::uuid and m.agent_row_id = $2::uuid and ${LIST_PARAMETERS.matchesFilters('m')}
    and (m.created_at, m.id) < (coalesce(${LIST_PARAMETERS.at}, 'infinity'), coalesce(${LIST_PARAMETERS.next(1)}::text, ''))
  order by m.created_at desc, m.id desc limit ${LIST_PARAMETERS.limit}`

/** A page of an agent's memories for management, newest first, or the best where there is a query. Counts nothing. */
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
