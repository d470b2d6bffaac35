import { describe, expect } from 'vitest'
import { OPERATIONS } from '../../../lib/api/operations'
import { takesKey } from '../../../lib/auth/security'
import type { Operation } from '../../../lib/http/operation'
import { api, createAgent, startSession, statusAndCode, storeMemory, uniqueName } from '../../../test/calls'
import { testInOneTeam as base } from '../../../test/fixtures'
import { createKey, keyIdOf } from '../../../test/teams'

// A key that has been used before is checked in the round trip of the first statement of a call, on the assumption that nothing about it has
// changed. These tests change it between two calls.

const OPERATIONS_BY_KEY = OPERATIONS.filter(({ security }) => takesKey(security)).map((operation) => [operation.id, operation] as const)
const TABLES = ['agents', 'sessions', 'session_counters', 'session_events', 'memories', 'idempotency_records'] as const

type Ids = Record<'agent_id' | 'session_id' | 'memory_id', string>

const test = base
  .extend('ids', { scope: 'file' }, async ({ key }): Promise<Ids> => {
    const { agent_id, session_id, session_token } = await startSession(key)
    return { agent_id, session_id, memory_id: await storeMemory({ agent_id, session_token }) }
  })
  .extend('allRows', { scope: 'file' }, ({ db, teamId }) => async () => {
    return Promise.all(TABLES.map((table) => db.selectFrom(table).selectAll().where('team_id', '=', teamId).execute()))
  })

/** Uses a key for a call that succeeds, so that it is known to this process. */
async function makeKnown(key: string, agentName: string): Promise<void> {
  const { status } = await api.call('GET', `/api/v2/agents/${agentName}`, { key })
  expect(status).toBe(200)
}

function send({ method, path, request }: Operation, ids: Ids, key: string, headers: Record<string, string> = {}) {
  const address = path.replace(/\{(\w+)\}/g, (_position, name: keyof Ids) => ids[name])
  const json = request && 'memories' in request.schema.shape ? { memories: [{ content: 'a' }] } : undefined
  const query = { agent_id: uniqueName(), description: 'changed', content: 'changed' }
  return api.call(method, address, { key, headers, ...(json ? { json } : { query }) })
}

describe('a change of a key that was used before takes effect at the next call', () => {
  test.for(OPERATIONS_BY_KEY)(
    '%s is refused and does nothing when the key was revoked',
    async ([_id, operation], { db, teamId, ids, allRows }) => {
      const once: Record<string, string> = { 'idempotency-key': uniqueName('once') }
      for (const headers of operation.isIdempotent ? [{}, once] : [{}]) {
        const key = await createKey(db, teamId)
        await makeKnown(key, ids.agent_id)
        const before = await allRows()
        await db.updateTable('api_keys').set({ revoked_at: new Date() }).where('id', '=', keyIdOf(key)).execute()
        expect(statusAndCode(await send(operation, ids, key, headers))).toBe('401 api_key_revoked')
        expect(await allRows()).toEqual(before)
      }
    },
  )

  test.for(OPERATIONS_BY_KEY)(
    '%s is refused and does nothing when the key lost its scopes',
    async ([_id, operation], { db, teamId, ids, allRows }) => {
      const key = await createKey(db, teamId)
      await makeKnown(key, ids.agent_id)
      const before = await allRows()
      await db.updateTable('api_keys').set({ scopes: [] }).where('id', '=', keyIdOf(key)).execute()
      expect(statusAndCode(await send(operation, ids, key))).toBe('403 insufficient_scope')
      expect(await allRows()).toEqual(before)
    },
  )

  test.for(OPERATIONS_BY_KEY.filter(([, { path }]) => path.includes('{agent_id}')))(
    '%s finds no agent any more that the key was limited away from, and does nothing',
    async ([_id, operation], { db, key: owner, teamId, ids, allRows }) => {
      const other = await createAgent(owner)
      const key = await createKey(db, teamId, { onlyAgents: [ids.agent_id] })
      await makeKnown(key, ids.agent_id)
      const { id } = await db.selectFrom('agents').select('id').where('name', '=', other).executeTakeFirstOrThrow()
      const before = await allRows()
      await db.updateTable('api_key_agents').set({ agent_row_id: id }).where('key_id', '=', keyIdOf(key)).execute()
      const answer = statusAndCode(await send(operation, ids, key))
      expect(['404 agent_not_found', '404 no_active_session']).toContain(answer)
      expect(await allRows()).toEqual(before)
    },
  )

  test('a scope that was added is granted', async ({ db, teamId, ids }) => {
    const key = await createKey(db, teamId, { scopes: ['agents:read'] })
    await makeKnown(key, ids.agent_id)
    await db
      .updateTable('api_keys')
      .set({ scopes: ['agents:read', 'sessions:read'] })
      .where('id', '=', keyIdOf(key))
      .execute()
    expect((await api.call('GET', '/api/v2/sessions', { key })).status).toBe(200)
  })

  test('agents can be created when the key is no longer limited to some', async ({ db, teamId, ids }) => {
    const key = await createKey(db, teamId, { onlyAgents: [ids.agent_id] })
    await makeKnown(key, ids.agent_id)
    await db.updateTable('api_keys').set({ limited: false }).where('id', '=', keyIdOf(key)).execute()
    expect(statusAndCode(await api.call('POST', '/api/v2/agents', { key, json: { agent_id: uniqueName() } }))).toBe('201')
  })

  test('an invalid input of a revoked key is a 401, whichever part of the call finds it', async ({ db, teamId, ids }) => {
    for (const json of [{ agent_id: 'not allowed!' }, { agent_id: 5 }]) {
      const key = await createKey(db, teamId)
      await makeKnown(key, ids.agent_id)
      await db.updateTable('api_keys').set({ revoked_at: new Date() }).where('id', '=', keyIdOf(key)).execute()
      expect(statusAndCode(await api.call('POST', '/api/v2/agents', { key, json }))).toBe('401 api_key_revoked')
    }
  })
})
