import { describe, expect } from 'vitest'
import { testInOneTeam as test } from '../fixtures'
import { apiClient } from './client'
import { findContractViolations } from './contract'

const AGENT = '/api/v2/agents/customer-support'
const { call } = apiClient()

interface Activated {
  session_id: string
  session_token: string
}

describe('every operation of the API, called in order', () => {
  let token: string
  let sessionId: string
  let memoryId: string

  test('an agent is created, found, changed and activated', async ({ key }) => {
    expect((await call('POST', '/api/v2/agents', { key, json: { agent_id: 'customer-support' } })).status).toBe(201)
    expect((await call('GET', '/api/v2/agents', { key })).body.total).toBe(1)
    expect((await call('GET', AGENT, { key })).body.status).toBe('inactive')
    expect((await call('PATCH', AGENT, { key, query: { pattern: 'tool' } })).body.pattern).toBe('tool')
    const { body } = await call<Activated>('POST', `${AGENT}/activate`, { key })
    token = body.session_token
    sessionId = body.session_id
  })

  test('its session is read, and extended at each of the three addresses', async ({ key }) => {
    expect((await call('GET', `${AGENT}/status`, { token })).body.session_id).toBe(sessionId)
    expect((await call('GET', `${AGENT}/status`, { key })).body.session_id).toBe(sessionId)
    expect((await call('GET', '/api/v2/session/current', { token })).body.session_id).toBe(sessionId)
    expect((await call('GET', '/api/v2/status', { key })).body.session_id).toBe(sessionId)
    expect((await call('POST', '/api/v2/session/extend', { token, query: { extend_hours: 1 } })).body.hours_added).toBe(1)
    expect((await call('POST', `${AGENT}/session/extend`, { token, json: { additional_hours: 2 } })).body.hours_added).toBe(2)
    expect((await call('POST', `${AGENT}/extend`, { token, json: { hours: 3 } })).body.hours_added).toBe(3)
  })

  test('it stores memories', async () => {
    const { body } = await call<{ id: string }>('POST', `${AGENT}/remember`, {
      token,
      query: { content: 'Ada likes tea', tags: ['a', 'b'] },
    })
    memoryId = body.id
    const batch = await call('POST', `${AGENT}/batch-remember`, { token, json: { memories: [{ content: 'Bob too' }, { content: ' ' }] } })
    expect(batch.body).toMatchObject({ total_submitted: 2, successful: 1, failed: 1 })
  })

  test('it retrieves memories, by POST and by GET', async () => {
    for (const [path, asked] of [
      ['recall', { query: 'what does Ada like' }],
      ['recall/recent', {}],
      ['recall/as-of', { as_of: '2099-01-01' }],
      ['recall/changed-since', { since: '2020-01-01' }],
    ] as const) {
      expect((await call('POST', `${AGENT}/${path}`, { token, json: asked })).body.count, path).toBeGreaterThan(0)
      expect((await call('GET', `${AGENT}/${path}`, { token, query: asked })).body.count, path).toBeGreaterThan(0)
    }
    expect((await call('POST', `${AGENT}/answer`, { token })).status).toBe(501)
  })

  test('its memories are listed, changed and deleted', async ({ key }) => {
    expect((await call('GET', `${AGENT}/memories`, { key })).body.count).toBe(2)
    const memory = `${AGENT}/memories/${memoryId}`
    expect((await call('GET', memory, { token })).body.content).toBe('Ada likes tea')
    expect((await call('PATCH', memory, { key, json: { content: 'Ada likes coffee' } })).body.content).toBe('Ada likes coffee')
    expect((await call('DELETE', memory, { key })).status).toBe(200)
    expect((await call('GET', memory, { key })).body.code).toBe('memory_not_found')
  })

  test('its session ends, once by itself and once from outside, and can be read afterwards', async ({ key }) => {
    expect((await call('GET', `/api/v2/sessions/${sessionId}`, { key })).body.status).toBe('active')
    expect((await call('POST', `${AGENT}/deactivate`, { token })).body.end_reason).toBe('deactivated')
    expect((await call('GET', `/api/v2/sessions/${sessionId}`, { key })).body.end_reason).toBe('deactivated')
    const { body } = await call<Activated>('POST', `${AGENT}/activate`, { key })
    const ended = await call('POST', `/api/v2/sessions/${body.session_id}/end`, { key, json: { reason: 'test' } })
    expect(ended.body.end_reason).toBe('revoked')
    expect((await call('GET', '/api/v2/sessions', { key })).body.count).toBe(2)
  })

  test('it is deleted', async ({ key }) => {
    expect((await call('DELETE', AGENT, { key })).body.memories_deleted).toBe(1)
    expect((await call('GET', AGENT, { key })).body.code).toBe('agent_not_found')
  })

  test('the server describes itself', async () => {
    expect((await call('GET', '/health')).body).toMatchObject({ status: 'ok', service: 'MEMANTO' })
    expect((await call('GET', '/ready')).status).toBe(200)
    const { headers } = await call('GET', '/api/v2/openapi.json')
    const again = await call('GET', '/api/v2/openapi.json', { headers: { 'if-none-match': headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })
})

test('paths are matched as Next and our server match them', async ({ key }) => {
  expect((await call('GET', '/api/v2/nothing')).body.code).toBe('not_found')
  expect((await call('PUT', '/api/v2/agents')).body.code).toBe('method_not_allowed')
  expect((await call('GET', '/api/v2/agents/%zz', { key })).body.code).toBe('malformed_request')
  expect((await call('GET', '/api/v2/agents/a%2Fb', { key })).body.code).toBe('agent_not_found')
})

describe('an answer that contradicts the document', () => {
  const REQUEST_ID = 'req_1'
  const json = { 'content-type': 'application/json', 'x-request-id': REQUEST_ID }
  const deleted = { message: 'Gone.', agent_id: 'a', memories_deleted: 0 }
  const problem = {
    type: '/docs/errors/agent_exists',
    title: 'The agent already exists',
    status: 409,
    detail: 'It does.',
    code: 'agent_exists',
  }
  const asProblem = { ...json, 'content-type': 'application/problem+json' }

  const breaches = (method: string, path: string, status: number, headers: Record<string, string>, body: unknown) =>
    findContractViolations(method, path, { status, headers: new Headers(headers), body }).join()

  test('is not found in correct answers', () => {
    expect(breaches('DELETE', AGENT, 200, json, deleted)).toBe('')
    expect(breaches('POST', '/api/v2/agents', 409, asProblem, { ...problem, request_id: REQUEST_ID })).toBe('')
  })

  test.each([
    ['a status', 201, json, deleted, 'the status 201'],
    ['a property too many', 200, json, { ...deleted, secret: 1 }, '"secret"'],
    ['a property too few', 200, json, { message: 'Gone.' }, '"agent_id"'],
    ['a wrong type', 200, json, { ...deleted, memories_deleted: '0' }, 'must be integer'],
    ['a content type', 200, { ...json, 'content-type': 'text/html' }, deleted, 'content type'],
    ['no request id', 200, { 'content-type': 'application/json' }, deleted, 'X-Request-Id'],
    ['a session header', 200, { ...json, 'x-session-expires-at': 'soon' }, deleted, 'session header'],
    ['a code of another endpoint', 409, asProblem, { ...problem, request_id: REQUEST_ID }, 'agent_exists is not listed'],
    ['a body that is no problem', 409, asProblem, { error: 'no' }, '"code"'],
  ])('%s', (_what, status, headers, body, sentence) => {
    expect(breaches('DELETE', AGENT, status, headers as Record<string, string>, body)).toContain(sentence)
  })

  test('a token that may be cached', () => {
    const body = { session_token: 'x' }
    expect(breaches('POST', `${AGENT}/activate`, 200, json, body)).toContain('may be cached')
  })
})
