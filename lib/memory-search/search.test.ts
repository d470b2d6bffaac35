import { describe, expect } from 'vitest'
import type { z } from 'zod'
import { api, callOk } from '../../test/calls'
import { testOfMemories as test } from '../../test/memories'
import { importFile } from '../../test/portability'
import { fillAgent } from '../../test/recall/fill-agent'
import { createKey, createTeam } from '../../test/teams'
import type { FOUND_MEMORIES } from './schemas'

type Found = z.infer<typeof FOUND_MEMORIES>
type Query = Record<string, string | number>

const find = (key: string, query: Query = {}) => callOk<Found>('GET', '/api/v2/memories', { key, query })
const contents = async (key: string, query: Query = {}) => (await find(key, query)).memories.map(({ content }) => content)

describe('GET /memories', () => {
  test('finds the best matches of all agents, and counts them by agent', async ({ key, openAgent }) => {
    const [first, second, third] = [await openAgent(), await openAgent(), await openAgent()]
    await first.remember('Ada collects umbrellas')
    await first.remember('the umbrella stand is full, umbrellas everywhere')
    await second.remember('an umbrella was left in the lobby')
    await third.remember('nothing of that kind')
    const found = await find(key, { q: 'umbrella' })
    expect(found.memories).toHaveLength(3)
    expect(found.memories.map(({ agent_id }) => agent_id)).toEqual(expect.arrayContaining([first.name, second.name]))
    expect(found.matches).toEqual({
      count: 3,
      is_complete: true,
      agents: [
        { agent_id: first.name, count: 2 },
        { agent_id: second.name, count: 1 },
      ],
    })
    const scores = found.memories.map(({ score }) => score ?? 0)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  })

  test('ranks the memories of one agent as recall does', async ({ key, openAgent }) => {
    const agent = await openAgent()
    for (const city of ['Bonn', 'Ghent', 'Oslo', 'Porto']) await agent.remember(`Ada moved to ${city} and likes the ${city} harbour`)
    for (let n = 0; n < 30; n++) await agent.remember(`note ${n} about the harbour and the weather`)
    for (const query of ['harbour of Ghent', 'Oslo', 'where did Ada move', 'Portoo'])
      expect(await contents(key, { q: query, agent_id: agent.name, limit: 10 })).toEqual(await agent.found(query))
  })

  test('without a query returns the latest first, in pages that have each memory once', async ({ key, openAgent }) => {
    const agents = [await openAgent(), await openAgent()]
    for (let n = 0; n < 9; n++) await agents[n % 2]?.remember(`note ${n}`)
    const mine: Query = { agent_id: agents.map(({ name }) => name).join(',') }
    const all = await contents(key, mine)
    expect(all).toEqual(Array.from({ length: 9 }, (_, n) => `note ${8 - n}`))
    const { matches } = await find(key, mine)
    expect(matches).toMatchObject({ count: 9, is_complete: true, agents: [{ count: 5 }, { count: 4 }] })
    expect(await readPages(key, mine)).toEqual(all)
    expect((await contents(key)).slice(0, 9)).toEqual(all)
  })

  test('lists memories that were stored by one call in their order, the last one first', async ({ key, openAgent }) => {
    const agent = await openAgent()
    const path = `/api/v2/agents/${agent.name}`
    const notes = Array.from({ length: 40 }, (_, n) => ({ content: `note ${n}` }))
    await callOk('POST', `${path}/batch-remember`, { token: agent.token, json: { memories: notes } })
    const listed = notes.map(({ content }) => content).toReversed()
    expect(await contents(key, { agent_id: agent.name })).toEqual(listed)
    const ofAgent = await callOk<Found>('GET', `${path}/memories`, { key, query: { limit: 50 } })
    expect(ofAgent.memories.map(({ content }) => content)).toEqual(listed)
    const lines = notes.map(({ content }) => JSON.stringify({ content: `imported ${content}` })).join('\n')
    const other = await openAgent()
    await importFile(key, other.name, lines)
    expect(await contents(key, { agent_id: other.name })).toEqual(listed.map((content) => `imported ${content}`))
  })

  test('with a query, pages have each match once, in the order of one long page', async ({ key, openAgent }) => {
    const agents = [await openAgent(), await openAgent()]
    for (let n = 0; n < 11; n++) await agents[n % 2]?.remember(`${'lantern '.repeat(1 + (n % 3))} number ${n}`)
    const all = await contents(key, { q: 'lantern' })
    expect(all).toHaveLength(11)
    expect(await readPages(key, { q: 'lantern' })).toEqual(all)
  })

  test('a page has no counts when the agents were deleted since the first one', async ({ key, openAgent }) => {
    const agent = await openAgent()
    for (const content of ['one pelican', 'two pelicans']) await agent.remember(content)
    const query = { agent_id: agent.name, limit: 1 }
    const { next_cursor } = await find(key, query)
    await callOk('DELETE', `/api/v2/agents/${agent.name}`, { key })
    expect(await find(key, { ...query, cursor: next_cursor ?? '' })).toMatchObject({ memories: [], matches: null })
    expect((await find(key, query)).matches).toMatchObject({ count: 0 })
  })

  test('a cursor is valid only for its own search', async ({ key, openAgent }) => {
    const agent = await openAgent()
    for (let n = 0; n < 3; n++) await agent.remember(`kite ${n}`)
    const { next_cursor } = await find(key, { q: 'kite', limit: 1 })
    const { status, body } = await api.call<{ code: string }>('GET', '/api/v2/memories', {
      key,
      query: { q: 'kites', cursor: next_cursor ?? '' },
    })
    expect([status, body.code]).toEqual([422, 'invalid_request'])
  })

  test.for(['', 'zebra'])('filters by everything that a memory has, with the query "%s"', async (q, { key, openAgent }) => {
    const agent = await openAgent()
    const other = await openAgent()
    const searched: Query = q === '' ? {} : { q }
    const mine = { ...searched, agent_id: `${agent.name},${other.name}` }
    const old = await agent.remember({
      content: 'zebra one',
      type: 'goal',
      tags: ['a', 'b'],
      source: 'crm',
      confidence: 0.9,
      occurred_at: '2020-05-05',
    })
    await other.remember({ content: 'zebra two', tags: ['a'] })
    const gone = await agent.remember('zebra three')
    await agent.call('DELETE', gone.memory_id)
    expect((await contents(key, mine)).toSorted()).toEqual(['zebra one', 'zebra two'])
    const keyId = (await agent.history(old.memory_id)).versions[0]?.author?.id ?? ''
    const filters: [filter: Query, found: string[]][] = [
      [{ agent_id: agent.name }, ['zebra one']],
      [{ type: 'goal' }, ['zebra one']],
      [{ tags: 'a,b' }, ['zebra one']],
      [{ tags: 'a' }, ['zebra one', 'zebra two']],
      [{ source: 'crm,mail' }, ['zebra one']],
      [{ key_id: keyId }, ['zebra one', 'zebra two']],
      [{ key_id: 'other' }, []],
      [{ person_id: keyId }, []],
      [{ session_id: other.sessionId }, ['zebra two']],
      [{ status: 'deleted' }, ['zebra three']],
      [{ status: 'all' }, ['zebra one', 'zebra three', 'zebra two']],
      [{ trust: 'quarantined' }, []],
      [{ trust: 'trusted' }, ['zebra one', 'zebra two']],
      [{ min_confidence: 0.85 }, ['zebra one']],
      [{ created_after: '2100-01-01' }, []],
      [{ created_before: '2000-01-01' }, []],
      [{ occurred_before: '2020-05-06' }, ['zebra one']],
      [{ occurred_after: '2020-05-06' }, ['zebra two']],
    ]
    for (const [filter, found] of filters)
      expect([filter, (await contents(key, { ...mine, ...filter })).toSorted()]).toEqual([filter, found])
  })

  test('finds quarantined memories when they are asked for, which recall never does', async ({ db, key, teamId, openAgent }) => {
    const agent = await openAgent()
    const { memory_id } = await agent.remember('a doubtful zeppelin')
    await db.updateTable('memories').set({ trust: 'quarantined' }).where('team_id', '=', teamId).where('id', '=', memory_id).execute()
    expect(await contents(key, { q: 'zeppelin' })).toEqual([])
    expect(await contents(key, { q: 'zeppelin', trust: 'quarantined' })).toEqual(['a doubtful zeppelin'])
    expect(await agent.found('zeppelin', { status: ['all'] })).toEqual([])
  })

  test('reaches only the agents of a limited key, and nothing of another team', async ({ db, key, teamId, openAgent }) => {
    const [mine, others] = [await openAgent(), await openAgent()]
    await mine.remember('a yellow xylophone')
    await others.remember('a green xylophone')
    const limited = await createKey(db, teamId, { onlyAgents: [mine.name] })
    expect(await contents(limited, { q: 'xylophone' })).toEqual(['a yellow xylophone'])
    expect(await contents(limited)).toEqual(['a yellow xylophone'])
    expect((await find(limited)).matches?.agents).toEqual([{ agent_id: mine.name, count: 1 }])
    expect(await contents(limited, { agent_id: others.name })).toEqual([])
    expect(await contents(limited, { agent_id: `${mine.name},${others.name}`, q: 'xylophone' })).toEqual(['a yellow xylophone'])
    const foreign = await createKey(db, await createTeam(db, 'Other'))
    for (const query of [{}, { q: 'xylophone' }, { agent_id: mine.name }] as Query[])
      expect(await find(foreign, query)).toMatchObject({ memories: [], matches: { count: 0, agents: [] } })
    expect((await contents(key, { q: 'xylophone' })).toSorted()).toEqual(['a green xylophone', 'a yellow xylophone'])
  })

  test('counts nothing as retrieved', async ({ key, openAgent }) => {
    const agent = await openAgent()
    await agent.remember('a quiet violin')
    await contents(key, { q: 'violin' })
    expect(await callOk('GET', `/api/v2/sessions/${agent.sessionId}`, { key })).toMatchObject({ memories_retrieved: 0 })
  })
})

describe('words that many memories have', () => {
  test('memories with both of two such words come first, and no filter hides those with one of them', async ({ db, key, openAgent }) => {
    const agent = await openAgent()
    const both = 'the lantern of the harbour'
    const memories = Array.from({ length: 12_000 }, (_, n) => ({ content: n % 2 === 0 ? `lantern ${n}` : `harbour ${n}` }))
    // In the middle: from neither end is it among the first that have one of the words.
    memories.splice(6000, 0, { content: both })
    await fillAgent(db, agent.sessionId, [
      ...memories,
      { content: 'the goal of the harbour', type: 'goal' },
      { content: 'the goal of the lantern', type: 'goal' },
    ])
    const mine: Query = { agent_id: agent.name, q: 'lantern harbour' }
    const found = await find(key, mine)
    expect(found.memories[0]?.content).toBe(both)
    expect(found.matches).toMatchObject({ is_complete: false })
    const goals = await find(key, { ...mine, type: 'goal' })
    expect(goals.memories.map(({ content }) => content).toSorted()).toEqual(['the goal of the harbour', 'the goal of the lantern'])
    expect(goals.matches).toMatchObject({ count: 2, is_complete: true })
  })

  test('a filter changes no score, and each page is a part of the same order', async ({ db, key, openAgent }) => {
    const agent = await openAgent()
    const memories = Array.from({ length: 3600 }, (_, n) => ({
      content: n < 2400 ? `walnut ${n % 40}${n % 3 ? '' : ' pear'}${' tree'.repeat(n % 4)}` : `note ${n}`,
      type: n % 40 || n >= 2400 ? 'fact' : 'goal',
    }))
    // The best of the session, part of whose scores all others get.
    for (const n of [101, 501, 901]) memories[n] = { content: 'pear walnut pear walnut pear', type: 'fact' }
    await fillAgent(db, agent.sessionId, memories)
    const mine: Query = { agent_id: agent.name, q: 'walnut pear', limit: 100 }
    const scored = async (query: Query) => (await find(key, query)).memories.map(({ id, type, score }) => ({ id, type, score }))
    const all = await scored(mine)
    for (const limit of [1, 10, 50]) expect(await scored({ ...mine, limit })).toEqual(all.slice(0, limit))
    const goals = await find(key, { ...mine, type: 'goal' })
    expect(goals.matches?.count).toBe(60)
    const known = new Map(goals.memories.map(({ id, score }) => [id, score]))
    const expected = all.filter(({ type }) => type === 'goal')
    expect(expected.map(({ id }) => ({ id, type: 'goal', score: known.get(id) }))).toEqual(expected)
  })

  test('all of thirty memories with another compound each are found by the word that these have in common', async ({ key, openAgent }) => {
    const agent = await openAgent()
    const path = `/api/v2/agents/${agent.name}/batch-remember`
    const memories = Array.from({ length: 30 }, (_, n) => ({ content: `Steuer${'abcdefghij'.charAt(n % 10)}${'krt'.charAt(n / 10)}um` }))
    await callOk('POST', path, { token: agent.token, json: { memories } })
    const found = await find(key, { agent_id: agent.name, q: 'Steuer', limit: 100 })
    expect(found.matches).toMatchObject({ count: 30, is_complete: true })
    expect(await agent.found('Steuer', { limit: 100, status: ['all'] })).toHaveLength(30)
  })

  test('matches are not complete where a rare word is found and a common one is not searched', async ({ db, key, openAgent }) => {
    const agent = await openAgent()
    const memories = Array.from({ length: 4000 }, (_, n) => ({ content: n < 300 ? `walnut ${n}` : `almond ${n}` }))
    await fillAgent(db, agent.sessionId, memories)
    const matches = async (q: string) => (await find(key, { agent_id: agent.name, q })).matches
    expect(await matches('walnut')).toMatchObject({ is_complete: true })
    expect(await matches('walnut almond')).toMatchObject({ is_complete: false })
  })
})

async function readPages(key: string, query: Query): Promise<string[]> {
  const read: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Found = await find(key, { ...query, limit: 2, ...(cursor && { cursor }) })
    expect(page.matches === null).toBe(cursor !== '')
    read.push(...page.memories.map(({ content }) => content))
    cursor = page.next_cursor
  }
  return read
}
