import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { revokeKey } from '../../../lib/api-keys/revoke'
import { requireCapability } from '../../../lib/auth/viewer'
import type { ApiResponse } from '../../../test/api/client'
import {
  api,
  countByStatus,
  createAgent,
  readCurrentSession,
  recall,
  remember,
  startSession,
  statusAndCode,
  uniqueName,
} from '../../../test/calls'
import { ageSession } from '../../../test/clock'
import { testOfSessionCalls as base } from '../../../test/fixtures'
import { createKey, createViewer, keyIdOf, TEST_CONTEXT } from '../../../test/teams'

const test = base
  .extend('sessionsOf', ({ db }) => async (agent: string) => {
    return db
      .selectFrom('sessions')
      .innerJoin('agents', 'agents.id', 'sessions.agent_row_id')
      .selectAll('sessions')
      .where('agents.name', '=', agent)
      .orderBy('sessions.started_at')
      .execute()
  })
  .extend(
    'openOf',
    ({ sessionsOf }) =>
      async (agent: string) =>
        (await sessionsOf(agent)).filter((session) => session.ended_at === null),
  )
  .extend('race', ({ key, extend, deactivate, openOf }) => async (prepare: (sessionId: string) => Promise<void>, endings: string[]) => {
    await rounds(15, async () => {
      const { agent_id, session_id, session_token } = await startSession(key)
      await prepare(session_id)
      const [extension, deactivation] = await Promise.all([
        pause(randomInt(3)).then(() => extend(session_token)),
        pause(randomInt(3)).then(() => deactivate(agent_id)),
      ])
      expect(statusAndCode(deactivation)).toBe('200')
      expect(endings).toContain(deactivation.body.end_reason)
      expect(['200', '401 session_ended']).toContain(statusAndCode(extension))
      expect(statusAndCode(await readCurrentSession(session_token))).toBe('401 session_ended')
      expect(await openOf(agent_id)).toEqual([])
    })
  })

type Body = Record<string, unknown>

/** Whether a call waited too long for a slot, and was refused before it began. A deadlock or a wait for a lock has another message. */
const isRefusedUnbegun = ({ body }: ApiResponse<Body>) => body.detail === 'Earlier requests are still running. Try again in a moment.'

/** Calls, and tries again as a client does: on a busy machine the last of many calls waits too long for a slot. */
async function inTime(call: () => Promise<ApiResponse<Body>>): Promise<ApiResponse<Body>> {
  for (;;) {
    const answer = await call()
    if (!isRefusedUnbegun(answer)) return answer
  }
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))
const rounds = async (count: number, play: () => Promise<void>) => {
  for (let round = 0; round < count; round++) await play()
}

describe('two activations at once leave one active session', () => {
  test('200 activations at once: one session, 199 joins, no error', async ({ key, activate, sessionsOf }) => {
    const agent = await createAgent(key)
    const answers = await Promise.all(times(200, () => inTime(() => activate(agent))))
    expect(countByStatus(answers)).toEqual({ 200: 200 })
    expect(new Set(answers.map(({ body }) => body.session_id)).size).toBe(1)
    expect(new Set(answers.map(({ body }) => body.session_token)).size).toBe(1)
    expect(answers.filter(({ body }) => body.reused === true)).toHaveLength(199)
    expect(await sessionsOf(agent)).toHaveLength(1)
  })

  test('50 activations at once that may create the agent: one agent, one session, no error', async ({ activate, sessionsOf }) => {
    const agent = uniqueName('new')
    const answers = await Promise.all(times(50, () => inTime(() => activate(agent, { create: true }))))
    expect(countByStatus(answers)).toEqual({ 200: 50 })
    expect(await sessionsOf(agent)).toHaveLength(1)
  })

  test('30 activations at once that replace: each gets a session of its own, and one stays active', async ({
    key,
    activate,
    sessionsOf,
    openOf,
  }) => {
    const agent = await createAgent(key)
    const answers = await Promise.all(times(30, () => inTime(() => activate(agent, { on_active: 'replace' }))))
    expect(countByStatus(answers)).toEqual({ 200: 30 })
    expect(new Set(answers.map(({ body }) => body.session_id)).size).toBe(30)
    const sessions = await sessionsOf(agent)
    expect(sessions.filter(({ end_reason }) => end_reason === 'replaced')).toHaveLength(29)
    expect(await openOf(agent)).toHaveLength(1)
  })

  test('30 activations at once that reject: one opens a session, the others get 409', async ({ key, activate }) => {
    const agent = await createAgent(key)
    const answers = await Promise.all(times(30, () => inTime(() => activate(agent, { on_active: 'reject' }))))
    expect(countByStatus(answers)).toEqual({ 200: 1, '409 session_already_active': 29 })
  })

  test('30 activations at once after a session expired: it is closed once, and one new session is opened', async ({
    db,
    key,
    activate,
    sessionsOf,
  }) => {
    const { agent_id, session_id } = await startSession(key)
    await ageSession(db, session_id, 7)
    const answers = await Promise.all(times(30, () => inTime(() => activate(agent_id))))
    expect(countByStatus(answers)).toEqual({ 200: 30 })
    const sessions = await sessionsOf(agent_id)
    expect(sessions.map(({ end_reason }) => end_reason)).toEqual(['expired', null])
    expect(sessions[0]?.ended_at).toEqual(sessions[0]?.expires_at)
  })

  test('twenty requests at once to create an agent: one creates it, the others get 409', async ({ key }) => {
    const agent_id = uniqueName()
    const answers = await Promise.all(times(20, () => inTime(() => api.call('POST', '/api/v2/agents', { key, json: { agent_id } }))))
    expect(countByStatus(answers)).toEqual({ 201: 1, '409 agent_exists': 19 })
  })
})

test('an activation that races a deletion leaves no active session of the deleted agent', async ({ key, activate, openOf }) => {
  await rounds(20, async () => {
    const agent = await createAgent(key)
    const [activation, deletion] = await Promise.all([
      activate(agent),
      pause(randomInt(4)).then(() => api.call('DELETE', `/api/v2/agents/${agent}`, { key })),
    ])
    expect(statusAndCode(deletion)).toBe('200')
    expect(['200', '404 agent_not_found']).toContain(statusAndCode(activation))
    expect(await openOf(agent)).toEqual([])
    if (activation.status === 200)
      expect(statusAndCode(await readCurrentSession(String(activation.body.session_token)))).toBe('401 agent_deleted')
  })
})

describe('a deactivation that races an extension or a revival leaves no active session', () => {
  test('extension', ({ race }) => race(async () => {}, ['deactivated']))
  test('revival', ({ db, race }) => race((sessionId) => ageSession(db, sessionId, 7), ['deactivated', 'expired']))
})

test('none of twenty extensions at once is lost', async ({ key, extend }) => {
  const { session_token, expires_at } = await startSession(key)
  const answers = await Promise.all(times(20, () => inTime(() => extend(session_token, { hours: 1 }))))
  expect(countByStatus(answers)).toEqual({ 200: 20 })
  expect(answers.map(({ body }) => body.hours_added)).toEqual(times(20, () => 1))
  const { body } = await readCurrentSession(session_token)
  expect(Date.parse(String(body.expires_at)) - Date.parse(expires_at)).toBe(20 * 3_600_000)
  expect(body.extensions).toBe(20)
})

test('twenty extensions at once reach the cap and do not exceed it', async ({ db, key, extend }) => {
  const { session_id, session_token } = await startSession(key)
  await db
    .updateTable('sessions')
    .set({ expires_at: new Date(Date.now() + 160 * 3_600_000) })
    .where('id', '=', session_id)
    .execute()
  const answers = await Promise.all(times(20, () => inTime(() => extend(session_token, { hours: 3 }))))
  expect(countByStatus(answers)).toEqual({ 200: 3, '409 session_limit_reached': 17 })
  const { body } = await readCurrentSession(session_token)
  expect(Date.parse(String(body.expires_at)) - Date.parse(String(body.started_at))).toBe(168 * 3_600_000)
})

test('ending a session from outside races its deactivation: one ends it, and the other learns how it ended', async ({
  key,
  deactivate,
}) => {
  await rounds(20, async () => {
    const { agent_id, session_id } = await startSession(key)
    const [ending, deactivation] = await Promise.all([
      pause(randomInt(3)).then(() => api.call('POST', `/api/v2/sessions/${session_id}/end`, { key })),
      pause(randomInt(3)).then(() => deactivate(agent_id)),
    ])
    const isDeactivated = deactivation.status === 200
    expect(statusAndCode(deactivation)).toBe(isDeactivated ? '200' : '404 no_active_session')
    expect(ending.body).toMatchObject({ session_id, end_reason: isDeactivated ? 'deactivated' : 'revoked' })
    if (isDeactivated) expect(ending.body).toEqual(deactivation.body)
  })
})

test('revoking a key that is activating at this moment leaves no active session of it', async ({ db, teamId, key, openOf }) => {
  const owner = requireCapability(await createViewer(db, teamId), 'keys:manage')
  await rounds(20, async () => {
    const doomed = await createKey(db, teamId)
    const agents = [await createAgent(key), await createAgent(key)]
    const activations = agents.map((agent) => api.call('POST', `/api/v2/agents/${agent}/activate`, { key: doomed }))
    await Promise.all([
      ...activations,
      pause(randomInt(4)).then(() => revokeKey(owner, { id: keyIdOf(doomed), reason: 'leaked' }, TEST_CONTEXT)),
    ])
    for (const activation of await Promise.all(activations)) {
      expect(['200', '401 api_key_revoked', '401 credential_revoked']).toContain(statusAndCode(activation))
      if (activation.status === 200)
        expect(statusAndCode(await readCurrentSession(String(activation.body.session_token)))).toBe('401 session_ended')
    }
    for (const agent of agents) expect(await openOf(agent)).toEqual([])
  })
})

test('the last use of a key is written although its activations, which lock it, overlap', async ({ db, teamId, key }) => {
  const busy = await createKey(db, teamId)
  const agents = await Promise.all(times(10, () => createAgent(key)))
  const answers = await Promise.all(agents.map((agent) => api.call('POST', `/api/v2/agents/${agent}/activate`, { key: busy })))
  expect(countByStatus(answers)).toEqual({ 200: 10 })
  const lastUse = () => db.selectFrom('api_keys').select('last_used_at').where('id', '=', keyIdOf(busy)).executeTakeFirst()
  await expect.poll(lastUse).toEqual({ last_used_at: expect.any(Date) })
})

test('many calls of every kind at once on one agent cause no deadlock and no server error', async ({
  key,
  activate,
  deactivate,
  extend,
  openOf,
}) => {
  const agent = await createAgent(key)
  const { session_token } = await startSession(key, agent)
  const acts = [
    () => activate(agent),
    () => activate(agent, { on_active: 'replace' }),
    () => deactivate(agent),
    () => extend(session_token),
    () => remember(agent, session_token, 'note'),
    () => recall(agent, session_token),
    () => api.call('PATCH', `/api/v2/agents/${agent}`, { key, json: { description: 'stormy' } }),
    () => api.call('GET', `/api/v2/agents/${agent}/status`, { key }),
    () => api.call('GET', '/api/v2/agents', { key }),
  ]
  const answers = await Promise.all(
    times(270, (index) => pause(randomInt(100)).then(() => acts[index % acts.length]?.() ?? activate(agent))),
  )
  expect(answers.filter((answer) => answer.status >= 500 && !isRefusedUnbegun(answer))).toEqual([])
  expect((await openOf(agent)).length).toBeLessThanOrEqual(1)
})
