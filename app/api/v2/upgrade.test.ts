import { beforeAll, expect, test } from 'vitest'
import { migrate } from '../../../db/migrate'
import { api, statusAndCode } from '../../../test/calls'
import { createEarlierDatabase } from '../../../test/earlier-database'
import { adoptTestSettings } from '../../../test/settings'
import { createKey } from '../../../test/teams'

const TEAM = '11111111-1111-4111-8111-111111111111'
const AGENT = '/api/v2/agents/customer-support'

let key: string

beforeAll(async () => {
  const { db, url } = await createEarlierDatabase('0d835e2-upgraded-by-1a4fc2d')
  await migrate(db)
  adoptTestSettings({}, url)
  key = await createKey(db, TEAM)
})

test('the API serves what the first version stored', async () => {
  const { body: session } = await api.call<{ session_token: string }>('POST', `${AGENT}/activate`, { key })
  const token = session.session_token
  const recall = async (query: string) => {
    const { body } = await api.call<{ memories: { memory_id: string }[] }>('POST', `${AGENT}/recall`, { token, json: { query } })
    return body.memories.map(({ memory_id }) => memory_id)
  }
  expect(await recall('databse of Frankfurt')).toEqual(['mem_3'])
  const changes = [
    await api.call('POST', `${AGENT}/remember`, { token, json: { content: 'A warehouse in Lyon' } }),
    await api.call('PATCH', `${AGENT}/memories/mem_1`, { token, json: { content: 'Refunds take five days' } }),
    await api.call('DELETE', `${AGENT}/memories/mem_2`, { token }),
    await api.call('POST', `${AGENT}/recall/changed-since`, { token, json: { since: '2026-11-21T00:00:00Z' } }),
    await api.call('POST', `${AGENT}/deactivate`, { token, json: {} }),
  ]
  expect(changes.map(statusAndCode)).toEqual(['200', '200', '200', '200', '200'])
})
