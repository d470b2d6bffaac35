import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Db } from '../../../db/schema'
import { aMemory, api, aSession } from '../../../test/calls'
import { aKey, aTeam, testHouse } from '../../../test/teams'

let db: Db
let token: string
let agent: string
const statements = vi.spyOn(pg.Client.prototype, 'query')
afterAll(() => statements.mockRestore())

beforeAll(async () => {
  ;({ db } = await testHouse())
  const session = await aSession(await aKey(db, await aTeam(db)))
  token = session.session_token
  agent = session.agent_id
  await aMemory(session)
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
