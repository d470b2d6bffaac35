import { expect } from 'vitest'
import { callOk, startSession, storeMemory } from '../../test/calls'
import { testInOneTeam as test } from '../../test/fixtures'
import { keptIndex } from '../recall/index-cache'

test.override('env', { RECALL_MEMORY_MB: '0' })

test('without memory for indexes no index is kept, and the answers are the same', async ({ db, key, teamId }) => {
  const session = await startSession(key)
  const path = `/api/v2/agents/${session.agent_id}/recall`
  const found = async (query: string) => {
    const { memories } = await callOk<{ memories: { content: string }[] }>('POST', path, { token: session.session_token, json: { query } })
    return memories.map(({ content }) => content)
  }
  await storeMemory(session, 'an apple')
  expect(await found('aple')).toEqual(['an apple'])
  await storeMemory(session, 'another apple')
  expect(await found('aple')).toEqual(['another apple', 'an apple'])
  const { id } = await db.selectFrom('agents').select('id').where('name', '=', session.agent_id).executeTakeFirstOrThrow()
  expect(keptIndex({ team_id: teamId, id })).toBeUndefined()
})
