import { describe, expect } from 'vitest'
import type { Db } from '../../../db/schema'
import { OPERATIONS } from '../../../lib/api/operations'
import { takesKey, takesToken } from '../../../lib/auth/security'
import type { Operation } from '../../../lib/http/operation'
import type { CallOptions } from '../../../test/api/client'
import { api, createAgent, startSession, storeMemory, uniqueName } from '../../../test/calls'
import { ageSession } from '../../../test/clock'
import { testInOneTeam as test } from '../../../test/fixtures'
import { countRoundTrips } from '../../../test/statements'

/** By key, by session token, without credentials; each also with an Idempotency-Key where the operation accepts one. */
const VARIANTS = ['key', 'key once', 'token', 'token once', 'nobody'] as const
type Variant = (typeof VARIANTS)[number]

/** How many database round trips each call takes. A new operation must state its numbers here. */
const ROUND_TRIPS: Record<string, { [V in Variant]?: number }> = {
  createAgent: { key: 2, 'key once': 2 },
  listAgents: { key: 1 },
  getAgent: { key: 1 },
  changeAgent: { key: 2, 'key once': 2 },
  deleteAgent: { key: 5, 'key once': 5 },

  activateAgent: { key: 2, 'key once': 2 },
  getAgentStatus: { key: 1, token: 2 },
  deactivateAgent: { key: 2, 'key once': 2, token: 2, 'token once': 2 },
  getCurrentSession: { token: 1 },
  getLatestActiveSession: { key: 1 },
  listSessions: { key: 1 },
  getSession: { key: 1 },
  endSession: { key: 2, 'key once': 2 },
  extendSession: { token: 1, 'token once': 2 },
  extendAgentSession: { token: 1, 'token once': 2 },
  extendAgent: { token: 1, 'token once': 2 },

  remember: { token: 1, 'token once': 3 },
  rememberBatch: { token: 1, 'token once': 3 },
  rememberMessages: { token: 1, 'token once': 3 },
  // The first recall of an agent in a process reads its memories; later ones take one round trip (see below).
  recall: { token: 2 },
  recallByGet: { token: 2 },
  recallRecent: { token: 1 },
  recallRecentByGet: { token: 1 },
  recallAsOf: { token: 1 },
  recallAsOfByGet: { token: 1 },
  recallChangedSince: { token: 1 },
  recallChangedSinceByGet: { token: 1 },
  answer: { token: 1 },
  listMemories: { key: 1 },
  getMemory: { key: 1, token: 2 },
  changeMemory: { key: 3, 'key once': 3, token: 4, 'token once': 4 },
  deleteMemory: { key: 4, 'key once': 4, token: 5, 'token once': 5 },
  getMemoryHistory: { key: 1, token: 2 },
  restoreMemory: { key: 3, 'key once': 3, token: 4, 'token once': 4 },
  eraseMemories: { key: 1, 'key once': 1 },
  verifyErasure: { key: 1 },
  approveMemory: { key: 3, 'key once': 3 },
  supersedeMemory: { key: 3, 'key once': 3, token: 4, 'token once': 4 },
  getMemoryPolicy: { key: 1 },
  changeMemoryPolicy: { key: 2, 'key once': 2 },
  listSessionMemories: { key: 1 },
  searchMemories: { key: 2 },
  changeMemories: { key: 3, 'key once': 5 },

  getHealth: { nobody: 0 },
  getReadiness: { nobody: 1 },
  getOpenApi: { nobody: 0 },
}

/** Files take as many round trips as they have pages or batches. */
const COUNTED = OPERATIONS.filter(({ streamedBody, response }) => streamedBody === undefined && !response?.streamedAs)

const variantsOf = ({ security, isIdempotent }: Operation): Variant[] => [
  ...(security.kind === 'none' ? (['nobody'] as const) : []),
  ...(takesKey(security) ? (['key', ...(isIdempotent ? (['key once'] as const) : [])] as const) : []),
  ...(takesToken(security) ? (['token', ...(isIdempotent ? (['token once'] as const) : [])] as const) : []),
]

const counted = countRoundTrips()

/** A call of an operation that succeeds, on an agent of its own. Another call prepared everything that is remembered about the credential. */
async function roundTripsOf(db: Db, operation: Operation, variant: Variant, key: string): Promise<number> {
  const isActivation = operation.id === 'activateAgent'
  const { agent_id, session_id, session_token } = await startSession(key)
  const memory_id = await storeMemory({ agent_id, session_token })
  // An approval would not change a memory that is trusted already, nor would restoring change one that is active.
  const change = operation.id === 'restoreMemory' ? { status: 'superseded' as const } : { trust: 'unreviewed' as const }
  await db.updateTable('memories').set(change).where('id', '=', memory_id).execute()
  const ids: Record<string, string> = { agent_id: isActivation ? await createAgent(key) : agent_id, session_id, memory_id }
  const path = operation.path.replace(/\{(\w+)\}/g, (_position, name: string) => ids[name] ?? name)
  const credentials: CallOptions = variant.startsWith('key') ? { key } : variant.startsWith('token') ? { token: session_token } : {}
  const once = variant.endsWith('once') ? { headers: { 'idempotency-key': uniqueName('once') } } : {}
  await api.call('GET', '/api/v2/session/current', { token: session_token })
  await api.call('GET', '/ready')
  counted.count = 0
  const { status } = await api.call(operation.method, path, { ...credentials, ...once, ...inputOf(operation, memory_id) })
  const { count } = counted
  expect(operation.response === null || status < 300, `${operation.id} answered ${status}`).toBe(true)
  return count
}

function inputOf({ id, request }: Operation, memoryId: string): Pick<CallOptions, 'json' | 'query'> {
  if (id === 'listMemories') return {}
  if (id === 'searchMemories') return { query: { q: 'e-mail' } }
  if (id === 'eraseMemories') return { json: { text: 'never stored' } }
  if (id === 'changeMemories') return { json: { act: 'retype', type: 'goal', ids: [memoryId] } }
  if (request && 'memories' in request.schema.shape) return { json: { memories: [{ content: 'a' }, { content: 'b' }] } }
  if (request && 'messages' in request.schema.shape) return { json: { messages: [{ role: 'user', content: 'a' }] } }
  const agent = id === 'createAgent' ? { agent_id: uniqueName() } : {}
  const query = { ...agent, content: 'a', query: 'e-mail', as_of: '2100-01-01', since: '2020-01-01', description: 'changed' }
  return { query: { ...query, question: 'e-mail', to_version: 1, receipt: 'x' } }
}

describe('a call of an operation takes so many database round trips', () => {
  test('every operation states its numbers, for every credential that it accepts', () => {
    const stated = Object.entries(ROUND_TRIPS).map(([id, numbers]) => [id, Object.keys(numbers).sort()])
    expect(Object.fromEntries(stated)).toEqual(Object.fromEntries(COUNTED.map((operation) => [operation.id, variantsOf(operation).sort()])))
  })

  test.for(COUNTED.map((operation) => [operation.id, operation] as const))('%s', async ([id, operation], { db, key }) => {
    const taken: { [V in Variant]?: number } = {}
    for (const variant of variantsOf(operation)) taken[variant] = await roundTripsOf(db, operation, variant, key)
    expect(taken).toEqual(ROUND_TRIPS[id])
  })

  test.for([
    ['joins the active session', {}],
    ['extends the session that it joins', { duration_hours: 20 }],
    ['replaces the active session', { on_active: 'replace' }],
  ] as const)('an activation that %s: two', async ([_what, json], { key }) => {
    const { agent_id } = await startSession(key)
    counted.count = 0
    await api.call('POST', `/api/v2/agents/${agent_id}/activate`, { key, json })
    expect(counted.count).toBe(2)
  })

  test('an activation that closes an expired session and opens another: three', async ({ db, key }) => {
    const { agent_id, session_id } = await startSession(key)
    await ageSession(db, session_id, 8)
    counted.count = 0
    const { body } = await api.call('POST', `/api/v2/agents/${agent_id}/activate`, { key })
    expect([body.reused, counted.count]).toEqual([false, 3])
  })
})

test('a recall by query takes one round trip once its process has the index, also after it stored a memory', async ({ key }) => {
  const session = await startSession(key)
  await storeMemory(session)
  const { agent_id, session_token: token } = session
  const recall = async () => {
    counted.count = 0
    const { body } = await api.call<{ count: number }>('POST', `/api/v2/agents/${agent_id}/recall`, { token, json: { query: 'e-mail' } })
    return [body.count > 0, counted.count]
  }
  expect(await recall()).toEqual([true, 2])
  expect(await recall()).toEqual([true, 1])
  await storeMemory(session)
  expect(await recall()).toEqual([true, 1])
})

test('a list of the memories that match a query takes two round trips once its process has the index: for the agent, and for them', async ({
  key,
}) => {
  const session = await startSession(key)
  await storeMemory(session)
  const list = async () => {
    counted.count = 0
    const { body } = await api.call<{ count: number }>('GET', `/api/v2/agents/${session.agent_id}/memories`, {
      key,
      query: { query: 'e-mail' },
    })
    return [body.count, counted.count]
  }
  await list()
  expect(await list()).toEqual([1, 2])
})

test('the first recall of a session takes one round trip if its process has the index and opened the session', async ({ key }) => {
  const { agent_id, session_token } = await startSession(key)
  await storeMemory({ agent_id, session_token })
  const recall = (token: string) =>
    api.call<{ count: number }>('POST', `/api/v2/agents/${agent_id}/recall`, { token, json: { query: 'e-mail' } })
  await recall(session_token)
  const { session_token: token } = await startSession(key, agent_id, { on_active: 'replace' })
  counted.count = 0
  expect((await recall(token)).body.count).toBe(1)
  expect(counted.count).toBe(1)
})
