import { sql } from 'kysely'
import type { MemoryStatus, Trust } from './constants'
import { leastTrust, withTeam } from './fragments'
import type { MemoryTerms, NewMemory } from './memories'
import type { ImportAttempt } from './memory-imports'
import { insertWordsOf } from './memory-words'
import type { ActorKind, AgentKey, Db, Tx } from './schema'
import { startOfDay, utcDay } from './session-days'

/** A memory to import, with its times, its terms and the session that it belongs to. */
export interface MemoryToImport extends NewMemory, MemoryTerms {
  sessionId: string
  createdAt: Date | null
  updatedAt: Date | null
  status: MemoryStatus
  /** The id in the file, until `resolveSuccessors` replaces it. */
  supersededBy: string | null
  trust: Trust
}

/** Where a page of contents begins: after the memory of this time, as Postgres writes it, and id. */
interface ContentPosition {
  created: string
  id: string
}

/** SQL of the hash by which contents are compared: 16 hexadecimal digits. */
const CONTENT_HASH = sql`left(encode(sha256(convert_to(m.type || chr(10) || m.content, 'UTF8')), 'hex'), 16)`

/** A memory with the hash of its content. */
export interface ContentOfMemory extends ContentPosition {
  hash: string
  isActive: boolean
  seq: number
}

/** Returns the hashes of up to `limit` memories of an agent, in the order of their times and after a position, without those that the import given stored. */
export async function listContentHashes(
  db: Db,
  agent: AgentKey,
  exceptImport: string | null,
  limit: number,
  { created, id }: ContentPosition = { created: '-infinity', id: '' },
): Promise<ContentOfMemory[]> {
  const { rows } = await sql<ContentOfMemory>`
    select m.id, m.created_at::text as created, m.status = 'active' as "isActive", m.seq, ${CONTENT_HASH} as hash from memories m
    where m.team_id = ${agent.team_id} and m.agent_row_id = ${agent.id} and (m.created_at, m.id) > (${created}::timestamptz, ${id}::text)
      and m.status <> 'deleted' and not exists (select from memory_import_ids i
        where i.team_id = ${agent.team_id} and i.import_id = ${exceptImport}::text and i.kind = 'session' and i.new_id = m.session_id)
    order by m.created_at, m.id limit ${limit}`.execute(db)
  return rows
}

/** The sessions of days (UTC) before this one may be summed up, so that they must not change any more. */
const FIRST_CHANGING_DAY = startOfDay(utcDay(sql`memanto_now() - interval '30 minutes'`))

/** Finds which session of the agent the memories of a session of the file belong to. Sessions of earlier days are left out: they no longer change. */
export async function findImportedSessions(tx: Tx, { agent, id }: ImportAttempt, oldIds: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ oldId: string; newId: string }>`
    select i.old_id as "oldId", i.new_id as "newId" from memory_import_ids i
    join sessions s on s.team_id = ${agent.team_id} and s.agent_row_id = ${agent.id} and s.id = i.new_id and s.ended_at >= ${FIRST_CHANGING_DAY}
    where i.team_id = ${agent.team_id} and i.import_id = ${id} and i.kind = 'session' and i.old_id = any (${oldIds}::text[])`.execute(tx)
  return new Map(rows.map(({ oldId, newId }) => [oldId, newId]))
}

/** Returns which of these ids memories of the team have. */
export async function findTakenIds(tx: Tx, teamId: string, ids: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from memories where team_id = ${teamId} and id = any (${ids}::text[])`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** A session that an import adds to the history, or to which it adds memories. */
export interface SessionOfImport {
  id: string
  /** Its id in the file; empty for memories without one. */
  oldId: string
  isNew: boolean
  /** How many memories are stored in it now. */
  stored: number
  note: string
}

export interface ImportedBatch {
  sessions: SessionOfImport[]
  memories: MemoryToImport[]
  ids: { oldId: string; newId: string }[]
  by: { kind: ActorKind; id: string; name: string }
  address: string | null
  /** The program that sent the file. */
  client: string
}

/** The most memories that one statement stores: a record of a file may contain more. */
const STORED_AT_ONCE = 500

/** Stores memories of an import with their sessions, and counts them. Each statement is sent with the next one or the commit. The agent must be locked. */
export async function storeImported(tx: Tx, { agent, id: importId }: ImportAttempt, batch: ImportedBatch): Promise<void> {
  await storeSessions(tx, agent, batch)
  for (let from = 0; from < batch.memories.length; from += STORED_AT_ONCE)
    await storeMemories(tx, agent, { ...batch, memories: batch.memories.slice(from, from + STORED_AT_ONCE) })
  await storeIds(tx, agent.team_id, importId, batch)
}

async function storeSessions(tx: Tx, agent: AgentKey, { sessions, by, address }: ImportedBatch): Promise<void> {
  const { team_id: teamId, id: agentRowId } = agent
  const begun = sessions.filter(({ isNew }) => isNew).length
  const stored = sessions.reduce((sum, session) => sum + session.stored, 0)
  await sql`
    with batch as materialized (
      select s.*, memanto_now() as now from jsonb_to_recordset(${JSON.stringify(sessions)}::jsonb) as s (id text, "isNew" boolean, stored bigint, note text)
    ), begun as (
      insert into sessions (team_id, id, agent_row_id, started_at, expires_at, ended_at, end_reason, end_note, opened_by_kind, opened_by_id, opened_by_name,
        ended_by_kind, ended_by_id, ended_by_name, memories_stored, first_used_at, last_used_at)
      select ${teamId}::uuid, b.id, ${agentRowId}::uuid, b.now, b.now + interval '1 second', b.now, 'deactivated', b.note,
        ${by.kind}::text, ${by.id}::text, ${by.name}::text, ${by.kind}::text, ${by.id}::text, ${by.name}::text, b.stored, b.now, b.now
      from batch b where b."isNew"
    ), continued as (
      update sessions s set memories_stored = s.memories_stored + b.stored, ended_at = b.now, expires_at = b.now + interval '1 second', last_used_at = b.now
      from batch b where s.team_id = ${teamId}::uuid and s.id = b.id and not b."isNew"
    ), counted as (
      update agents a set settled_memories = a.settled_memories + ${stored}::bigint, session_count = a.session_count + ${begun}::integer,
        last_session_at = case when ${begun}::integer > 0 then (select max(now) from batch) else a.last_session_at end
      where a.team_id = ${teamId}::uuid and a.id = ${agentRowId}::uuid
    )
    insert into session_events (team_id, session_id, at, kind, amount, by_kind, by_id, address)
    select ${teamId}::uuid, b.id, b.now, 'remembered', b.stored, ${by.kind}::text, ${by.id}::text, nullif(${address ?? ''}::text, '') from batch b`.execute(
    tx,
  )
}

/** Times of the file are kept, but none at which something was stored or changed is later than now. */
async function storeMemories(
  tx: Tx,
  { team_id: teamId, id: agentRowId }: AgentKey,
  { memories, by, client }: ImportedBatch,
): Promise<void> {
  const rows = memories.map((memory, nth) => ({ ...memory, nth }))
  await sql`
    with importer as (
      select memanto_now() as now, coalesce((select k.memory_trust from api_keys k where k.team_id = ${teamId}::uuid and k.id = ${by.id}::text), 'trusted') as trust
    ), stored as (
      insert into memories (team_id, id, agent_row_id, session_id, type, title, content, confidence, tags, source, provenance, occurred_at,
        search, word_count, analysis, created_at, updated_at, expires_at, status, status_at, superseded_by, trust, by_kind, by_id, client)
      select ${teamId}::uuid, m.id, ${agentRowId}::uuid, m."sessionId", m.type, m.title, m.content, m.confidence, m.tags, m.source, m.provenance,
        m."occurredAt", m.search, m."wordCount", m.analysis, least(coalesce(m."createdAt", importer.now), importer.now),
        least(greatest(coalesce(m."updatedAt", m."createdAt", importer.now), coalesce(m."createdAt", importer.now)), importer.now),
        coalesce(m."expiresAt", importer.now + m."ttlHours" * interval '1 hour'), m.status, case when m.status <> 'active' then importer.now end,
        m."supersededBy", ${sql.raw(leastTrust('m.trust', 'importer.trust'))}, ${by.kind}::text, ${by.id}::text, ${client}::text
      from importer cross join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m (
        nth integer, id text, "sessionId" text, type text, title text, content text, confidence double precision, tags text[], source text,
        provenance text, "occurredAt" timestamptz, search tsvector, "wordCount" integer, analysis smallint, "createdAt" timestamptz, "updatedAt" timestamptz,
        "expiresAt" timestamptz, "ttlHours" double precision, status text, "supersededBy" text, trust text)
      order by m.nth
      returning team_id, agent_row_id, search
    )
    ${withTeam(teamId, (team) => insertWordsOf('stored', team))}`.execute(tx)
}

async function storeIds(tx: Tx, teamId: string, importId: string, { ids, sessions }: ImportedBatch): Promise<void> {
  const ofSessions = sessions.filter(({ isNew }) => isNew).map(({ oldId, id }) => ({ kind: 'session', oldId, newId: id }))
  const rows = [...ofSessions, ...ids.map((pair) => ({ kind: 'memory', ...pair }))]
  await sql`
    insert into memory_import_ids (team_id, import_id, kind, old_id, new_id)
    select ${teamId}::uuid, ${importId}::text, i.kind, i."oldId", i."newId" from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i (kind text, "oldId" text, "newId" text)
    on conflict (team_id, import_id, kind, old_id) do update set new_id = excluded.new_id`.execute(tx)
}
