import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { TENANT_TABLES } from '../../../db/deleted-teams'
import type { Db } from '../../../db/schema'
import { OPERATIONS } from '../../../lib/api/operations'
import { takesToken } from '../../../lib/auth/security'
import type { Operation } from '../../../lib/http/operation'
import { writeCalls } from '../../../lib/request-log/queue'
import type { ApiResponse, CallOptions } from '../../../test/api/client'
import { api, callOk, createAgent, startSession, statusAndCode, storeMemory } from '../../../test/calls'
import { testWithDatabase as base } from '../../../test/fixtures'
import { createKey, createTeam, keyIdOf } from '../../../test/teams'

type Body = Record<string, unknown>
type Ids = Record<'agent_id' | 'session_id' | 'memory_id', string>
interface Side {
  teamId: string
  key: string
  token: string
  ids: Ids
}

const SHARED_NAME = 'customer-support'
const GHOST: Ids = { agent_id: 'never-was', session_id: 'sess_0mhyw2kq3Vb81mPq9sXw2LtRa', memory_id: 'mem_0mhyw2kq3Vb81mPq9sXw2LtRa' }
/** Valid input for every operation. */
const INPUT = { content: 'stolen', query: 'secret', as_of: '2030-01-01', since: '2020-01-01', description: 'changed', agent_id: 'any' }

const test = base
  .extend('own', { scope: 'file', auto: true }, ({ db }) => createSide(db, 'own'))
  .extend('theirs', { scope: 'file', auto: true }, ({ db }) => createSide(db, 'theirs'))
  .extend('allRowsOf', ({ db }) => async (teamId: string) => {
    await writeCalls()
    const rowsOf = (table: string) => sql`select * from ${sql.table(table)} where team_id = ${teamId} order by ctid`.execute(db)
    return Object.fromEntries(await Promise.all(TENANT_TABLES.map(async (table) => [table, (await rowsOf(table)).rows] as const)))
  })

/** Creates a team with an agent of a name of its own, one of a name that the other team has too, sessions, and memories of which one was changed and one purged. */
async function createSide(db: Db, name: string): Promise<Side> {
  const teamId = await createTeam(db, name)
  const key = await createKey(db, teamId)
  const { agent_id, session_id, session_token: token } = await startSession(key, `${name}-bot`)
  const memory_id = await storeMemory({ agent_id, session_token: token }, `The secret of ${name} is ${name}-secret.`)
  await storeMemory(await startSession(key, SHARED_NAME), `The shared name hides ${name}-secret.`)
  const purged = await storeMemory({ agent_id, session_token: token }, 'not needed')
  await callOk('DELETE', `/api/v2/agents/${agent_id}/memories/${purged}`, { key, query: { purge: true } })
  await callOk('PATCH', `/api/v2/agents/${agent_id}/memories/${memory_id}`, {
    key,
    json: { tags: ['hidden'] },
    headers: { 'Idempotency-Key': 'once' },
  })
  // When the key was last used is written in the background.
  await expect
    .poll(() => db.selectFrom('api_keys').select('last_used_at').where('team_id', '=', teamId).execute())
    .not.toContainEqual({ last_used_at: null })
  return { teamId, key, token, ids: { agent_id, session_id, memory_id } }
}

const without = ({ request_id: _, ...body }: Body) => body
const CLOSED = [401, 403, 404]

async function send({ method, path, request }: Operation, ids: Ids, credentials: CallOptions): Promise<ApiResponse<Body>> {
  const address = path.replace(/\{(\w+)\}/g, (_position, name: keyof Ids) => ids[name])
  const shape = request?.schema.shape ?? {}
  const memories = 'memories' in shape ? { memories: [{ content: 'stolen' }] } : undefined
  const messages = 'messages' in shape ? { messages: [{ role: 'user', content: 'stolen' }] } : undefined
  return api.call(method, address, { ...credentials, ...(memories || messages ? { json: memories ?? messages } : { query: INPUT }) })
}

type Choice = 'real' | 'own' | 'ghost'
const CHOICES: Choice[] = ['real', 'own', 'ghost']

/** Every combination of the caller's ids, ids of another team and ids that do not exist, with at least one id of another team. */
function placings(path: string, owner: Ids, own: Ids): [real: Ids, ghost: Ids][] {
  const positions = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as keyof Ids)
  const ways = positions.reduce<Choice[][]>((made) => made.flatMap((way) => CHOICES.map((choice) => way.concat(choice))), [[]])
  const place = (way: Choice[], real: Ids) => {
    const ids = { real, own, ghost: GHOST }
    return { ...GHOST, ...Object.fromEntries(positions.map((position, at) => [position, ids[way[at] ?? 'ghost'][position]])) }
  }
  return ways.filter((way) => way.includes('real')).map((way) => [place(way, owner), place(way, GHOST)])
}

const NAMED = OPERATIONS.filter(({ path, security }) => path.includes('{') && security.kind !== 'none').map(
  (operation) => [`${operation.method} ${operation.path}`, operation] as const,
)

describe('another team does not exist', () => {
  test('operations take each kind of id', () => {
    expect(NAMED.length).toBeGreaterThan(20)
    for (const position of Object.keys(GHOST)) expect(NAMED.some(([name]) => name.includes(`{${position}}`))).toBe(true)
  })

  test('the other team has rows in most tables, so that a change of one would be seen', async ({ allRowsOf, theirs }) => {
    const filled = Object.entries(await allRowsOf(theirs.teamId)).filter(([, rows]) => rows.length > 0)
    expect(filled.map(([table]) => table)).toEqual(
      expect.arrayContaining([
        'agents',
        'api_keys',
        'audit_log',
        'idempotency_records',
        'memories',
        'memory_deletions',
        'memory_versions',
        'sessions',
      ]),
    )
  })

  test.for(NAMED)(
    '%s responds to the ids of another team as to ids that do not exist, and changes nothing of that team',
    async ([_name, operation], { allRowsOf, theirs, own }) => {
      const before = await allRowsOf(theirs.teamId)
      for (const credentials of [{ key: own.key }, { token: own.token }, { key: own.key, token: own.token }])
        for (const [real, ghost] of placings(operation.path, theirs.ids, own.ids)) {
          const [answer, nothing] = [await send(operation, real, credentials), await send(operation, ghost, credentials)]
          expect(CLOSED, JSON.stringify(real)).toContain(answer.status)
          expect(without(answer.body)).toEqual(without(nothing.body))
          expect(JSON.stringify(answer.body)).not.toMatch(/theirs/)
        }
      expect(await allRowsOf(theirs.teamId)).toEqual(before)
    },
  )

  test.for(NAMED.filter(([, { security }]) => takesToken(security)))(
    '%s refuses a token together with a key of another team',
    async ([_name, operation], { theirs, own }) => {
      for (const [token, key, ids] of [
        [theirs.token, own.key, theirs.ids],
        [theirs.token, own.key, own.ids],
        [own.token, theirs.key, own.ids],
      ] as const)
        expect(statusAndCode(await send(operation, ids, { token, key }))).toBe('401 invalid_api_key')
    },
  )

  test('session/current and session/extend refuse a token together with a key of another team', async ({ theirs, own }) => {
    for (const [method, path] of [
      ['GET', '/api/v2/session/current'],
      ['POST', '/api/v2/session/extend'],
    ] as const)
      expect(statusAndCode(await api.call(method, path, { token: theirs.token, key: own.key }))).toBe('401 invalid_api_key')
  })

  test('lists, counts and searches contain only the caller’s own team', async ({ own, theirs }) => {
    const get = (path: string, query = {}) => callOk<Body>('GET', `/api/v2${path}`, { key: own.key, query })
    const all = [
      get('/agents'),
      get('/agents', { q: 'theirs' }),
      get('/agents', { status: 'active' }),
      get('/sessions'),
      get('/sessions', { status: 'active' }),
      get('/status'),
    ]
    expect(JSON.stringify(await Promise.all(all))).not.toMatch(/theirs/)
    expect(await get('/agents')).toMatchObject({ count: 2, total: 2 })
    expect(await get('/sessions', { agent_id: theirs.ids.agent_id })).toMatchObject({ count: 0 })
  })

  test('an agent of the same name is another agent', async ({ own }) => {
    const { session_token: token } = await startSession(own.key, SHARED_NAME)
    for (const path of ['recall', 'recall/recent', 'recall/as-of', 'recall/changed-since']) {
      const found = await callOk<{ memories: Body[] }>('POST', `/api/v2/agents/${SHARED_NAME}/${path}`, {
        token,
        query: { ...INPUT, limit: 100 },
      })
      expect(found.memories.map(({ content }) => content)).toEqual(['The shared name hides own-secret.'])
    }
    const listed = await callOk<{ memories: Body[] }>('GET', `/api/v2/agents/${SHARED_NAME}/memories`, {
      key: own.key,
      query: { query: 'theirs-secret' },
    })
    expect(JSON.stringify(listed)).not.toContain('theirs')
  })

  test('an agent may have a name that another team uses', async ({ own, theirs }) => {
    expect(statusAndCode(await api.call('POST', '/api/v2/agents', { key: own.key, json: { agent_id: theirs.ids.agent_id } }))).toBe('201')
    expect(statusAndCode(await api.call('DELETE', `/api/v2/agents/${theirs.ids.agent_id}`, { key: own.key }))).toBe('200')
    expect(statusAndCode(await api.call('GET', '/api/v2/session/current', { token: theirs.token }))).toBe('200')
  })
})

describe('cursors', () => {
  test('of another team, another list or another agent’s memories, and edited ones, are all refused in the same way', async ({
    theirs,
    own,
  }) => {
    await createAgent(theirs.key)
    await Promise.all(['a', 'b'].map((content) => storeMemory({ agent_id: own.ids.agent_id, session_token: own.token }, content)))
    const next = async (path: string, key: string) =>
      (await callOk<{ next_cursor: string }>('GET', path, { key, query: { limit: 1 } })).next_cursor
    const cursors = {
      'of their agents': await next('/api/v2/agents', theirs.key),
      'of our sessions': await next('/api/v2/sessions', own.key),
      'of our memories': await next(`/api/v2/agents/${own.ids.agent_id}/memories`, own.key),
      edited: (await next('/api/v2/agents', own.key)).replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
      'made up': Buffer.from(JSON.stringify([0, 'x'])).toString('base64url'),
    }
    for (const [name, cursor] of Object.entries(cursors)) {
      expect(cursor, name).toMatch(/^[\w-]+$/)
      const { status, body } = await api.call('GET', '/api/v2/agents', { key: own.key, query: { cursor } })
      expect([name, status, body.errors]).toEqual([name, 422, [expect.objectContaining({ field: 'cursor' })]])
    }
    const ofMemories = { key: own.key, query: { cursor: cursors['of our memories'] } }
    expect(statusAndCode(await api.call('GET', `/api/v2/agents/${SHARED_NAME}/memories`, ofMemories))).toBe('422 invalid_request')
    expect(statusAndCode(await api.call('GET', `/api/v2/agents/${own.ids.agent_id}/memories`, ofMemories))).toBe('200')
  })
})

describe('a token of one agent on the path of another', () => {
  test('is 403, with the same body whether that agent is of this team, of another or does not exist', async ({ own, theirs }) => {
    const ours = await createAgent(own.key)
    for (const [, operation] of NAMED.filter(([, { security, path }]) => takesToken(security) && path.includes('{agent_id}'))) {
      const send_ = (agent_id: string) => send(operation, { ...GHOST, agent_id }, { token: own.token })
      const answers = [
        await send_(ours),
        await send_(theirs.ids.agent_id),
        await send_(GHOST.agent_id),
        await send_(own.ids.agent_id.toUpperCase()),
      ]
      expect(answers.map(statusAndCode)).toEqual(answers.map(() => '403 wrong_agent'))
      for (const { body } of answers) expect(without(body)).toEqual(without(answers[0]?.body ?? {}))
    }
  })
})

describe('the memory of another agent', () => {
  test('of the same team does not exist for GET, PATCH and DELETE, with key or token, and stays as it is', async ({ own }) => {
    const other = await startSession(own.key)
    const memory_id = await storeMemory(other, 'untouched')
    for (const credentials of [{ key: own.key }, { token: own.token }])
      for (const method of ['GET', 'PATCH', 'DELETE']) {
        const call = (id: string) => api.call(method, `/api/v2/agents/${own.ids.agent_id}/memories/${id}`, { ...credentials, query: INPUT })
        const [answer, nothing] = [await call(memory_id), await call(GHOST.memory_id)]
        expect(statusAndCode(answer)).toBe('404 memory_not_found')
        expect(without(answer.body)).toEqual(without(nothing.body))
      }
    const path = `/api/v2/agents/${other.agent_id}/memories/${memory_id}`
    expect(await callOk('GET', path, { key: own.key })).toMatchObject({ content: 'untouched' })
  })
})

describe('a key limited to some agents', () => {
  let limited: string
  let within: Ids
  let beyond: Ids
  let beyondToken: string
  let teamId: string
  let key: string

  test.beforeAll(async ({ db }) => {
    teamId = await createTeam(db, 'limited')
    key = await createKey(db, teamId)
    const a = await startSession(key, 'within')
    const b = await startSession(key, 'beyond')
    limited = await createKey(db, teamId, { onlyAgents: ['within'] })
    within = { agent_id: a.agent_id, session_id: a.session_id, memory_id: await storeMemory(a, 'known to within') }
    beyond = { agent_id: b.agent_id, session_id: b.session_id, memory_id: await storeMemory(b, 'known to beyond') }
    beyondToken = b.session_token
  })

  test.each(NAMED)('%s responds to the other agents of its team as to agents that do not exist', async (_name, operation) => {
    for (const [real, ghost] of placings(operation.path, beyond, within)) {
      const [answer, nothing] = [await send(operation, real, { key: limited }), await send(operation, ghost, { key: limited })]
      expect(CLOSED, JSON.stringify(real)).toContain(answer.status)
      expect(without(answer.body)).toEqual(without(nothing.body))
      if (!takesToken(operation.security)) continue
      expect(
        statusAndCode(
          await send(operation, real.agent_id === within.agent_id ? { ...real, agent_id: beyond.agent_id } : real, {
            token: beyondToken,
            key: limited,
          }),
        ),
      ).toMatch(/^403/)
    }
    expect(statusAndCode(await api.call('GET', '/api/v2/session/current', { token: beyondToken }))).toBe('200')
  })

  test('sees only its agents in lists, counts, searches, sessions and status', async () => {
    const get = (path: string, query = {}) => callOk<Body>('GET', `/api/v2${path}`, { key: limited, query })
    expect(await get('/agents')).toMatchObject({ count: 1, total: 1, agents: [{ agent_id: 'within' }] })
    expect(await get('/agents', { q: 'beyond' })).toMatchObject({ count: 0, total: 0 })
    expect(await get('/agents', { status: 'active' })).toMatchObject({ count: 1, total: 1 })
    expect(await get('/sessions')).toMatchObject({ count: 1, sessions: [{ agent_id: 'within' }] })
    expect(await get('/sessions', { agent_id: 'beyond' })).toMatchObject({ count: 0 })
    expect(await get('/status')).toMatchObject({ agent_id: 'within' })
    expect(await get('/agents/within/memories', { query: 'known' })).toMatchObject({ count: 1 })
  })

  test('creates no agents, and does not learn which names are taken', async () => {
    const make = (agent_id: string) => api.call('POST', '/api/v2/agents', { key: limited, json: { agent_id } })
    const activate = (agent_id: string) => api.call('POST', `/api/v2/agents/${agent_id}/activate`, { key: limited, json: { create: true } })
    for (const call of [make, activate]) {
      const [taken, free] = [await call('beyond'), await call('quite-new')]
      expect([statusAndCode(taken), statusAndCode(free)]).toEqual(['403 agent_not_allowed', '403 agent_not_allowed'])
      expect(without(taken.body)).toEqual(without(free.body))
    }
    expect(statusAndCode(await activate('within'))).toBe('200')
  })

  test('its token is refused once the agent is taken from its list', async ({ db }) => {
    const key = await createKey(db, teamId, { onlyAgents: ['within'] })
    const { session_token: token } = await startSession(key, 'within')
    const use = async () => [
      statusAndCode(await api.call('GET', '/api/v2/session/current', { token })),
      statusAndCode(await api.call('POST', '/api/v2/agents/within/recall', { token, json: { query: 'known' } })),
    ]
    expect(await use()).toEqual(['200', '200'])
    await db.deleteFrom('api_key_agents').where('key_id', '=', keyIdOf(key)).execute()
    expect(await use()).toEqual(['403 agent_not_allowed', '403 agent_not_allowed'])
  })

  test('does not reach a new agent with the name of a deleted one', async ({ db }) => {
    await createAgent(key, 'reborn')
    const heir = await createKey(db, teamId, { onlyAgents: ['reborn'] })
    await callOk('DELETE', '/api/v2/agents/reborn', { key })
    await createAgent(key, 'reborn')
    expect(statusAndCode(await api.call('GET', '/api/v2/agents/reborn', { key: heir }))).toBe('404 agent_not_found')
    expect(await callOk('GET', '/api/v2/agents', { key: heir })).toMatchObject({ total: 0 })
  })
})
