import { expect } from 'vitest'
import { api, startSession, storeMemory } from '../../test/calls'
import { test } from '../../test/fixtures'
import { countRoundTrips } from '../../test/statements'
import { preloadIndexes } from './preload'

const counted = countRoundTrips()

async function recall({ agent_id, session_token: token }: { agent_id: string; session_token: string }) {
  counted.count = 0
  const { body } = await api.call<{ memories: { content: string }[] }>('POST', `/api/v2/agents/${agent_id}/recall`, {
    token,
    json: { query: 'e-mail' },
  })
  return { found: body.memories.length, roundTrips: counted.count }
}

test('the first recall of an agent at work takes one round trip after a start, and finds what was stored meanwhile', async ({ key }) => {
  const [known, other] = [await startSession(key), await startSession(key)]
  await storeMemory(known)
  await storeMemory(other)
  expect(await recall(other)).toEqual({ found: 1, roundTrips: 2 })
  await preloadIndexes()
  expect(await recall(known)).toEqual({ found: 1, roundTrips: 1 })
  await storeMemory(known)
  expect(await recall(known)).toEqual({ found: 2, roundTrips: 1 })
})
