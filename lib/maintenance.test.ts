import { sql } from 'kysely'
import { expect, vi } from 'vitest'
import { moveClock } from '../test/clock'
import { test as base } from '../test/fixtures'
import { createTeam } from '../test/teams'
import { runMaintenance, startMaintenance } from './maintenance'
import { log } from './process'

const test = base
  .override('env', { DATABASE_POOL_SIZE: '2' })
  .extend('startExpiredSession', ({ db }) => async (teamId: string): Promise<void> => {
    const agent = await db
      .insertInto('agents')
      .values({ team_id: teamId, name: 'bot', pattern: 'support' })
      .returningAll()
      .executeTakeFirstOrThrow()
    const opened = { opened_by_kind: 'key', opened_by_id: 'k', opened_by_name: 'k' } as const
    await db
      .insertInto('sessions')
      .values({ team_id: teamId, id: 'sess_old', agent_row_id: agent.id, expires_at: new Date(Date.now() + 3_600_000), ...opened })
      .execute()
    const used = { first_used_at: new Date(), last_used_at: new Date() }
    await db
      .insertInto('session_counters')
      .values({ team_id: teamId, session_id: 'sess_old', shard: 3, stored: 5, retrieved: 7, recalls: 2, ...used })
      .execute()
  })

test('a session past its grace is closed as expired at its expiry, with its counts, and its counters are removed a day later', async ({
  db,
  startExpiredSession,
}) => {
  const teamId = await createTeam(db)
  await startExpiredSession(teamId)
  const session = () => db.selectFrom('sessions').selectAll().where('id', '=', 'sess_old').executeTakeFirstOrThrow()

  await moveClock(db, 24)
  await runMaintenance()
  expect((await session()).ended_at).toBeNull()

  await moveClock(db, 26)
  await runMaintenance()
  const closed = await session()
  expect(closed).toMatchObject({ end_reason: 'expired', ended_by_kind: 'system', memories_stored: 5, memories_retrieved: 7, recalls: 2 })
  expect(closed.ended_at).toEqual(closed.expires_at)
  const { settled_memories } = await db.selectFrom('agents').select('settled_memories').where('name', '=', 'bot').executeTakeFirstOrThrow()
  expect(settled_memories).toBe(5)

  await moveClock(db, 26 + 24)
  await runMaintenance()
  expect(await db.selectFrom('session_counters').selectAll().execute()).toEqual([])
})

test('idempotency records older than a day and events older than the team keeps them are removed, newer ones stay', async ({ db }) => {
  const teamId = await createTeam(db, 'Keeper')
  await moveClock(db, 0)
  await db
    .insertInto('idempotency_records')
    .values({ team_id: teamId, caller: 'key:a', key: '1', fingerprint: 'f', answer: '{}' })
    .execute()
  await runMaintenance()
  expect(await db.selectFrom('idempotency_records').selectAll().execute()).toHaveLength(1)
  await moveClock(db, 25)
  await runMaintenance()
  expect(await db.selectFrom('idempotency_records').selectAll().execute()).toHaveLength(0)
  expect(await db.selectFrom('session_events').selectAll().execute()).not.toHaveLength(0)
  await moveClock(db, 24 * 92)
  await runMaintenance()
  expect(await db.selectFrom('session_events').selectAll().execute()).toHaveLength(0)
})

test('a step that fails keeps neither the later steps of its team nor the other teams waiting, and is reported', async ({ db }) => {
  const teamIds = [await createTeam(db, 'One'), await createTeam(db, 'Two'), await createTeam(db, 'Three')]
  // Teams are maintained in the order of their ids.
  const [failing = ''] = teamIds.toSorted()
  const agent = await db
    .insertInto('agents')
    .values({ team_id: failing, name: 'a', pattern: 'support' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.insertInto('memory_deletions').values({ team_id: failing, agent_row_id: agent.id, memory_id: 'm' }).execute()
  for (const team_id of teamIds)
    await db.insertInto('idempotency_records').values({ team_id, caller: 'key:a', key: '1', fingerprint: 'f', answer: '{}' }).execute()
  await sql`create function keep_records() returns trigger language plpgsql as $$ begin
    if old.team_id = ${sql.lit(failing)} then raise exception 'kept'; end if; return old; end $$`.execute(db)
  await sql`create trigger keep_records before delete on idempotency_records for each row execute function keep_records()`.execute(db)
  await moveClock(db, 24 * 200)
  const logged = vi.spyOn(log(), 'error').mockReturnValue(undefined)
  await expect(runMaintenance()).rejects.toThrow('maintenance of a team failed')
  expect(logged.mock.calls).toEqual([[expect.objectContaining({ teamId: failing, step: 'purgeRecords' }), expect.any(String)]])
  logged.mockRestore()
  expect(await db.selectFrom('idempotency_records').select('team_id').execute()).toEqual([{ team_id: failing }])
  expect(await db.selectFrom('memory_deletions').selectAll().execute()).toEqual([])
  const warned = vi.spyOn(log(), 'warn').mockReturnValue(undefined)
  await runTimers(startMaintenance)
  expect(warned.mock.calls).toEqual([
    [{ cause: expect.objectContaining({ message: 'maintenance of a team failed' }) }, 'maintenance failed; it is tried again in a minute'],
  ])
  warned.mockRestore()
  await sql`drop trigger keep_records on idempotency_records`.execute(db)
  await runMaintenance()
  expect(await db.selectFrom('idempotency_records').selectAll().execute()).toEqual([])
})

test('a step that belongs to no team and fails does not keep the later ones waiting, and is logged with its cause', async ({ db }) => {
  await sql`insert into sign_in_guesses (key, points, expire) values ('over', 1, 0)`.execute(db)
  await sql`alter table failed_sign_ins rename to failed_sign_ins_elsewhere`.execute(db)
  const logged = vi.spyOn(log(), 'error').mockReturnValue(undefined)
  await expect(runMaintenance()).rejects.toThrow('maintenance failed')
  expect(logged.mock.calls).toEqual([
    [expect.objectContaining({ step: 'recordOldFailedSignIns', cause: expect.anything() }), expect.any(String)],
  ])
  logged.mockRestore()
  await sql`alter table failed_sign_ins_elsewhere rename to failed_sign_ins`.execute(db)
  const { rows } = await sql`select key from sign_in_guesses`.execute(db)
  expect(rows).toEqual([])
})

test('maintenance and the counting of recalls that are due at the same time take turns, also with two connections', async ({ db }) => {
  const teamId = await createTeam(db)
  await db
    .insertInto('idempotency_records')
    .values({ team_id: teamId, caller: 'key:a', key: '1', fingerprint: 'f', answer: '{}' })
    .execute()
  await moveClock(db, 24 * 400)
  const warn = vi.spyOn(log(), 'warn')
  await runTimers(startMaintenance)
  expect(await db.selectFrom('idempotency_records').selectAll().execute()).toEqual([])
  expect(warn).not.toHaveBeenCalled()
})

/** Calls each callback that a function gives to setInterval once, without waiting, stops the intervals, and waits until the callbacks are done: they use connections that the test may need. */
async function runTimers(start: () => () => Promise<void>): Promise<void> {
  const intervals = vi.spyOn(globalThis, 'setInterval')
  const stop = start()
  for (const [run] of intervals.mock.calls) (run as () => void)()
  intervals.mockRestore()
  await stop()
}
