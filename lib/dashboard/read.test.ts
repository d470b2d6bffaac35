import { sql } from 'kysely'
import { expect } from 'vitest'
import { seedSample } from '../../db/seed'
import { callOk, createAgent, startSession, storeMemory, uniqueName } from '../../test/calls'
import { ageSession } from '../../test/clock'
import { test as base } from '../../test/fixtures'
import { createKey, createTeam, createViewer, keyIdOf } from '../../test/teams'
import type { Principal } from '../auth/principal'
import { requireViewerScope, type Viewer } from '../auth/viewer'
import { newId } from '../ids'
import { storedTerms } from '../recall/stored-terms'
import { SUMMARY_SORTS } from '../sessions/rules'
import { listSummaries, sumUpSummaries } from '../sessions/summaries'
import { readChangeVersion } from './change-version'
import { DAYS_SHOWN, readActiveByTimeLeft, readDailyTotals, readFirstSteps } from './read'
import { shareResult } from './share-result'

const test = base
  .extend('createReader', ({ db }) => async (teamId: string) => {
    return requireViewerScope(await createViewer(db, teamId, 'reader'), 'sessions:read')
  })
  /** A team with thirty days of history, which tests only read. */
  .extend('sampleTeamId', { scope: 'file' }, async ({ db }) => {
    const teamId = await createTeam(db)
    const id = keyIdOf(await createKey(db, teamId))
    await db.transaction().execute((tx) => seedSample(tx, teamId, { id, name: 'test key' }, { newId, termsOf: storedTerms }))
    return teamId
  })
  .extend('countedByHand', ({ db }) => async (teamId: string, where = sql<boolean>`true`) => {
    const { rows } = await sql<{ sessions: number; stored: number; retrieved: number }>`
    select count(*)::bigint as sessions, coalesce(sum(coalesce(u.stored, memories_stored)), 0)::bigint as stored,
      coalesce(sum(coalesce(u.retrieved, memories_retrieved)), 0)::bigint as retrieved
    from sessions s left join session_counters u on u.session_id = s.id and s.ended_at is null where s.team_id = ${teamId} and ${where}`.execute(
      db,
    )
    return rows[0]
  })

const readDays = async (principal: Principal<'sessions:read'>) => readDailyTotals(principal, await readChangeVersion(principal))

const sum = <T>(rows: T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0)
const added = (days: { sessions: number; stored: number; retrieved: number }[]) => ({
  sessions: sum(days, (day) => day.sessions),
  stored: sum(days, (day) => day.stored),
  retrieved: sum(days, (day) => day.retrieved),
})

test('the days of the dashboard add up to the sessions that started on them, open ones included', async ({
  sampleTeamId,
  createReader,
  countedByHand,
}) => {
  const days = await readDays(await createReader(sampleTeamId))
  expect(days).toHaveLength(DAYS_SHOWN)
  expect(days.map(({ day }) => day)).toEqual(days.map(({ day }) => day).toSorted())
  expect(added(days)).toEqual(await countedByHand(sampleTeamId, sql`started_at >= ${days[0]?.day ?? ''}::timestamp at time zone 'UTC'`))
  expect(added(days).stored).toBeGreaterThan(0)
})

test('the summaries of a key are those of the sessions that it opened', async ({ db, teamId, key, createReader }) => {
  const reader = await createReader(teamId)
  const other = await createKey(db, teamId)
  for (const opener of [key, other, other]) {
    const name = uniqueName()
    await startSession(opener, name)
    await callOk('POST', `/api/v2/agents/${name}/deactivate`, { key: opener })
  }
  for (const [opener, count] of [
    [key, 1],
    [other, 2],
  ] as const) {
    const filters = { openedBy: keyIdOf(opener) }
    const { totals, days } = await sumUpSummaries(reader, filters)
    const { shown } = await listSummaries(reader, { ...filters, limit: 10 })
    expect([totals.sessions, sum(days, ({ sessions }) => sessions), shown.length]).toEqual([count, count, count])
  }
})

test('totals, days and pages of the summaries agree', async ({ sampleTeamId, createReader, countedByHand }) => {
  const principal = await createReader(sampleTeamId)
  const { totals, days } = await sumUpSummaries(principal, { withinHours: 720 })
  const ended = await countedByHand(sampleTeamId, sql`ended_at >= memanto_now() - interval '30 days'`)
  expect(totals).toMatchObject(ended ?? {})
  expect(added(days)).toEqual(ended)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const { shown, nextCursor } = await listSummaries(principal, { cursor, limit: 20 })
    seen.push(...shown.map(({ id }) => id))
    cursor = nextCursor ?? undefined
  } while (cursor)
  expect(new Set(seen).size).toBe(totals.sessions)
})

test('summaries are sorted by what their sessions did, page by page', async ({ sampleTeamId, createReader }) => {
  const principal = await createReader(sampleTeamId)
  const all = (await listSummaries(principal, { limit: 1000 })).shown
  for (const sort of SUMMARY_SORTS) {
    const seen: Awaited<ReturnType<typeof listSummaries>>['shown'] = []
    let cursor: string | undefined
    do {
      const { shown, nextCursor } = await listSummaries(principal, { sort, cursor, limit: 7 })
      seen.push(...shown)
      cursor = nextCursor ?? undefined
    } while (cursor)
    const values = seen.map(({ sorted_by }) => Number(sorted_by))
    expect(values, sort).toEqual(values.toSorted((one, other) => other - one))
    expect(seen.map(({ id }) => id).toSorted(), sort).toEqual(all.map(({ id }) => id).toSorted())
  }
  const { nextCursor } = await listSummaries(principal, { sort: 'stored', limit: 1 })
  await expect(listSummaries(principal, { sort: 'recalls', cursor: nextCursor ?? '', limit: 1 })).rejects.toMatchObject({
    code: 'invalid_request',
  })
})

test('summaries are filtered by agent, reason and time', async ({ sampleTeamId, createReader }) => {
  const principal = await createReader(sampleTeamId)
  const { shown } = await listSummaries(principal, { withinHours: 168, agentName: 'billing-bot', endReason: 'expired', limit: 100 })
  expect(shown.every((session) => session.agent_name === 'billing-bot' && session.end_reason === 'expired')).toBe(true)
  const { totals } = await sumUpSummaries(principal, { withinHours: 168, agentName: 'billing-bot', endReason: 'expired' })
  expect(totals.sessions).toBe(shown.length)
  const [from, to] = [new Date('2020-01-01T22:00:00Z'), new Date('2020-01-03')]
  const longAgo = await sumUpSummaries(principal, { from, to })
  expect(longAgo.totals).toMatchObject({ sessions: 0, median_seconds: null })
  expect(longAgo.days).toHaveLength(3)
  expect(longAgo.range).toEqual({ since: from.toISOString(), until: to.toISOString() })
  expect((await sumUpSummaries(principal, { from, to: new Date('2999-01-01') })).range.until).toBeUndefined()
})

test('no range goes back further than a year', async ({ db, createReader }) => {
  const principal = await createReader(await createTeam(db))
  const { days } = await sumUpSummaries(principal, { from: new Date('2001-01-01'), to: new Date('2020-01-03') })
  expect(days.length).toBeLessThanOrEqual(367)
})

test('the median is the middle value', async ({ db, createReader }) => {
  const teamId = await createTeam(db)
  const key = await createKey(db, teamId)
  for (const memories of [1, 2, 6]) {
    const session = await startSession(key)
    for (let count = 0; count < memories; count++) await storeMemory(session)
    await ageSession(db, session.session_id, 2)
    await callOk('POST', `/api/v2/agents/${session.agent_id}/deactivate`, { key })
  }
  const { totals } = await sumUpSummaries(await createReader(teamId), {})
  expect(totals).toMatchObject({ sessions: 3, stored: 9, median_stored: 2 })
  expect(totals.median_seconds).toBeCloseTo(7200, -2)
})

test('active sessions are listed by the time that they have left, and no others', async ({ db, createReader }) => {
  const teamId = await createTeam(db)
  const key = await createKey(db, teamId)
  const latest = await startSession(key)
  const later = await startSession(key, uniqueName(), { duration_hours: 0.4 })
  const sooner = await startSession(key, uniqueName(), { duration_hours: 0.1 })
  const ended = await startSession(key)
  await callOk('POST', `/api/v2/agents/${ended.agent_id}/deactivate`, { key })
  const reader = await createReader(teamId)
  const listed = async (limit: number) => (await readActiveByTimeLeft(reader, limit)).map(({ id }) => id)
  expect(await listed(10)).toEqual([sooner.session_id, later.session_id, latest.session_id])
  expect(await listed(1)).toEqual([sooner.session_id])
})

test('a first step is done as soon as it happened, and a reader is not asked to invite people', async ({ db }) => {
  const teamId = await createTeam(db)
  const [key, ada] = [await createKey(db, teamId), await createViewer(db, teamId)]
  const stepsOf = async (viewer: Viewer) => (await readFirstSteps(viewer)).steps
  expect(await readFirstSteps(ada)).toEqual({
    newestAgentName: null,
    steps: { agent: false, session: false, memory: false, recall: false, invite: false },
  })
  const name = await createAgent(key)
  const session = await startSession(key, name)
  expect(await readFirstSteps(ada)).toMatchObject({ newestAgentName: name, steps: { agent: true, session: true, memory: false } })
  await storeMemory(session)
  expect(await stepsOf(ada)).toMatchObject({ memory: true, recall: false })
  await callOk('POST', `/api/v2/agents/${name}/recall`, { token: session.session_token, json: { query: 'phone' } })
  expect(await stepsOf(ada)).toMatchObject({ recall: true, invite: false })
  const reader = await createViewer(db, teamId, 'reader')
  expect(await stepsOf(ada)).toMatchObject({ invite: true })
  expect(await stepsOf(reader)).not.toHaveProperty('invite')
})

test('the change version of a team, an agent and a session changes with what happens there, and with nothing else', async ({
  db,
  createReader,
}) => {
  const teamId = await createTeam(db)
  const key = await createKey(db, teamId)
  const principal = await createReader(teamId)
  const [mine, other] = [await startSession(key), await startSession(key)]
  const scopes = [
    ...[{}, { agent: mine.agent_id }, { session: mine.session_id }, { agent: other.agent_id }, { session: other.session_id }],
    { withAudit: true },
  ]
  const versions = () => Promise.all(scopes.map((scope) => readChangeVersion(principal, scope)))
  const changes = async (change: () => Promise<unknown>) => {
    const before = await versions()
    await change()
    const after = await versions()
    return after.map((version, place) => version !== before[place])
  }
  const onlyMine = [true, true, true, false, false, true]
  expect(await changes(async () => {})).toEqual(scopes.map(() => false))
  expect(await changes(() => storeMemory(mine))).toEqual(onlyMine)
  const memory = `/api/v2/agents/${mine.agent_id}/memories/${await storeMemory(mine)}`
  const onlyMyAgent = [false, true, false, false, false, true]
  expect(await changes(() => callOk('PATCH', memory, { key, json: { content: 'Ada prefers letters.' } }))).toEqual(onlyMyAgent)
  expect(await changes(() => callOk('DELETE', memory, { key }))).toEqual(onlyMyAgent)
  expect(await changes(() => callOk('POST', '/api/v2/session/extend', { token: mine.session_token, json: { hours: 1 } }))).toEqual(onlyMine)
  expect(await changes(() => ageSession(db, mine.session_id, 6.8))).toEqual(onlyMine)
  expect(await changes(() => callOk('POST', `/api/v2/agents/${mine.agent_id}/deactivate`, { key }))).toEqual(onlyMine)
  expect(await changes(() => startSession(key, mine.agent_id))).toEqual([true, true, false, false, false, true])
})

test('another team sees nothing of a team’s activity', async ({ db, sampleTeamId, createReader }) => {
  expect(added(await readDays(await createReader(sampleTeamId))).sessions).toBeGreaterThan(0)
  const stranger = await createReader(await createTeam(db))
  const before = await readChangeVersion(stranger)
  const mine = await startSession(await createKey(db, await createTeam(db)))
  expect(await readChangeVersion(stranger)).toBe(before)
  expect(await readChangeVersion(stranger, { session: mine.session_id })).toBe(await readChangeVersion(stranger, { session: 'sess_none' }))
  expect(added(await readDays(stranger))).toEqual({ sessions: 0, stored: 0, retrieved: 0 })
  expect((await sumUpSummaries(stranger, {})).totals.sessions).toBe(0)
})

test('requests with the same key share one result; after a failure the next request tries again', async () => {
  let calls = 0
  const request = (key: string) => shareResult(key, 60_000, async () => ++calls)
  expect(await Promise.all([request('one'), request('one'), request('other')])).toEqual([1, 1, 2])
  expect(await request('one')).toBe(1)
  const fail = () => shareResult('failing', 60_000, () => Promise.reject(new Error('no')))
  await expect(fail()).rejects.toThrow('no')
  expect(await shareResult('failing', 60_000, async () => 'now')).toBe('now')
})

test('the days are counted again as soon as something happened', async ({ db, createReader }) => {
  const teamId = await createTeam(db)
  const key = await createKey(db, teamId)
  const principal = await createReader(teamId)
  const session = await startSession(key)
  expect(added(await readDays(principal))).toMatchObject({ sessions: 1, stored: 0 })
  await storeMemory(session)
  expect(added(await readDays(principal))).toMatchObject({ sessions: 1, stored: 1 })
})
