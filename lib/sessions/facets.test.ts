import { sql } from 'kysely'
import { expect } from 'vitest'
import { callOk, createAgent, startSession, uniqueName } from '../../test/calls'
import { ageSession } from '../../test/clock'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer } from '../../test/teams'
import { requireViewerScope } from '../auth/viewer'
import { boundedCount } from '../bounded-count'
import type { SessionListInput } from './read'
import { countSessionFacets } from './read'

const test = base
  .extend('reader', ({ db, teamId }) => createViewer(db, teamId, 'reader'))
  .extend(
    'counts',
    ({ reader }) =>
      (input: Partial<SessionListInput> = {}, viewer = reader) =>
        countSessionFacets(requireViewerScope(viewer, 'sessions:read'), input),
  )

const NONE = { deactivated: 0, replaced: 0, expired: 0, revoked: 0, agent_deleted: 0 }

test('the choices of a filter are counted with the other filters applied, not with the filter itself', async ({ db, key, counts }) => {
  const name = uniqueName()
  for (let n = 0; n < 2; n++) {
    await startSession(key, name)
    await callOk('POST', `/api/v2/agents/${name}/deactivate`, { key })
  }
  await startSession(key, name)
  await startSession(key, undefined, { duration_hours: 0.4 })
  const expired = await startSession(key)
  await ageSession(db, expired.session_id, 7)
  expect(await counts()).toMatchObject({
    status: { active: 2, expiring: 1, inactive: 3 },
    endReason: { ...NONE, deactivated: 2, expired: 1 },
  })
  expect(await counts({ status: 'active' })).toMatchObject({ status: { active: 2, expiring: 1, inactive: 3 }, endReason: NONE })
  expect(await counts({ endReason: 'deactivated' })).toMatchObject({
    status: { active: 0, expiring: 0, inactive: 2 },
    endReason: { ...NONE, deactivated: 2, expired: 1 },
  })
  expect(await counts({ agentName: name })).toMatchObject({
    status: { active: 1, expiring: 0, inactive: 2 },
    endReason: { ...NONE, deactivated: 2 },
  })
  expect(await counts({ withinHours: 1 })).toMatchObject({ status: { inactive: 2 }, endReason: { ...NONE, deactivated: 2 } })
})

test('the sessions of every agent that has or had a name are counted', async ({ key, counts }) => {
  const name = uniqueName()
  await startSession(key, name)
  await callOk('DELETE', `/api/v2/agents/${name}`, { key })
  await startSession(key, name)
  expect(await counts({ agentName: name })).toMatchObject({ status: { active: 1, inactive: 1 }, endReason: { ...NONE, agent_deleted: 1 } })
})

test('a count stops at its bound, and says so', async ({ db, teamId, key, counts }) => {
  const agent = await createAgent(key)
  await sql`insert into sessions (team_id, id, agent_row_id, started_at, expires_at, ended_at, end_reason, opened_by_kind, opened_by_id, opened_by_name)
    select ${teamId}, 'sess_' || n, a.id, now() - n * interval '1 minute', now(), now(), 'deactivated', 'key', 'k', 'k'
    from agents a, generate_series(1, 1003) n where a.team_id = ${teamId} and a.name = ${agent}`.execute(db)
  const { status, endReason } = await counts()
  expect([status.inactive, endReason.deactivated, (await counts({ agentName: agent })).status.inactive]).toEqual([1000, 1000, 1000])
  expect([999, 1000].map(boundedCount)).toEqual(['999', '999+'])
})

test('another team’s sessions are not counted', async ({ db, key, counts }) => {
  const { agent_id } = await startSession(key)
  const stranger = await createViewer(db, await createTeam(db, 'Other'))
  for (const input of [{}, { agentName: agent_id }])
    expect(await counts(input, stranger)).toMatchObject({ status: { active: 0, expiring: 0, inactive: 0 }, endReason: NONE })
})
