import { CompiledQuery, sql } from 'kysely'
import { expect } from 'vitest'
import type { Db } from '../db/schema'
import { newId } from '../lib/ids'
import { callOk, createAgent, startSession } from '../test/calls'
import { test } from '../test/fixtures'
import { keyIdOf } from '../test/teams'
import { BARE_WRITES, type WriteName } from './bare-writes'

test('the bare server writes the rows that the product writes for the same calls', async ({ db, teamId, key }) => {
  const ours = await createAgent(key)
  const { session_token: token } = await startSession(key, ours)
  await startSession(key, ours)
  await callOk('POST', '/api/v2/session/extend', { token, json: { extend_hours: 0.02 } })
  await callOk('POST', `/api/v2/agents/${ours}/deactivate`, { key })

  const bare = await createAgent(key)
  const write = (name: WriteName, subject: string, ...more: string[]) => writeBare(db, name, [teamId, subject, keyIdOf(key)], more)
  const id = newId('sess')
  expect(await write('open', bare, id)).toMatchObject([{ id, end_reason: null }])
  expect(await write('join', bare)).toMatchObject([{ id }])
  expect(await write('extend', id)).toMatchObject([{ id, extensions: 1 }])
  expect(await write('deactivate', bare)).toMatchObject([{ id, end_reason: 'deactivated' }])

  expect(await writtenFor(db, teamId, bare)).toEqual(await writtenFor(db, teamId, ours))
})

test('a bare write changes nothing for a key that it does not know', async ({ db, teamId, key }) => {
  const agent = await createAgent(key)
  const rows = await writeBare(db, 'open', [teamId, agent, 'nobodyskey'], [newId('sess')])
  expect(rows).toEqual([])
  expect(await writtenFor(db, teamId, agent)).toMatchObject({ agent: { session_count: 0 }, sessions: [], events: [] })
})

async function writeBare(db: Db, name: WriteName, [teamId, subject, keyId]: [string, string, string], more: string[]): Promise<unknown[]> {
  const found = await db.selectFrom('api_keys').select('secret_hash').where('id', '=', keyId).executeTakeFirst()
  const values = [teamId, subject, keyId, found?.secret_hash ?? Buffer.alloc(32), ...more]
  const { rows } = await db.executeQuery(CompiledQuery.raw(BARE_WRITES[name].text, values))
  return rows
}

/** What stands in the database for an agent, without ids, times and addresses. */
async function writtenFor(db: Db, teamId: string, name: string): Promise<object> {
  const agent = await db
    .selectFrom('agents')
    .select(['id', 'session_count', 'settled_memories', sql<boolean>`last_session_at is not null`.as('was_used')])
    .where('team_id', '=', teamId)
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  const { rows: sessions } = await sql`
    select extensions, end_reason, opened_by_kind, opened_by_id, opened_by_name, ended_by_kind, ended_by_id, ended_by_name, gap_seconds,
      memories_stored, memories_retrieved, recalls, first_used_at, last_used_at,
      round(extract(epoch from expires_at - started_at)) as lasts
    from sessions where team_id = ${teamId} and agent_row_id = ${agent.id}`.execute(db)
  const { rows: events } = await sql`
    select kind, round(amount::numeric, 3) as amount, by_kind, by_id from session_events where team_id = ${teamId} and session_id in (
      select id from sessions where team_id = ${teamId} and agent_row_id = ${agent.id}) order by session_events.id`.execute(db)
  return { agent: { ...agent, id: undefined }, sessions, events }
}
