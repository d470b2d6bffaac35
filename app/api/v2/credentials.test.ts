import { createHmac } from 'node:crypto'
import { describe, expect } from 'vitest'
import { OPERATIONS } from '../../../lib/api/operations'
import { issueKey, type NewKey } from '../../../lib/api-keys/issue'
import { revokeKey } from '../../../lib/api-keys/revoke'
import { rotateKey } from '../../../lib/api-keys/rotate'
import { OVERLAP_MINUTES, type Overlap } from '../../../lib/api-keys/rules'
import type { Scope } from '../../../lib/auth/permissions'
import { requireCapability } from '../../../lib/auth/viewer'
import { formatPeerHeader } from '../../../lib/http/client'
import type { CallOptions } from '../../../test/api/client'
import { api, callOk, createAgent, startSession, statusAndCode, storeMemory } from '../../../test/calls'
import { ageSession, moveClock } from '../../../test/clock'
import { testInOneTeam as base } from '../../../test/fixtures'
import { TEST_SECRET } from '../../../test/settings'
import { createKey, createTeam, createViewer, keyIdOf, TEST_CONTEXT } from '../../../test/teams'

const test = base
  .extend(
    'keyManager',
    ({ db, teamId }) =>
      async () =>
        requireCapability(await createViewer(db, teamId), 'keys:manage'),
  )
  .extend(
    'revoke',
    ({ keyManager }) =>
      async (secret: string) =>
        revokeKey(await keyManager(), { id: keyIdOf(secret), reason: 'leaked' }, TEST_CONTEXT),
  )
  .extend(
    'rotate',
    ({ keyManager }) =>
      async (secret: string, overlap: Overlap) =>
        rotateKey(await keyManager(), { id: keyIdOf(secret), overlap }, TEST_CONTEXT),
  )

const agents = async (sent: CallOptions) => statusAndCode(await api.call('GET', '/api/v2/agents', sent))
const current = async (token: string, sent: CallOptions = {}) =>
  statusAndCode(await api.call('GET', '/api/v2/session/current', { token, ...sent }))
const withHeaders = (headers: Record<string, string>) => agents({ headers })

describe('how a key is sent', () => {
  test('the scheme is case-insensitive, several blanks or a tab may follow it, and X-Api-Key works too', async ({ key }) => {
    for (const authorization of [`Bearer ${key}`, `bearer ${key}`, `BEARER ${key}`, `Bearer  ${key}`, `Bearer\t${key}`, `Bearer ${key} `])
      expect(await withHeaders({ authorization })).toBe('200')
    expect(await withHeaders({ 'x-api-key': key })).toBe('200')
    expect(await withHeaders({ 'x-api-key': ` ${key} ` })).toBe('200')
    expect(await withHeaders({ 'x-api-key': key, authorization: `Bearer ${key}` })).toBe('200')
  })

  test('without a key, or with empty headers, a key is missing', async () => {
    expect(await agents({})).toBe('401 missing_api_key')
    expect(await withHeaders({ authorization: '', 'x-api-key': '' })).toBe('401 missing_api_key')
  })

  test('a client on this machine needs a key too, unless the operator allows it to send none', async () => {
    expect(await withHeaders({ host: 'localhost:8000', 'x-memanto-peer': formatPeerHeader('127.0.0.1', '127.0.0.1', false) })).toBe(
      '401 missing_api_key',
    )
  })

  test('any other value is not a valid key', async ({ db, teamId, key }) => {
    const other = await createKey(db, teamId)
    const odd = [
      'Bearer',
      'Bearer ',
      `Basic ${btoa(`key:${key}`)}`,
      key,
      `Bearer ${key}x`,
      `Bearer ${key} ${key}`,
      `Bearer ${key}, Bearer ${key}`,
      `Bearer: ${key}`,
      `Bearer ${other}, ${key}`,
    ]
    for (const authorization of odd) expect(await withHeaders({ authorization })).toBe('401 invalid_api_key')
    expect(await withHeaders({ 'x-api-key': `${key}, ${key}` })).toBe('401 invalid_api_key')
    expect(await withHeaders({ 'x-api-key': `Bearer ${key}` })).toBe('401 invalid_api_key')
  })

  test('two different keys are refused, even if one is valid', async ({ db, teamId, key }) => {
    const other = await createKey(db, teamId)
    for (const wrong of [other, 'mk_live_nonsense']) {
      expect(await withHeaders({ authorization: `Bearer ${key}`, 'x-api-key': wrong })).toBe('401 ambiguous_api_key')
      expect(await withHeaders({ authorization: `Bearer ${wrong}`, 'x-api-key': key })).toBe('401 ambiguous_api_key')
    }
  })

  test('an Authorization of another scheme, which a proxy asked for, is ignored next to a key or a token', async ({ key }) => {
    const { session_token: token } = await startSession(key)
    for (const authorization of [`Basic ${btoa('ada:x')}`, `Negotiate ${'x'.repeat(3000)}`, 'Digest username="ada", realm="x"']) {
      expect(await withHeaders({ authorization, 'x-api-key': key })).toBe('200')
      expect(await current(token, { headers: { authorization } })).toBe('200')
      expect(await withHeaders({ authorization })).toBe('401 invalid_api_key')
    }
    for (const authorization of ['Bearer x y', 'mk_live_nonsense']) {
      expect(await withHeaders({ authorization, 'x-api-key': key })).toBe('401 ambiguous_api_key')
      expect(await current(token, { headers: { authorization } })).toBe('401 invalid_api_key')
    }
  })

  test('a 401 says how to authenticate', async () => {
    const { headers } = await api.call('GET', '/api/v2/agents')
    expect(headers.get('www-authenticate')).toMatch(/^Bearer /)
  })
})

test('a key or a token in a URL or a body is not accepted', async ({ key }) => {
  const { session_token } = await startSession(key)
  for (const name of ['key', 'api_key', 'apikey', 'access_token', 'x-api-key', 'authorization']) {
    expect(await agents({ query: { [name]: key } })).toBe('401 missing_api_key')
    expect(statusAndCode(await api.call('POST', '/api/v2/agents', { json: { [name]: key, agent_id: 'x' } }))).toBe('401 missing_api_key')
  }
  for (const name of ['token', 'session_token', 'x-session-token'])
    expect(statusAndCode(await api.call('GET', '/api/v2/session/current', { query: { [name]: session_token } }))).toBe(
      '401 missing_session_token',
    )
})

test('a key whose id is known and whose secret is wrong gets the answer of an unknown one', async ({ key }) => {
  const { newKey } = await import('../../../lib/auth/api-key-format')
  const [sameId, unknown] = await Promise.all([newKey(keyIdOf(key)), newKey()].map(({ key }) => api.call('GET', '/api/v2/agents', { key })))
  expect(sameId?.status).toBe(401)
  expect({ ...sameId?.body, request_id: '' }).toEqual({ ...unknown?.body, request_id: '' })
})

test('an activation that creates the agent needs agents:write too', async ({ db, teamId, key }) => {
  const runtime = await createKey(db, teamId, { scopes: ['sessions:write'] })
  const activation = (name: string) => api.call('POST', `/api/v2/agents/${name}/activate`, { key: runtime, json: { create: true } })
  expect(statusAndCode(await activation('not-there'))).toBe('403 insufficient_scope')
  expect(statusAndCode(await activation(await createAgent(key)))).toBe('200')
})

describe('a key that is no longer valid is refused at the very next request', () => {
  test('revoked', async ({ db, teamId, revoke }) => {
    const doomed = await createKey(db, teamId)
    expect(await agents({ key: doomed })).toBe('200')
    await revoke(doomed)
    expect(await agents({ key: doomed })).toBe('401 api_key_revoked')
  })

  test('expired, to the millisecond', async ({ db, teamId }) => {
    const brief = await createKey(db, teamId, { expiresAt: new Date(Date.now() + 3_600_000) })
    expect(await agents({ key: brief })).toBe('200')
    await db.updateTable('api_keys').set({ expires_at: new Date() }).where('id', '=', keyIdOf(brief)).execute()
    expect(await agents({ key: brief })).toBe('401 api_key_expired')
  })

  test('rotated without overlap: the old secret is unknown, the new one works', async ({ db, teamId, rotate }) => {
    const old = await createKey(db, teamId)
    const { key: fresh } = await rotate(old, 'none')
    expect(keyIdOf(fresh)).toBe(keyIdOf(old))
    expect(await agents({ key: old })).toBe('401 invalid_api_key')
    expect(await agents({ key: fresh })).toBe('200')
  })

  test.for(Object.keys(OVERLAP_MINUTES).filter((overlap) => overlap !== 'none') as Overlap[])(
    'rotated with an overlap of %s: both work until it ends',
    async (overlap, { db, teamId, key, rotate }) => {
      const old = await createKey(db, teamId)
      const { session_token, agent_id } = await startSession(key)
      const { key: fresh } = await rotate(old, overlap)
      const remember = async () =>
        statusAndCode(
          await api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token: session_token, key: old, json: { content: 'a' } }),
        )
      expect([await agents({ key: old }), await agents({ key: fresh }), await remember()]).toEqual(['200', '200', '200'])
      await db.updateTable('api_keys').set({ previous_until: new Date() }).where('id', '=', keyIdOf(old)).execute()
      expect([await agents({ key: old }), await agents({ key: fresh })]).toEqual(['401 invalid_api_key', '200'])
      expect([await remember(), await current(session_token, { key: old })]).toEqual(['401 invalid_api_key', '401 invalid_api_key'])
    },
  )

  test('an overlap ends at the time that was announced', async ({ db, teamId, rotate }) => {
    const old = await createKey(db, teamId)
    const { row } = await rotate(old, '24 h')
    expect(Number(row.previous_until) - Number(row.rotated_at)).toBe(24 * 3_600_000)
    await moveClock(db, 24.01)
    expect(await agents({ key: old })).toBe('401 invalid_api_key')
    await moveClock(db, 0)
  })

  test('rotating again disables the secret before the last one', async ({ db, teamId, rotate }) => {
    const first = await createKey(db, teamId)
    const { key: second } = await rotate(first, '7 d')
    await rotate(first, '7 d')
    expect([await agents({ key: first }), await agents({ key: second })]).toEqual(['401 invalid_api_key', '200'])
  })
})

describe('a key or person that loses access takes every token and session with it', () => {
  test('revoking a key ends the sessions that it opened, and its tokens in other sessions are refused', async ({
    db,
    teamId,
    key,
    revoke,
  }) => {
    const doomed = await createKey(db, teamId)
    const own = await startSession(key, await createAgent(key))
    const opened = await startSession(doomed, await createAgent(key))
    const joined = await startSession(doomed, own.agent_id)
    const { sessionsEnded } = await revoke(doomed)
    expect(sessionsEnded).toBe(1)
    expect(await current(opened.session_token)).toBe('401 session_ended')
    expect(await current(joined.session_token)).toBe('401 credential_revoked')
    expect(await current(own.session_token)).toBe('200')
    const detail = await callOk<{ end_reason: string }>('GET', `/api/v2/sessions/${opened.session_id}`, { key })
    expect(detail.end_reason).toBe('revoked')
  })

  test('every call of a token whose key was revoked or has expired is refused, and nothing is stored', async ({ db, teamId, key }) => {
    for (const change of [{ revoked_at: new Date() }, { expires_at: new Date() }]) {
      const doomed = await createKey(db, teamId)
      const { agent_id, session_token: token, session_id } = await startSession(doomed, await createAgent(key))
      await db.updateTable('api_keys').set(change).where('id', '=', keyIdOf(doomed)).execute()
      const sent = { token, query: { content: 'a', query: 'a', as_of: '2030-01-01', since: '2020-01-01' } }
      for (const path of ['remember', 'recall', 'recall/recent', 'recall/as-of', 'recall/changed-since', 'extend', 'deactivate', 'answer'])
        expect(statusAndCode(await api.call('POST', `/api/v2/agents/${agent_id}/${path}`, sent))).toBe('401 credential_revoked')
      expect(await db.selectFrom('memories').select('id').where('session_id', '=', session_id).execute()).toEqual([])
    }
  })

  test('a removed person loses access, and a person who became a reader can only read', async ({ db, teamId, key }) => {
    const { signSessionToken } = await import('../../../lib/auth/session-token')
    const member = await createViewer(db, teamId, 'member')
    const { agent_id, session_id } = await startSession(key)
    const session = await db.selectFrom('sessions').selectAll().where('id', '=', session_id).executeTakeFirstOrThrow()
    const token = await signSessionToken({ ...session, agent_name: agent_id }, member.issuedTo)
    const remember = async () =>
      statusAndCode(await api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'a' } }))
    const recall = async () => statusAndCode(await api.call('POST', `/api/v2/agents/${agent_id}/recall`, { token, json: { query: 'a' } }))
    expect([await remember(), await recall()]).toEqual(['200', '200'])
    await db.updateTable('memberships').set({ role: 'reader' }).where('person_id', '=', member.issuedTo.id).execute()
    expect([await remember(), await recall()]).toEqual(['403 insufficient_scope', '200'])
    await db.deleteFrom('memberships').where('person_id', '=', member.issuedTo.id).execute()
    expect([await remember(), await recall()]).toEqual(['401 credential_revoked', '401 credential_revoked'])
  })
})

describe('a companion key, sent together with a token,', () => {
  test('only has to be valid, of the same team and allowed for the agent; its scopes do not matter', async ({
    db,
    teamId,
    key,
    revoke,
  }) => {
    const { agent_id, session_token: token } = await startSession(key)
    const otherAgent = await createAgent(key)
    const withCompanion = async (companionKey: string) => {
      const answers = await Promise.all([
        api.call('GET', '/api/v2/session/current', { token, key: companionKey }),
        api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, key: companionKey, json: { content: 'a' } }),
        api.call('POST', `/api/v2/agents/${agent_id}/recall`, { token, key: companionKey, json: { query: 'a' } }),
      ])
      const [first, ...others] = answers.map(statusAndCode)
      expect(others).toEqual([first, first])
      return first
    }
    expect(await withCompanion(await createKey(db, teamId, { scopes: [] }))).toBe('200')
    expect(await withCompanion(await createKey(db, teamId, { onlyAgents: [agent_id] }))).toBe('200')
    expect(await withCompanion(await createKey(db, teamId, { onlyAgents: [otherAgent] }))).toBe('403 agent_not_allowed')
    expect(await withCompanion(await createKey(db, await createTeam(db, 'Other')))).toBe('401 invalid_api_key')
    expect(await withCompanion('nonsense')).toBe('401 invalid_api_key')
    const revoked = await createKey(db, teamId)
    await revoke(revoked)
    expect(await withCompanion(revoked)).toBe('401 api_key_revoked')
  })

  test('a token takes precedence over a key: a valid key does not make up for an invalid token', async ({ key }) => {
    const { agent_id } = await startSession(key)
    for (const [method, path] of [
      ['GET', 'status'],
      ['POST', 'deactivate'],
      ['GET', 'memories/any'],
      ['DELETE', 'memories/any'],
    ] as const)
      expect(statusAndCode(await api.call(method, `/api/v2/agents/${agent_id}/${path}`, { key, token: 'nonsense' }))).toBe(
        '401 invalid_session_token',
      )
  })
})

describe('tokens that are no longer valid are 401, each with its code, never 500', () => {
  const encoded = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
  const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>

  function signed(claims: unknown, alg = 'HS256'): string {
    const content = `${encoded({ alg, typ: 'JWT' })}.${encoded(claims)}`
    return `${content}.${createHmac('sha256', TEST_SECRET).update(content).digest('base64url')}`
  }

  /** Expects the same code from a call that reads the session, one that authorizes in its own statement, and one that accepts an expired session. */
  async function codeOf(agent: string, token: string): Promise<string> {
    const answers = await Promise.all([
      api.call('GET', '/api/v2/session/current', { token }),
      api.call('POST', `/api/v2/agents/${agent}/remember`, { token, json: { content: 'a' } }),
      api.call('POST', `/api/v2/agents/${agent}/recall`, { token, json: { query: 'a' } }),
      api.call('POST', `/api/v2/agents/${agent}/extend`, { token }),
      api.call('POST', `/api/v2/agents/${agent}/deactivate`, { token }),
      api.call('GET', `/api/v2/agents/${agent}/status`, { token }),
    ])
    expect(new Set(answers.map(statusAndCode)).size, answers.map(statusAndCode).join()).toBe(1)
    return statusAndCode(answers[0])
  }

  test('tokens that this server did not sign, or signed with unexpected claims', async ({ key }) => {
    const { agent_id, session_token } = await startSession(key)
    const claims = claimsOf(session_token)
    const [header, payload, signature] = session_token.split('.')
    const bad = [
      'x',
      'a.b.c',
      `${header}.${payload}.`,
      `${header}.${encoded({ ...claims, agent_id: 'other' })}.${signature}`,
      signed(claims, 'none'),
      signed(claims, 'HS512'),
      signed({}),
      signed({ ...claims, team_id: 7 }),
      signed({ ...claims, via: 'root' }),
      signed({ ...claims, session_id: { $gt: '' } }),
      signed({ ...claims, session_id: 'sess_\0' }),
      signed('null'),
      signed('[]'),
    ]
    for (const token of bad) expect(await codeOf(agent_id, token)).toBe('401 invalid_session_token')
  })

  test('signed tokens for a session, a team or a key that does not exist', async ({ db, key }) => {
    const { agent_id, session_token } = await startSession(key)
    const claims = claimsOf(session_token)
    expect(await codeOf(agent_id, signed({ ...claims, session_id: 'sess_none' }))).toBe('401 unknown_session')
    expect(await codeOf(agent_id, signed({ ...claims, session_id: "' OR 1=1" }))).toBe('401 unknown_session')
    expect(await codeOf(agent_id, signed({ ...claims, team_id: await createTeam(db, 'Elsewhere') }))).toBe('401 unknown_session')
    expect(await codeOf(agent_id, signed({ ...claims, via: 'key:0000000000' }))).toBe('401 credential_revoked')
    expect(await codeOf(agent_id, signed({ ...claims, via: 'person:00000000-0000-0000-0000-000000000000' }))).toBe('401 credential_revoked')
  })

  test('the row of the session decides, not the times in the claims', async ({ key }) => {
    const { agent_id, session_token } = await startSession(key)
    const claims = claimsOf(session_token)
    for (const exp of [0, -1, 1e300, 0.5]) {
      const { status, headers } = await api.call('POST', `/api/v2/agents/${agent_id}/remember`, {
        token: signed({ ...claims, exp }),
        json: { content: 'a' },
      })
      expect([status, headers.get('x-session-token')]).toEqual([200, session_token])
    }
    expect(await current(signed({ ...claims, expires_at: 'never', iat: 'yesterday' }))).toBe('200')
  })

  test('tokens of a session that was deactivated, replaced or ended from outside', async ({ key }) => {
    const deactivated = await startSession(key)
    await callOk('POST', `/api/v2/agents/${deactivated.agent_id}/deactivate`, { key })
    const replaced = await startSession(key)
    await startSession(key, replaced.agent_id, { on_active: 'replace' })
    const revoked = await startSession(key)
    await callOk('POST', `/api/v2/sessions/${revoked.session_id}/end`, { key })
    const reasons = { deactivated, replaced, revoked }
    for (const [end_reason, { agent_id, session_token: token }] of Object.entries(reasons)) {
      expect(await codeOf(agent_id, token)).toBe('401 session_ended')
      expect((await api.call('GET', '/api/v2/session/current', { token })).body).toMatchObject({ end_reason })
    }
  })

  test('tokens of an expired session', async ({ db, key }) => {
    const { agent_id, session_id, session_token } = await startSession(key)
    await ageSession(db, session_id, 6)
    expect(await codeOf(agent_id, session_token)).toBe('401 session_expired')
  })

  test('tokens of a deleted agent, also after another one was created under its name, which has none of its memories', async ({ key }) => {
    const { agent_id, session_token } = await startSession(key)
    const memory = await storeMemory({ agent_id, session_token })
    await callOk('DELETE', `/api/v2/agents/${agent_id}`, { key })
    expect(await codeOf(agent_id, session_token)).toBe('401 agent_deleted')
    const again = await startSession(key, agent_id)
    expect(await codeOf(agent_id, session_token)).toBe('401 agent_deleted')
    expect(await callOk('GET', `/api/v2/agents/${agent_id}`, { key })).toMatchObject({ memory_count: 0, session_count: 1 })
    expect(
      await callOk('POST', `/api/v2/agents/${agent_id}/recall`, { token: again.session_token, json: { query: 'Ada e-mail phone' } }),
    ).toMatchObject({ count: 0 })
    expect(await callOk('GET', `/api/v2/agents/${agent_id}/memories`, { key })).toMatchObject({ count: 0 })
    expect(statusAndCode(await api.call('GET', `/api/v2/agents/${agent_id}/memories/${memory}`, { key }))).toBe('404 memory_not_found')
  })
})

test('a stranger learns nothing from a 422: authentication comes before validation', async ({ key }) => {
  const { agent_id } = await startSession(key)
  const bad = { json: { hours: 'x', duration_hours: 'x', content: ' ', query: ' ', agent_id: ' ', limit: 0, memories: [], confidence: 7 } }
  for (const { id, method, path } of OPERATIONS.filter(({ security }) => security.kind !== 'none')) {
    const address = path.replace('{agent_id}', agent_id).replace(/\{\w+\}/g, 'any')
    const content = method === 'GET' ? { query: bad.json } : bad
    for (const sent of [{}, { key: 'nonsense' }, { token: 'nonsense' }, { key: 'nonsense', token: 'nonsense' }])
      expect([id, (await api.call(method, address, { ...content, ...sent })).status]).toEqual([id, 401])
  }
})

test('lists and details show neither tokens nor hashes nor keys', async ({ key }) => {
  const { session_id, agent_id, session_token } = await startSession(key)
  await callOk('POST', `/api/v2/agents/${agent_id}/extend`, { token: session_token })
  const paths = ['/agents', `/agents/${agent_id}`, '/sessions', `/sessions/${session_id}`, '/status', `/agents/${agent_id}/status`]
  const texts = await Promise.all(paths.map(async (path) => JSON.stringify(await callOk('GET', `/api/v2${path}`, { key }))))
  for (const text of texts) expect(text).not.toMatch(/eyJ|mk_live|_hash|secret|session_token/)
})

test('a key issued for some agents reaches them, and the history shows its name and not its secret', async ({ db, teamId, key }) => {
  const agent = await createAgent(key)
  const admin = requireCapability(await createViewer(db, teamId, 'admin'), 'keys:manage')
  const input = { name: 'support runtime', scopes: ['sessions:write' as const], agentNames: [agent], expiresAt: null }
  const { key: issued } = await issueKey(admin, input, TEST_CONTEXT)
  const { opened_by } = await startSession(issued, agent)
  expect(opened_by).toEqual({ kind: 'key', id: keyIdOf(issued), name: 'support runtime' })
})

test('nobody issues a key above their role, and only owners and admins issue any', async ({ db, teamId }) => {
  const input = { name: 'mine', scopes: ['agents:read'] as Scope[], agentNames: null, expiresAt: null }
  for (const role of ['reader', 'member'] as const) {
    const viewer = await createViewer(db, teamId, role)
    expect(() => requireCapability(viewer, 'keys:manage')).toThrow(expect.objectContaining({ code: 'insufficient_scope' }))
  }
  const admin = requireCapability(await createViewer(db, teamId, 'admin'), 'keys:manage')
  const issue = (changes: Partial<NewKey>) => issueKey(admin, { ...input, ...changes }, TEST_CONTEXT)
  await expect(issue({ expiresAt: new Date(0) })).rejects.toMatchObject({ code: 'invalid_request' })
  await expect(issue({ agentNames: ['not-there'] })).rejects.toMatchObject({ code: 'invalid_request' })
  expect(await db.selectFrom('api_keys').select('id').where('name', '=', 'mine').execute()).toEqual([])
})
