import { insertMemories, type NewMemory } from '../db/memories'
import { type MemoryVersion, NOT_KEPT, recallChosen } from '../db/recall'
import { authorizeSession } from '../db/session-authorization'
import { listSessions } from '../db/session-lists'
import { storedTerms } from '../lib/recall/stored-terms'
import { NEW_ID, type SharedStatement } from './bare-server'
import {
  busyAgents,
  extendingAgents,
  idleAgents,
  LARGE_AGENT_MEMORIES,
  largeAgent,
  memoryId,
  readingAgents,
  SESSIONS,
  SMALL_AGENT_MEMORIES,
  smallAgent,
  writingAgents,
} from './fill'
import type { Request, Requests } from './load'
import { randomTexts } from './random-texts'
import { apiGet, apiPost, get, withKey, withToken } from './requests'
import { authorizationOf, type OpenSession, openSessions } from './sessions'
import { statementIn, statementOf } from './statements'
import { BARE_HTTP, NEXT_NOOP } from './table'

/** Something that a server is asked over and over; with its statement, where one does the work. */
export interface Call {
  name: string
  server: 'product' | 'next' | 'bare'
  requests: Requests
  statement?: SharedStatement
}

/** What doing nothing costs: what the calls are compared with. */
export const references: Call[] = [
  { name: BARE_HTTP, server: 'bare', requests: { inTurns: [get('/')] } },
  { name: NEXT_NOOP, server: 'next', requests: { inTurns: [get('/health')] } },
  { name: 'health, through our own mount', server: 'product', requests: { inTurns: [get('/health')] } },
]

const PAGE = 50
const QUERIES = 64
const WORDS_PER_QUERY = 4
const RECALLED = 10
const ADDRESS = '127.0.0.1'

/** The calls of the product, on sessions that are opened for them. */
export async function productCalls(origin: string, { key, teamId, txid }: { key: string; teamId: string; txid: string }): Promise<Call[]> {
  const versions = (first: number) => Array.from({ length: RECALLED }, (_, n) => ({ id: memoryId(first + 97 * n), txid }))
  const openSessionsOf = (agentNames: string[]) => openSessions(origin, key, agentNames)
  return [
    activate(key),
    await current(await openSessionsOf(readingAgents)),
    extend(await openSessionsOf(extendingAgents)),
    await remember(await openSessionsOf(writingAgents)),
    await recall(
      `recall, ${shortCount(SMALL_AGENT_MEMORIES)} memories`,
      await openSessionsOf([smallAgent]),
      versions(LARGE_AGENT_MEMORIES + 1),
    ),
    await recall(`recall, ${shortCount(LARGE_AGENT_MEMORIES)} memories`, await openSessionsOf([largeAgent]), versions(1)),
    deactivate(key),
    await list(key, teamId),
  ]
}

const shortCount = (count: number) => (count < 1e6 ? `${count / 1e3}k` : `${count / 1e6}M`)

/** Each agent once: a second activation would only join the session of the first. */
function activate(key: string): Call {
  return {
    name: 'activate',
    server: 'product',
    requests: { once: onceEach(idleAgents, (name) => apiPost(`/agents/${name}/activate`, withKey(key))) },
  }
}

function deactivate(key: string): Call {
  return {
    name: 'deactivate',
    server: 'product',
    requests: { once: onceEach(busyAgents, (name) => apiPost(`/agents/${name}/deactivate`, withKey(key))) },
  }
}

function* onceEach(names: string[], request: (name: string) => Request): Generator<Request> {
  for (const name of names) yield request(name)
}

async function current(sessions: OpenSession[]): Promise<Call> {
  const statement = await statementIn(sessions, (db, session) => authorizeSession(db, authorizationOf(session), 'active'))
  const requests = { inTurns: sessions.map((session) => apiGet('/session/current', withToken(session))) }
  return { name: 'session/current', server: 'product', requests, statement }
}

/** By a minute or so: the team's cap is a hundred years away. */
function extend(sessions: OpenSession[]): Call {
  const requests = { inTurns: sessions.map((session) => apiPost('/session/extend', withToken(session), { extend_hours: 0.02 })) }
  return { name: 'extend', server: 'product', requests }
}

async function remember(sessions: OpenSession[]): Promise<Call> {
  const memory = {
    type: 'fact' as const,
    content: 'Ada prefers e-mail over the phone, and answers within a day.',
    confidence: 0.8,
    tags: ['contact'],
  }
  const storedMemory: NewMemory = {
    ...memory,
    id: NEW_ID,
    title: null,
    source: 'agent',
    provenance: 'explicit_statement',
    occurredAt: null,
  }
  const statement = await statementIn(sessions, (db, session) =>
    insertMemories(db, authorizationOf(session, 'memories:write'), [{ ...storedMemory, ...storedTerms(storedMemory) }], ADDRESS),
  )
  const requests = { inTurns: sessions.map((session) => apiPost(`/agents/${session.agentName}/remember`, withToken(session), memory)) }
  return { name: 'remember', server: 'product', requests, statement }
}

/** The statement is that of a recall that chose these memories. */
async function recall(name: string, sessions: OpenSession[], chosen: MemoryVersion[]): Promise<Call> {
  const queries = randomTexts(QUERIES, WORDS_PER_QUERY, 2)
  const choice = { ...NOT_KEPT, chosen, known: [], mustBeCurrent: true, analysis: 1 }
  const statement = await statementIn(sessions, (db, session) =>
    recallChosen(db, authorizationOf(session, 'memories:read'), choice, ADDRESS),
  )
  const requests = sessions.flatMap((session) =>
    queries.map((query) => apiPost(`/agents/${session.agentName}/recall`, withToken(session), { query })),
  )
  return { name, server: 'product', requests: { inTurns: requests }, statement }
}

/** The first page. One row more than it shows tells whether another follows. */
async function list(key: string, teamId: string): Promise<Call> {
  const statement = await statementOf((db) => listSessions(db, teamId, { agentRowIds: null }, undefined, PAGE + 1))
  const requests = { inTurns: [apiGet('/sessions', withKey(key))] }
  return { name: `list sessions, ${shortCount(SESSIONS)} rows`, server: 'product', requests, statement }
}
