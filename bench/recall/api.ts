import { type OpenSession, openSession } from '../sessions'
import type { RememberedText } from './dataset'

/** The most memories that one batch may have. */
export const MAX_BATCH = 100

/** The REST API of the server that is measured, as a program with an API key uses it. */
export interface Api {
  /** Whether the server stores when something happened along with a memory. */
  takesOccurredAt: boolean
  createAgent(name: string): Promise<void>
  activate(name: string): Promise<OpenSession>
  deactivate(name: string): Promise<void>
  /** Stores at most MAX_BATCH memories in order, and returns the id of each. */
  remember(session: OpenSession, memories: RememberedText[]): Promise<string[]>
  recall(session: OpenSession, query: string, limit: number): Promise<RecalledMemory[]>
}

interface RecalledMemory {
  id: string
  session_id: string
  content: string
}

/** The API of the server at `origin`, used with this key. */
export async function connectApi(origin: string, key: string): Promise<Api> {
  const withKey = { 'x-api-key': key }
  const agent = (name: string, path: string) => `${origin}/api/v2/agents/${name}/${path}`
  const takesOccurredAt = await describesOccurredAt(origin)
  const contentOf = ({ text, occurredAt }: RememberedText) => ({ content: text, ...(takesOccurredAt && { occurred_at: occurredAt }) })
  return {
    takesOccurredAt,
    async createAgent(name) {
      await post(`${origin}/api/v2/agents`, withKey, { agent_id: name })
    },
    activate: (name) => openSession(origin, key, name),
    async deactivate(name) {
      await post(agent(name, 'deactivate'), withKey, {})
    },
    async remember({ agentName, token }, memories) {
      const answer = await post<Batch>(agent(agentName, 'batch-remember'), withToken(token), { memories: memories.map(contentOf) })
      return answer.results.map(storedId)
    },
    async recall({ agentName, token }, query, limit) {
      const answer = await post<{ memories: RecalledMemory[] }>(agent(agentName, 'recall'), withToken(token), { query, limit })
      return answer.memories
    },
  }
}

const withToken = (token: string) => ({ 'x-session-token': token })

interface Batch {
  results: { memory_id: string | null; error?: string }[]
}

function storedId({ memory_id, error }: Batch['results'][number]): string {
  if (memory_id === null) throw new Error(`A memory was not stored: ${error}`)
  return memory_id
}

async function post<T>(url: string, headers: Record<string, string>, body: object): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`POST ${new URL(url).pathname} was answered with ${answer.status}: ${text}`)
  return JSON.parse(text) as T
}

/** Whether the server's own description of the API has occurred_at for a memory that is stored. (A batch describes none of the fields of its memories.) */
async function describesOccurredAt(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/api/v2/openapi.json`)
  if (!answer.ok) throw new Error(`The description of the API was answered with ${answer.status}.`)
  const { paths } = (await answer.json()) as { paths: Record<string, { post?: { requestBody?: unknown } }> }
  const body = paths['/api/v2/agents/{agent_id}/remember']?.post?.requestBody
  return JSON.stringify(body ?? {}).includes('"occurred_at"')
}
