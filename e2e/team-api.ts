import { type APIRequestContext, expect, type Page } from '@playwright/test'
import type { TestTeam } from './people'

/** An API key or a session token. */
type Credential = { apiKey: string } | { session_token: string }

const headersOf = (credential: Credential): Record<string, string> =>
  'apiKey' in credential ? { authorization: `Bearer ${credential.apiKey}` } : { 'x-session-token': credential.session_token }

/** Calls the REST API as a program of the team does, and returns the response's body. */
export async function post<Body = Record<string, string>>(
  request: APIRequestContext,
  credential: Credential,
  path: string,
  data: object = {},
): Promise<Body> {
  const response = await request.post(`/api/v2${path}`, { headers: headersOf(credential), data })
  expect(response.ok(), `${path}: ${await response.text()}`).toBe(true)
  return response.json()
}

interface OpenedSession {
  session_id: string
  expires_at: string
  session_token: string
}

/** Activates an agent, which is created if it does not exist. */
export function activate(request: APIRequestContext, team: TestTeam, agent = 'customer-support', options: object = {}) {
  return post<OpenedSession>(request, team, `/agents/${agent}/activate`, { create: true, ...options })
}

/** Activates several agents. Returns the ids of their sessions in the order of the list of sessions: latest first. */
export async function activateAll(request: APIRequestContext, team: TestTeam, agents: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const agent of agents) ids.unshift((await activate(request, team, agent)).session_id)
  return ids
}

/** Stores a memory of an agent during its session. */
export function remember(
  request: APIRequestContext,
  session: Pick<OpenedSession, 'session_token'>,
  memory: object,
  agent = 'customer-support',
) {
  return post(request, { session_token: session.session_token }, `/agents/${agent}/remember`, memory)
}

/** The list of sessions on a page. */
export const sessionTable = (page: Page) => page.getByRole('region', { name: 'Sessions', exact: true })

/** The badge of an active session. */
export const ACTIVE = /^●?Active$/
