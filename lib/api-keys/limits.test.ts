import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { addKeyUsage } from '../../db/key-usage'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer, keyIdOf, TEST_CONTEXT } from '../../test/teams'
import { requireCapability } from '../auth/viewer'
import { readFields, valuesOf } from '../input/parameters'
import { deleteTeam } from '../teams/delete-team'
import { changeMemoryTrust } from './change-memory-trust'
import { changeAllowedNetworks } from './change-networks'
import { changeRateLimit } from './change-rate-limit'
import { ALLOWED_NETWORKS } from './input'
import { issueKey } from './issue'
import { presentUsage } from './present'
import { readKey } from './read'
import { revokeKey } from './revoke'
import { rotateKey } from './rotate'

const test = base
  .extend('admin', async ({ db, teamId }) => requireCapability(await createViewer(db, teamId, 'admin'), 'keys:manage'))
  .extend('issue', ({ admin }) => (expiresAt: Date | { days: number } | null, allowedNetworks?: string[]) => {
    return issueKey(admin, { name: 'bot', scopes: ['agents:read'], agentNames: null, expiresAt, allowedNetworks }, TEST_CONTEXT)
  })

describe('keys are neither issued nor changed', () => {
  const refused = { code: 'insufficient_scope' }

  test('by an admin who has lost the role since', async ({ db, teamId, admin, issue }) => {
    const { row } = await issue(null)
    await db.updateTable('memberships').set({ role: 'member' }).where('team_id', '=', teamId).execute()
    await expect(issue(null)).rejects.toMatchObject(refused)
    const { id } = row
    for (const change of [
      () => rotateKey(admin, { id, overlap: 'none' }, TEST_CONTEXT),
      () => revokeKey(admin, { id, reason: 'lost' }, TEST_CONTEXT),
      () => changeAllowedNetworks(admin, { id, allowedNetworks: null }, TEST_CONTEXT),
      () => changeRateLimit(admin, { id, requestsPerMinute: 1 }, TEST_CONTEXT),
      () => changeMemoryTrust(admin, { id, memoryTrust: 'quarantined' }, TEST_CONTEXT),
    ])
      await expect(change()).rejects.toMatchObject(refused)
  })

  test('in a team that is deleted at the same time', async ({ db, teamId, issue }) => {
    const owner = requireCapability(await createViewer(db, teamId), 'team:own')
    const deleting = deleteTeam(owner, { confirm: owner.team.name }, TEST_CONTEXT)
    const [issued] = await Promise.allSettled([deleting.then(() => issue(null)), ...Array.from({ length: 10 }, () => issue(null))])
    expect(issued).toMatchObject({ status: 'rejected', reason: refused })
    const usable = await db.selectFrom('api_keys').select('id').where('team_id', '=', teamId).where('revoked_at', 'is', null).execute()
    expect(usable).toEqual([])
  })
})

describe('the longest lifetime of new keys', () => {
  test('is unlimited unless the team says else', async ({ issue }) => {
    expect((await issue(null)).row.expires_at).toBeNull()
  })

  test('refuses keys without an expiry and with a later one', async ({ db, teamId, issue }) => {
    await sql`update teams set key_max_days = 30 where id = ${teamId}`.execute(db)
    expect((await issue({ days: 30 })).row.expires_at).not.toBeNull()
    const refused = { details: { errors: [{ field: 'expires_at', message: expect.stringContaining('at most 30 days') }] } }
    for (const expiresAt of [null, { days: 31 }, new Date(Date.now() + 31 * 86_400_000)])
      await expect(issue(expiresAt)).rejects.toMatchObject(refused)
  })
})

describe('the networks of a key', () => {
  const networksOf = (text: string) => {
    const form = new FormData()
    form.set('id', 'x')
    form.set('allowed_networks', text)
    return readFields(ALLOWED_NETWORKS, valuesOf(form)).allowed_networks
  }

  test('are addresses and networks of both kinds, each once; empty for everywhere', () => {
    expect(networksOf('203.0.113.0/24, 2001:db8::/32 ,198.51.100.7,198.51.100.7')).toEqual([
      '203.0.113.0/24',
      '2001:db8::/32',
      '198.51.100.7',
    ])
    expect(networksOf('')).toBeNull()
  })

  test.each(['example.com', '203.0.113.0/33', '203.0.113/24', '2001:db8::/129', 'fe80::1%eth0', '1.2.3.4/8/9', '203.0.113.0/-1'])(
    '%s is refused',
    (text) => {
      expect(() => networksOf(text)).toThrow(/must be IP addresses or networks/)
    },
  )

  test('are changed by an admin, and recorded with the value before', async ({ db, teamId, admin, issue }) => {
    const { row } = await issue(null, ['203.0.113.0/24'])
    expect(row.allowed_networks).toEqual(['203.0.113.0/24'])
    await changeAllowedNetworks(admin, { id: row.id, allowedNetworks: ['2001:db8::/32'] }, TEST_CONTEXT)
    await changeAllowedNetworks(admin, { id: row.id, allowedNetworks: null }, TEST_CONTEXT)
    expect((await readKey(admin, row.id)).key.allowed_networks).toBeNull()
    const changed = await db
      .selectFrom('audit_log')
      .select(['before', 'after'])
      .where('team_id', '=', teamId)
      .where('action', '=', 'key.networks_changed')
      .orderBy('id')
      .execute()
    expect(changed).toEqual([
      { before: { allowed_networks: ['203.0.113.0/24'] }, after: { allowed_networks: ['2001:db8::/32'] } },
      { before: { allowed_networks: ['2001:db8::/32'] }, after: { allowed_networks: 'everywhere' } },
    ])
  })

  test('are not changed by another team', async ({ db, issue }) => {
    const { row } = await issue(null)
    const stranger = requireCapability(await createViewer(db, await createTeam(db)), 'keys:manage')
    await expect(changeAllowedNetworks(stranger, { id: row.id, allowedNetworks: null }, TEST_CONTEXT)).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(readKey(stranger, row.id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('the usage of a key has each of the last 30 days, and no day before', async ({ db, teamId, key, admin }) => {
  const id = keyIdOf(key)
  await addKeyUsage(db, teamId, [{ key_id: id, address: '192.0.2.1', calls: 3, errors: 1 }])
  await sql`insert into key_usage select team_id, key_id, day - n, address, calls, errors, last_at - n * interval '1 day'
    from key_usage, unnest(array[1, 29, 30]) n where key_id = ${id}`.execute(db)
  const usage = presentUsage((await readKey(admin, id)).usage)
  expect(usage).toMatchObject({ calls: 9, errors: 3, sessions: 0, addresses: [{ address: '192.0.2.1', calls: 9 }] })
  expect(usage.days).toHaveLength(30)
  expect(usage.days.map(({ calls }) => calls)).toEqual([3, ...Array(27).fill(0), 3, 3])
})
