import { sql } from 'kysely'
import { matchesAgentFilters } from './agent-filters'
import { memoryColumns, storedColumns } from './memory-columns'
import { onlyRow } from './query-results'
import type { Agent, AgentKey, Db, Memory } from './schema'

/** When an export began. The dates of memories do not say which existed then: an import keeps those of its file. */
export interface ExportMoment {
  at: Date
  /** The number of the memory that was stored last. */
  lastSeq: number
}

/** A session whose memories are exported. */
export interface ExportedSession {
  id: string
  /** As Postgres writes it. */
  started: string
}

/**
 * Where a page of sessions begins: from a time on, without the sessions of that time that were listed. The first memory of a session does not
 * identify its place, because it may be purged meanwhile.
 */
export interface SessionPosition {
  started: string
  listed: string[]
}

const FIRST_SESSION: SessionPosition = { started: '-infinity', listed: [] }

/**
 * Returns up to `limit` sessions of an agent that had memories when the export began, in the order in which they stored their first one. An agent has one session at a time, so
 * that their memories follow each other in this order too; sessions of an import may have begun at the same time.
 */
export async function listSessionsToExport(
  db: Db,
  agent: AgentKey,
  { lastSeq }: ExportMoment,
  limit: number,
  { started, listed } = FIRST_SESSION,
): Promise<ExportedSession[]> {
  const { rows } = await sql<ExportedSession>`
    select s.id, s.started_at::text as started
    from sessions s cross join lateral (
      select m.seq from memories m where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.session_id = s.id order by m.seq limit 1) first
    where s.team_id = ${agent.team_id} and s.agent_row_id = ${agent.id} and s.started_at >= ${started}::timestamptz
      and s.id <> all (${listed}::text[]) and first.seq <= ${lastSeq}::bigint
    order by s.started_at, first.seq limit ${limit}`.execute(db)
  return rows
}

/** A memory and the number of its session in the list of sessions, from 1 on: where the next page begins after it. */
export type ExportedMemory = Memory & { nth: number }

/** A deleted memory is in no export, also while it can be restored. */
const IS_KEPT = sql.raw(`m.status <> 'deleted'`)

/** Returns up to `limit` memories of these sessions of an agent, in the order of the sessions and as they were stored in each. Only those that existed when the export began. */
export async function listMemoriesToExport(
  db: Db,
  agent: AgentKey,
  sessionIds: string[],
  { began, limit, after = { nth: 0, seq: 0 } }: { began: ExportMoment; limit: number; after?: { nth: number; seq: number } | undefined },
): Promise<ExportedMemory[]> {
  const { rows } = await sql<ExportedMemory>`
    select m.*, s.nth from unnest(${sessionIds}::text[]) with ordinality as s (id, nth) cross join lateral (
      select ${sql.raw(memoryColumns('m'))} from memories m
      where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.session_id = s.id and m.seq <= ${began.lastSeq}::bigint and ${IS_KEPT}
        and m.seq > case when s.nth = ${after.nth}::bigint then ${after.seq}::bigint else 0 end
      order by m.seq limit ${limit}::integer) m
    where s.nth >= ${after.nth}::bigint order by s.nth, m.seq limit ${limit}::integer`.execute(db)
  return rows
}

/** An earlier version of a memory, and from when until when it was the present one. */
export type ExportedVersion = Memory & { known_from: Date; known_until: Date }

/** Returns up to `limit` earlier versions of these memories of an agent, in the order of their ids and numbers and after one. */
export async function listVersionsToExport(
  db: Db,
  agent: AgentKey,
  ids: string[],
  limit: number,
  after: { id: string; version: number } = { id: '', version: 0 },
): Promise<ExportedVersion[]> {
  const { rows } = await sql<ExportedVersion>`
    select ${sql.raw(storedColumns('m'))}, m.known_from, m.known_until from memory_versions m
    where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.id = any (${ids}::text[])
      and (m.id, m.version) > (${after.id}::text, ${after.version}::integer)
    order by m.id, m.version limit ${limit}`.execute(db)
  return rows
}

/** Returns up to `limit` agents of a team in the order of their names and after one, among `agentRowIds` where these are not null. */
export async function listAgentsToExport(
  db: Db,
  teamId: string,
  agentRowIds: string[] | null,
  limit: number,
  afterName = '',
): Promise<Agent[]> {
  return db
    .selectFrom('agents')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('deleted_at', 'is', null)
    .where(matchesAgentFilters(teamId, { agentRowIds }))
    .where('name', '>', afterName)
    .orderBy('name')
    .limit(limit)
    .execute()
}

/** Returns the product's clock, and the number of the memory that was stored last. */
export async function readMoment(db: Db): Promise<ExportMoment> {
  const { rows } = await sql<ExportMoment>`
    select memanto_now() as at, coalesce(pg_sequence_last_value(pg_get_serial_sequence('memories', 'seq')::regclass), 0) as "lastSeq"`.execute(
    db,
  )
  return onlyRow(rows)
}
