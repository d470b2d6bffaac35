import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { stopClock } from '../test/clock'
import { createDatabase } from '../test/database'
import { createSampleKey } from '../test/sample-key'
import { listDailyTotals } from './daily-totals'
import type { Db } from './schema'
import { seedSample } from './seed'
import { type CountedBy, hasDaysToSumUp, sumUpDays } from './session-days'
import { listEndedPerDay, type SummaryFilters, sumUpEndedSessions } from './summaries'

const NOW = new Date('2026-03-30T16:30:00Z')
const at = (text: string) => new Date(`2026-${text}Z`)

let seeded: string
let db: Db
let teamId: string
beforeAll(async () => {
  ;({ db, url: seeded } = await createDatabase())
  await stopClock(db, NOW)
  teamId = (await db.insertInto('teams').values({ name: 'Acme' }).returning('id').executeTakeFirstOrThrow()).id
  const key = await createSampleKey(db, teamId)
  let count = 0
  await db.transaction().execute((tx) =>
    seedSample(tx, teamId, key, {
      newId: (prefix) => `${prefix}_${++count}`,
      termsOf: () => ({ search: '', wordCount: 0, analysis: 0 }),
    }),
  )
  await db.destroy()
})
beforeEach(async () => {
  ;({ db } = await createDatabase(seeded))
})

const RANGES: Record<string, SummaryFilters> = {
  'the last hour': { withinHours: 1 },
  'the last day': { withinHours: 24 },
  'thirty days': { withinHours: 30 * 24 },
  'a year': { withinHours: 365 * 24 },
  'within a day': { withinHours: 1, from: at('03-20T03:00:00'), to: at('03-20T17:00:00') },
  'whole days': { withinHours: 1, from: at('03-10T00:00:00'), to: at('03-13T00:00:00') },
  'parts of days': { withinHours: 1, from: at('03-10T11:00:00'), to: at('03-14T09:30:00') },
  'one reason': { withinHours: 30 * 24, endReason: 'expired' },
  'one agent': { withinHours: 30 * 24, agentName: 'billing-bot' },
}

const counts = async () => ({
  started: await listDailyTotals(db, teamId, 30),
  ended: await Promise.all(Object.values(RANGES).map((filters) => listEndedPerDay(db, teamId, filters))),
  totals: await Promise.all(Object.values(RANGES).map((filters) => sumUpEndedSessions(db, teamId, filters))),
})

async function sumUp(by: CountedBy): Promise<number> {
  const days = await db.transaction().execute((tx) => sumUpDays(tx, teamId, by))
  return days === 0 ? 0 : days + (await sumUp(by))
}

const marks = async () =>
  (await sql<{ until: string }>`select counted_by || ' ' || summed_until as until from session_day_marks order by 1`.execute(db)).rows.map(
    ({ until }) => until,
  )

/** Ends the open sessions, so that every past day can be summed up. */
const endAll = (when: Date) =>
  db.updateTable('sessions').set({ ended_at: when, end_reason: 'deactivated' }).where('ended_at', 'is', null).execute()

test('every count is the same, whether its days are summed up or not', async () => {
  await endAll(NOW)
  const before = await counts()
  expect(before.totals[3]?.sessions).toBeGreaterThan(100)
  expect(await sumUp('start')).toBeGreaterThan(25)
  expect(await sumUp('end')).toBeGreaterThan(25)
  expect(await marks()).toEqual(['end 2026-03-30', 'start 2026-03-30'])
  expect(await counts()).toEqual(before)
})

test('a day that is summed up is read as its sums, not from its sessions', async () => {
  await endAll(NOW)
  const before = await counts()
  await sumUp('end')
  await sql`update session_days set sessions = sessions + 1000 where day = '2026-03-12'`.execute(db)
  const after = await counts()
  expect(after.totals[5]?.sessions).toBeGreaterThanOrEqual((before.totals[5]?.sessions ?? 0) + 1000)
  expect(after.totals[0]).toEqual(before.totals[0])
})

test('a day is not summed up while a session may still count on it', async () => {
  await endAll(NOW)
  const [last] = await db.selectFrom('sessions').selectAll().orderBy('started_at', 'desc').limit(1).execute()
  const reopened = { ended_at: null, end_reason: null, started_at: at('03-20T10:00:00'), expires_at: at('03-24T10:00:00') }
  await db
    .updateTable('sessions')
    .set(reopened)
    .where('id', '=', last?.id ?? '')
    .execute()
  await sumUp('start')
  await sumUp('end')
  expect(await marks()).toEqual(['end 2026-03-24', 'start 2026-03-20'])

  await endAll(at('03-24T10:00:00'))
  const whole = await counts()
  await sumUp('start')
  await sumUp('end')
  expect(await marks()).toEqual(['end 2026-03-30', 'start 2026-03-30'])
  expect(await counts()).toEqual(whole)
})

test('a day is summed up one hour after it ended in UTC, not before', async () => {
  await endAll(NOW)
  await stopClock(db, at('03-31T00:59:59'))
  await sumUp('end')
  expect(await marks()).toEqual(['end 2026-03-30'])
  expect(await hasDaysToSumUp(db, teamId)).toBe(true)
  await stopClock(db, at('03-31T01:00:00'))
  expect([await sumUp('end'), await sumUp('end')]).toEqual([1, 0])
  expect(await marks()).toEqual(['end 2026-03-31'])
  await sumUp('start')
  expect(await hasDaysToSumUp(db, teamId)).toBe(false)
})

test('the sums of one team do not contain the sessions of another', async () => {
  await endAll(NOW)
  const other = (await db.insertInto('teams').values({ name: 'Other' }).returning('id').executeTakeFirstOrThrow()).id
  await sumUp('end')
  expect((await sumUpEndedSessions(db, other, { withinHours: 24 * 365 })).sessions).toBe(0)
})
