import { sql } from 'kysely'
import { expect } from 'vitest'
import { formatPeerHeader, PEER_HEADER } from '../../../lib/http/client'
import { api, createAgent, startSession, statusAndCode, uniqueName } from '../../../test/calls'
import { test as base } from '../../../test/fixtures'
import { createKey, keyIdOf } from '../../../test/teams'

const test = base.extend('limit', ({ db }) => async (key: string, ...networks: string[]) => {
  await sql`update api_keys set allowed_networks = ${networks}::inet[] where id = ${keyIdOf(key)}`.execute(db)
})

const from = (address: string) => ({ headers: { [PEER_HEADER]: formatPeerHeader(address, address, false) } })
const INSIDE = from('192.0.2.9')
const OUTSIDE = from('198.51.100.1')
const REFUSED = '403 address_not_allowed'

test('a key works from its networks only, and a change of them takes effect at the next call', async ({ key, limit }) => {
  const list = async (sent: object) => statusAndCode(await api.call('GET', '/api/v2/agents', { key, ...sent }))
  expect(await list(OUTSIDE)).toBe('200')
  await limit(key, '192.0.2.0/24', '2001:db8::/32')
  expect([await list(INSIDE), await list(from('2001:db8:1::5')), await list(OUTSIDE), await list(from('2001:db9::1'))]).toEqual([
    ...['200', '200', REFUSED, REFUSED],
  ])
  await limit(key, '198.51.100.1')
  expect([await list(INSIDE), await list(OUTSIDE)]).toEqual([REFUSED, '200'])
})

test('a call whose address is not known is refused when the key is limited', async ({ key, limit }) => {
  await limit(key, '0.0.0.0/0', '::/0')
  expect(statusAndCode(await api.call('GET', '/api/v2/agents', { key }))).toBe(REFUSED)
})

test('nothing is written by a refused call', async ({ db, teamId, key, limit }) => {
  await createAgent(key)
  await limit(key, '192.0.2.0/24')
  expect(statusAndCode(await api.call('POST', '/api/v2/agents', { key, json: { agent_id: uniqueName() }, ...OUTSIDE }))).toBe(REFUSED)
  expect(await db.selectFrom('agents').selectAll().where('team_id', '=', teamId).execute()).toHaveLength(1)
})

test('session tokens that were issued to the key work from the same networks only', async ({ db, teamId, key, limit }) => {
  const { agent_id: agent, session_token: token } = await startSession(key)
  await limit(key, '192.0.2.0/24')
  const calls: [string, string, object][] = [
    ['POST', `/api/v2/agents/${agent}/remember`, { json: { content: 'Ada prefers e-mail.' } }],
    ['POST', `/api/v2/agents/${agent}/recall`, { json: { query: 'e-mail' } }],
    ['POST', `/api/v2/agents/${agent}/recall/recent`, { json: {} }],
    ['GET', '/api/v2/session/current', {}],
    ['POST', '/api/v2/session/extend', { json: { extend_hours: 0.1 } }],
  ]
  for (const [method, path, sent] of calls) {
    expect(statusAndCode(await api.call(method, path, { token, ...sent, ...OUTSIDE })), path).toBe(REFUSED)
    if (method === 'POST' && path.endsWith('remember')) {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from memories where team_id = ${teamId}`.execute(db)
      expect(rows).toEqual([{ count: 0 }])
    }
    expect(statusAndCode(await api.call(method, path, { token, ...sent, ...INSIDE })), path).toBe('200')
  }
})

test('a key that is sent with a session token must work from the address, too', async ({ db, teamId, key, limit }) => {
  const { session_token: token } = await startSession(key)
  const companion = await createKey(db, teamId)
  await limit(companion, '192.0.2.0/24')
  const extend = async (sent: object) =>
    statusAndCode(await api.call('POST', '/api/v2/session/extend', { token, key: companion, json: { extend_hours: 0.1 }, ...sent }))
  expect([await extend(OUTSIDE), await extend(INSIDE)]).toEqual([REFUSED, '200'])
})

test('the audit log says that the key was refused because of the address', async ({ db, teamId, key, limit }) => {
  await limit(key, '192.0.2.0/24')
  await api.call('GET', '/api/v2/agents', { key, ...OUTSIDE })
  await expect
    .poll(() =>
      db
        .selectFrom('audit_log')
        .select(['target_id', 'address', 'after'])
        .where('team_id', '=', teamId)
        .where('action', '=', 'key.refused')
        .execute(),
    )
    .toEqual([{ target_id: keyIdOf(key), address: '198.51.100.1', after: { reason: 'address_not_allowed', refusals: 1 } }])
})
