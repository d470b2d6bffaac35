import { sql } from 'kysely'
import { lockOrder } from './fragments'
import { CONTENT_HASH } from './imported-memories'
import type { ImportAttempt } from './memory-imports'
import type { AgentKey, Tx } from './schema'

/**
 * Replaces the ids of the file by which memories of an import name their successors: by the id that the successor has now, or that of the agent's memory with
 * its content if it was left out as a duplicate (`duplicates`: the hash of the content by the id). A successor that the agent does not have is null. Call it
 * at the end of the import.
 */
export async function resolveSuccessors(tx: Tx, { agent, id }: ImportAttempt, duplicates: ReadonlyMap<string, string>): Promise<void> {
  const named = await listSuccessorsNamed(tx, { agent, id })
  const leftOut = named.flatMap((oldId) => {
    const hash = duplicates.get(oldId)
    return hash === undefined ? [] : [{ oldId, hash }]
  })
  const present = leftOut.length === 0 ? [] : await findByContent(tx, agent, leftOut)
  await sql`
    with present as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(present)}::jsonb) as p ("oldId" text, "newId" text)
    ), locked as materialized (
      select m.id, coalesce(changed.new_id, own.id, present."newId") as successor from memories m
      join memory_import_ids session on session.team_id = ${agent.team_id} and session.import_id = ${id} and session.kind = 'session'
        and session.new_id = m.session_id
      left join memory_import_ids changed on changed.team_id = ${agent.team_id} and changed.import_id = ${id} and changed.kind = 'memory'
        and changed.old_id = m.superseded_by
      left join memories own on own.team_id = ${agent.team_id} and own.agent_row_id = ${agent.id} and own.id = m.superseded_by
      left join present on present."oldId" = m.superseded_by
      where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.superseded_by is not null
      order by ${sql.raw(lockOrder('m'))} for no key update of m
    )
    update memories m set superseded_by = nullif(locked.successor, m.id) from locked
    where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.id = locked.id`.execute(tx)
}

/** The ids of the file by which memories of an import name their successors. */
async function listSuccessorsNamed(tx: Tx, { agent, id }: Pick<ImportAttempt, 'agent' | 'id'>): Promise<string[]> {
  const { rows } = await sql<{ oldId: string }>`
    select distinct m.superseded_by as "oldId" from memories m
    join memory_import_ids session on session.team_id = ${agent.team_id} and session.import_id = ${id} and session.kind = 'session'
      and session.new_id = m.session_id
    where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.superseded_by is not null`.execute(tx)
  return rows.map(({ oldId }) => oldId)
}

/** Finds the memories of an agent that have these contents; of equal ones an active one, and the one that was stored last. */
async function findByContent(
  tx: Tx,
  agent: AgentKey,
  contents: { oldId: string; hash: string }[],
): Promise<{ oldId: string; newId: string }[]> {
  const { rows } = await sql<{ hash: string; id: string }>`
    select distinct on (hash) hash, id from (
      select ${CONTENT_HASH} as hash, m.id, m.status, m.seq from memories m
      where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and m.status <> 'deleted'
    ) as present where hash = any (${contents.map(({ hash }) => hash)}::text[])
    order by hash, (status = 'active') desc, seq desc`.execute(tx)
  const ids = new Map(rows.map(({ hash, id }) => [hash, id]))
  return contents.flatMap(({ oldId, hash }) => {
    const newId = ids.get(hash)
    return newId === undefined ? [] : [{ oldId, newId }]
  })
}
