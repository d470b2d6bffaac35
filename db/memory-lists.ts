import { CompiledQuery } from 'kysely'
import type { Trust } from './constants'
import { NOW } from './fragments'
import { happenedAt } from './index-rows'
import { memoryColumns } from './memory-columns'
import { type RecallFilters, searchParametersFrom, searchValues } from './recall-search'
import type { AgentKey, Db, Memory } from './schema'

const LIST_PARAMETERS = searchParametersFrom(3)
const LATEST = `select ${memoryColumns('m')} from memories m
  where m.team_id = $1::uuid and m.agent_row_id = $2::uuid and ${LIST_PARAMETERS.matchesFilters('m', NOW, `= any (${LIST_PARAMETERS.next(2)}::text[])`)}
    and (${happenedAt('m')}, m.id) < (${LIST_PARAMETERS.at}, ${LIST_PARAMETERS.next(1)}::text)
  order by ${happenedAt('m')} desc, m.id desc limit ${LIST_PARAMETERS.limit}`

/** Returns a page of an agent's memories, the latest first. They are not counted as retrieved. */
export async function listLatest(
  db: Db,
  agent: AgentKey,
  filters: RecallFilters,
  trust: readonly Trust[],
  from: { time: Date; id: string } | undefined,
): Promise<Memory[]> {
  const values = [agent.team_id, agent.id, ...searchValues(from?.time ?? null, filters), from?.id ?? '', trust]
  const { rows } = await db.executeQuery<Memory>(CompiledQuery.raw(LATEST, values))
  return rows
}
