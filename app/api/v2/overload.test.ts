import { expect } from 'vitest'
import { connection } from '../../../lib/process'
import { api, createAgent, startSession, statusAndCode } from '../../../test/calls'
import { test as base } from '../../../test/fixtures'
import { createKey, createTeam } from '../../../test/teams'

const test = base.override('env', { DATABASE_POOL_SIZE: '2' })

test('when every connection is in use, calls wait, then get 503 with Retry-After, and later calls succeed again', async ({ db }) => {
  const key = await createKey(db, await createTeam(db))
  const { agent_id, session_token: token } = await startSession(key)
  const idle = await createAgent(key)
  const held = await Promise.all([connection().pool.connect(), connection().pool.connect()])
  const answers = await Promise.all([
    api.call('GET', '/api/v2/agents', { key }),
    api.call('GET', '/api/v2/session/current', { token }),
    api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'a' } }),
    api.call('POST', `/api/v2/agents/${agent_id}/recall`, { token, json: { query: 'a' } }),
    api.call('POST', `/api/v2/agents/${idle}/activate`, { key }),
    api.call('GET', '/health'),
  ])
  for (const client of held) client.release()
  const [health, ...others] = answers.reverse()
  expect(health?.status).toBe(200)
  expect(others.map(statusAndCode)).toEqual(others.map(() => '503 overloaded'))
  for (const { headers } of others) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  const again = await Promise.all(
    Array.from({ length: 20 }, () => api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'b' } })),
  )
  expect(again.map(statusAndCode)).toEqual(again.map(() => '200'))
  expect((await api.call('GET', '/api/v2/session/current', { token })).body).toMatchObject({ memories_stored: 20 })
})
