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

/** Forgets the indexes and which agent a session has, as a restart of the process does. See `singleton` in lib/process.ts. */
function forgetIndexes(): void {
  const { [Symbol.for('memanto')]: store } = globalThis as { [name: symbol]: Record<string, unknown> | undefined }
  delete store?.['recall indexes']
}

test('the first recall of an agent with an active session takes one round trip after a start', async ({ key }) => {
  const [known, other] = [await startSession(key), await startSession(key)]
  await storeMemory(known)
  await storeMemory(other)
  forgetIndexes()
  expect(await recall(other)).toEqual({ found: 1, roundTrips: 2 })
  forgetIndexes()
  await preloadIndexes()
  expect(await recall(known)).toEqual({ found: 1, roundTrips: 1 })
  await storeMemory(known)
  expect(await recall(known)).toEqual({ found: 2, roundTrips: 1 })
})
