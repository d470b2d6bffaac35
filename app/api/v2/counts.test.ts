import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import type { ApiResponse } from '../../../test/api/client'
import {
  api,
  callOk,
  countByStatus,
  readCurrentSession,
  recall,
  remember,
  startSession,
  statusAndCode,
  storeMemory,
} from '../../../test/calls'
import { testOfSessionCalls as base } from '../../../test/fixtures'
import { countLockWaits } from '../../../test/lock-waits'

/** How long a deactivation takes on this machine, in milliseconds. Late calls are sent during that time. */
let endingMs = 30

const test = base
  .override('env', { DATABASE_POOL_SIZE: '60' })
  /** Sends fifty calls, and ends the session somewhere among them. Returns how many calls were in time. */
  .extend(
    'round',
    ({ db, key, extend }) =>
      async (end: (session: { agent_id: string; session_id: string }) => Promise<ApiResponse<Body>>): Promise<number> => {
        const { agent_id, session_id, session_token } = await startSession(key)
        for (const content of ['first note', 'second note']) await storeMemory({ agent_id, session_token }, content)
        const calls = times(
          50,
          (index) => () => (index % 2 ? recall(agent_id, session_token) : remember(agent_id, session_token, `note ${index}`)),
        )
        const cut = randomInt(5, 35)
        const early = calls.slice(0, cut).map((call) => call())
        const started = performance.now()
        const ending = end({ agent_id, session_id })
        const late = calls.slice(cut).map((call) => pause(randomInt(Math.ceil(endingMs))).then(call))
        const { status, body: summary } = await ending
        endingMs = performance.now() - started
        const answers = await Promise.all([...early, ...late])
        expect(status).toBe(200)
        expect(Object.keys(countByStatus(answers)).filter((answer) => !['200', '401 session_ended'].includes(answer))).toEqual([])

        const done = answers.filter(({ status }) => status === 200).map(({ body }) => body)
        const stored = done.filter((body) => body.status === 'stored')
        const recalls = done.filter((body) => Array.isArray(body.memories))
        const rows = await db.selectFrom('memories').select('id').where('session_id', '=', session_id).execute()
        expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(stored.map(({ memory_id }) => memory_id)))
        expect(summary).toMatchObject({
          memories_stored: stored.length + 2,
          memories_retrieved: recalls.reduce((sum, { count }) => sum + Number(count), 0),
          recalls: recalls.length,
        })
        expect(rows).toHaveLength(stored.length + 2)

        const later = await Promise.all([
          remember(agent_id, session_token, 'late'),
          recall(agent_id, session_token),
          readCurrentSession(session_token),
          extend(session_token),
        ])
        expect(countByStatus(later)).toEqual({ '401 session_ended': 4 })
        expect((await callOk<Body>('GET', `/api/v2/agents/${agent_id}`, { key })).memory_count).toBe(rows.length)
        return done.length
      },
  )

type Body = Record<string, unknown>

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))

describe('every call that was answered with 200 is counted, and no other', () => {
  test('40 rounds of 50 parallel remembers and recalls racing one deactivation', async ({ deactivate, round }) => {
    let inTime = 0
    for (let played = 0; played < 40; played++) inTime += await round(({ agent_id }) => deactivate(agent_id))
    // Some calls came before the ending and some after it, so they did race.
    expect(inTime).toBeGreaterThan(100)
    expect(inTime).toBeLessThan(1900)
  }, 180_000)

  test('10 rounds racing an ending from outside', async ({ key, round }) => {
    for (let played = 0; played < 10; played++)
      await round(({ session_id }) => api.call('POST', `/api/v2/sessions/${session_id}/end`, { key }))
  })

  test('a refused call is not counted, and a batch counts only the memories that it stored', async ({ key, deactivate }) => {
    const { agent_id, session_token } = await startSession(key)
    const post = (path: string, json: object) => api.call('POST', `/api/v2/agents/${agent_id}/${path}`, { token: session_token, json })
    const answers = await Promise.all([
      post('remember', { content: ' ' }),
      post('remember', { content: 'a', type: 'opinion' }),
      post('recall', { query: '' }),
      post('recall', { query: 'a', limit: 0 }),
      post('batch-remember', { memories: [] }),
      post('batch-remember', { memories: [{ content: ' ' }] }),
      post('batch-remember', { memories: [{ content: 'a' }, { content: ' ' }, { content: 'b' }] }),
    ])
    expect(countByStatus(answers)).toEqual({ '422 invalid_request': 5, 200: 2 })
    expect((await deactivate(agent_id)).body).toMatchObject({ memories_stored: 2, memories_retrieved: 0, recalls: 0 })
  })
})

test('a call that stores waits for a transaction that changes its session: FOR KEY SHARE would not', async ({ db, key }) => {
  const { agent_id, session_id, session_token } = await startSession(key)
  const order: string[] = []
  const stored = await db.transaction().execute(async (tx) => {
    await sql`select from sessions where id = ${session_id} for no key update`.execute(tx)
    const call = remember(agent_id, session_token, 'a note').finally(() => order.push('stored'))
    while (order.length === 0 && (await countLockWaits(db)) === 0) await pause(5)
    order.push('released')
    return { call }
  })
  expect(statusAndCode(await stored.call)).toBe('200')
  expect(order).toEqual(['released', 'stored'])
})

test('the memory count of an agent stays exact while batches, deletions and endings run at the same time', async ({
  db,
  key,
  activate,
  deactivate,
}) => {
  const { agent_id, session_token } = await startSession(key)
  const first = await Promise.all(times(20, (index) => storeMemory({ agent_id, session_token }, `note ${index}`)))
  const batch = { memories: times(10, (index) => ({ content: `batch ${index}` })) }
  const calls = [
    ...first.slice(0, 15).map((id) => api.call('DELETE', `/api/v2/agents/${agent_id}/memories/${id}`, { key })),
    ...first.slice(0, 5).map((id) => api.call('DELETE', `/api/v2/agents/${agent_id}/memories/${id}`, { key })),
    ...times(5, () => api.call('POST', `/api/v2/agents/${agent_id}/batch-remember`, { token: session_token, json: batch })),
    pause(5).then(() => activate(agent_id, { on_active: 'replace' })),
  ]
  const counts = countByStatus(await Promise.all(calls))
  expect(counts['404 memory_not_found']).toBe(5)
  const rows = await db
    .selectFrom('memories')
    .innerJoin('agents', 'agents.id', 'memories.agent_row_id')
    .select('memories.id')
    .where('agents.name', '=', agent_id)
    .where('memories.status', '=', 'active')
    .execute()
  const countOf = async () => (await callOk<Body>('GET', `/api/v2/agents/${agent_id}`, { key })).memory_count
  expect(await countOf()).toBe(rows.length)
  await deactivate(agent_id)
  expect(await countOf()).toBe(rows.length)
})
