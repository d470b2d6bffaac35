import type { Insertable } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { stopClock } from '../test/clock'
import { createDatabase } from '../test/database'
import { readActivityCounts, readPastActivity } from './activity-counts'
import { readKeyHealth } from './api-key-lists'
import { listDailyTotals } from './daily-totals'
import { readNavigationCounts } from './navigation-counts'
import type { Db, Schema } from './schema'
import { listTopAgents } from './top-agents'

const at = (text: string) => new Date(`2026-03-${text}:00Z`)
const NOW = at('30T12:00')
const PERIODS = { today: at('30T00:00'), now: NOW, yesterday: at('29T00:00'), yesterdayUntil: at('29T12:00') }

let db: Db
let teamId: string
let otherTeamId: string
beforeEach(async () => {
  ;({ db } = await createDatabase())
  await stopClock(db, NOW)
  const insertTeam = async () => (await db.insertInto('teams').values({ name: 'Acme' }).returning('id').executeTakeFirstOrThrow()).id
  teamId = await insertTeam()
  otherTeamId = await insertTeam()
})

async function insertAgent(name: string, team = teamId): Promise<string> {
  const row = { team_id: team, name, pattern: 'tool' as const }
  return (await db.insertInto('agents').values(row).returning('id').executeTakeFirstOrThrow()).id
}

const OPENER = { opened_by_kind: 'key', opened_by_id: 'key', opened_by_name: 'key' } as const
let count = 0

/** Inserts a session of six hours that ended after so many, or not yet. */
async function insertSession(
  agentRowId: string,
  start: string,
  endedAfter: number | null,
  more: Partial<Insertable<Schema['sessions']>> = {},
  team = teamId,
) {
  const id = `sess_${++count}`
  const startedAt = at(start)
  const later = (hours: number) => new Date(startedAt.getTime() + hours * 3_600_000)
  const ended = endedAfter === null ? {} : { ended_at: later(endedAfter), end_reason: 'deactivated' as const }
  const row = { team_id: team, id, agent_row_id: agentRowId, started_at: startedAt, expires_at: later(6), ...OPENER, ...ended, ...more }
  await db.insertInto('sessions').values(row).execute()
  return id
}

const insertEvent = (sessionId: string, when: string, kind: 'remembered' | 'recalled', amount: number, team = teamId) =>
  db
    .insertInto('session_events')
    .values({ team_id: team, session_id: sessionId, at: at(when), kind, amount, by_kind: 'key', by_id: 'key' })
    .execute()

test('what is active now is counted, and what was active a day ago', async () => {
  const [a, b, c, d] = await Promise.all(['a', 'b', 'c', 'd'].map((name) => insertAgent(name)))
  await insertSession(a ?? '', '30T06:20', null) // 20 minutes left
  await insertSession(b ?? '', '30T11:00', null)
  await insertSession(c ?? '', '30T02:00', null) // has expired
  await insertSession(d ?? '', '29T11:00', 3) // was active a day ago
  await insertSession(d ?? '', '29T08:00', 3) // had ended early
  await insertSession(d ?? '', '29T12:30', 1) // had not begun
  expect(await readActivityCounts(db, teamId, PERIODS)).toMatchObject({ active: 2, expiring: 1, activeBefore: 1 })
  expect(await readNavigationCounts(db, teamId, 100)).toEqual({ expiring: 1, toReview: 0 })
  expect(await readActivityCounts(db, otherTeamId, PERIODS)).toMatchObject({ active: 0, expiring: 0, activeBefore: 0 })
})

test('today is compared with yesterday until the same time', async () => {
  const id = await insertSession(await insertAgent('a'), '29T09:00', 4)
  await insertSession(await insertAgent('b'), '30T09:00', null)
  await insertSession(await insertAgent('c'), '29T18:00', 1) // too late yesterday
  const events: Parameters<typeof insertEvent>[] = [
    [id, '29T11:59', 'remembered', 3],
    [id, '29T11:59', 'recalled', 7],
    [id, '29T12:00', 'remembered', 100],
    [id, '28T23:59', 'recalled', 1],
    [id, '30T00:00', 'remembered', 2],
    [id, '30T11:00', 'remembered', 4],
    [id, '30T11:00', 'recalled', 0],
  ]
  for (const event of events) await insertEvent(...event)
  await insertEvent(
    await insertSession(await insertAgent('x', otherTeamId), '30T09:00', null, {}, otherTeamId),
    '30T09:00',
    'recalled',
    1,
    otherTeamId,
  )
  const { today, yesterday } = await readActivityCounts(db, teamId, PERIODS)
  const failed = { count: 0, isSample: false }
  expect(today).toEqual({ sessions: 1, stored: 6, recalls: 1, areAllEvents: true, failed })
  expect(yesterday).toEqual({ sessions: 1, stored: 3, recalls: 1, areAllEvents: true, failed })
})

test('of more events than are counted, it is said that these are not all, whatever their kinds and numbers', async () => {
  const id = await insertSession(await insertAgent('a'), '30T09:00', null)
  for (const kind of ['remembered', 'recalled', 'remembered'] as const) await insertEvent(id, '30T10:00', kind, 1)
  await insertEvent(id, '29T10:00', 'remembered', 500)
  const { today, yesterday } = await readActivityCounts(db, teamId, PERIODS, 3)
  expect([today.areAllEvents, yesterday.areAllEvents, yesterday.stored]).toEqual([false, true, 500])
  expect((await readActivityCounts(db, teamId, PERIODS, 4)).today).toMatchObject({ areAllEvents: true, stored: 2, recalls: 1 })
})

test('past days are those of their events, whenever sessions started', async () => {
  const starts = ['27T22:00', '28T22:00', '29T22:00'].map(at)
  const id = await insertSession(await insertAgent('a'), '27T21:59', null)
  await insertSession(await insertAgent('b'), '28T22:00', 1)
  await insertEvent(id, '27T21:59', 'remembered', 50)
  await insertEvent(id, '28T21:59', 'remembered', 3)
  await insertEvent(id, '28T22:00', 'recalled', 9)
  await insertEvent(id, '29T20:00', 'recalled', 9)
  await insertEvent(id, '29T22:00', 'recalled', 9)
  const hours = [at('28T21:00'), at('28T22:00'), at('29T22:00')].map((hour) => ({
    hour,
    team_id: teamId,
    calls: 9,
    recorded: 9,
    errors: 2,
  }))
  await db.insertInto('request_hours').values(hours).execute()
  expect(await readPastActivity(db, teamId, starts)).toEqual({ sessions: [0, 1], stored: [3, 0], recalls: [0, 2], failed: [2, 2] })
  expect(await readPastActivity(db, teamId, starts, 3)).toMatchObject({ sessions: [0, 1], stored: undefined, recalls: undefined })
  expect(await readPastActivity(db, otherTeamId, starts)).toEqual({ sessions: [0, 0], stored: [0, 0], recalls: [0, 0], failed: [0, 0] })
})

test('failed calls are those that were counted, also when the log has only a sample; parts of hours are counted in the log', async () => {
  const call = { team_id: teamId, method: 'POST', route: '/api/v2/agents', code: null, ms: 1, key_id: null, session_id: null, agent: null }
  const insertCall = (id: string, when: string, status: number) =>
    db
      .insertInto('request_log')
      .values({ ...call, id, at: at(when), status, address: null, digest: null })
      .execute()
  await insertCall('r1', '30T10:00', 404)
  await insertCall('r2', '29T09:59', 500)
  await insertCall('r3', '29T11:10', 500)
  await insertCall('r4', '29T11:10', 200)
  await insertCall('r5', '29T11:50', 500)
  const hours = [
    { hour: at('30T10:00'), errors: 70_000 },
    { hour: at('29T09:00'), errors: 5 },
    { hour: at('29T11:00'), errors: 2 },
    { hour: at('29T13:00'), errors: 1 },
    { hour: at('28T23:00'), errors: 9 },
  ]
  await db
    .insertInto('request_hours')
    .values(hours.map((hour) => ({ team_id: teamId, calls: 80_000, recorded: 4, ...hour })))
    .execute()
  const counts = await readActivityCounts(db, teamId, { ...PERIODS, yesterdayUntil: at('29T11:30') })
  expect([counts.today.failed, counts.yesterday.failed]).toEqual([
    { count: 70_000, isSample: false },
    { count: 6, isSample: false },
  ])
  expect([counts.requestsKeptDays, counts.requestsSince, counts.eventsKeptDays]).toEqual([7, at('29T09:59'), 90])
  await db.updateTable('request_hours').set({ errors: 3 }).where('hour', '=', at('29T11:00')).execute()
  const sampled = await readActivityCounts(db, teamId, { ...PERIODS, today: at('29T11:30'), yesterdayUntil: at('29T11:30') })
  expect([sampled.today.failed, sampled.yesterday.failed]).toEqual([
    { count: 70_002, isSample: true },
    { count: 6, isSample: true },
  ])
})

test('the sessions of a day are counted by what became of them', async () => {
  await insertSession(await insertAgent('a'), '30T09:00', null)
  await insertSession(await insertAgent('b'), '30T03:00', null) // has expired, but nobody has written it down
  await insertSession(await insertAgent('c'), '30T03:00', 1, { memories_stored: 5, recalls: 2 })
  await insertSession(await insertAgent('d'), '29T03:00', 1, { end_reason: 'revoked' })
  const days = await listDailyTotals(db, teamId, 2)
  expect(days.map(({ outcomes }) => outcomes)).toEqual([
    { active: 0, deactivated: 0, replaced: 0, expired: 0, revoked: 1, agent_deleted: 0 },
    { active: 1, deactivated: 1, replaced: 0, expired: 1, revoked: 0, agent_deleted: 0 },
  ])
  expect(days[1]).toMatchObject({ sessions: 3, stored: 5, recalls: 2 })
})

test('top agents are those whose latest sessions did most, open ones included', async () => {
  const [quiet, busy, old, gone] = await Promise.all(['quiet', 'busy', 'old', 'gone'].map((name) => insertAgent(name)))
  await insertSession(quiet ?? '', '28T03:00', 1, { memories_stored: 4, recalls: 9 })
  await insertSession(busy ?? '', '29T03:00', 1, { memories_stored: 3 })
  const open = await insertSession(busy ?? '', '30T09:00', null)
  const used = { first_used_at: NOW, last_used_at: NOW }
  for (const shard of [0, 1])
    await db
      .insertInto('session_counters')
      .values({ team_id: teamId, session_id: open, shard, stored: 2, retrieved: 0, recalls: 1, ...used })
      .execute()
  await insertSession(old ?? '', '01T03:00', 1, { memories_stored: 99, started_at: new Date('2026-02-01T00:00:00Z') })
  await insertSession(gone ?? '', '30T03:00', 1, { memories_stored: 99 })
  await db.updateTable('agents').set({ deleted_at: NOW }).where('name', '=', 'gone').execute()
  const ranked = async (by: 'stored' | 'recalls' | 'sessions') =>
    (await listTopAgents(db, teamId, by, 30, 5)).map(({ name, [by]: value }) => [name, value])
  expect(await ranked('stored')).toEqual([
    ['busy', 7],
    ['quiet', 4],
  ])
  expect(await ranked('recalls')).toEqual([
    ['quiet', 9],
    ['busy', 2],
  ])
  expect(await ranked('sessions')).toEqual([
    ['busy', 2],
    ['quiet', 1],
  ])
  expect(await listTopAgents(db, otherTeamId, 'sessions', 30, 5)).toEqual([])
})

test('keys that need somebody are named, and none that does not work any more', async () => {
  const insertKey = (id: string, more: Partial<Insertable<Schema['api_keys']>>) =>
    db
      .insertInto('api_keys')
      .values({
        team_id: teamId,
        id,
        name: id,
        secret_hash: Buffer.alloc(32),
        last_four: 'abcd',
        scopes: [],
        created_by_name: 'Ada',
        ...more,
      })
      .execute()
  const used = { created_at: new Date('2025-01-01T00:00:00Z'), last_used_at: at('29T12:00') }
  await insertKey('fine', { ...used, expires_at: new Date('2026-05-01T00:00:00Z') })
  await insertKey('soon', { ...used, expires_at: at('31T00:00') })
  await insertKey('in two weeks', { ...used, expires_at: new Date('2026-04-13T11:59:00Z') })
  await insertKey('expired', { ...used, expires_at: at('30T00:00') })
  await insertKey('revoked', { created_at: used.created_at, revoked_at: at('02T00:00') })
  await insertKey('unused', { created_at: at('02T00:00') })
  await insertKey('new', { created_at: at('30T11:00') })
  await insertKey('idle', { ...used, last_used_at: new Date('2025-12-01T00:00:00Z') })
  await insertKey('just idle', { ...used, last_used_at: new Date('2025-12-30T12:00:00Z') })
  await insertKey('rotating', { ...used, previous_hash: Buffer.alloc(32), previous_until: at('30T18:00') })
  expect(await readKeyHealth(db, teamId)).toEqual({
    usable: 8,
    expiring: ['soon', 'in two weeks'],
    neverUsed: ['unused'],
    idle: ['idle', 'just idle'],
    rotating: ['rotating'],
    nextExpiry: at('31T00:00'),
    now: NOW,
  })
  expect(await readKeyHealth(db, otherTeamId)).toMatchObject({ usable: 0, expiring: [], nextExpiry: null })
})
