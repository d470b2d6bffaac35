import { expect, vi } from 'vitest'
import { callOk, startSession } from '../../test/calls'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer, keyIdOf } from '../../test/teams'
import { requireViewerScope, type Viewer } from '../auth/viewer'
import { readMemoriesById, readMemoryOfTeam } from './by-id'
import { countMemoryFacets, countToReview, EVERYTHING, type FacetInput } from './facets'
import { rankOnce } from './rank'
import { searchMemories } from './search'

const RECALLED: FacetInput = { ...EVERYTHING, status: ['active'], trust: ['trusted', 'unreviewed'] }
const asReader = (viewer: Viewer) => requireViewerScope(viewer, 'memories:read')
const test = base
  .extend('reader', ({ db, teamId }) => createViewer(db, teamId, 'reader'))
  .extend('open', ({ key }) => async (name: string) => {
    const { session_token: token } = await startSession(key, name)
    return async (json: object): Promise<string> =>
      (await callOk<{ memory_id: string }>('POST', `/api/v2/agents/${name}/remember`, { token, json })).memory_id
  })
  .extend('counts', ({ reader }) => async (input: Partial<FacetInput> = {}, viewer = reader) => {
    const { count, values } = await countMemoryFacets(asReader(viewer), { ...RECALLED, ...input })
    const short = (name: keyof typeof values) => values[name].map((each) => `${each.name} ${each.count}`)
    return { count, agent: short('agent'), type: short('type'), tag: short('tag'), status: short('status'), author: short('author') }
  })

test('memories are counted by their fields, and a field by which is filtered without its filter', async ({ open, key, counts }) => {
  const [remember, rememberOfOther] = [await open('amber'), await open('birch')]
  await remember({ content: 'Ada likes kites', type: 'preference', tags: ['a', 'b'] })
  const deleted = await remember({ content: 'Bob likes kites', type: 'preference' })
  await remember({ content: 'the invoice is due', tags: ['a'] })
  await rememberOfOther({ content: 'kites need wind' })
  await callOk('DELETE', `/api/v2/agents/amber/memories/${deleted}`, { key })
  const all = { count: 3, agent: ['amber 2', 'birch 1'], tag: ['a 2', 'b 1'], status: ['active 3', 'deleted 1'], author: ['test key 3'] }
  for (const [input, expected] of [
    [{}, { ...all, type: ['fact 2', 'preference 1'] }],
    [{ type: ['preference'] }, { count: 1, type: ['fact 2', 'preference 1'], agent: ['amber 1'], status: ['active 1', 'deleted 1'] }],
    [{ agentName: ['amber'] }, { count: 2, agent: ['amber 2', 'birch 1'], type: ['fact 1', 'preference 1'] }],
    [{ keyId: [keyIdOf(key)] }, { count: 3, author: ['test key 3'] }],
    [{ agentName: ['nobody'] }, { count: 0, agent: ['amber 2', 'birch 1'], type: [] }],
    [{ q: 'kites' }, { status: ['active 3', 'deleted 1'] }],
    [{ q: 'wind' }, { count: 1, agent: ['birch 1'], type: ['fact 1'] }],
    [
      { q: 'wind', type: ['preference'] },
      { count: 0, agent: [], type: ['fact 1'] },
    ],
    [{ status: ['deleted'] as const }, { count: 1, status: ['active 3', 'deleted 1'], type: ['preference 1'] }],
  ] as [Partial<FacetInput>, object][])
    expect(await counts(input), JSON.stringify(input)).toMatchObject(expected)
})

test('a page that lists and counts a search ranks it once, and the deleted ones that its status would show', async ({ open, reader }) => {
  const remember = await open('dahlia')
  await remember({ content: 'kites need wind' })
  const rank = vi.fn(rankOnce())
  const input = { ...RECALLED, q: 'kites', limit: 5, rank }
  const ranked = await Promise.all([searchMemories(asReader(reader), input), countMemoryFacets(asReader(reader), input)])
  expect(ranked).toMatchObject([{ memories: [{ content: 'kites need wind' }] }, { count: 1 }])
  const results = rank.mock.results.map(({ value }) => value as unknown)
  expect([results.length, new Set(results).size]).toEqual([3, 2])
})

test('memories that need a review are counted, and memories of another team never', async ({ db, open, reader, counts }) => {
  const remember = await open('cedar')
  const id = await remember({ content: 'Ada likes kites' })
  await remember({ content: 'Bob likes kites' })
  await db.updateTable('memories').set({ trust: 'quarantined' }).where('id', '=', id).execute()
  expect(await countToReview(asReader(reader))).toEqual({ unreviewed: 0, quarantined: 1 })
  expect(await countToReview(asReader(reader), 'cedar')).toEqual({ unreviewed: 0, quarantined: 1 })
  expect(await countToReview(asReader(reader), 'birch')).toEqual({ unreviewed: 0, quarantined: 0 })
  const stranger = await createViewer(db, await createTeam(db), 'owner')
  expect(await countToReview(asReader(stranger))).toEqual({ unreviewed: 0, quarantined: 0 })
  expect(await counts({}, stranger)).toMatchObject({ count: 0, agent: [], author: [] })
  expect(await readMemoriesById(asReader(reader), [id])).toMatchObject([{ id, agent_name: 'cedar' }])
  expect(await readMemoriesById(asReader(stranger), [id])).toEqual([])
  await expect(readMemoryOfTeam(asReader(stranger), { memoryId: id })).rejects.toMatchObject({ code: 'memory_not_found' })
})

test('of more than 1,000 memories the latest are counted, which is said; all that are not active are counted', async ({
  key,
  open,
  reader,
}) => {
  const remember = await open('elder')
  const gone = await remember({ content: 'the oldest', type: 'preference' })
  await callOk('DELETE', `/api/v2/agents/elder/memories/${gone}`, { key })
  await remember({ content: 'a fact' })
  const { session_token: token } = await startSession(key, 'elder')
  const messages = Array.from({ length: 200 }, (_, nth) => ({ role: 'user', content: `message ${nth}` }))
  for (let sent = 0; sent < 6; sent++) await callOk('POST', '/api/v2/agents/elder/remember/messages', { token, json: { messages } })
  const facets = await countMemoryFacets(asReader(reader), RECALLED)
  expect(facets).toMatchObject({ count: 1000, isComplete: false })
  expect([...facets.incomplete].sort()).toEqual(['agent', 'author', 'source', 'tag', 'trust', 'type'])
  const { type, status, agent } = facets.values
  expect([type, status, agent].map((values) => values.map(({ name, count }) => `${name} ${count}`))).toEqual([
    ['event 1000'],
    ['active 1000', 'deleted 1'],
    ['elder 1000'],
  ])
  const facts = await countMemoryFacets(asReader(reader), { ...RECALLED, type: ['fact'] })
  expect([facts.count, [...facts.incomplete]]).toEqual([1, ['type']])
  const { matches } = await callOk<{ matches: object }>('GET', '/api/v2/memories', { key, query: { limit: '1' } })
  expect(matches).toEqual({ count: 1000, is_complete: false, agents: [{ agent_id: 'elder', count: 1000 }] })
})
