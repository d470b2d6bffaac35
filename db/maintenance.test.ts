import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { stopClock } from '../test/clock'
import { createDatabase } from '../test/database'
import { purgeRecords } from './idempotency'
import { listSessionsPastGrace, purgeCounters, purgeEvents, withMaintenanceLock } from './maintenance'
import type { Db } from './schema'

const EXPIRY = new Date('2026-03-30T12:00:00Z')
const hoursLater = (hours: number) => new Date(EXPIRY.getTime() + hours * 3_600_000)

let db: Db
let [mine, other] = ['', '']
beforeEach(async () => {
  ;({ db } = await createDatabase())
  await stopClock(db, EXPIRY)
  ;[mine, other] = [await createTeam('mine'), await createTeam('other')]
})

/** A team with a session that expires at EXPIRY, a counter and an event of it, and a record of an answer. */
async function createTeam(name: string): Promise<string> {
  const settings = { name, renewal_grace_hours: 2, events_kept_days: 1 }
  const { id: team_id } = await db.insertInto('teams').values(settings).returning('id').executeTakeFirstOrThrow()
  const agent = await db.insertInto('agents').values({ team_id, name: 'bot', pattern: 'tool' }).returning('id').executeTakeFirstOrThrow()
  const opened = { opened_by_kind: 'key', opened_by_id: 'k', opened_by_name: 'k' } as const
  await db
    .insertInto('sessions')
    .values({ team_id, id: 'sess_1', agent_row_id: agent.id, started_at: hoursLater(-1), expires_at: EXPIRY, ...opened })
    .execute()
  const used = { first_used_at: EXPIRY, last_used_at: EXPIRY }
  await db
    .insertInto('session_counters')
    .values({ team_id, session_id: 'sess_1', shard: 3, stored: 5, ...used })
    .execute()
  await db.insertInto('session_events').values({ team_id, session_id: 'sess_1', kind: 'activated', by_kind: 'key', by_id: 'k' }).execute()
  await db.insertInto('idempotency_records').values({ team_id, caller: 'key:k', key: '1', fingerprint: 'f', answer: '{}' }).execute()
  return team_id
}

const endAll = () => db.updateTable('sessions').set({ ended_at: EXPIRY, end_reason: 'expired' }).execute()

async function count(table: 'session_counters' | 'session_events' | 'idempotency_records', teamId: string): Promise<number> {
  return (await db.selectFrom(table).select('team_id').where('team_id', '=', teamId).execute()).length
}

test('a session is past its grace period from the moment at which it can no longer be extended', async () => {
  await stopClock(db, new Date(hoursLater(2).getTime() - 1))
  expect(await listSessionsPastGrace(db, mine, 10)).toEqual([])
  await stopClock(db, hoursLater(2))
  expect(await listSessionsPastGrace(db, mine, 10)).toMatchObject([{ team_id: mine, id: 'sess_1' }])
  await endAll()
  expect(await listSessionsPastGrace(db, mine, 10)).toEqual([])
})

test('timeline events are removed when their session has ended and the team no longer keeps them; those of other teams stay', async () => {
  await stopClock(db, hoursLater(25))
  expect(await purgeEvents(db, mine, 10)).toBe(0)
  await endAll()
  expect(await purgeEvents(db, mine, 10)).toBe(1)
  expect([await count('session_events', mine), await count('session_events', other)]).toEqual([0, 1])
  await db.updateTable('teams').set({ events_kept_days: 2 }).where('id', '=', other).execute()
  expect(await purgeEvents(db, other, 10)).toBe(0)
})

test('counters are removed a day after their session ended; those of other teams stay', async () => {
  await stopClock(db, hoursLater(25))
  expect(await purgeCounters(db, mine, 10)).toBe(0)
  await endAll()
  expect(await purgeCounters(db, mine, 10)).toBe(1)
  expect([await count('session_counters', mine), await count('session_counters', other)]).toEqual([0, 1])
})

test('records of answers are removed after 24 hours; those of other teams stay', async () => {
  await stopClock(db, new Date(hoursLater(24).getTime() - 1))
  expect(await purgeRecords(db, mine, 10)).toBe(0)
  await stopClock(db, hoursLater(24))
  expect(await purgeRecords(db, mine, 10)).toBe(1)
  expect([await count('idempotency_records', mine), await count('idempotency_records', other)]).toEqual([0, 1])
})

test('only one process runs maintenance at a time', async () => {
  const ran: string[] = []
  await withMaintenanceLock(db, async () => {
    ran.push('first')
    await withMaintenanceLock(db, async () => void ran.push('second'))
  })
  await withMaintenanceLock(db, async () => void ran.push('third'))
  expect(ran).toEqual(['first', 'third'])
})

test('the transaction that holds the lock of maintenance holds no snapshot, so that old rows can be removed meanwhile', async () => {
  await withMaintenanceLock(db, async () => {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction' and (backend_xmin is not null or backend_xid is not null)`.execute(
      db,
    )
    expect(rows).toEqual([])
  })
})
