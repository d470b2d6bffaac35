import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { callOk, startSession, storeMemory, uniqueName } from '../../test/calls'
import { ageSession } from '../../test/clock'
import { test as base } from '../../test/fixtures'
import { createKey, createTeam, createViewer, keyIdOf, TEST_CONTEXT } from '../../test/teams'
import { requireViewerScope } from '../auth/viewer'
import { csvResponse } from '../csv'
import { endSelectedSessions } from './end-selected'
import { exportSessions, SESSION_COLUMNS } from './export'
import { listTeamSessions, readOpenSession, readTimeline, type SessionListInput } from './read'
import { presentTimeline } from './timeline'

const test = base
  .extend('ada', ({ db, teamId }) => createViewer(db, teamId, 'member'))
  .extend(
    'reading',
    ({ ada }) =>
      () =>
        requireViewerScope(ada, 'sessions:read'),
  )
  .extend(
    'endSelected',
    ({ ada }) =>
      (ids: string[], note?: string) =>
        endSelectedSessions(requireViewerScope(ada, 'sessions:write'), { ids, note }, TEST_CONTEXT),
  )
  .extend(
    'deactivate',
    ({ key }) =>
      (agent: string) =>
        callOk('POST', `/api/v2/agents/${agent}/deactivate`, { key }),
  )
  /** Several ended sessions of one agent, and an active one; oldest first. */
  .extend('history', ({ key, deactivate }) => async (agent: string, count: number): Promise<string[]> => {
    const ids: string[] = []
    for (let n = 0; n < count; n++) {
      ids.push((await startSession(key, agent)).session_id)
      if (n < count - 1) await deactivate(agent)
    }
    return ids
  })
  .extend('idsOf', ({ reading }) => async (input: Partial<SessionListInput>): Promise<string[]> => {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const { shown, nextCursor } = await listTeamSessions(reading(), { limit: 2, ...input, cursor })
      ids.push(...shown.map(({ id }) => id))
      cursor = nextCursor ?? undefined
    } while (cursor)
    return ids
  })

describe('the list of sessions', () => {
  test('of one agent goes on page by page, also over agents that had its name before', async ({ key, history, idsOf }) => {
    const name = uniqueName()
    const before = await history(name, 3)
    await callOk('DELETE', `/api/v2/agents/${name}`, { key })
    const after = await history(name, 2)
    await history(uniqueName(), 2)
    expect(await idsOf({ agentName: name })).toEqual([...before, ...after].reverse())
  })

  test('of one key has the sessions that it opened', async ({ db, teamId, key, idsOf }) => {
    const other = await createKey(db, teamId)
    const { session_id: mine } = await startSession(key)
    const { session_id: its } = await startSession(other)
    expect([await idsOf({ openedBy: keyIdOf(key) }), await idsOf({ openedBy: keyIdOf(other) }), await idsOf({ openedBy: 'x' })]).toEqual([
      ...[[mine], [its], []],
    ])
  })

  test('knows active, expiring and inactive ones, and the expired before anyone wrote it down', async ({ db, key, deactivate, idsOf }) => {
    const active = await startSession(key)
    const expiring = await startSession(key, undefined, { duration_hours: 0.4 })
    const expired = await startSession(key)
    await ageSession(db, expired.session_id, 7)
    const ended = await startSession(key)
    await deactivate(ended.agent_id)
    expect(await idsOf({ status: 'active' })).toEqual([expiring.session_id, active.session_id])
    expect(await idsOf({ status: 'expiring' })).toEqual([expiring.session_id])
    expect(await idsOf({ status: 'inactive' })).toEqual([ended.session_id, expired.session_id])
    expect(await idsOf({ endReason: 'expired' })).toEqual([expired.session_id])
    expect(await idsOf({ endReason: 'deactivated' })).toEqual([ended.session_id])
    expect(await idsOf({ endReason: 'revoked' })).toEqual([])
    expect(await idsOf({ agentName: ended.agent_id, endReason: 'deactivated' })).toEqual([ended.session_id])
    expect(await idsOf({ withinHours: 1 })).toEqual([ended.session_id, expiring.session_id, active.session_id])
  })

  test('of a range holds what started in it, its ends included', async ({ key, idsOf }) => {
    const { session_id, started_at } = await startSession(key)
    const start = new Date(started_at)
    expect(await idsOf({ from: start, to: start })).toEqual([session_id])
    expect(await idsOf({ from: new Date(start.getTime() + 1) })).toEqual([])
    expect(await idsOf({ to: new Date(start.getTime() - 1) })).toEqual([])
  })

  test('is sorted by start in both directions, and active ones by the time that they have left', async ({ key, deactivate, idsOf }) => {
    const ids: string[] = []
    for (const duration_hours of [3, 1, 5, 2]) ids.push((await startSession(key, undefined, { duration_hours })).session_id)
    const ended = await startSession(key)
    await deactivate(ended.agent_id)
    expect(await idsOf({ sort: 'oldest' })).toEqual([...ids, ended.session_id])
    expect(await idsOf({ sort: 'expires', status: 'active' })).toEqual([1, 3, 0, 2].map((n) => ids[n]))
    expect(await idsOf({ sort: 'expires' }), 'not only active ones').toEqual([ended.session_id, ...ids.toReversed()])
  })

  test('of one agent is sorted too', async ({ history, idsOf }) => {
    const agentName = uniqueName()
    const ids = await history(agentName, 5)
    expect(await idsOf({ agentName, sort: 'oldest' })).toEqual(ids)
    expect(await idsOf({ agentName, sort: 'expires', status: 'active' })).toEqual(ids.slice(-1))
  })

  test('refuses a cursor of another order', async ({ history, reading }) => {
    await history(uniqueName(), 3)
    const { nextCursor } = await listTeamSessions(reading(), { limit: 1, sort: 'oldest' })
    await expect(listTeamSessions(reading(), { limit: 1, cursor: nextCursor ?? '' })).rejects.toMatchObject({ code: 'invalid_request' })
  })

  test('holds nothing of another team', async ({ db, key }) => {
    const { agent_id, session_id } = await startSession(key)
    const stranger = requireViewerScope(await createViewer(db, await createTeam(db, 'Other')), 'sessions:read')
    expect((await listTeamSessions(stranger, { limit: 10 })).shown).toEqual([])
    expect((await listTeamSessions(stranger, { agentName: agent_id, limit: 10 })).shown).toEqual([])
    await expect(readTimeline(stranger, session_id, { limit: 10 })).rejects.toMatchObject({ code: 'session_not_found' })
    expect(await readOpenSession(stranger, agent_id)).toBeUndefined()
  })
})

test('an open session may be extended while it is active or its grace lasts, up to its cap', async ({ db, key, reading, deactivate }) => {
  const { agent_id, session_id } = await startSession(key)
  const mayBeExtended = async () => (await readOpenSession(reading(), agent_id))?.mayBeExtended
  expect(await mayBeExtended()).toBe(true)
  await ageSession(db, session_id, 10)
  expect(await mayBeExtended()).toBe(true)
  await ageSession(db, session_id, 24)
  expect(await mayBeExtended()).toBe(false)
  await deactivate(agent_id)
  expect(await readOpenSession(reading(), agent_id)).toBeUndefined()
})

test('the timeline goes on page by page, and marks where nothing happened for more than five minutes', async ({ db, key, reading }) => {
  const session = await startSession(key)
  const ids = [await storeMemory(session), await storeMemory(session)]
  await sql`update session_events set at = at - interval '7 minutes' where session_id = ${session.session_id} and kind = 'activated'`.execute(
    db,
  )
  const first = await readTimeline(reading(), session.session_id, { limit: 2 })
  expect(presentTimeline(first.events, first.before)).toMatchObject([
    { what: 'Activated', gapBefore: null, by: { kind: 'key', name: 'test key' }, memoryCount: 0, memoryIds: [] },
    { what: 'Stored 1 memory', gapBefore: '7m', memoryCount: 1, memoryIds: [ids[0]] },
  ])
  const second = await readTimeline(reading(), session.session_id, { limit: 2, cursor: first.nextCursor ?? '' })
  expect(presentTimeline(second.events, second.before)).toMatchObject([{ what: 'Stored 1 memory', gapBefore: null, memoryIds: [ids[1]] }])
  expect(second.nextCursor).toBeNull()
})

test('a requested event is on the page, wherever it stands in the timeline', async ({ key, reading }) => {
  const session = await startSession(key)
  for (let n = 0; n < 3; n++) await storeMemory(session)
  const read = (event?: number) => readTimeline(reading(), session.session_id, { limit: 2, event })
  const idsOn = async (event?: number) => (await read(event)).events.map(({ id }) => Number(id))
  const all = (await readTimeline(reading(), session.session_id, { limit: 10 })).events.map(({ id }) => Number(id))
  expect(await idsOn(all[1])).toEqual(all.slice(0, 2))
  expect(await idsOn(all[2])).toEqual(all.slice(2))
  expect([(await read(all[1])).isFirst, (await read(all[2])).isFirst]).toEqual([true, false])
  expect(await idsOn(Number(all.at(-1)) + 1_000_000)).toEqual(all.slice(0, 2))
})

describe('ending the selected sessions', () => {
  test('returns what became of each, and audits it', async ({ db, teamId, key, deactivate, endSelected }) => {
    const open = await startSession(key)
    const ended = await startSession(key)
    await deactivate(ended.agent_id)
    expect(await endSelected([open.session_id, ended.session_id, open.session_id, 'sess_none'], 'Tidying')).toEqual([
      { sessionId: open.session_id, agentName: open.agent_id, outcome: 'ended' },
      { sessionId: ended.session_id, agentName: ended.agent_id, outcome: 'had ended' },
      { sessionId: 'sess_none', agentName: '', outcome: 'missing' },
    ])
    const audited = await db
      .selectFrom('audit_log')
      .select(['action', 'target_id', 'after'])
      .where('team_id', '=', teamId)
      .where('action', '=', 'session.ended')
      .execute()
    expect(audited).toEqual([{ action: 'session.ended', target_id: open.session_id, after: { end_reason: 'revoked', note: 'Tidying' } }])
  })

  test('reaches no session of another team', async ({ db, endSelected }) => {
    const { session_id } = await startSession(await createKey(db, await createTeam(db, 'Other')))
    expect(await endSelected([session_id])).toMatchObject([{ outcome: 'missing' }])
  })

  test('refuses nothing, and too many', async ({ endSelected }) => {
    await expect(endSelected([])).rejects.toMatchObject({ code: 'invalid_request' })
    await expect(endSelected(Array(101).fill('sess_a'))).rejects.toMatchObject({ code: 'invalid_request' })
  })
})

test('the export respects the filters, holds no token, and no cell that a spreadsheet would run', async ({ key, endSelected, reading }) => {
  const evil = await startSession(key)
  await endSelected([evil.session_id], '=HYPERLINK("http://evil")')
  await startSession(key)
  const csv = await csvResponse(
    'sessions.csv',
    SESSION_COLUMNS,
    await exportSessions(reading(), { endReason: 'revoked' }, TEST_CONTEXT),
  ).text()
  const lines = csv.trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^session_id,agent_id,status,end_reason,/)
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil"")"`)
  expect(csv).not.toContain('eyJ')
})
