import { describe, expect } from 'vitest'
import { writeCommaList } from '../../../lib/input/comma-list'
import { api, callOk, createAgent, startSession, statusAndCode, storeMemory } from '../../../test/calls'
import { testInOneTeam as test } from '../../../test/fixtures'

type Body = Record<string, unknown>
type Page = { memories: Body[]; count: number; next_cursor: string | null }
type Session = Awaited<ReturnType<typeof startSession>>

const one = (session: Session, path: string) => `/api/v2/agents/${session.agent_id}/${path}`

describe('a deleted memory', () => {
  test('is returned once more, as deleted', async ({ key }) => {
    const session = await startSession(key)
    const id = await storeMemory(session, 'Ada')
    const path = one(session, `memories/${id}`)
    const { recalled_count: _count, last_recalled_at: _last, ...before } = await callOk<Body>('GET', path, { key })
    const { status, body } = await api.call('DELETE', path, { key })
    expect([status, body]).toEqual([
      200,
      {
        ...before,
        namespace: `memanto_agent_${session.agent_id}`,
        version: 2,
        status: 'deleted',
        updated_at: body.updated_at,
        message: expect.stringMatching(/^The memory was deleted\. It can be restored until .* UTC\.$/),
        restorable_until: expect.any(String),
      },
    ])
  })
})

describe('recall by time', () => {
  test('returns the requested time, as it was understood', async ({ key }) => {
    const session = await startSession(key)
    const sent = { token: session.session_token }
    const asOf = await callOk('GET', one(session, 'recall/as-of'), { ...sent, query: { as_of: '2030-01-01T00:00:00+02:00' } })
    expect(asOf).toMatchObject({ temporal_mode: 'as_of', as_of_date: '2029-12-31T22:00:00Z' })
    const since = await callOk('POST', one(session, 'recall/changed-since'), { ...sent, json: { since: '2020-01-01' } })
    expect(since).toMatchObject({ temporal_mode: 'changed_since', since_date: '2020-01-01T00:00:00Z' })
  })

  test('accepts an offset whose plus arrives as a blank in a query string', async ({ key }) => {
    const session = await startSession(key)
    const sent = { token: session.session_token, query: { as_of: '2030-01-01T00:00:00 02:00' } }
    expect((await api.call('GET', one(session, 'recall/as-of'), sent)).body).toMatchObject({ as_of_date: '2029-12-31T22:00:00Z' })
  })

  test.for([
    ['recall/recent', {}],
    ['recall/as-of', { as_of: '2099-01-01' }],
    ['recall/changed-since', { since: '2020-01-01' }],
  ] as const)('%s returns every memory once, page by page, and counts what it returned', async ([path, asked], { key }) => {
    const session = await startSession(key)
    const sent = { token: session.session_token }
    const memories = Array.from({ length: 11 }, (_, index) => ({ content: `note ${index}` }))
    await callOk('POST', one(session, 'batch-remember'), { ...sent, json: { memories } })
    const { memories: stored } = await callOk<Page>('GET', one(session, 'memories'), { key })
    for (const index of [3, 7])
      await callOk('PATCH', one(session, `memories/${stored[index]?.id}`), { key, json: { title: `changed ${index}` } })

    const pages: Page[] = []
    for (let cursor: string | null | undefined; cursor !== null; cursor = pages.at(-1)?.next_cursor ?? null)
      pages.push(await callOk<Page>('POST', one(session, path), { ...sent, json: { ...asked, limit: 4, cursor } }))
    expect(pages.map(({ count }) => count)).toEqual([4, 4, 3])
    const whole = await callOk<Page>('POST', one(session, path), { ...sent, json: { ...asked, limit: 11 } })
    expect(pages.flatMap(({ memories }) => memories)).toEqual(whole.memories)
    expect(whole).toMatchObject({ count: 11, next_cursor: null })
    expect(new Set(whole.memories.map(({ id }) => id)).size).toBe(11)
    const info = await callOk<Body>('GET', '/api/v2/session/current', sent)
    expect(info.memories_retrieved).toBe(22)
  })

  test('a cursor of another list or another agent, or one that is not valid, is refused, after the caller is authorized', async ({
    key,
  }) => {
    const [session, other] = [await startSession(key), await startSession(key)]
    for (const content of ['a', 'b']) await storeMemory(session, content)
    const recent = (from: Session, cursor: string, token = from.session_token) =>
      api.call('GET', one(from, 'recall/recent'), { token, query: { cursor } })
    const { next_cursor } = await callOk<Page>('GET', one(session, 'recall/recent'), { token: session.session_token, query: { limit: 1 } })
    const cursor = String(next_cursor)
    expect(statusAndCode(await recent(session, cursor))).toBe('200')
    expect(statusAndCode(await recent(other, cursor))).toBe('422 invalid_request')
    expect(statusAndCode(await recent(session, 'nonsense'))).toBe('422 invalid_request')
    const since = { token: session.session_token, query: { since: '2020-01-01', cursor } }
    expect(statusAndCode(await api.call('GET', one(session, 'recall/changed-since'), since))).toBe('422 invalid_request')
    expect(statusAndCode(await recent(session, 'nonsense', other.session_token))).toBe('403 wrong_agent')
  })
})

describe('names and values that a call does not know', () => {
  test('a misspelt filter is refused in every call that filters, instead of filtering nothing', async ({ key }) => {
    const session = await startSession(key)
    const { session_token: token } = session
    const calls: [method: string, path: string, query: Record<string, string>, credential: object][] = [
      ['POST', one(session, 'recall'), { query: 'a', tag: 'x' }, { token }],
      ['GET', one(session, 'recall/recent'), { 'tags[]': 'x' }, { token }],
      ['GET', one(session, 'memories'), { top_k: '5' }, { key }],
      ['GET', '/api/v2/agents', { filters: '{"status": "active"}' }, { key }],
      ['GET', '/api/v2/sessions', { agentId: session.agent_id }, { key }],
    ]
    for (const [method, path, query, credential] of calls)
      expect(statusAndCode(await api.call(method, path, { ...credential, query })), path).toBe('422 invalid_request')
  })

  test('a misspelt field fails only its memory of a batch', async ({ key }) => {
    const session = await startSession(key)
    const memories = [{ content: 'a', tag: ['x'] }, { content: 'b' }]
    const { body } = await api.call('POST', one(session, 'batch-remember'), { token: session.session_token, json: { memories } })
    expect(body).toMatchObject({
      namespace: `memanto_agent_${session.agent_id}`,
      successful: 1,
      results: [{ id: null, memory_id: null, errors: [{ field: 'tag' }] }, { status: 'stored' }],
    })
  })

  test.for([
    ['/api/v2/agents', 'status'],
    ['/api/v2/sessions', 'status'],
    ['/api/v2/sessions', 'end_reason'],
    ['/api/v2/sessions', 'from'],
    ['/api/v2/agents/AGENT/memories', 'type'],
    ['/api/v2/agents/AGENT/memories', 'memory_types'],
    ['/api/v2/agents/AGENT/memories', 'min_confidence'],
    ['/api/v2/agents/AGENT/memories', 'created_after'],
  ] as const)('%s: a value that %s does not know is refused', async ([path, name], { key }) => {
    const agent = await createAgent(key)
    for (const value of ['nonsense', 'ACTIVE', 'fact;goal'])
      expect(statusAndCode(await api.call('GET', path.replace('AGENT', agent), { key, query: { [name]: value } }))).toBe(
        '422 invalid_request',
      )
  })
})

describe('a change that empties a field', () => {
  test.for([null, ''])('with %j', async (empty, { key }) => {
    const session = await startSession(key)
    const sent = { token: session.session_token }
    const json = { content: 'a', title: 'T', tags: ['x'] }
    const { memory_id } = await callOk<Body>('POST', one(session, 'remember'), { ...sent, json })
    const path = one(session, `memories/${memory_id}`)
    expect((await api.call('PATCH', path, { ...sent, json: { title: empty } })).body).toMatchObject({ title: null, tags: ['x'] })
    expect((await api.call('PATCH', path, { ...sent, json: { tags: empty } })).body).toMatchObject({ title: null, tags: [] })
    expect(statusAndCode(await api.call('PATCH', path, { ...sent, json: { content: empty } }))).toBe('422 invalid_request')
    const agent = `/api/v2/agents/${session.agent_id}`
    await callOk('PATCH', agent, { key, json: { description: 'D', metadata: { a: 1 } } })
    expect((await api.call('PATCH', agent, { key, json: { description: empty } })).body).toMatchObject({
      description: '',
      metadata: { a: 1 },
    })
    expect((await api.call('PATCH', agent, { key, json: { metadata: empty } })).body).toMatchObject({ description: '', metadata: {} })
  })

  test('in a new memory, null is the same as an absent field', async ({ key }) => {
    const session = await startSession(key)
    const json = { content: 'a', title: null, tags: null, type: null, confidence: null }
    expect((await api.call('POST', one(session, 'remember'), { token: session.session_token, json })).body).toMatchObject({
      type: 'fact',
      title: null,
      tags: [],
      confidence: 0.8,
    })
  })
})

describe('stored values are returned unchanged', () => {
  test('numbers and names in metadata are stored exactly, or refused with their place', async ({ key }) => {
    const agent = await createAgent(key)
    const put = (metadata: string) => api.call('PATCH', `/api/v2/agents/${agent}`, { key, body: `{"metadata": ${metadata}}` })
    const exact = { id: 9007199254740992, big: 1e300, small: 5e-324, text: '12345678901234567890', nested: { constructor: [0.1] } }
    expect((await put(JSON.stringify(exact))).body.metadata).toEqual(exact)
    for (const [metadata, field] of [
      ['{"id": 9007199254740993}', 'metadata.id'],
      ['{"a": {"b": 1e400}}', 'metadata.a.b'],
      ['{"__proto__": {"admin": true}}', 'metadata.__proto__'],
    ] as const)
      expect(await put(metadata)).toMatchObject({ status: 422, body: { errors: [{ field }] } })
    expect((await callOk<Body>('GET', `/api/v2/agents/${agent}`, { key })).metadata).toEqual(exact)
  })

  test('tags with commas and quotes are stored, and found by GET', async ({ key }) => {
    const session = await startSession(key)
    const sent = { token: session.session_token }
    for (const tag of ['Paris, France', 'say "hi"', '"quoted"', 'a,"b"']) {
      const json = { content: 'tagged', tags: [` ${tag} `, tag, 'x'] }
      expect(await callOk('POST', one(session, 'remember'), { ...sent, json })).toMatchObject({ tags: [tag, 'x'] })
      for (const tags of [writeCommaList([tag]), [writeCommaList([tag]), 'x'], writeCommaList([tag, 'x'])]) {
        const found = await callOk<Page>('GET', one(session, 'recall/recent'), { ...sent, query: { tags } })
        expect(found.memories.map((memory) => memory.tags)).toEqual([[tag, 'x']])
      }
    }
  })

  test('composed and decomposed characters are the same text', async ({ key }) => {
    const session = await startSession(key)
    const sent = { token: session.session_token }
    const [composed, decomposed] = ['Zo\u00eb', 'Zoe\u0308']
    const json = { content: `${decomposed} likes tea`, tags: [decomposed] }
    expect(await callOk('POST', one(session, 'remember'), { ...sent, json })).toMatchObject({ tags: [composed] })
    for (const name of [composed, decomposed]) {
      const found = await callOk<Page>('POST', one(session, 'recall'), { ...sent, json: { query: name, tags: [name] } })
      expect(found.memories.map(({ content }) => content)).toEqual([`${composed} likes tea`])
    }
  })
})
