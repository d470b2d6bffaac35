import { findWithAgent, NAMED_AGENT, type SoughtAgent } from './agents'
import type { Trust } from './constants'
import { NOW } from './fragments'
import { happenedAt } from './index-rows'
import { memoryColumns } from './memory-columns'
import { joinUse, type MemoryUse, USE_COLUMNS } from './memory-uses'
import { type RecallFilters, searchParametersFrom, searchValues } from './recall-search'
import type { Agent, Db, Memory } from './schema'

const LIST_PARAMETERS = searchParametersFrom(3)
const LATEST = `select ${memoryColumns('m')}, ${USE_COLUMNS} from memories m ${joinUse('m')}
  where m.team_id = $1::uuid and m.agent_row_id = ${NAMED_AGENT} and ${LIST_PARAMETERS.matchesFilters('m', NOW, `= any (${LIST_PARAMETERS.next(2)}::text[])`)}
    and (${happenedAt('m')}, m.id) < (${LIST_PARAMETERS.at}, ${LIST_PARAMETERS.next(1)}::text)
  order by ${happenedAt('m')} desc, m.id desc limit ${LIST_PARAMETERS.limit}`

/** Finds an agent as `findAgent` does, and a page of its memories, the latest first. They are not counted as retrieved. One round trip. */
export async function listLatest(
  db: Db,
  agent: SoughtAgent,
  filters: RecallFilters,
  trust: readonly Trust[],
  from: { time: Date; id: string } | undefined,
): Promise<{ agent: Agent; rows: (Memory & MemoryUse)[] } | undefined> {
  return findWithAgent(db, agent, LATEST, [...searchValues(from?.time ?? null, filters), from?.id ?? '', trust])
}
