import { describe, expect } from 'vitest'
import type { z } from 'zod'
import type { MEMORY_DETAIL, MEMORY_PAGE, SESSION_MEMORY_PAGE } from '../../../../../../lib/memories/schemas'
import { countAllRecalls } from '../../../../../../lib/recall/count-recalls'
import type { SESSION_DETAIL } from '../../../../../../lib/sessions/schemas'
import { api, callOk, startSession, statusAndCode, storeMemory } from '../../../../../../test/calls'
import { test as base } from '../../../../../../test/fixtures'
import { createKey } from '../../../../../../test/teams'

type Page = z.infer<typeof SESSION_MEMORY_PAGE>
type Started = Awaited<ReturnType<typeof startSession>>
interface Recalled {
  memories: { id: string }[]
}

const test = base
  .extend(
    'list',
    ({ key }) =>
      ({ session_id }: { session_id: string }, query = {}) =>
        callOk<Page>('GET', `/api/v2/sessions/${session_id}/memories`, { key, query }),
  )
  .extend('eventsOf', ({ key }) => async ({ session_id }: { session_id: string }) => {
    const { events } = await callOk<z.infer<typeof SESSION_DETAIL>>('GET', `/api/v2/sessions/${session_id}`, { key })
    return events.map(({ kind, memory_ids }) => [kind, memory_ids])
  })

const idsIn = ({ memories }: { memories: { id: string }[] }) => memories.map(({ id }) => id)

const recall = async ({ agent_id, session_token: token }: Started, path: string, json: object) =>
  idsIn(await callOk<Recalled>('POST', `/api/v2/agents/${agent_id}/${path}`, { token, json }))

const rememberBatch = async ({ agent_id, session_token: token }: Started, contents: string[]) => {
  const json = { memories: contents.map((content) => ({ content })) }
  const { results } = await callOk<{ results: { id: string | null }[] }>('POST', `/api/v2/agents/${agent_id}/batch-remember`, {
    token,
    json,
  })
  return results.flatMap(({ id }) => (id === null ? [] : [id]))
}

describe('the events of a session name the memories', () => {
  test('that were stored, alone and together, and those that a recall returned, by query and by time, best or newest first', async ({
    key,
    eventsOf,
  }) => {
    const session = await startSession(key)
    const one = await storeMemory(session, 'zebra')
    const batch = await rememberBatch(session, ['giraffe', ' ', 'zebra and giraffe'])
    const found = await recall(session, 'recall', { query: 'giraffe', limit: 2 })
    const none = await recall(session, 'recall', { query: 'quarterly' })
    const recent = await recall(session, 'recall/recent', { limit: 2 })
    const asOf = await recall(session, 'recall/as-of', { as_of: '2100-01-01' })
    const changed = await recall(session, 'recall/changed-since', { since: '2020-01-01', limit: 1 })
    expect([batch.length, found.length, none.length, recent.length, asOf.length, changed.length]).toEqual([2, 2, 0, 2, 3, 1])
    const recalls = [found, none, recent, asOf, changed].map((ids) => ['recalled', ids])
    expect(await eventsOf(session)).toEqual([['activated', []], ['remembered', [one]], ['remembered', batch], ...recalls])
  })

  test('a hundred of them, also after they were deleted', async ({ key, eventsOf }) => {
    const session = await startSession(key)
    const ids = await rememberBatch(
      session,
      Array.from({ length: 100 }, (_, nth) => `note ${nth}`),
    )
    await callOk('DELETE', `/api/v2/agents/${session.agent_id}/memories/${ids[3]}`, { key })
    expect(await eventsOf(session)).toEqual([
      ['activated', []],
      ['remembered', ids],
    ])
  })
})

describe('the memories of a session', () => {
  test('are those that it stored, in order and as they are now, and not those of other sessions', async ({ key, list }) => {
    const first = await startSession(key)
    const ids = await rememberBatch(first, ['one', 'two', 'three'])
    const second = await startSession(key, first.agent_id, { on_active: 'replace' })
    const other = await storeMemory(second, 'four')
    await callOk('PATCH', `/api/v2/agents/${first.agent_id}/memories/${ids[1]}`, { key, json: { content: 'two changed' } })
    const page = await list(first)
    expect(page).toMatchObject({ session_id: first.session_id, agent_id: first.agent_id, kind: 'stored', count: 3, next_cursor: null })
    expect(page.memories.map(({ id, content, in_session }) => [id, content, in_session])).toEqual([
      [ids[0], 'one', null],
      [ids[1], 'two changed', null],
      [ids[2], 'three', null],
    ])
    expect(idsIn(await list(second, { kind: 'stored' }))).toEqual([other])
    expect(idsIn(await list(second, { kind: 'recalled' }))).toEqual([])
  })

  test('are those that it recalled, in the order of their first recall, with how often and when', async ({ key, list, db }) => {
    const before = await startSession(key)
    const [a = '', b = '', c = ''] = await rememberBatch(before, ['apple', 'banana', 'cherry'])
    const session = await startSession(key, before.agent_id, { on_active: 'replace' })
    expect(await recall(session, 'recall', { query: 'banana', limit: 1 })).toEqual([b])
    expect(await recall(session, 'recall/recent', {})).toEqual([c, b, a])
    expect(await recall(session, 'recall', { query: 'cherry', limit: 1 })).toEqual([c])
    const recalls = await db
      .selectFrom('session_events')
      .select('at')
      .where('session_id', '=', session.session_id)
      .where('kind', '=', 'recalled')
      .orderBy('id')
      .execute()
    const [first, second, third] = recalls.map(({ at }) => at.toISOString())
    const page = await list(session, { kind: 'recalled' })
    expect(page).toMatchObject({ kind: 'recalled', count: 3, next_cursor: null })
    expect(page.memories.map(({ id, in_session }) => [id, in_session])).toEqual([
      [b, { recalls: 2, first_recalled_at: first, last_recalled_at: second }],
      [c, { recalls: 2, first_recalled_at: second, last_recalled_at: third }],
      [a, { recalls: 1, first_recalled_at: second, last_recalled_at: second }],
    ])
  })

  test.for(['stored', 'recalled'])(
    'that were %s come in pages that contain each once, also when more are added meanwhile',
    async (kind, { key, list }) => {
      const session = await startSession(key)
      const ids = await rememberBatch(
        session,
        Array.from({ length: 7 }, (_, nth) => `note ${nth}`),
      )
      const order = [...(await recall(session, 'recall/recent', { limit: 4 })), ...(await recall(session, 'recall/recent', {})).slice(4)]
      const seen: string[] = []
      for (let cursor: string | null | undefined = ''; cursor !== null; ) {
        const page: Page = await list(session, { kind, limit: 3, cursor })
        expect(page.count).toBe(page.memories.length)
        seen.push(...idsIn(page))
        cursor = page.next_cursor
        await recall(session, 'recall/recent', { limit: 2 })
      }
      expect(seen).toEqual(kind === 'stored' ? ids : order)
    },
  )

  test('are left out once they are deleted, without a gap in the pages', async ({ key, list }) => {
    const session = await startSession(key)
    const ids = await rememberBatch(session, ['one', 'two', 'three', 'four'])
    await recall(session, 'recall/recent', {})
    for (const id of [ids[1], ids[2]]) await callOk('DELETE', `/api/v2/agents/${session.agent_id}/memories/${id}`, { key })
    expect(idsIn(await list(session, { limit: 2 }))).toEqual([ids[0], ids[3]])
    expect(idsIn(await list(session, { kind: 'recalled', limit: 2 }))).toEqual([ids[3], ids[0]])
  })
})

describe('a list of a session', () => {
  test('requires both scopes and access to the agent', async ({ db, teamId, key }) => {
    const session = await startSession(key)
    const other = await startSession(key)
    const path = `/api/v2/sessions/${session.session_id}/memories`
    const answer = async (options: Parameters<typeof createKey>[2]) =>
      statusAndCode(await api.call('GET', path, { key: await createKey(db, teamId, options) }))
    expect(await answer({ scopes: ['memories:read', 'sessions:read'] })).toBe('200')
    expect(await answer({ scopes: ['memories:read'] })).toBe('403 insufficient_scope')
    expect(await answer({ scopes: ['sessions:read'] })).toBe('403 insufficient_scope')
    expect(await answer({ onlyAgents: [other.agent_id] })).toBe('404 session_not_found')
    expect(statusAndCode(await api.call('GET', path, { token: session.session_token }))).toBe('401 missing_api_key')
  })

  test('refuses a kind that does not exist, and a cursor of another list', async ({ key, list }) => {
    const session = await startSession(key)
    await rememberBatch(session, ['one', 'two'])
    const { next_cursor } = await list(session, { limit: 1 })
    const path = `/api/v2/sessions/${session.session_id}/memories`
    expect(statusAndCode(await api.call('GET', path, { key, query: { kind: 'lost' } }))).toBe('422 invalid_request')
    expect(statusAndCode(await api.call('GET', path, { key, query: { kind: 'recalled', cursor: next_cursor ?? '' } }))).toBe(
      '422 invalid_request',
    )
  })
})

test('a memory shows how often and when it was last recalled, once that is counted, by itself and in lists', async ({ key, list }) => {
  const session = await startSession(key)
  const [id = '', never = ''] = await rememberBatch(session, ['apple', 'banana'])
  for (let nth = 0; nth < 3; nth++) expect(await recall(session, 'recall', { query: 'apple', limit: 1 })).toEqual([id])
  await countAllRecalls()
  const path = `/api/v2/agents/${session.agent_id}/memories`
  const { memories } = await list(session, { kind: 'recalled' })
  const use = { recalled_count: 3, last_recalled_at: memories[0]?.in_session?.last_recalled_at }
  expect(await callOk<z.infer<typeof MEMORY_DETAIL>>('GET', `${path}/${id}`, { key })).toMatchObject(use)
  expect(await callOk('GET', `${path}/${id}`, { token: session.session_token })).toMatchObject(use)
  const unused = { recalled_count: 0, last_recalled_at: null }
  expect(await callOk('GET', `${path}/${never}`, { key })).toMatchObject(unused)
  const shown = (page: { memories: { id: string }[] }) => new Map(page.memories.map((memory) => [memory.id, memory]))
  for (const query of [{}, { query: 'apple banana' }]) {
    const listed = shown(await callOk<z.infer<typeof MEMORY_PAGE>>('GET', path, { key, query }))
    expect(listed.get(id)).toMatchObject(use)
    expect(listed.get(never)).toMatchObject(unused)
  }
  expect(shown(await list(session)).get(id)).toMatchObject(use)
})
