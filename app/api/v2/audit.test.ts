import { expect } from 'vitest'
import { revokeKey } from '../../../lib/api-keys/revoke'
import { rotateKey } from '../../../lib/api-keys/rotate'
import { requireCapability } from '../../../lib/auth/viewer'
import { formatPeerHeader } from '../../../lib/http/client'
import { api, startSession, statusAndCode, storeMemory } from '../../../test/calls'
import { test as base } from '../../../test/fixtures'
import { createKey, createViewer, keyIdOf, TEST_CONTEXT } from '../../../test/teams'

const test = base
  .extend(
    'entries',
    ({ db, teamId }) =>
      (action: string) =>
        db
          .selectFrom('audit_log')
          .select(['by_kind', 'by_id', 'by_name', 'target_kind', 'target_id', 'target_name', 'address', 'before', 'after'])
          .where('team_id', '=', teamId)
          .where('action', '=', action)
          .orderBy('id')
          .execute(),
  )
  .extend(
    'keyManager',
    ({ db, teamId }) =>
      async () =>
        requireCapability(await createViewer(db, teamId), 'keys:manage'),
  )
  .extend('refusals', ({ entries }) => async (count: number) => {
    await expect.poll(() => entries('key.refused')).toHaveLength(count)
    return entries('key.refused')
  })

test('changes and deletions of a memory are in the audit log, without its text', async ({ db, teamId, key, entries }) => {
  const session = await startSession(key)
  const id = await storeMemory(session, 'Ada prefers e-mail.')
  const path = `/api/v2/agents/${session.agent_id}/memories/${id}`
  await api.call('PATCH', path, {
    token: session.session_token,
    json: { content: 'Ada prefers the phone.', type: 'preference', title: 'Ada' },
  })
  await api.call('DELETE', path, { key })
  const target = { target_kind: 'memory', target_id: id, target_name: session.agent_id }
  expect(await entries('memory.changed')).toMatchObject([
    {
      ...target,
      by_kind: 'key',
      by_id: keyIdOf(key),
      by_name: 'test key',
      before: { type: 'fact', title_characters: 0, content_characters: 19 },
      after: { type: 'preference', title_characters: 3, content_characters: 22, content_changed: true },
    },
  ])
  expect(await entries('memory.deleted')).toMatchObject([
    { ...target, by_kind: 'key', by_id: keyIdOf(key), before: { type: 'preference' } },
  ])
  const whole = JSON.stringify(await db.selectFrom('audit_log').selectAll().where('team_id', '=', teamId).execute())
  expect(whole).not.toMatch(/prefers/)
})

test('changing a memory that does not exist leaves no entry in the audit log', async ({ key, entries }) => {
  const { agent_id } = await startSession(key)
  const path = `/api/v2/agents/${agent_id}/memories/mem_nothing`
  expect(statusAndCode(await api.call('PATCH', path, { key, json: { type: 'fact' } }))).toBe('404 memory_not_found')
  expect(statusAndCode(await api.call('DELETE', path, { key }))).toBe('404 memory_not_found')
  expect([...(await entries('memory.changed')), ...(await entries('memory.deleted'))]).toEqual([])
})

const use = async (sent: string, method = 'GET') => {
  const headers = { 'x-memanto-peer': formatPeerHeader('198.51.100.4', '198.51.100.4', false) }
  return statusAndCode(
    await api.call(method, '/api/v2/agents', { key: sent, headers, ...(method === 'POST' && { json: { agent_id: 'new' } }) }),
  )
}

test('a refused use of a key is in the audit log once, however often it is tried', async ({ db, teamId, keyManager, refusals }) => {
  const revoked = await createKey(db, teamId)
  await revokeKey(await keyManager(), { id: keyIdOf(revoked), reason: 'leaked' }, TEST_CONTEXT)
  for (let attempt = 0; attempt < 20; attempt++) expect(await use(revoked)).toBe('401 api_key_revoked')
  const about = { target_kind: 'key', target_id: keyIdOf(revoked), target_name: 'test key', by_kind: 'system', address: '198.51.100.4' }
  expect(await refusals(1)).toMatchObject([{ ...about, after: { reason: 'revoked', refusals: 1 } }])
})

test('each reason has its own entry; a key that is not known at all belongs to no team', async ({
  db,
  teamId,
  key,
  keyManager,
  refusals,
}) => {
  const expired = await createKey(db, teamId, { expiresAt: new Date(0) })
  const reader = await createKey(db, teamId, { scopes: ['agents:read'] })
  const rotated = await createKey(db, teamId)
  await rotateKey(await keyManager(), { id: keyIdOf(rotated), overlap: 'none' }, TEST_CONTEXT)
  expect(await use(expired)).toBe('401 api_key_expired')
  expect(await use(reader, 'POST')).toBe('403 insufficient_scope')
  expect(await use(rotated)).toBe('401 invalid_api_key')
  expect(await use(`${key}x`)).toBe('401 invalid_api_key')
  expect(await use(reader)).toBe('200')
  const found = await refusals(3)
  expect(found.map(({ target_id, after }) => [target_id, (after as { reason?: string }).reason]).toSorted()).toEqual(
    [
      [keyIdOf(expired), 'expired'],
      [keyIdOf(reader), 'insufficient_scope'],
      [keyIdOf(rotated), 'wrong_secret'],
    ].toSorted(),
  )
})
