import { CompiledQuery } from 'kysely'
import type { MemoryType } from './constants'
import { isRecallable } from './fragments'
import type { AgentKey, Db } from './schema'
import { hotStatement } from './statement-hooks'

/** What an index needs of a memory. */
export interface IndexRow {
  id: string
  session_id: string
  seq: number
  type: MemoryType
  tags: string[]
  confidence: number
  /** Milliseconds since 1970. */
  created_ms: number
  /** When what it describes happened, in milliseconds since 1970. */
  occurred_ms: number
  /** The transaction that wrote it last. */
  txid: string
  word_count: number
  /** The terms, as text of a tsvector; null if they were found by another version of the analysis. Then there is the text instead. */
  terms: string | null
  title: string | null
  content: string | null
}

const milliseconds = (time: string) => `extract(epoch from ${time})::float8 * 1000`

/** When what a memory describes happened. An index of memories has this expression. */
export const happenedAt = (m: string) => `coalesce(${m}.occurred_at, ${m}.created_at)`

const COMMON_COLUMNS = `m.id, m.session_id, m.seq, m.type, m.tags, m.confidence,
  ${milliseconds('m.created_at')} as created_ms, ${milliseconds(happenedAt('m'))} as occurred_ms, m.txid::text as txid, m.word_count`

/** SQL of the columns of an IndexRow of a memory `m` that was just stored with its terms. */
export const STORED_COLUMNS = `${COMMON_COLUMNS}, m.search::text as terms, null as title, null as content`

/** SQL of the columns of an IndexRow of a memory `m`; `analysis` is SQL of the version of the analysis whose terms are wanted. */
export const indexColumns = (analysis: string) => `${COMMON_COLUMNS},
  case when m.analysis = ${analysis} then m.search::text end as terms,
  case when m.analysis <> ${analysis} then m.title end as title, case when m.analysis <> ${analysis} then m.content end as content`

/** SQL of the transaction before which all have ended that the statement's snapshot does not see. */
export const OLDEST_RUNNING = 'pg_snapshot_xmin(pg_current_snapshot())::text'

/** From when on an index knows changes: all by transactions before `since` are in it. */
export interface IndexStart {
  since: string
  /** The agent's `deletions_kept_from` then. */
  keptFrom: string
}

/** Reads from when on an index knows changes whose rows are read after this. */
export async function readIndexStart(db: Db, agent: AgentKey): Promise<IndexStart | undefined> {
  const { rows } = await db.executeQuery<IndexStart>(
    CompiledQuery.raw(
      `select ${OLDEST_RUNNING} as since, a.deletions_kept_from::text as "keptFrom" from agents a where a.team_id = $1::uuid and a.id = $2::uuid`,
      [agent.team_id, agent.id],
    ),
  )
  return rows[0]
}

/** Where a page begins: after the memory of this time, as Postgres writes it, and id. */
export interface IndexPosition {
  created: string
  id: string
}

const FIRST_PAGE: IndexPosition = { created: '-infinity', id: '' }

const PAGE = hotStatement(
  'index_page',
  `select ${indexColumns('$3::smallint')}, m.created_at::text as created from memories m
    where m.team_id = $1::uuid and m.agent_row_id = $2::uuid and ${isRecallable('m')} and (m.created_at, m.id) > ($4::timestamptz, $5::text)
    order by m.created_at, m.id limit $6::integer`,
)

/** Reads up to `limit` of an agent's memories that are recalled, for an index, in the order in which they were stored, after a position; fewer when there are no more. */
export async function readIndexPage(
  db: Db,
  agent: AgentKey,
  analysis: number,
  limit: number,
  { created, id } = FIRST_PAGE,
): Promise<(IndexRow & IndexPosition)[]> {
  const values = [agent.team_id, agent.id, analysis, created, id, limit]
  const { rows } = await db.executeQuery<IndexRow & IndexPosition>(CompiledQuery.raw(PAGE, values))
  return rows
}
