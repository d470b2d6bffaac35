import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Db } from '../../../db/schema'
import { api, startSession, storeMemory } from '../../../test/calls'
import { adoptNewDatabase } from '../../../test/settings'
import { createKey, createTeam } from '../../../test/teams'

let db: Db
let token: string
let agent: string
const statements = vi.spyOn(pg.Client.prototype, 'query')
afterAll(() => statements.mockRestore())

beforeAll(async () => {
  ;({ db } = await adoptNewDatabase())
  const session = await startSession(await createKey(db, await createTeam(db)))
  token = session.session_token
  agent = session.agent_id
  await storeMemory(session)
})
beforeEach(() => {
  statements.mockClear()
})

test.each([
  ['GET', () => '/api/v2/session/current', {}],
  ['POST', () => `/api/v2/agents/${agent}/remember`, { content: 'a' }],
  ['POST', () => `/api/v2/agents/${agent}/batch-remember`, { memories: [{ content: 'a' }, { content: 'b' }] }],
  ['POST', () => `/api/v2/agents/${agent}/recall`, { query: 'e-mail' }],
  ['POST', () => `/api/v2/agents/${agent}/recall/recent`, {}],
])('%s takes one database round trip (%#)', async (method, path, json) => {
  const { status } = await api.call(method, path(), { token, ...(method === 'POST' && { json }) })
  expect([status, statements.mock.calls.length]).toEqual([200, 1])
})
