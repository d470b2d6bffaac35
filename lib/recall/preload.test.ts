import { expect } from 'vitest'
import { api, startSession, storeMemory } from '../../test/calls'
import { test } from '../../test/fixtures'
import { jsonl } from '../../test/lines'
import { importFile } from '../../test/portability'
import { countRoundTrips } from '../../test/statements'
import { keptIndex } from './index-cache'
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

test('an index that is built knows neighbours in the order in which they were stored, whatever their dates are', async ({ key, db }) => {
  const { agent_id: agent } = await startSession(key)
  // Dates in an order of their own: 7 and 30 have no common factor.
  const dateOf = (n: number) => `2024-01-${String(1 + ((n * 7) % 30)).padStart(2, '0')}T00:00:00Z`
  await importFile(
    key,
    agent,
    jsonl(...Array.from({ length: 30 }, (_, n) => ({ content: `Number ${n}`, created_at: dateOf(n), session_id: `s${n % 2}` }))),
  )
  forgetIndexes()
  await preloadIndexes()
  const row = await db.selectFrom('agents').select(['team_id', 'id']).where('name', '=', agent).executeTakeFirstOrThrow()
  const index = keptIndex(row)?.index
  const rows = await db.selectFrom('memories').select(['id', 'content']).where('agent_row_id', '=', row.id).execute()
  const contents = new Map(rows.map(({ id, content }) => [id, content]))
  const chains = index?.lastOfSession.map((last) => {
    const chain: (string | undefined)[] = []
    for (let at = last; at >= 0; at = index.previous[at] ?? -1) chain.unshift(contents.get(index.memories[at]?.id ?? ''))
    return chain
  })
  expect(chains?.toSorted()).toEqual([0, 1].map((first) => Array.from({ length: 15 }, (_, n) => `Number ${first + 2 * n}`)))
})
