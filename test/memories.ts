import type { z } from 'zod'
import type { MEMORY, RECALLED, STORED_MEMORY } from '../lib/memories/schemas'
import type { MEMORY_VERSIONS } from '../lib/memories/version-schemas'
import { api, callOk, startSession } from './calls'
import { testInOneTeam } from './fixtures'

type Memory = z.infer<typeof MEMORY>
type Recalled = z.infer<typeof RECALLED>

/** An agent with an open session, and what clients do with its memories. */
export interface TestAgent {
  name: string
  token: string
  sessionId: string
  remember: (memory: string | object) => Promise<z.infer<typeof STORED_MEMORY>>
  /** The texts that a recall finds. */
  found: (query: string, options?: object) => Promise<string[]>
  /** The texts that a recall by time returns. */
  recalled: (mode: 'recent' | 'as-of' | 'changed-since', options?: object) => Promise<string[]>
  read: (id: string) => Promise<Memory>
  history: (id: string, query?: Record<string, string | number>) => Promise<z.infer<typeof MEMORY_VERSIONS>>
  /** A call to the memory, or to what is under it, with the API key. */
  call: (
    method: string,
    id: string,
    json?: object,
    headers?: Record<string, string>,
  ) => ReturnType<typeof api.call<Memory & { code: string }>>
}

async function openAgent(key: string): Promise<TestAgent> {
  const { agent_id: name, session_token: token, session_id: sessionId } = await startSession(key)
  const path = `/api/v2/agents/${name}`
  const contents = async (suffix: string, json: object) =>
    (await callOk<Recalled>('POST', `${path}/${suffix}`, { token, json })).memories.map(({ content }) => content)
  return {
    name,
    token,
    sessionId,
    remember: (memory) => callOk('POST', `${path}/remember`, { token, json: typeof memory === 'string' ? { content: memory } : memory }),
    found: (query, options = {}) => contents('recall', { query, ...options }),
    recalled: (mode, options = {}) => contents(`recall/${mode}`, options),
    read: (id) => callOk('GET', `${path}/memories/${id}`, { key }),
    history: (id, query = {}) => callOk('GET', `${path}/memories/${id}/history`, { key, query }),
    call: (method, id, json, headers = {}) => api.call(method, `${path}/memories/${id}`, { key, headers, ...(json && { json }) }),
  }
}

/** Tests of one team whose agents store and change memories. */
export const testOfMemories = testInOneTeam.extend(
  'openAgent',
  ({ key }) =>
    () =>
      openAgent(key),
)
