import type { z } from 'zod'
import type { STORED_MEMORY } from '../lib/memories/schemas'
import type { SESSION } from '../lib/sessions/schemas'
import { type ApiResponse, apiClient, type CallOptions } from './api/client'

/** The API, called as a client would. */
export const api = apiClient()

let names = 0

/** A name that no other agent of the test file has. */
export const uniqueName = (stem = 'agent') => `${stem}-${++names}`

/** The body of an answer that must be a success. */
export async function callOk<Body>(method: string, path: string, sent?: CallOptions): Promise<Body> {
  const { status, body } = await api.call<Body>(method, path, sent)
  if (status >= 300) throw new Error(`${method} ${path} should have prepared a test, and answered ${status}: ${JSON.stringify(body)}`)
  return body
}

export async function createAgent(key: string, name = uniqueName()): Promise<string> {
  await callOk('POST', '/api/v2/agents', { key, json: { agent_id: name } })
  return name
}

/** Starts a session, of a new agent unless one is named. */
export async function startSession(key: string, agentName = uniqueName(), json: object = {}): Promise<z.infer<typeof SESSION>> {
  return callOk('POST', `/api/v2/agents/${agentName}/activate`, { key, json: { create: true, ...json } })
}

export async function storeMemory(
  session: { agent_id: string; session_token: string },
  content = 'Ada prefers e-mail over the phone.',
): Promise<string> {
  const sent = { token: session.session_token, json: { content } }
  const { memory_id } = await callOk<z.infer<typeof STORED_MEMORY>>('POST', `/api/v2/agents/${session.agent_id}/remember`, sent)
  return memory_id
}

/** The status of an answer, with the code of its problem if it is one: `401 session_ended`. */
export const statusAndCode = ({ status, body }: ApiResponse<Record<string, unknown>>) =>
  'code' in body ? `${status} ${body.code}` : String(status)

/** How many answers have each status and code. */
export function countByStatus(answers: ApiResponse<Record<string, unknown>>[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[statusAndCode(answer)] = (counts[statusAndCode(answer)] ?? 0) + 1
  return counts
}

export const readCurrentSession = (token: string) => api.call('GET', '/api/v2/session/current', { token })

export const remember = (agent: string, token: string, content: string) =>
  api.call('POST', `/api/v2/agents/${agent}/remember`, { token, json: { content } })

export const recall = (agent: string, token: string) =>
  api.call('POST', `/api/v2/agents/${agent}/recall`, { token, json: { query: 'note', limit: 5 } })
