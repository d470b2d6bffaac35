import { CompiledQuery } from 'kysely'
import { findWithAgent, NAMED_AGENT, type SoughtAgent } from './agents'
import { knownFrom } from './fragments'
import { memoryColumns, storedColumns } from './memory-columns'
import type { Agent, AgentKey, Db, Memory } from './schema'
import { hotStatement } from './statement-hooks'

/** A version of a memory, with who wrote it and from when until when it was the present one. */
export interface VersionView extends Memory {
  known_from: Date
  /** Null for the present version. */
  known_until: Date | null
  /** The name that the key or person has now; null if it is not known who wrote the version. */
  by_name: string | null
}

const OF_NAMED_AGENT = (m: string) => `${m}.team_id = $1::uuid and ${m}.agent_row_id = ${NAMED_AGENT} and ${m}.id = $3::text`

const HISTORY = hotStatement(
  'memory_history',
  `select v.*, coalesce(k.name, nullif(p.name, ''), p.email, v.by_id) as by_name
  from (
    (select ${memoryColumns('m')}, ${knownFrom('m')} as known_from, null::timestamptz as known_until from memories m where ${OF_NAMED_AGENT('m')} and m.version < $4::integer)
    union all
    (select ${storedColumns('m')}, m.known_from, m.known_until from memory_versions m where ${OF_NAMED_AGENT('m')} and m.version < $4::integer
      order by m.version desc limit $5::integer)
  ) v
  left join api_keys k on k.team_id = $1::uuid and v.by_kind = 'key' and k.id = v.by_id
  left join people p on p.id = case v.by_kind when 'person' then v.by_id::uuid end
  order by v.version desc limit $5::integer`,
)

/** A number that no version reaches. */
const AFTER_ALL = 2_147_483_647

/** Finds an agent as `findAgent` does, and up to `limit` versions of a memory that were written before the version `before`, the latest first. One round trip. */
export async function listVersions(
  db: Db,
  agent: SoughtAgent,
  id: string,
  limit: number,
  before = AFTER_ALL,
): Promise<{ agent: Agent; rows: VersionView[] } | undefined> {
  return findWithAgent(db, agent, HISTORY, [id, before, limit])
}

const VERSIONS_BEFORE = hotStatement(
  'memory_versions_before',
  `select ${storedColumns('v')} from memories m
   join memory_versions v on v.team_id = $1::uuid and v.agent_row_id = m.agent_row_id and v.id = m.id and v.version = m.version - 1
   where m.team_id = $1::uuid and m.id = any ($2::text[])`,
)

const VERSION = hotStatement(
  'memory_version',
  `select ${storedColumns('m')} from memory_versions m
   where m.team_id = $1::uuid and m.agent_row_id = $2::uuid and m.id = $3::text and m.version = $4::integer`,
)

/** The version that each of some memories had before its present one, by its id. The caller must have found that it reaches the memories. */
export async function findVersionsBefore(db: Db, teamId: string, ids: readonly string[]): Promise<Map<string, Memory>> {
  const { rows } = await db.executeQuery<Memory>(CompiledQuery.raw(VERSIONS_BEFORE, [teamId, ids]))
  return new Map(rows.map((version) => [version.id, version]))
}

/** Finds an earlier version of a memory. */
export async function findVersion(db: Db, agent: AgentKey, id: string, version: number): Promise<Memory | undefined> {
  const { rows } = await db.executeQuery<Memory>(CompiledQuery.raw(VERSION, [agent.team_id, agent.id, id, version]))
  return rows[0]
}
