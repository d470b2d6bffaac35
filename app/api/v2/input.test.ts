import { describe, expect } from 'vitest'
import { OPERATIONS } from '../../../lib/api/operations'
import { takesToken } from '../../../lib/auth/security'
import type { CallOptions } from '../../../test/api/client'
import { api, callOk, startSession, statusAndCode, storeMemory } from '../../../test/calls'
import { testInOneTeam as base } from '../../../test/fixtures'

type Body = Record<string, unknown>

const test = base
  .extend('session', { scope: 'file', auto: true }, async ({ key }) => {
    const session = await startSession(key)
    await storeMemory(session, 'Ada prefers e-mail over the phone.')
    return session
  })
  .extend('agent', { scope: 'file' }, ({ session }) => session.agent_id)
  .extend('token', { scope: 'file' }, ({ session }) => session.session_token)
  .extend(
    'post',
    ({ agent, token }) =>
      (path: string, sent: CallOptions) =>
        api.call('POST', `/api/v2/agents/${agent}/${path}`, { token, ...sent }),
  )
  .extend(
    'remember',
    ({ post }) =>
      (json: object) =>
        post('remember', { json }),
  )
  .extend(
    'recall',
    ({ post }) =>
      (json: object) =>
        post('recall', { json }),
  )

describe('query syntax in a search text is treated as text', () => {
  const QUERIES = [
    "' OR 1=1 --",
    "'; drop table memories; --",
    ':*',
    'a:*b',
    '&|!',
    '!ada',
    'ada & (',
    '<-> ada',
    '%',
    '_',
    '\\',
    "'",
    '"',
    '"ada',
    '((((',
    '$1 $2',
    'nul \0 byte',
    '\0',
    'ada \ud800',
    '\udfff',
    '😀',
    '👩‍👩‍👧‍👦 family',
    '\u202e ada \u200f',
    'ünïcödé Straße ſ',
    '٣ ada',
    '日本語のテキスト',
    'ada\n\n\t e-mail',
    'a'.repeat(1000),
    'a '.repeat(500),
    '\u0301'.repeat(200),
    'the of and',
    '-ada or e-mail',
    '*',
    '<script>alert(1)</script>',
    '{"query": 1}',
  ]

  test.for(QUERIES.map((query, index) => [index, query] as const))('query %i', async ([_index, query], { key, recall, agent, token }) => {
    const [byPost, byGet, listed] = await Promise.all([
      recall({ query }),
      api.call('GET', `/api/v2/agents/${agent}/recall`, { token, query: { query } }),
      api.call('GET', `/api/v2/agents/${agent}/memories`, { key, query: { query } }),
    ])
    expect([byPost, byGet, listed].map(statusAndCode)).toEqual(['200', '200', '200'])
  })

  test('and the words in it are found', async ({ recall }) => {
    for (const query of ["Ada's e-mail!", '"ada" & phone', 'E-MAIL:*', "ada' OR 1=1"])
      expect((await recall({ query })).body).toMatchObject({ count: 1 })
  })

  test('stored text with special characters comes back unchanged', async ({ key }) => {
    for (const content of [
      'O\'Brien said: "50% off" \\ `$1` :* & | !',
      '<b>bold</b>',
      'نص عربي 😀 \u202e',
      ' leading and trailing ',
      'tab\tnew\nline\r\n',
    ]) {
      const { session_token, agent_id } = await startSession(key)
      await storeMemory({ agent_id, session_token }, content)
      const found = await callOk<{ memories: Body[] }>('POST', `/api/v2/agents/${agent_id}/recall/recent`, { token: session_token })
      expect(found.memories.map(({ content, text }) => [content, text])).toEqual([[content, content]])
    }
  })

  test('filters with special characters are only text too', async ({ key, agent, token, recall }) => {
    for (const tags of [["' OR 1=1"], ['{a,b}'], ['"'], ['\\'], ['%'], ['NULL']]) {
      await callOk('POST', `/api/v2/agents/${agent}/remember`, { token, json: { content: `tagged ${tags}`, tags } })
      expect((await recall({ query: 'tagged', tags })).body.memories).toEqual([expect.objectContaining({ tags })])
    }
    for (const q of ["' OR 1=1", ':*', '%', '\ud800'])
      expect([200, 422]).toContain((await api.call('GET', '/api/v2/agents', { key, query: { q } })).status)
  })
})

describe('a batch', () => {
  test('of 100 with an invalid one stores 99, in order, and says which one failed and why', async ({ db, key }) => {
    const { session_token, agent_id } = await startSession(key)
    const memories: object[] = Array.from({ length: 100 }, (_, index) => ({ content: `note ${index}` }))
    memories[41] = { content: '   ' }
    const { status, body } = await api.call<{ results: Body[] } & Body>('POST', `/api/v2/agents/${agent_id}/batch-remember`, {
      token: session_token,
      json: { memories },
    })
    expect([status, body.total_submitted, body.successful, body.failed]).toEqual([200, 100, 99, 1])
    expect(body.results.map(({ index }) => index)).toEqual(memories.map((_, index) => index))
    expect(body.results.filter((result) => result.status === 'failed')).toEqual([
      {
        index: 41,
        status: 'failed',
        id: null,
        memory_id: null,
        error: expect.any(String),
        errors: [{ field: 'content', message: expect.any(String) }],
      },
    ])
    const rows = await db
      .selectFrom('memories')
      .innerJoin('agents', 'agents.id', 'memories.agent_row_id')
      .select(['memories.id', 'content'])
      .where('agents.name', '=', agent_id)
      .execute()
    const contentOf = new Map(rows.map(({ id, content }) => [id, content]))
    for (const { index, status, id } of body.results) if (status === 'stored') expect(contentOf.get(String(id))).toBe(`note ${index}`)
    expect(rows).toHaveLength(99)
  })

  test('reports each invalid memory by itself, whatever is wrong with it', async ({ agent, token }) => {
    const odd = [
      null,
      7,
      'text',
      [],
      {},
      { content: 7 },
      { content: 'a', type: 'opinion' },
      { content: 'a', tags: 'x'.repeat(65) },
      { content: 'nul \0' },
      { content: 'half \ud800' },
      { content: 'a', confidence: 2 },
    ]
    const { status, body } = await api.call<{ results: Body[] } & Body>('POST', `/api/v2/agents/${agent}/batch-remember`, {
      token,
      json: { memories: [...odd, { content: 'good' }] },
    })
    expect([status, body.successful, body.failed]).toEqual([200, 1, odd.length])
    expect(body.results.at(-1)).toMatchObject({ status: 'stored' })
  })

  test('that is empty, has 101 memories or is not a list is refused as a whole', async ({ post }) => {
    for (const memories of [[], Array.from({ length: 101 }, () => ({ content: 'a' })), 'text', { content: 'a' }, null, undefined])
      expect(statusAndCode(await post('batch-remember', { json: { memories } }))).toBe(memories === 'text' ? '200' : '422 invalid_request')
  })

  test('may have five megabytes, a single memory one', async ({ post }) => {
    const memories = Array.from({ length: 100 }, () => ({ content: 'ü'.repeat(10_000), title: 'T' }))
    expect((await post('batch-remember', { json: { memories } })).body).toMatchObject({ successful: 100 })
    expect(statusAndCode(await post('batch-remember', { body: ' '.repeat(5_000_001) }))).toBe('413 body_too_large')
    const escaped = JSON.stringify({ memories: memories.map((memory) => ({ ...memory, content: '日'.repeat(10_000) })) }).replaceAll(
      '日',
      '\\u65e5',
    )
    expect(escaped.length).toBeGreaterThan(6_000_000)
    expect((await post('batch-remember', { body: escaped })).body).toMatchObject({ successful: 100 })
    expect(statusAndCode(await post('remember', { body: ' '.repeat(1_000_001) }))).toBe('413 body_too_large')
  })
})

describe('any body', () => {
  const BODIES = [
    '{',
    '[]',
    'null',
    '"text"',
    'NaN',
    '\0',
    '{"content": "\\u0000"}',
    '{"content": "\\ud800"}',
    '{"__proto__": {"content": "a"}}',
    '[[[[',
    `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
    'a=b&c=d',
    '--boundary\r\n\r\n',
    '<xml/>',
  ]

  test.for(BODIES.map((body, index) => [index, body] as const))(
    'body %i gets a 400 or 422 from every endpoint that reads a body, or is ignored, and never causes a server error',
    async ([_index, body], { key, agent, token }) => {
      for (const { method, path, security } of OPERATIONS.filter(({ method }) => method === 'POST' || method === 'PATCH')) {
        const address = path.replace('{agent_id}', agent).replace(/\{\w+\}/g, 'any')
        if (/deactivate$|\/end$/.test(path)) continue
        const { status } = await api.call(method, address, { ...(takesToken(security) ? { token } : { key }), body })
        expect(path.endsWith('/answer') ? [501] : [200, 201, 400, 401, 404, 409, 422], path).toContain(status)
      }
    },
  )

  test('bytes that are not UTF-8 are malformed', async ({ post }) => {
    expect(statusAndCode(await post('remember', { body: new Uint8Array([0x7b, 0xff, 0x7d]) }))).toBe('400 malformed_json')
  })

  test('Expect: 100-continue and a strange content type change nothing', async ({ post }) => {
    const headers = { expect: '100-continue', 'content-type': 'image/png' }
    expect(statusAndCode(await post('remember', { body: '{"content": "a"}', headers }))).toBe('200')
  })

  test('the last of duplicate keys counts', async ({ post, agent, token }) => {
    await post('remember', { body: '{"content": "first", "content": "second"}' })
    const found = await callOk<{ memories: Body[] }>('GET', `/api/v2/agents/${agent}/recall/recent`, { token, query: { limit: 1 } })
    expect(found.memories[0]?.content).toBe('second')
  })
})

describe('refused input', () => {
  const REFUSED: [path: string, json: object, field: string][] = [
    ['remember', { content: '' }, 'content'],
    ['remember', { content: ' \n ' }, 'content'],
    ['remember', {}, 'content'],
    ['remember', { content: 'a', type: 'opinion' }, 'type'],
    ['remember', { content: 'a', memory_type: 'opinion' }, 'type'],
    ['remember', { content: 'a', provenance: 'hearsay' }, 'provenance'],
    ['remember', { content: 'a', confidence: 1.01 }, 'confidence'],
    ['recall', { query: '' }, 'query'],
    ['recall', { query: ' ' }, 'query'],
    ['recall', { query: 'a', limit: 0 }, 'limit'],
    ['recall', { query: 'a', limit: -1 }, 'limit'],
    ['recall', { query: 'a', limit: 101 }, 'limit'],
    ['recall', { query: 'a', limit: 1e9 }, 'limit'],
    ['recall', { query: 'a', type: 'fact,opinion' }, 'type'],
    ['recall', { query: 'a', memory_types: ['opinion'] }, 'type'],
    ['recall/recent', { limit: 101 }, 'limit'],
    ['recall/as-of', {}, 'as_of'],
    ['recall/as-of', { as_of: 'yesterday' }, 'as_of'],
    ['recall/changed-since', {}, 'since'],
    ['extend', { hours: 0 }, 'extend_hours'],
  ]

  test.for(REFUSED)('%s of %j names %s, in the query too', async ([path, json, field], { post }) => {
    const query = Object.fromEntries(Object.entries(json).map(([name, value]) => [name, String(value)]))
    for (const sent of [{ json }, { query }]) {
      const { status, body } = await post(path, sent)
      expect([status, (body.errors as { field: string }[])[0]?.field.split('.')[0]]).toEqual([422, field])
    }
  })

  test('has a detail of one sentence, and each invalid field is listed', async ({ remember }) => {
    const { body } = await remember({ content: ' ', type: 'opinion', confidence: 7 })
    expect(body.detail).toMatch(/^content .+\.$/)
    expect((body.errors as { field: string }[]).map(({ field }) => field)).toEqual(['content', 'type', 'confidence'])
  })
})

describe('unusual names in paths', () => {
  const NAMES = [
    '%00',
    'a%00',
    '%0A',
    `${'customer-support'}%0A`,
    '..%2f..%2fetc%2fpasswd',
    '%F0%9F%98%80',
    'a'.repeat(10_000),
    '%D0%B0gent',
    "'%20OR%201=1",
    '%ED%A0%80',
    '%zz',
    '*',
    '%25',
    '%5C',
  ]

  test.for(NAMES)('%s is not found, on every path', async (name, { key, token }) => {
    const calls = OPERATIONS.filter(({ path }) => path.includes('{')).map(({ method, path }) => {
      const sent = { key, query: { content: 'a', query: 'a', as_of: '2030-01-01', since: '2020-01-01' } }
      return api.call(
        method,
        path.replace(/\{\w+\}/g, name),
        path.includes('/session/') || /remember|recall|answer|extend/.test(path) ? { ...sent, token } : sent,
      )
    })
    for (const { status } of await Promise.all(calls)) expect([400, 403, 404, 405, 422]).toContain(status)
  })
})
