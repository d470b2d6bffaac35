import { describe, expect } from 'vitest'
import { api, startSession } from '../../test/calls'
import { test } from '../../test/fixtures'
import { addHours } from '../time'
import { extendedExpiry } from './rules'

// A token extends its session in one statement where that needs no decision, and otherwise under locks: both follow the same rule.

const CAP = 10
const HOUR = 1
const MINUTE = 1 / 60

const extend = (token: string, hours: number) =>
  api.call<{ new_expires_at: string; hours_added: number; previous_expires_at: string; code?: string }>('POST', '/api/v2/session/extend', {
    token,
    json: { extend_hours: hours },
  })

describe('the extension of a session by its token', () => {
  test('is what the rule says, at every distance from the end of its life', async ({ db, teamId, key }) => {
    const policy = { default_hours: 1, life_cap_hours: CAP, renewal_grace_hours: 24, renew_on_use: false }
    await db.updateTable('teams').set(policy).where('id', '=', teamId).execute()
    for (const left of [0, 1 / 3_600_000, MINUTE, 0.5, HOUR, 2.000001, CAP / 2])
      for (const hours of [MINUTE, 0.3333, HOUR, 2, CAP]) {
        const { session_id, session_token } = await startSession(key)
        const { started_at } = await db.selectFrom('sessions').select('started_at').where('id', '=', session_id).executeTakeFirstOrThrow()
        const times = { started_at, expires_at: addHours(started_at, CAP - left), ended_at: null, end_reason: null }
        await db.updateTable('sessions').set({ expires_at: times.expires_at }).where('id', '=', session_id).execute()
        const expected = extendedExpiry(times, hours, policy, started_at)
        const { status, body } = await extend(session_token, hours)
        const row = await db.selectFrom('sessions').selectAll().where('id', '=', session_id).executeTakeFirstOrThrow()
        const { events } = (
          await api.call<{ events: { kind: string; amount: number }[] }>('GET', `/api/v2/sessions/${session_id}`, { key })
        ).body
        const recorded = events.filter(({ kind }) => kind === 'extended').map(({ amount }) => amount)
        if (expected === undefined) {
          expect([status, body.code, row.expires_at, recorded]).toEqual([409, 'session_limit_reached', times.expires_at, []])
          continue
        }
        expect([status, new Date(body.new_expires_at), body.hours_added]).toEqual([200, expected.expiresAt, expected.hoursAdded])
        expect([row.expires_at, row.extensions, row.gap_seconds, recorded]).toEqual([expected.expiresAt, 1, 0, [expected.hoursAdded]])
        expect(new Date(body.previous_expires_at)).toEqual(times.expires_at)
      }
  })

  test('is added for every one of many calls at once', async ({ db, teamId, key }) => {
    await db.updateTable('teams').set({ life_cap_hours: 1000 }).where('id', '=', teamId).execute()
    const { session_id, session_token, expires_at } = await startSession(key)
    const answers = await Promise.all(Array.from({ length: 20 }, () => extend(session_token, 1)))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(new Set(answers.map(({ body }) => body.new_expires_at)).size).toBe(20)
    const row = await db.selectFrom('sessions').selectAll().where('id', '=', session_id).executeTakeFirstOrThrow()
    expect([row.expires_at, row.extensions]).toEqual([addHours(new Date(expires_at), 20), 20])
  })

  test('goes no further than the cap, however many calls want the last hours at once', async ({ db, teamId, key }) => {
    await db.updateTable('teams').set({ life_cap_hours: CAP }).where('id', '=', teamId).execute()
    const { session_id, session_token, started_at } = await startSession(key)
    const answers = await Promise.all(Array.from({ length: 12 }, () => extend(session_token, 1.5)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, ...Array(9).fill(409)])
    const row = await db.selectFrom('sessions').selectAll().where('id', '=', session_id).executeTakeFirstOrThrow()
    expect([row.expires_at, row.extensions]).toEqual([addHours(new Date(started_at), CAP), 3])
  })

  test('never comes after the end of the session', async ({ db, key }) => {
    for (let times = 0; times < 20; times++) {
      const { agent_id, session_id, session_token } = await startSession(key)
      const end = api.call('POST', `/api/v2/agents/${agent_id}/deactivate`, { key })
      const [ended, ...extended] = await Promise.all([end, ...Array.from({ length: 4 }, () => extend(session_token, MINUTE))])
      expect(ended.status).toBe(200)
      const row = await db.selectFrom('sessions').selectAll().where('id', '=', session_id).executeTakeFirstOrThrow()
      const successes = extended.filter(({ status }) => status === 200).length
      expect([row.end_reason, row.extensions]).toEqual(['deactivated', successes])
      expect(extended.filter(({ status }) => status !== 200).map(({ body }) => body.code)).toEqual(
        Array(4 - successes).fill('session_ended'),
      )
      const events = await db.selectFrom('session_events').select(['kind', 'at', 'id']).where('session_id', '=', session_id).execute()
      const endedAt = events.find(({ kind }) => kind === 'ended')?.at ?? new Date(0)
      expect(events.filter(({ kind, at }) => kind === 'extended' && at > endedAt)).toEqual([])
    }
  })
})
