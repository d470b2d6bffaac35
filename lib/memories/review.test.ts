import { describe, expect } from 'vitest'
import { api, callOk, startSession, statusAndCode, uniqueName } from '../../test/calls'
import { testOfMemories } from '../../test/memories'
import { createKey, createViewer, keyIdOf, TEST_CONTEXT } from '../../test/teams'
import { changeMemoryTrust } from '../api-keys/change-memory-trust'
import { requireCapability } from '../auth/viewer'

interface Stored {
  id: string
  trust: string
}

const test = testOfMemories
  .extend('setTrust', ({ db, teamId }) => async (key: string, memoryTrust: 'trusted' | 'unreviewed' | 'quarantined') => {
    const viewer = requireCapability(await createViewer(db, teamId), 'keys:manage')
    return changeMemoryTrust(viewer, { id: keyIdOf(key), memoryTrust }, TEST_CONTEXT)
  })
  .extend('openAs', ({ db, teamId }) => async (trust: 'trusted' | 'unreviewed' | 'quarantined') => {
    const key = await createKey(db, teamId)
    await db.updateTable('api_keys').set({ memory_trust: trust }).where('id', '=', keyIdOf(key)).execute()
    const { agent_id: agent, session_token: token } = await startSession(key)
    const path = `/api/v2/agents/${agent}`
    return {
      key,
      path,
      remember: (content: string) => callOk<Stored>('POST', `${path}/remember`, { token, json: { content } }),
      found: async (query: string) =>
        (await callOk<{ memories: { content: string }[] }>('POST', `${path}/recall`, { token, json: { query } })).memories.map(
          ({ content }) => content,
        ),
    }
  })

describe('memories that a key stores which needs a review', () => {
  test('are not recalled until somebody approves them', async ({ key, openAs }) => {
    const agent = await openAs('quarantined')
    const { id } = await agent.remember('the vault is open')
    expect(await agent.found('vault')).toEqual([])
    const list = async (query = {}) =>
      (await callOk<{ memories: Stored[] }>('GET', `${agent.path}/memories`, { key, query })).memories.map((memory) => memory.id)
    expect(await list()).toEqual([])
    expect(await list({ trust: 'quarantined' })).toEqual([id])
    expect(await list({ trust: 'trusted' })).toEqual([])
    const approved = await callOk('POST', `${agent.path}/memories/${id}/approve`, { key, json: { reason: 'Checked.' } })
    expect(approved).toMatchObject({ trust: 'trusted', version: 2 })
    expect([await agent.found('vault'), await list(), await list({ trust: 'quarantined' })]).toEqual([['the vault is open'], [id], []])
  })

  test('may be recalled and marked', async ({ key, openAs }) => {
    const agent = await openAs('unreviewed')
    const { id } = await agent.remember('the door is green')
    expect(await agent.found('door')).toEqual(['the door is green'])
    expect(await callOk('GET', `${agent.path}/memories/${id}`, { key })).toMatchObject({ trust: 'unreviewed' })
    expect(await callOk('POST', `${agent.path}/memories/${id}/approve`, { key })).toMatchObject({ trust: 'trusted', version: 2 })
  })

  test('are approved by admins alone, and only in the version that they read', async ({ db, teamId, key, openAs }) => {
    const agent = await openAs('quarantined')
    const { id } = await agent.remember('the safe is closed')
    const member = await createKey(db, teamId, { scopes: ['memories:read', 'memories:write'] })
    const path = `${agent.path}/memories/${id}/approve`
    expect(statusAndCode(await api.call('POST', path, { key: member }))).toBe('403 insufficient_scope')
    expect(statusAndCode(await api.call('POST', path, { key, headers: { 'if-match': '"7"' } }))).toBe('412 memory_changed')
    expect(await agent.found('safe')).toEqual([])
    await callOk('POST', path, { key, headers: { 'if-match': '"1"' } })
    const entry = await db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'memory.approved')
      .where('target_id', '=', id)
      .executeTakeFirstOrThrow()
    expect(entry).toMatchObject({ before: { trust: 'quarantined' }, after: { trust: 'trusted' } })
  })

  test('are approved once: alone and in bulk, one that is trusted stays as it is, and the audit log says what it was', async ({
    db,
    key,
    openAs,
  }) => {
    const agent = await openAs('quarantined')
    const { id } = await agent.remember('the cellar is flooded')
    const bulk = () => callOk('POST', '/api/v2/memories/bulk', { key, json: { act: 'approve', ids: [id] } })
    expect(await bulk()).toMatchObject({ changed: 1 })
    expect(await bulk()).toMatchObject({ unchanged: 1 })
    expect(await callOk('POST', `${agent.path}/memories/${id}/approve`, { key })).toMatchObject({ trust: 'trusted', version: 2 })
    const entries = db
      .selectFrom('audit_log')
      .select(['before', 'after'])
      .where('action', '=', 'memory.approved')
      .where('target_id', '=', id)
    expect(await entries.execute()).toMatchObject([{ before: { trust: 'quarantined' }, after: { trust: 'trusted' } }])
  })

  test('are those that are stored or changed from the moment of the setting on', async ({ db, key, openAs, setTrust }) => {
    const agent = await openAs('trusted')
    const before = await agent.remember('the first lantern')
    expect(await setTrust(agent.key, 'quarantined')).toMatchObject({ memory_trust: 'quarantined' })
    await agent.remember('the second lantern')
    expect(await agent.found('lantern')).toEqual(['the first lantern'])
    await callOk('PATCH', `${agent.path}/memories/${before.id}`, { key: agent.key, json: { content: 'the third lantern' } })
    expect(await agent.found('lantern')).toEqual([])
    await callOk('PATCH', `${agent.path}/memories/${before.id}`, { key, json: { confidence: 1 } })
    expect(await agent.found('lantern')).toEqual([])
    const entry = await db.selectFrom('audit_log').selectAll().where('action', '=', 'key.memory_trust_changed').executeTakeFirstOrThrow()
    expect(entry).toMatchObject({ before: { memory_trust: 'trusted' }, after: { memory_trust: 'quarantined' } })
  })

  test('stay quarantined when a key changes them whose memories are only marked', async ({ key, openAs, setTrust }) => {
    const agent = await openAs('quarantined')
    const { id } = await agent.remember('the attic is locked')
    await setTrust(agent.key, 'unreviewed')
    const changed = await callOk('PATCH', `${agent.path}/memories/${id}`, { key: agent.key, json: { content: 'the attic is open' } })
    expect(changed).toMatchObject({ trust: 'quarantined', version: 2 })
    expect(await agent.found('attic')).toEqual([])
    await callOk('POST', `${agent.path}/memories/${id}/approve`, { key })
    expect(await agent.found('attic')).toEqual(['the attic is open'])
    expect(await callOk('PATCH', `${agent.path}/memories/${id}`, { key: agent.key, json: { confidence: 1 } })).toMatchObject({
      trust: 'unreviewed',
    })
  })

  test('are listed by trust without a query alone', async ({ key }) => {
    const { agent_id } = await startSession(key, uniqueName())
    const query = { trust: 'quarantined', query: 'x' }
    expect(statusAndCode(await api.call('GET', `/api/v2/agents/${agent_id}/memories`, { key, query }))).toBe('422 invalid_request')
  })
})
