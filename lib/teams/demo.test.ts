import { beforeAll, expect, test } from 'vitest'
import type { Db } from '../../db/schema'
import { apiClient } from '../http/testing'
import { testHouse } from '../testing'
import { makeDemoTeam } from './demo'

let db: Db
beforeAll(async () => {
  ;({ db } = await testHouse())
})

test('the sample team has three agents, a believable month, and numbers that add up', async () => {
  const { apiKey: key } = (await makeDemoTeam()) ?? { apiKey: '' }
  const api = apiClient()
  const { body } = await api.call<{ agents: { agent_id: string; memory_count: number; status: string }[] }>('GET', '/api/v2/agents', {
    key,
  })
  expect(body.agents.map(({ agent_id }) => agent_id).sort()).toEqual(['billing-bot', 'customer-support', 'technical-support'])
  for (const { agent_id, memory_count, status } of body.agents) {
    const { stored } = await db
      .selectFrom('memories')
      .innerJoin('agents', 'agents.id', 'memories.agent_id')
      .where('agents.agent_id', '=', agent_id)
      .select((row) => row.fn.countAll<number>().as('stored'))
      .executeTakeFirstOrThrow()
    expect(memory_count).toBe(stored)
    expect(stored).toBeGreaterThan(60)
    expect(status).toBe('active')
    const { body: activation } = await api.call('POST', `/api/v2/agents/${agent_id}/activate`, { key })
    const found = await api.call('GET', `/api/v2/agents/${agent_id}/recall`, {
      token: String(activation.session_token),
      query: { query: 'Ada Lindqvist' },
    })
    expect(found.body.count).toBeGreaterThan(0)
  }
  const overlapping = await db
    .selectFrom('sessions as a')
    .innerJoin('sessions as b', (join) => join.onRef('b.agent_id', '=', 'a.agent_id').onRef('b.started_at', '>', 'a.started_at'))
    .whereRef('b.started_at', '<', 'a.ended_at')
    .select('a.id')
    .execute()
  expect(overlapping).toEqual([])
})

test('a second start finds the sample team there and changes nothing', async () => {
  expect(await makeDemoTeam()).toBeUndefined()
})
