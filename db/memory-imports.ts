import { sql } from 'kysely'
import { onlyRow } from './query-results'
import type { AgentKey, Db, Tx } from './schema'

/** How far an import came. */
export interface ImportState {
  id: string
  agent_row_id: string
  attempt: number
  /** How many records of the file are done. */
  records: number
  /** The hash of those records. */
  digest: string
  progress: object
  /** What a finished import answered. */
  answer: object | null
  fingerprint: string
}

const STATE = sql.raw('id, agent_row_id, attempt, records, digest, progress, answer, fingerprint')

export interface ImportKey {
  caller: string
  key: string
}

/** Finds the import of an Idempotency-Key, and locks it. */
export async function lockImportOfKey(tx: Tx, teamId: string, { caller, key }: ImportKey): Promise<ImportState | undefined> {
  const { rows } = await sql<ImportState>`
    select ${STATE} from memory_imports where team_id = ${teamId} and caller = ${caller} and key = ${key} for update`.execute(tx)
  return rows[0]
}

/** An import that made no progress for so long has been abandoned: its process has ended, or its client sends nothing any more. */
const ABANDONED_AFTER_SECONDS = 60

/** Returns whether an import into the agent is running, other than that of the id given. The agent must be locked. */
export async function isImportRunning(tx: Tx, agent: AgentKey, otherThan: string): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select exists (select from memory_imports where team_id = ${agent.team_id} and agent_row_id = ${agent.id} and answer is null and id <> ${otherThan}
      and updated_at > memanto_now() - ${ABANDONED_AFTER_SECONDS} * interval '1 second') as is`.execute(tx)
  return onlyRow(rows).is
}

/** Begins an import, unless the id is taken. The agent must be locked. */
export async function insertImport(
  tx: Tx,
  agent: AgentKey,
  row: { id: string; caller: string; key: string | null; fingerprint: string },
): Promise<void> {
  await tx
    .insertInto('memory_imports')
    .values({ team_id: agent.team_id, agent_row_id: agent.id, ...row })
    .execute()
}

/** Makes this request the one that goes on with an import, and stops any other that still works on it. Returns the number of the attempt. */
export async function takeOverImport(tx: Tx, teamId: string, id: string): Promise<number> {
  const { rows } = await sql<{ attempt: number }>`
    update memory_imports set attempt = attempt + 1, updated_at = memanto_now() where team_id = ${teamId} and id = ${id} returning attempt`.execute(
    tx,
  )
  return onlyRow(rows).attempt
}

/** Stops what may still work on other imports into an agent, which is locked. They can be taken over later. */
export async function stopOtherImports(tx: Tx, agent: AgentKey, id: string): Promise<void> {
  await sql`update memory_imports set attempt = attempt + 1
    where team_id = ${agent.team_id} and agent_row_id = ${agent.id} and answer is null and id <> ${id}`.execute(tx)
}

/** An attempt at an import. */
export interface ImportAttempt {
  agent: AgentKey
  id: string
  attempt: number
}

/** Locks the agent of an import, as everything does that changes its counts. False when the agent was deleted. */
export async function lockAgentOfImport(tx: Tx, agent: AgentKey): Promise<boolean> {
  const { rows } = await sql`
    select id from agents where team_id = ${agent.team_id} and id = ${agent.id} and deleted_at is null for no key update`.execute(tx)
  return rows.length > 0
}

/** Records how far an import came. False when another request has taken it over. */
export async function recordProgress(
  tx: Tx,
  { agent, id, attempt }: ImportAttempt,
  { records, digest, progress, answer }: Pick<ImportState, 'records' | 'digest' | 'progress' | 'answer'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update memory_imports set records = ${records}, digest = ${digest}, progress = ${JSON.stringify(progress)}::jsonb,
      answer = nullif(${answer === null ? '' : JSON.stringify(answer)}::text, '')::jsonb, updated_at = memanto_now()
    where team_id = ${agent.team_id} and id = ${id} and attempt = ${attempt} and answer is null`.execute(tx)
  return numAffectedRows === 1n
}

/** Records that this attempt has ended before the end of the file, so that another import need not wait for it. */
export async function abandonImport(db: Db, { agent, id, attempt }: ImportAttempt): Promise<void> {
  await sql`update memory_imports set updated_at = updated_at - ${ABANDONED_AFTER_SECONDS} * interval '1 second'
    where team_id = ${agent.team_id} and id = ${id} and attempt = ${attempt} and answer is null`.execute(db)
}

/** Finds an import into an agent. */
export async function findImport(db: Db, agent: AgentKey, id: string): Promise<ImportState | undefined> {
  const { rows } = await sql<ImportState>`
    select ${STATE} from memory_imports where team_id = ${agent.team_id} and agent_row_id = ${agent.id} and id = ${id}`.execute(db)
  return rows[0]
}

/** The id of a memory in the file, and the id that it has now. */
export interface ImportedId {
  oldId: string
  newId: string
}

/** Returns up to `limit` ids of memories of an import, in the order of the old ids and after one. */
export async function listImportedIds(db: Db, teamId: string, importId: string, limit: number, after = ''): Promise<ImportedId[]> {
  const { rows } = await sql<ImportedId>`
    select old_id as "oldId", new_id as "newId" from memory_import_ids
    where team_id = ${teamId} and import_id = ${importId} and kind = 'memory' and old_id > ${after} order by old_id limit ${limit}`.execute(
    db,
  )
  return rows
}

/** For how many days an import is known: by its Idempotency-Key, and with the ids of its memories. */
const IMPORT_KEPT_DAYS = 7

const IS_OLD = sql`created_at < (select memanto_now()) - ${IMPORT_KEPT_DAYS} * interval '1 day'`

/** Removes up to `limit` ids of a team's imports that are no longer kept, and returns how many. */
export async function purgeImportedIds(db: Db, teamId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from memory_import_ids where team_id = ${teamId} and ctid = any (array(
      select i.ctid from memory_import_ids i join memory_imports o on o.team_id = ${teamId} and o.id = i.import_id
      where i.team_id = ${teamId} and o.${IS_OLD} limit ${limit}))`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Removes up to `limit` imports of a team that are no longer kept and whose ids are removed, and returns how many. */
export async function purgeImports(db: Db, teamId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from memory_imports where team_id = ${teamId} and ctid = any (array(
      select o.ctid from memory_imports o where o.team_id = ${teamId} and o.${IS_OLD}
        and not exists (select from memory_import_ids i where i.team_id = ${teamId} and i.import_id = o.id) limit ${limit}))`.execute(db)
  return Number(numAffectedRows ?? 0)
}
