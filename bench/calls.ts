import { insertMemories, type NewMemory } from '../db/memories'
import { recallChosen } from '../db/recall'
import { type MemoryVersion, NOT_KEPT } from '../db/recall-choice'
import { authorizeSession } from '../db/session-authorization'
import { listSessions } from '../db/session-lists'
import { storedTerms } from '../lib/recall/stored-terms'
import { AGENT_HEADER, type BareStatement, NEW_ID } from './bare-server'
import type { WriteName } from './bare-writes'
import {
  extendingAgents,
  type FilledTeam,
  type FillSize,
  groupOf,
  joiningAgents,
  largeAgent,
  readingAgents,
  SMALL_AGENT_MEMORIES,
  smallAgent,
  writingAgents,
} from './fill'
import type { Request, Requests } from './load'
import { randomTexts } from './random-texts'
import { apiGet, apiPost, get, post, sentTo, withKey, withToken } from './requests'
import { authorizationOf, type OpenSession, openSessions } from './sessions'
import { statementIn, statementOf } from './statements'
import { BARE_HTTP, NEXT_NOOP } from './table'

/** Something that a server is asked over and over. */
export interface Call {
  name: string
  server: 'product' | 'next' | 'bare'
  requests: Requests
  /** What the bare server is asked in comparison, and the statement that it runs for it; none where it does nothing. */
  bare?: { requests: Requests; statement?: BareStatement }
}

/** What doing nothing costs: what the calls are compared with. */
export const references: Call[] = [
  { name: BARE_HTTP, server: 'bare', requests: { inTurns: [get('/')] } },
  { name: NEXT_NOOP, server: 'next', requests: { inTurns: [get('/health')] } },
  {
    name: 'health, through our own mount',
    server: 'product',
    requests: { inTurns: [get('/health')] },
    bare: { requests: { inTurns: [get('/')] } },
  },
]

const PAGE = 50
const QUERIES = 64
const WORDS_PER_QUERY = 4
const MEMORY = {
  type: 'fact' as const,
  content: 'Ada prefers e-mail over the phone, and answers within a day.',
  confidence: 0.8,
  tags: ['contact'],
}

/** A running product with the team that was filled for it. */
export interface MeasuredTeam {
  origin: string
  team: FilledTeam
  size: FillSize
}

/** The calls of the product, on sessions that are opened for them. */
export async function productCalls({ origin, team, size }: MeasuredTeam): Promise<Call[]> {
  const { key, teamId } = team
  const openSessionsOf = (agentNames: string[]) => openSessions(origin, key, agentNames)
  return [
    onceEach('activate, opening', 'activate', key, groupOf('idle', size), { name: 'open', agents: groupOf('bare-idle', size) }),
    await join(key, await openSessionsOf(joiningAgents)),
    await current(await openSessionsOf(readingAgents)),
    extend(await openSessionsOf(extendingAgents)),
    await remember('remember', await openSessionsOf(writingAgents)),
    await recall(SMALL_AGENT_MEMORIES, await openSessionsOf([smallAgent]), team.recalled.small),
    await recall(size.memories, await openSessionsOf([largeAgent]), team.recalled.large),
    onceEach('deactivate', 'deactivate', key, groupOf('busy', size), { name: 'deactivate', agents: groupOf('bare-busy', size) }),
    await list(key, teamId, size),
  ]
}

/** The calls whose cost could grow with the sessions of a team or the memories of an agent. */
export async function growingCalls({ origin, team, size }: MeasuredTeam): Promise<Call[]> {
  const { key, teamId } = team
  const openSessionsOf = (agentNames: string[]) => openSessions(origin, key, agentNames)
  const ofLarge = await openSessionsOf([largeAgent])
  const calls = [
    onceEach('activate, opening', 'activate', key, groupOf('idle', size)),
    await join(key, await openSessionsOf(joiningAgents)),
    await current(await openSessionsOf(readingAgents)),
    extend(await openSessionsOf(extendingAgents)),
    onceEach('deactivate', 'deactivate', key, groupOf('busy', size)),
    await list(key, teamId, size),
    await remember('remember, in the large agent', ofLarge),
    await recall(size.memories, ofLarge, team.recalled.large),
    listMemories(key),
  ]
  return calls.map(({ name, server, requests }) => ({ name: name.replace(/, [\d.]+[kM] .*/, ''), server, requests }))
}

/** 1k, 100k or 1M. */
export const shortCount = (count: number) => (count < 1e6 ? `${count / 1e3}k` : `${count / 1e6}M`)

/** Where the bare server runs the statement of a call. */
export const barePath = (name: string) => `/${encodeURIComponent(name)}`

/** Each agent once: a second activation would only join the session of the first. */
function onceEach(name: string, path: string, key: string, agents: string[], write?: { name: WriteName; agents: string[] }): Call {
  const requests = { once: requestsOf(agents, (agent) => apiPost(`/agents/${agent}/${path}`, withKey(key))) }
  const bare = write && {
    requests: { once: requestsOf(write.agents, (agent) => post(barePath(name), { ...withKey(key), [AGENT_HEADER]: agent })) },
    statement: { write: write.name },
  }
  return { name, server: 'product', requests, ...(bare && { bare }) }
}

function* requestsOf(names: string[], request: (name: string) => Request): Generator<Request> {
  for (const name of names) yield request(name)
}

function join(key: string, sessions: OpenSession[]): Call {
  const name = 'activate, joining'
  const requests = { inTurns: sessions.map(({ agentName }) => apiPost(`/agents/${agentName}/activate`, withKey(key))) }
  const bareRequests = sessions.map(({ agentName }) => post(barePath(name), { ...withKey(key), [AGENT_HEADER]: agentName }))
  return { name, server: 'product', requests, bare: { requests: { inTurns: bareRequests }, statement: { write: 'join' } } }
}

async function current(sessions: OpenSession[]): Promise<Call> {
  const statement = await statementIn(sessions, (db, session) => authorizeSession(db, authorizationOf(session), 'active'))
  return withStatement('session/current', { inTurns: sessions.map((session) => apiGet('/session/current', withToken(session))) }, statement)
}

/** By a minute or so: the team's cap is a hundred years away. */
function extend(sessions: OpenSession[]): Call {
  const requests = { inTurns: sessions.map((session) => apiPost('/session/extend', withToken(session), { extend_hours: 0.02 })) }
  return withStatement('extend', requests, { write: 'extend' })
}

async function remember(name: string, sessions: OpenSession[]): Promise<Call> {
  const stored: NewMemory = { ...MEMORY, id: NEW_ID, title: null, source: 'agent', provenance: 'explicit_statement', occurredAt: null }
  const statement = await statementIn(sessions, (db, session) =>
    insertMemories(db, authorizationOf(session, 'memories:write'), [{ ...stored, ...storedTerms(stored) }]),
  )
  const requests = sessions.map((session) => apiPost(`/agents/${session.agentName}/remember`, withToken(session), MEMORY))
  return withStatement(name, { inTurns: requests }, statement)
}

/** The statement is that of a recall that chose these memories. */
async function recall(memories: number, sessions: OpenSession[], chosen: MemoryVersion[]): Promise<Call> {
  const queries = randomTexts(QUERIES, WORDS_PER_QUERY, 2)
  const choice = { ...NOT_KEPT, chosen, known: [], mustBeCurrent: true, analysis: 1, statuses: ['active' as const] }
  const statement = await statementIn(sessions, (db, session) => recallChosen(db, authorizationOf(session, 'memories:read'), choice))
  const requests = sessions.flatMap((session) =>
    queries.map((query) => apiPost(`/agents/${session.agentName}/recall`, withToken(session), { query })),
  )
  return withStatement(`recall, ${shortCount(memories)} memories`, { inTurns: requests }, statement)
}

/** The first page. One row more than it shows, so that it is known whether another follows. */
async function list(key: string, teamId: string, { sessions }: FillSize): Promise<Call> {
  const statement = await statementOf((db) => listSessions(db, teamId, { agentRowIds: null }, undefined, PAGE + 1))
  return withStatement(`list sessions, ${shortCount(sessions)} rows`, { inTurns: [apiGet('/sessions', withKey(key))] }, statement)
}

function listMemories(key: string): Call {
  return { name: 'list memories', server: 'product', requests: { inTurns: [apiGet(`/agents/${largeAgent}/memories`, withKey(key))] } }
}

/** A call of the product, compared with the bare server that runs this statement for the same requests. */
function withStatement(name: string, requests: Requests, statement: BareStatement): Call {
  return { name, server: 'product', requests, bare: { requests: sentTo(barePath(name), requests), statement } }
}
