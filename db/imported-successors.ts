import { sql } from 'kysely'
import { lockOrder } from './fragments'
import type { ImportAttempt } from './memory-imports'
import type { Db, Tx } from './schema'

/** Where a page of an import's memories begins: after a memory, session by session. */
export interface PositionInImport {
  sessionId: string
  seq: number
}

/** A memory of an import, and the id of the file by which it names its successor. */
export interface NamedSuccessor extends PositionInImport {
  id: string
  oldId: string
}

/** Returns up to `limit` memories of an import that name a successor, after a position. */
export async function listNamedSuccessors(
  db: Db,
  { agent, id }: Pick<ImportAttempt, 'agent' | 'id'>,
  limit: number,
  { sessionId, seq }: PositionInImport = { sessionId: '', seq: 0 },
): Promise<NamedSuccessor[]> {
  const { rows } = await sql<NamedSuccessor>`
    select m.id, m.session_id as "sessionId", m.seq, m.superseded_by as "oldId" from memories m
    where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and (m.session_id, m.seq) > (${sessionId}::text, ${seq}::bigint)
      and m.superseded_by is not null and exists (select from memory_import_ids session where session.team_id = ${agent.team_id}
        and session.import_id = ${id} and session.kind = 'session' and session.new_id = m.session_id)
    order by m.session_id, m.seq limit ${limit}`.execute(db)
  return rows
}

/**
 * Replaces the ids of the file by which these memories of an import name their successors: by the id that the successor has now, or that of the agent's memory
 * with its content if it was left out as a duplicate (`present`, by the id in the file). A successor that the agent does not have is null. Memories whose
 * successor stays the same are not written. Call it once for each memory, after all memories of the import are stored.
 */
export async function resolveSuccessors(
  tx: Tx,
  { agent, id }: ImportAttempt,
  named: readonly NamedSuccessor[],
  present: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = named.map(({ id, oldId }) => ({ id, oldId, present: present.get(oldId) }))
  await sql`
    with named as materialized (
      select m.id, m.superseded_by, nullif(coalesce(changed.new_id, own.id, n.present), m.id) as successor
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id text, "oldId" text, present text)
      join memories m on m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.id = n.id and m.superseded_by = n."oldId"
      left join memory_import_ids changed on changed.team_id = ${agent.team_id} and changed.import_id = ${id} and changed.kind = 'memory'
        and changed.old_id = n."oldId"
      left join memories own on own.team_id = ${agent.team_id} and own.agent_row_id = ${agent.id} and own.id = n."oldId"
    ), locked as materialized (
      select m.id, named.successor from memories m join named on named.id = m.id and named.superseded_by = m.superseded_by
      where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.superseded_by is distinct from named.successor
      order by ${sql.raw(lockOrder('m'))} for no key update of m
    )
    update memories m set superseded_by = locked.successor from locked
    where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.id = locked.id`.execute(tx)
}
