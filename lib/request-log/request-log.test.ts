import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { readKeyUsage } from '../../db/key-usage'
import { createAgent, startSession, api as testApi, uniqueName } from '../../test/calls'
import { moveClock, stopClock } from '../../test/clock'
import { test as base } from '../../test/fixtures'
import { createKey, createTeam, createViewer, keyIdOf } from '../../test/teams'
import { requireCapability } from '../auth/viewer'
import { formatPeerHeader, PEER_HEADER } from '../http/client'
import { notePageTeam, recordFailedPage, trackPageResponse } from '../http/page-responses'
import { runMaintenance } from '../maintenance'
import { presentRequest, presentTotals } from './present'
import { recordCall, writeCalls } from './queue'
import { countRequests, readRequests, readTotals } from './read'
import { MOST_CALLS, MOST_ERRORS } from './rules'

const test = base
  .extend('viewer', async ({ db, teamId }) => requireCapability(await createViewer(db, teamId), 'audit:read'))
  .extend('recorded', ({ viewer }) => async (filters: Partial<Parameters<typeof readRequests>[1]> = {}) => {
    await writeCalls()
    return (await readRequests(viewer, { limit: 200, ...filters })).shown.map(presentRequest)
  })

/** A call that is recorded without being made. */
const handled = (teamId: string, changes: object = {}) => ({
  ...{ requestId: `req_${randomBytes(9).toString('hex')}`, method: 'GET', route: '/api/v2/agents', status: 200, code: undefined },
  ...{ milliseconds: 1.26, teamId, keyId: undefined, sessionId: undefined, agentName: undefined, address: '192.0.2.7' },
  ...changes,
})

describe('the request log', () => {
  test('has the calls of the team with their key, session, agent and address, newest first', async ({ key, recorded }) => {
    const session = await startSession(key, 'research')
    const sent = { token: session.session_token, json: { content: 'Ada prefers e-mail over the phone.' } }
    const from = { headers: { [PEER_HEADER]: formatPeerHeader('192.0.2.1', '198.51.100.7', true) } }
    const { headers } = await testApi.call('POST', '/api/v2/agents/research/remember', { ...sent, ...from })
    const [remembered, activated] = await recorded()
    expect(remembered).toMatchObject({
      ...{ requestId: headers.get('x-request-id'), method: 'POST', route: '/api/v2/agents/{agent_id}/remember', status: 200, code: null },
      ...{ key: { id: keyIdOf(key), name: 'test key' }, sessionId: session.session_id, agentName: 'research', address: '198.51.100.7' },
    })
    expect(activated).toMatchObject({ route: '/api/v2/agents/{agent_id}/activate', sessionId: null, agentName: 'research' })
    expect(remembered?.milliseconds).toBeGreaterThan(0)
  })

  test('has errors with their code, and finds one by its request id', async ({ key, recorded }) => {
    await createAgent(key)
    const { body } = await testApi.call('GET', '/api/v2/agents/nobody', { key })
    const found = await recorded({ requestId: String(body.request_id) })
    expect(found).toMatchObject([{ status: 404, code: 'agent_not_found', agentName: 'nobody' }])
  })

  test('is counted by outcome, together with the other filters', async ({ teamId, key, viewer, recorded }) => {
    const calls = [{ keyId: keyIdOf(key) }, { status: 404, keyId: keyIdOf(key) }, { status: 429 }, { status: 503 }]
    for (const call of calls) recordCall(handled(teamId, call))
    await recorded()
    expect(await countRequests(viewer, {})).toEqual({ success: 1, error: 3, client_error: 2, server_error: 1 })
    expect(await countRequests(viewer, { key: keyIdOf(key) })).toEqual({ success: 1, error: 1, client_error: 1, server_error: 0 })
    expect(await countRequests(viewer, { status: 'success', hours: 1 })).toMatchObject({ success: 1, error: 3 })
  })

  test('has calls that were refused after their key was known: revoked, without the scope, too many', async ({ db, teamId, recorded }) => {
    const key = await createKey(db, teamId, { scopes: ['agents:read'] })
    await testApi.call('POST', '/api/v2/agents', { key, json: { agent_id: uniqueName() } })
    await sql`update api_keys set revoked_at = memanto_now(), revoked_by_name = 'Ada', revoke_reason = 'lost' where team_id = ${teamId}`.execute(
      db,
    )
    await testApi.call('GET', '/api/v2/agents', { key })
    const codes = (await recorded()).map(({ code, key }) => [code, key?.id])
    expect(codes).toEqual([
      ['api_key_revoked', keyIdOf(key)],
      ['insufficient_scope', keyIdOf(key)],
    ])
  })

  test('has nothing of another team, and nothing of a secret that is not right', async ({ db, key, recorded }) => {
    const other = await createKey(db, await createTeam(db))
    await testApi.call('GET', '/api/v2/agents', { key: other })
    await testApi.call('GET', '/api/v2/agents', { key: `${key.slice(0, 18)}_${'x'.repeat(43)}` })
    await testApi.call('GET', '/health')
    expect(await recorded()).toEqual([])
  })

  test('contains no query, no body, no key and no token, also where a secret was put into the path', async ({
    db,
    teamId,
    key,
    recorded,
  }) => {
    const session = await startSession(key, 'research')
    await testApi.call('GET', '/api/v2/agents/research/recall', { token: session.session_token, query: { query: 'the secret query' } })
    await testApi.call('GET', `/api/v2/agents/${key}`, { key })
    await testApi.call('GET', `/api/v2/agents/${encodeURIComponent('a b')}`, { key })
    expect(await recorded()).toHaveLength(4)
    const { rows } = await sql<{ text: string }>`select r::text as text from request_log r where r.team_id = ${teamId}`.execute(db)
    const text = JSON.stringify(rows)
    for (const secret of [key, session.session_token, 'secret query', 'a b']) expect(text).not.toContain(secret)
  })

  test('filters by status, route, key and agent, and continues with older calls', async ({ key, recorded, viewer }) => {
    await createAgent(key, 'first')
    await testApi.call('GET', '/api/v2/agents/first', { key })
    await testApi.call('GET', '/api/v2/agents/second', { key })
    expect(await recorded({ status: 'error' })).toMatchObject([{ agentName: 'second' }])
    expect(await recorded({ status: 'server_error' })).toEqual([])
    expect(await recorded({ status: 'success', method: 'GET', route: '/api/v2/agents/{agent_id}' })).toMatchObject([{ agentName: 'first' }])
    expect(await recorded({ key: 'TEST k', agent: 'first' })).toHaveLength(1)
    expect(await recorded({ key: 'another' })).toEqual([])
    const page = await readRequests(viewer, { limit: 2 })
    const { shown, nextCursor } = await readRequests(viewer, { limit: 2, cursor: page.nextCursor ?? '' })
    expect(nextCursor).toBeNull()
    expect(shown.map(presentRequest)).toMatchObject([{ method: 'POST', status: 201 }])
  })
})

test('a page that failed is found by the code that it showed, in the team of its viewer', async ({ teamId, recorded }) => {
  const request = {
    headers: { [PEER_HEADER]: formatPeerHeader('192.0.2.1', '198.51.100.7', true, 'req_page') },
  } as unknown as IncomingMessage
  const response = new EventEmitter() as unknown as ServerResponse
  const failed = { requestId: 'req_page', method: 'GET', route: '/(portal)/agents/[agentId]', digest: '1234567' }
  trackPageResponse(request, response)
  recordFailedPage(failed, new Error('no team is known yet'))
  notePageTeam('req_page', teamId)
  recordFailedPage(failed, new Error('it failed'))
  expect(await recorded({ requestId: '1234567' })).toMatchObject([
    { requestId: 'req_page', route: '/agents/{agent_id}', status: 500, code: 'internal_error', address: '198.51.100.7', key: null },
  ])
  response.emit('close')
  recordFailedPage(failed, new Error('it was answered before'))
  expect(await recorded()).toHaveLength(1)
})

describe('at a high rate', () => {
  test('a sample of the calls is recorded, errors first, and all are counted', async ({ db, teamId, key, recorded, viewer }) => {
    const keyId = keyIdOf(key)
    for (let at = 0; at < 500; at++) recordCall(handled(teamId, { keyId }))
    for (let at = 0; at < 40; at++) recordCall(handled(teamId, { keyId, status: 429, code: 'rate_limit_exceeded' }))
    const calls = await recorded()
    expect(calls.filter(({ status }) => status === 429)).toHaveLength(40)
    expect(calls.filter(({ status }) => status === 200)).toHaveLength(MOST_CALLS)
    expect(await readTotals(viewer)).toMatchObject({ calls: 540, errors: 40, recorded: MOST_CALLS + 40 })
    expect(await readKeyUsage(db, teamId, keyId)).toMatchObject({ calls: 540, errors: 40 })
    for (let at = 0; at < 200; at++) recordCall(handled(teamId, { status: 500 }))
    expect(await recorded({ status: 'server_error' })).toHaveLength(MOST_ERRORS)
  })

  test('the totals have every hour since the time that they name, and say when the log cannot have all calls', async ({
    db,
    teamId,
    viewer,
  }) => {
    await stopClock(db, new Date()) // the end of an hour would move the totals
    const insertHour = (hours: number, recorded: number) =>
      sql`insert into request_hours (team_id, hour, calls, errors, recorded)
        values (${teamId}, date_trunc('hour', memanto_now(), 'UTC') - ${hours} * interval '1 hour', 70000, 1, ${recorded})`.execute(db)
    await insertHour(24, 20_000)
    await insertHour(25, 30_000)
    const { since, ...totals } = presentTotals(await readTotals(viewer))
    expect(totals).toMatchObject({ calls: 70_000, recorded: 20_000, limit: undefined })
    expect(Date.parse(since) % 3_600_000).toBe(0)
    await insertHour(24 * 8, 1) // is no longer kept
    expect(presentTotals(await readTotals(viewer)).limit).toBeUndefined()
    await insertHour(24 * 6, 1)
    expect(presentTotals(await readTotals(viewer))).toMatchObject({ calls: 70_000, recorded: 20_000, limit: 50_000 })
    await moveClock(db, 0)
  })

  test('calls that could not be written are counted later', async ({ db, teamId, key, recorded, viewer }) => {
    const keyId = keyIdOf(key)
    recordCall(handled(teamId, { keyId }))
    await sql`alter table request_log rename to request_log_away`.execute(db)
    await writeCalls()
    await sql`alter table request_log_away rename to request_log`.execute(db)
    recordCall(handled(teamId, { keyId }))
    expect(await recorded()).toHaveLength(1)
    expect(await readTotals(viewer)).toMatchObject({ calls: 2, recorded: 1 })
    expect(await readKeyUsage(db, teamId, keyId)).toMatchObject({ calls: 2 })
  })
})

describe('the usage of a key', () => {
  test('has its calls by day and address, and the sessions that it opened', async ({ db, teamId, key }) => {
    await startSession(key)
    const keyId = keyIdOf(key)
    for (const address of ['192.0.2.1', '192.0.2.1', '2001:db8::1', null]) recordCall(handled(teamId, { keyId, address }))
    recordCall(handled(teamId, { keyId, address: '192.0.2.1', status: 404 }))
    await writeCalls()
    recordCall(handled(teamId, { keyId, address: '192.0.2.1' }))
    await writeCalls()
    const usage = await readKeyUsage(db, teamId, keyId)
    expect(usage).toMatchObject({ calls: 7, errors: 1, sessions: 1, days: [{ day: usage.today, calls: 7, errors: 1 }] })
    expect(usage.addresses.map(({ address, calls }) => [address, calls])).toEqual([
      ['192.0.2.1', 4],
      ['', 2],
      ['2001:db8::1', 1],
    ])
  })

  test('is counted although another call named a key that does not exist, as a token of a purged team does', async ({
    db,
    teamId,
    key,
  }) => {
    const keyId = keyIdOf(key)
    const gone = randomBytes(5).toString('hex')
    for (const used of [gone, keyId]) recordCall(handled(teamId, { keyId: used }))
    await writeCalls()
    expect(await readKeyUsage(db, teamId, keyId)).toMatchObject({ calls: 1 })
    expect(await readKeyUsage(db, teamId, gone)).toMatchObject({ calls: 0 })
  })

  test('counts a limited number of addresses a day separately', async ({ db, teamId, key }) => {
    const keyId = keyIdOf(key)
    for (let part = 0; part < 3; part++) {
      for (let at = 0; at < 60; at++) recordCall(handled(teamId, { keyId, address: `192.0.${part}.${at}` }))
      await writeCalls()
    }
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from key_usage where team_id = ${teamId}`.execute(db)
    expect(rows).toEqual([{ count: 121 }])
    expect((await readKeyUsage(db, teamId, keyId)).addresses[0]).toMatchObject({ address: '', calls: 60 })
  })
})

describe('maintenance', () => {
  test('removes calls that are older than the team keeps them, and counts after 90 days', async ({ db, teamId, key, recorded, viewer }) => {
    await moveClock(db, 0)
    recordCall(handled(teamId, { keyId: keyIdOf(key) }))
    await writeCalls()
    await moveClock(db, 6 * 24)
    recordCall(handled(teamId))
    expect(await recorded()).toHaveLength(2)
    await moveClock(db, 7 * 24 + 1)
    await runMaintenance()
    expect(await recorded()).toHaveLength(1)
    await moveClock(db, 92 * 24)
    await runMaintenance()
    expect(await recorded()).toEqual([])
    for (const table of ['request_hours', 'key_usage'] as const)
      expect(await db.selectFrom(table).selectAll().where('team_id', '=', teamId).execute()).toHaveLength(table === 'request_hours' ? 1 : 0)
    await moveClock(db, 0)
    expect(await readTotals(viewer)).toMatchObject({ oldest: null })
  })

  test('keeps a limited number of calls of a team, and errors longer than other calls', async ({ db, teamId, recorded }) => {
    await sql`analyze request_log`.execute(db) // the planner does not know the rows that follow
    await sql`insert into request_log (team_id, id, at, method, route, status, ms)
      select ${teamId}, 'req_' || n, memanto_now() - n * interval '1 s', 'GET', '/', case when n % 2 = 0 then 200 else 500 end, 1
      from generate_series(1, 50100) n`.execute(db)
    await runMaintenance()
    const { rows } = await sql<{ status: number; count: number }>`
      select status, count(*)::int as count from request_log where team_id = ${teamId} group by 1 order by 1`.execute(db)
    expect(rows).toEqual([
      { status: 200, count: 25_000 },
      { status: 500, count: 25_050 },
    ])
    expect(await recorded({ limit: 1 })).toMatchObject([{ requestId: 'req_1' }])
  })

  test('a team can record no calls', async ({ db, teamId, recorded, viewer }) => {
    await sql`update teams set requests_kept_days = 0 where id = ${teamId}`.execute(db)
    recordCall(handled(teamId))
    expect(await recorded()).toEqual([])
    expect(await readTotals(viewer)).toMatchObject({ calls: 0, kept_days: 0 })
  })
})
