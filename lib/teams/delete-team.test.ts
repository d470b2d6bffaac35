import { sql } from 'kysely'
import { expect } from 'vitest'
import { lockAgent } from '../../db/agents'
import { lockKeyForShare } from '../../db/api-keys'
import { TENANT_TABLES } from '../../db/deleted-teams'
import { listMemberships } from '../../db/memberships'
import type { Role } from '../../db/schema'
import { findTeamsByName } from '../../db/teams'
import { apiClient } from '../../test/api/client'
import { startSession, statusAndCode, storeMemory } from '../../test/calls'
import { test as base } from '../../test/fixtures'
import { countLockWaits } from '../../test/lock-waits'
import { createKey, createTeam, createViewer, keyIdOf, TEST_CONTEXT } from '../../test/teams'
import { requireCapability } from '../auth/viewer'
import { runMaintenance } from '../maintenance'
import { readPasswordLink } from '../people/choose-password'
import { deleteTeam } from './delete-team'
import { issuePasswordLink } from './issue-password-link'

const test = base
  .extend(
    'createOwner',
    ({ db }) =>
      async (teamId: string) =>
        requireCapability(await createViewer(db, teamId), 'team:own'),
  )
  .extend('rowsOf', ({ db }) => async (teamId: string): Promise<string[]> => {
    const counts = await Promise.all(
      TENANT_TABLES.map(async (table) => {
        const { rows } = await sql<{
          found: number
        }>`select count(*)::int as found from ${sql.table(table)} where team_id = ${teamId}`.execute(db)
        return rows[0]?.found === 0 ? [] : [table]
      }),
    )
    return counts.flat()
  })

const status = async (path: string, sent: object) => (await apiClient().call('GET', path, sent)).status

test('an owner who types its name deletes a team at once: keys, tokens, sessions and memberships', async ({ db, createOwner }) => {
  const teamId = await createTeam(db, 'Gone')
  const [owner, key] = [await createOwner(teamId), await createKey(db, teamId)]
  const session = await startSession(key)
  expect(await status('/api/v2/session/current', { token: session.session_token })).toBe(200)

  await deleteTeam(owner, { confirm: ' Gone ' }, TEST_CONTEXT)
  expect(await status('/api/v2/agents', { key })).toBe(401)
  expect(await status('/api/v2/session/current', { token: session.session_token })).toBe(401)
  expect(await listMemberships(db, owner.person.id)).toEqual([])
  expect(await findTeamsByName(db, 'Gone')).toEqual([])
  const { end_reason } = await db.selectFrom('sessions').select('end_reason').where('id', '=', session.session_id).executeTakeFirstOrThrow()
  expect(end_reason).toBe('revoked')
})

test('a password link of a member ends with the team, and one of somebody else stays', async ({ db, createOwner }) => {
  const [teamId, elsewhere] = [await createTeam(db, 'Linked'), await createTeam(db, 'Elsewhere')]
  const linkIn = async (id: string) => {
    const member = await createViewer(db, id, 'member')
    const maker = requireCapability(await createOwner(id), 'people:manage')
    return (await issuePasswordLink(maker, { personId: member.person.id }, TEST_CONTEXT)).token
  }
  const [ending, staying] = [await linkIn(teamId), await linkIn(elsewhere)]
  await deleteTeam(await createOwner(teamId), { confirm: 'Linked' }, TEST_CONTEXT)
  await expect(readPasswordLink(ending)).rejects.toMatchObject({ code: 'link_spent' })
  await expect(readPasswordLink(staying)).resolves.toBeDefined()
})

test('its rows are deleted by maintenance, and those of another team stay', async ({ db, createOwner, rowsOf }) => {
  const [gone, other] = [await createTeam(db, 'Going'), await createTeam(db, 'Staying')]
  for (const teamId of [gone, other]) await storeMemory(await startSession(await createKey(db, teamId)))
  await deleteTeam(await createOwner(gone), { confirm: 'Going' }, TEST_CONTEXT)
  const before = await rowsOf(other)
  expect(await rowsOf(gone)).toEqual(expect.arrayContaining(['memories', 'sessions', 'api_keys', 'agents', 'audit_log']))
  await runMaintenance()
  expect(await rowsOf(gone)).toEqual([])
  expect(await db.selectFrom('teams').select('id').where('id', '=', gone).execute()).toEqual([])
  expect(await rowsOf(other)).toEqual(before)
})

test('rows are deleted from every table that has a team', async ({ db }) => {
  const { rows } = await sql<{ name: string }>`
    select distinct table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'team_id'`.execute(
    db,
  )
  expect(rows.map(({ name }) => name).sort()).toEqual([...TENANT_TABLES].sort())
})

test('another name is refused, and nothing is deleted', async ({ db, createOwner }) => {
  const teamId = await createTeam(db, 'Kept')
  const key = await createKey(db, teamId)
  await expect(deleteTeam(await createOwner(teamId), { confirm: 'kept' }, TEST_CONTEXT)).rejects.toMatchObject({
    code: 'invalid_request',
    message: "The name doesn't match. Type Kept to confirm.",
  })
  expect(await status('/api/v2/agents', { key })).toBe(200)
})

test.for<Role>(['admin', 'member', 'reader'])('a %s may not delete a team', async (role, { db }) => {
  const teamId = await createTeam(db, 'Safe')
  const viewer = await createViewer(db, teamId, role)
  expect(() => requireCapability(viewer, 'team:own')).toThrow(expect.objectContaining({ code: 'insufficient_scope' }))
})

test('an owner who has lost the role since is refused', async ({ db, createOwner }) => {
  const teamId = await createTeam(db, 'Safer')
  const owner = await createOwner(teamId)
  await db.updateTable('memberships').set({ role: 'admin' }).where('person_id', '=', owner.person.id).execute()
  await expect(deleteTeam(owner, { confirm: 'Safer' }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'insufficient_scope' })
})

test('a team with an agent on legal hold is not deleted', async ({ db, createOwner }) => {
  const teamId = await createTeam(db, 'Held')
  const key = await createKey(db, teamId)
  const { agent_id } = await startSession(key)
  await apiClient().call('PATCH', `/api/v2/agents/${agent_id}`, { key, json: { legal_hold: true } })
  await expect(deleteTeam(await createOwner(teamId), { confirm: 'Held' }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'legal_hold' })
  expect(await status('/api/v2/agents', { key })).toBe(200)
})

test('a deletion and an activation that locks its key before the agent never wait for each other in a circle', async ({
  db,
  createOwner,
}) => {
  const teamId = await createTeam(db, 'Circle')
  const owner = await createOwner(teamId)
  const [first = '', second = ''] = [await createKey(db, teamId), await createKey(db, teamId)].sort((one, other) =>
    keyIdOf(one) < keyIdOf(other) ? -1 : 1,
  )
  const { agent_id } = await startSession(first)
  const { deletion } = await db.transaction().execute(async (tx) => {
    await lockKeyForShare(tx, teamId, keyIdOf(second))
    const deletion = deleteTeam(owner, { confirm: 'Circle' }, TEST_CONTEXT).catch((error: unknown) => error)
    await expect.poll(() => countLockWaits(db)).toBe(1)
    expect(await lockAgent(tx, teamId, agent_id, null)).toBeDefined()
    return { deletion } // awaited, the transaction would wait for who waits for it
  })
  expect(await deletion).toEqual({ name: 'Circle' })
})

test('a deletion waits for a change that sets a legal hold, and is refused', async ({ db, createOwner }) => {
  const teamId = await createTeam(db, 'Holding')
  const owner = await createOwner(teamId)
  const key = await createKey(db, teamId)
  const { agent_id } = await startSession(key)
  await apiClient().call('POST', `/api/v2/agents/${agent_id}/deactivate`, { key })
  const { deletion } = await db.transaction().execute(async (tx) => {
    await tx.updateTable('agents').set({ legal_hold: true }).where('team_id', '=', teamId).execute()
    const deletion = deleteTeam(owner, { confirm: 'Holding' }, TEST_CONTEXT).catch((error: unknown) => error)
    await expect.poll(() => countLockWaits(db)).toBe(1)
    return { deletion }
  })
  expect(await deletion).toMatchObject({ code: 'legal_hold' })
  expect(await status('/api/v2/agents', { key })).toBe(200)
})

test('a legal hold that waits for a deletion of its team is refused', async ({ db, createOwner }) => {
  const teamId = await createTeam(db, 'Going first')
  const owner = await createOwner(teamId)
  const key = await createKey(db, teamId)
  const { agent_id } = await startSession(key)
  const { deletion, hold } = await db.transaction().execute(async (tx) => {
    await lockAgent(tx, teamId, agent_id, null)
    const deletion = deleteTeam(owner, { confirm: 'Going first' }, TEST_CONTEXT)
    await expect.poll(() => countLockWaits(db)).toBe(1)
    const hold = apiClient().call('PATCH', `/api/v2/agents/${agent_id}`, { key, json: { legal_hold: true } })
    await expect.poll(() => countLockWaits(db)).toBe(2)
    return { deletion, hold }
  })
  expect(await deletion).toEqual({ name: 'Going first' })
  expect(statusAndCode(await hold)).toBe('404 agent_not_found')
})
