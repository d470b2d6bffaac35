import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { CallSession } from '../../db/call-session'
import { insertMemories, type NewMemory } from '../../db/memories'
import type { VersionAuthor } from '../../db/memory-changes'
import { listChosen, recallChosen } from '../../db/recall'
import type { Choice } from '../../db/recall-choice'
import type { RecallFilters } from '../../db/recall-search'
import type { AgentKey } from '../../db/schema'
import { type AuthorizationRequest, NO_PERSON, NO_SECRET } from '../../db/session-authorization'
import { findMemories, type RankedMemory } from '../../lib/recall/find-memories'
import { agentOfSession, rememberAgent } from '../../lib/recall/index-cache'
import { storedTerms } from '../../lib/recall/stored-terms'
import { adoptNewDatabase } from '../settings'

// One team with agents whose memories are stored and recalled by the functions of db and lib/recall, without the API.

/** A database of the test file, and its address. */
export const { db, url } = await adoptNewDatabase()
/** The id of the key that opens the sessions. */
export const KEY = 'recallkey1'
export const teamId = await createTeamWithKey()

async function createTeamWithKey(): Promise<string> {
  const { id } = await db.insertInto('teams').values({ name: 'recall' }).returning('id').executeTakeFirstOrThrow()
  const key = { team_id: id, id: KEY, name: 'k', secret_hash: Buffer.alloc(32), last_four: 'abcd', created_by_name: 'Ann' }
  await db
    .insertInto('api_keys')
    .values({ ...key, scopes: ['memories:read', 'memories:write'] })
    .execute()
  return id
}

/** Filters that every memory matches. */
export const EVERYTHING: RecallFilters = {
  types: null,
  tags: null,
  minConfidence: null,
  createdAfter: null,
  createdBefore: null,
  limit: 10,
  statuses: ['active'],
}

type Search = RecallFilters & { query: string; explain?: boolean }

/** Recalls as the use case does it. Undefined when there is no such session. */
export async function recallMemories(request: AuthorizationRequest, { explain = false, ...search }: Search) {
  let session: CallSession | undefined
  const agent = agentOfSession(request.teamId, request.sessionId)
  const found = await findMemories(agent, { ...search, explain }, async (choice) => {
    const reply = await recallChosen(db, request, choice)
    session = reply?.session
    if (reply === undefined || reply.session.refusal !== null) return undefined
    const ofSession = { team_id: reply.session.team_id, id: reply.session.agent_row_id }
    rememberAgent(request.sessionId, ofSession)
    return { agent: ofSession, found: reply.found }
  })
  return session && { session, ...found }
}

/** Searches in the memories of an agent as lists do, without counting. */
export async function listMemories(agent: AgentKey, search: Search): Promise<RankedMemory[]> {
  const ask = async (choice: Choice) => ({ agent, found: await listChosen(db, agent, choice) })
  return (await findMemories(agent, { explain: false, ...search }, ask)).memories
}

let agentCount = 0

/** Creates an agent with a session, to store memories in and to recall them. */
export async function createAgent() {
  const name = `agent-${++agentCount}`
  const { id } = await db
    .insertInto('agents')
    .values({ team_id: teamId, name, pattern: 'support' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const calls = [await startSession(id, name)]
  const call = () => calls.at(-1) as AuthorizationRequest
  return {
    id,
    name,
    sessionId: () => call().sessionId,
    newSession: async () => void calls.push(await startSession(id, name)),
    remember: (...memories: (string | Partial<NewMemory>)[]) => insertMemories(db, call(), memories.map(newMemory).map(analyzed)),
    recall: async (query: string, filters: Partial<RecallFilters> = {}) => {
      const recalled = await recallMemories(call(), { ...EVERYTHING, ...filters, query })
      return recalled?.memories ?? []
    },
    found: async (query: string, filters: Partial<RecallFilters> = {}) => {
      const recalled = await recallMemories(call(), { ...EVERYTHING, ...filters, query })
      return (recalled?.memories ?? []).map((memory) => memory.content)
    },
    call,
  }
}

async function startSession(agentId: string, agentName: string): Promise<AuthorizationRequest> {
  const id = `sess_${randomUUID()}`
  const now = sql<Date>`memanto_now()`
  await db
    .updateTable('sessions')
    .set({ ended_at: now, end_reason: 'replaced' })
    .where('agent_row_id', '=', agentId)
    .where('ended_at', 'is', null)
    .execute()
  const opener = { opened_by_kind: 'key', opened_by_id: KEY, opened_by_name: 'k' } as const
  const expires_at = sql<Date>`memanto_now() + interval '6 hours'`
  await db
    .insertInto('sessions')
    .values({ team_id: teamId, id, agent_row_id: agentId, expires_at, ...opener })
    .execute()
  const issuedTo = { issuedToKeyId: KEY, issuedToPersonId: NO_PERSON }
  const companion = { companionKeyId: '', companionSecretHash: NO_SECRET, address: '10.0.0.1' }
  return { teamId, sessionId: id, agentName, ...issuedTo, scope: 'memories:read', rolesWithScope: [], ...companion }
}

const analyzed = (memory: NewMemory) => ({ ...memory, ...storedTerms(memory) })

/** Returns a memory with the given content or fields, and usual values for the others. */
export function newMemory(memory: string | Partial<NewMemory>): NewMemory {
  const given = typeof memory === 'string' ? { content: memory } : memory
  const defaults: Omit<NewMemory, 'id'> = {
    type: 'fact',
    title: null,
    content: 'nothing',
    confidence: 0.8,
    tags: [],
    source: 'agent',
    provenance: 'explicit_statement',
    occurredAt: null,
  }
  return { id: `mem_${randomUUID()}`, ...defaults, ...given }
}

/** Who writes versions of memories in tests. */
export const AUTHOR: VersionAuthor = { kind: 'key', id: KEY, client: 'test', sessionId: null, reason: null }
