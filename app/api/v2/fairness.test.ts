import pg from 'pg'
import { expect } from 'vitest'
import { authenticationSlots, workSlots } from '../../../lib/limits/slots'
import { api, startSession, statusAndCode } from '../../../test/calls'
import { test as base } from '../../../test/fixtures'
import { createKey, createTeam, keyIdOf } from '../../../test/teams'

/** Twelve slots for work, of which one team may hold six. */
const CONNECTIONS = 16

const test = base
  .override('env', { DATABASE_POOL_SIZE: String(CONNECTIONS) })
  .extend('url', { scope: 'file' }, ({ database }) => database.url)
  /** Makes every call hang that stores in a session of the team or opens one, until it ends. */
  .extend('block', ({ url }) => async (teamId: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('begin')
    await client.query('select from sessions where team_id = $1 for update', [teamId])
    return client
  })

/** Calls once what a test then calls while it blocks: the code of a route is loaded by its first call, and calls wait four seconds for a slot. */
async function loadRoutes({ agent_id, session_token: token }: { agent_id: string; session_token: string }): Promise<void> {
  await api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'Ada' } })
  await api.call('GET', '/api/v2/session/current', { token })
  await api.call('GET', '/api/v2/agents')
  await api.call('POST', `/api/v2/agents/${agent_id}/deactivate`)
}

const asked = () => workSlots().usage().held + workSlots().usage().waiting

test('a team whose calls all hang leaves slots to others, and its calls are answered later', async ({ db, key, block, teamId }) => {
  const sessions = await Promise.all(Array.from({ length: 20 }, () => startSession(key)))
  const other = await startSession(await createKey(db, await createTeam(db)))
  await loadRoutes(other)
  const blocker = await block(teamId)
  const stored = sessions.map(({ agent_id, session_token: token }) =>
    api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'Ada' } }),
  )
  await expect.poll(asked).toBe(20)
  expect(workSlots().usage()).toEqual({ held: 6, waiting: 14, groups: 1 })
  expect(statusAndCode(await api.call('GET', '/api/v2/session/current', { token: other.session_token }))).toBe('200')
  await blocker.end()
  expect((await Promise.all(stored)).map(statusAndCode)).toEqual(stored.map(() => '200'))
  expect(workSlots().usage()).toEqual({ held: 0, waiting: 0, groups: 0 })
})

test('a key is one caller in every spelling, and so are its session tokens', async ({ key, block, teamId }) => {
  const { agent_id, session_token } = await startSession(key)
  await loadRoutes(await startSession(key))
  const spellings: Record<string, string>[] = [
    { authorization: `Bearer ${key}` },
    { authorization: `bearer   ${key}` },
    { authorization: `  BEARER\t${key} ` },
    { 'x-api-key': key },
    { 'x-api-key': `\t${key}`, authorization: `Bearer ${key}` },
    { 'x-session-token': session_token },
  ]
  const blocker = await block(teamId)
  const calls = [...spellings, ...spellings].map((headers) => api.call('POST', `/api/v2/agents/${agent_id}/deactivate`, { headers }))
  await expect.poll(asked).toBe(12)
  expect(workSlots().usage()).toEqual({ held: 6, waiting: 6, groups: 1 })
  await blocker.end()
  await Promise.all(calls)
})

test('a key that sends few requests is served between the requests of a busy key of the same team', async ({ db, key, teamId, block }) => {
  const quietKey = await createKey(db, teamId)
  const busy = await startSession(key)
  const quiet = await startSession(quietKey)
  await loadRoutes(quiet)
  const blocker = await block(teamId)
  const ended: string[] = []
  const store = async (name: string, { agent_id, session_token: token }: typeof busy) => {
    await api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'Ada' } })
    ended.push(name)
  }
  const calls = Array.from({ length: 60 }, () => store('busy', busy))
  await expect.poll(asked).toBe(60)
  calls.push(store('quiet', quiet))
  await expect.poll(asked).toBe(61)
  await blocker.end()
  await Promise.all(calls)
  // Six were at work before it came; then it is its turn after at most one more, and it runs together with five others.
  expect(ended.indexOf('quiet')).toBeLessThan(20)
})

test('a refused credential does not wait in the queue of its team until it is valid again', async ({ db, key, teamId }) => {
  const { session_token: token } = await startSession(key)
  await db.updateTable('sessions').set({ ended_at: new Date(), end_reason: 'revoked' }).where('team_id', '=', teamId).execute()
  expect(statusAndCode(await api.call('GET', '/api/v2/session/current', { token }))).toBe('401 session_ended')
  const release = await Promise.all(Array.from({ length: 6 }, () => workSlots().acquire({ group: teamId, member: `key:${keyIdOf(key)}` })))
  expect(statusAndCode(await api.call('GET', '/api/v2/session/current', { token }))).toBe('401 session_ended')
  for (const end of release) end()
})

test('unknown callers are identified outside the work slots, two at a time', async ({ url, db, key }) => {
  const unknownKey = await createKey(db, await createTeam(db))
  const blocker = new pg.Client({ connectionString: url })
  await blocker.connect()
  const session = await startSession(key)
  const { session_token: token } = session
  await loadRoutes(session)
  await blocker.query('begin')
  await blocker.query('lock table api_key_agents in access exclusive mode')
  const lookups = Array.from({ length: 30 }, () => api.call('GET', '/api/v2/agents', { key: unknownKey }))
  const waits = () => authenticationSlots().usage()
  await expect.poll(() => waits().held + waits().waiting).toBe(30)
  expect(waits()).toEqual({ held: 1, waiting: 29, groups: 1 })
  expect(workSlots().usage().held).toBe(0)
  await blocker.end()
  expect((await Promise.all(lookups)).map(statusAndCode)).toEqual(lookups.map(() => '200'))
  expect(statusAndCode(await api.call('GET', '/api/v2/session/current', { token }))).toBe('200')
})
