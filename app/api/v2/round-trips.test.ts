import pg from 'pg'
import { afterAll, expect, vi } from 'vitest'
import { api, startSession, storeMemory } from '../../../test/calls'
import { testInOneTeam as base } from '../../../test/fixtures'

const statements = vi.spyOn(pg.Client.prototype, 'query')
afterAll(() => statements.mockRestore())

const test = base.extend('session', { scope: 'file' }, async ({ key }) => {
  const started = await startSession(key)
  await storeMemory(started)
  return started
})

test.for([
  ['GET', 'session/current', {}],
  ['POST', 'agents/{agent_id}/remember', { content: 'a' }],
  ['POST', 'agents/{agent_id}/batch-remember', { memories: [{ content: 'a' }, { content: 'b' }] }],
  ['POST', 'agents/{agent_id}/recall/recent', {}],
] as const)('%s %s takes one database round trip', async ([method, path, json], { session }) => {
  const { agent_id, session_token: token } = session
  statements.mockClear()
  const { status } = await api.call(method, `/api/v2/${path.replace('{agent_id}', agent_id)}`, {
    token,
    ...(method === 'POST' && { json }),
  })
  expect([status, statements.mock.calls.length]).toEqual([200, 1])
})

test('a recall by query takes one database round trip once its process has the index, also after it stored a memory', async ({
  session,
}) => {
  const { agent_id, session_token: token } = session
  const recall = async () => {
    statements.mockClear()
    const { status, body } = await api.call<{ count: number }>('POST', `/api/v2/agents/${agent_id}/recall`, {
      token,
      json: { query: 'e-mail' },
    })
    return [status, body.count > 0, statements.mock.calls.length]
  }
  expect(await recall()).toEqual([200, true, 2])
  expect(await recall()).toEqual([200, true, 1])
  await storeMemory(session)
  expect(await recall()).toEqual([200, true, 1])
})
