import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { lockAgent } from '../../db/agents'
import { callOk, startSession, storeMemory, uniqueName } from '../../test/calls'
import { ageSession } from '../../test/clock'
import { test as base } from '../../test/fixtures'
import { countLockWaits } from '../../test/lock-waits'
import { createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import { requireViewerScope } from '../auth/viewer'
import { endMatchingSessions } from './end-matching'
import type { SessionListInput } from './read'

const test = base
  .extend('ada', ({ db, teamId }) => createViewer(db, teamId, 'member'))
  .extend(
    'end',
    ({ ada }) =>
      (input: Partial<SessionListInput> = {}, seen = { at: soon(), count: 0 }, viewer = ada) =>
        endMatchingSessions(requireViewerScope(viewer, 'sessions:write'), input, seen, 'Tidying', TEST_CONTEXT),
  )
  .extend('openOnes', ({ db, teamId }) => async (): Promise<string[]> => {
    const rows = await db.selectFrom('sessions').select('id').where('team_id', '=', teamId).where('ended_at', 'is', null).execute()
    return rows.map(({ id }) => id).sort()
  })
  .extend(
    'endings',
    ({ db, teamId }) =>
      () =>
        db
          .selectFrom('audit_log')
          .select(['target_id', 'target_name', 'after', 'by_id'])
          .where('team_id', '=', teamId)
          .where('action', '=', 'session.ended')
          .orderBy('id')
          .execute(),
  )
  /** That many active sessions, each of an agent of its own. */
  .extend('manyActive', ({ db, teamId }) => async (count: number): Promise<void> => {
    await sql`with made as (
      insert into agents (team_id, name, pattern) select ${teamId}, 'many-' || n, 'tool' from generate_series(1, ${count}) n returning *
    )
    insert into sessions (team_id, id, agent_row_id, expires_at, opened_by_kind, opened_by_id, opened_by_name)
    select team_id, 'sess_' || name || '_' || substr(team_id::text, 1, 8), id, now() + interval '6 hours', 'key', 'k', 'k' from made`.execute(
      db,
    )
  })

const soon = () => new Date(Date.now() + 60_000)

describe('ending all that match', () => {
  test('ends the active sessions that the filters find, audits each, and computes its summary', async ({
    key,
    end,
    openOnes,
    endings,
    ada,
  }) => {
    const name = uniqueName()
    const session = await startSession(key, name)
    await storeMemory(session)
    const other = await startSession(key)
    expect(await end({ agentName: name }, { at: soon(), count: 1 })).toEqual({ ended: 1, others: 0, hasMore: false })
    expect(await openOnes()).toEqual([other.session_id])
    expect(await endings()).toEqual([
      { target_id: session.session_id, target_name: name, after: { end_reason: 'revoked', note: 'Tidying' }, by_id: ada.person.id },
    ])
    const summary = await callOk('GET', `/api/v2/sessions/${session.session_id}`, { key })
    expect(summary).toMatchObject({ end_reason: 'revoked', memories_stored: 1, ended_by: { id: ada.person.id } })
  })

  test('goes through more than one batch', async ({ manyActive, end, openOnes, endings }) => {
    await manyActive(250)
    expect(await end({}, { at: soon(), count: 250 })).toEqual({ ended: 250, others: 0, hasMore: false })
    expect(await openOnes()).toEqual([])
    expect(await endings()).toHaveLength(250)
  })

  test('leaves what expired, so that it can still be revived, and what was not there when the person looked', async ({
    db,
    key,
    end,
    openOnes,
  }) => {
    const expired = await startSession(key)
    await ageSession(db, expired.session_id, 7)
    const seen = await startSession(key)
    const at = new Date(seen.started_at)
    await sql`update sessions set started_at = started_at + interval '1 second' where id = ${(await startSession(key)).session_id}`.execute(
      db,
    )
    expect(await end({}, { at, count: 1 })).toMatchObject({ ended: 1 })
    const left = await openOnes()
    expect(left).toContain(expired.session_id)
    expect(left).not.toContain(seen.session_id)
    expect(left).toHaveLength(2)
  })

  test('returns how many of those shown had ended already', async ({ key, end }) => {
    const name = uniqueName()
    await startSession(key, name)
    await startSession(key)
    await callOk('POST', `/api/v2/agents/${name}/deactivate`, { key })
    expect(await end({}, { at: soon(), count: 2 })).toEqual({ ended: 1, others: 1, hasMore: false })
  })

  test('ends nothing where the filters ask for what is not active', async ({ key, end, openOnes }) => {
    await startSession(key)
    for (const input of [{ status: 'inactive' }, { endReason: 'expired' }, { agentName: 'nobody' }] as const)
      expect(await end(input)).toMatchObject({ ended: 0 })
    expect(await openOnes()).toHaveLength(1)
  })

  test('leaves a session that no longer matches when its batch is worked on', async ({ db, teamId, key, end, openOnes }) => {
    const { agent_id, session_id } = await startSession(key, undefined, { duration_hours: 0.3 })
    const ending = await db.transaction().execute(async (tx) => {
      await lockAgent(tx, teamId, agent_id, null)
      const waiting = end({ status: 'expiring' }, { at: soon(), count: 1 })
      await expect.poll(() => countLockWaits(db)).toBe(1)
      await sql`update sessions set expires_at = expires_at + interval '6 hours' where id = ${session_id}`.execute(tx)
      return { waiting } // awaited, the transaction would wait for who waits for it
    })
    expect(await ending.waiting).toEqual({ ended: 0, others: 1, hasMore: false })
    expect(await openOnes()).toEqual([session_id])
  })

  test('two people at once end each session once', async ({ manyActive, end, endings }) => {
    await manyActive(120)
    const both = await Promise.all([end({}, { at: soon(), count: 120 }), end({}, { at: soon(), count: 120 })])
    expect(both.reduce((sum, { ended }) => sum + ended, 0)).toBe(120)
    expect(await endings()).toHaveLength(120)
  })

  test('reaches no session of another team, and a reader ends nothing', async ({ db, teamId, key, end, openOnes }) => {
    await startSession(key)
    const stranger = await createViewer(db, await createTeam(db, 'Other'))
    expect(await end({}, undefined, stranger)).toMatchObject({ ended: 0 })
    const reader = await createViewer(db, teamId, 'reader')
    expect(() => end({}, undefined, reader)).toThrow(expect.objectContaining({ code: 'insufficient_scope' }))
    expect(await openOnes()).toHaveLength(1)
  })
})
