import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../db/schema'
import { moveClock } from '../../db/testing'
import type { Viewer } from '../auth/viewer'
import { aKey, aTeam, aViewer, keyIdOf, testHouse } from '../testing'
import { changeRateLimit } from './change-rate-limit'
import { readNewKey, readRateLimit } from './input'
import { issueKey } from './issue'
import { presentKey } from './present'
import { listKeys } from './read'
import { revokeKey } from './revoke'
import { rotateKey } from './rotate'

let db: Db
let owner: Viewer
beforeAll(async () => {
  ;({ db } = await testHouse())
  owner = await aViewer(db, await aTeam(db))
})

const keysOf = async (viewer: Viewer) => (await listKeys(viewer, { limit: 100 })).shown.map(presentKey)
const form = (fields: Record<string, string | string[]>) => {
  const sent = new FormData()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) sent.append(name, one)
  return sent
}

describe('the list of keys', () => {
  test('never holds a hash, a secret or more of one than its end', async () => {
    const key = await aKey(db, owner.teamId)
    await rotateKey(owner, keyIdOf(key), '24 h')
    const { shown } = await listKeys(owner, { limit: 100 })
    const told = JSON.stringify([shown, shown.map(presentKey)])
    expect(told).not.toMatch(/hash/)
    expect(told).not.toContain(key.slice(19, -4))
  })

  test('shows both ends during an overlap, and one after it', async () => {
    const viewer = await aViewer(db, await aTeam(db))
    const key = await aKey(db, viewer.teamId)
    const { key: fresh } = await rotateKey(viewer, keyIdOf(key), '15 min')
    expect(await keysOf(viewer)).toMatchObject([
      { state: 'in overlap', last_four: fresh.slice(-4), previous: { last_four: key.slice(-4) } },
    ])
    await moveClock(db, 0.3)
    expect(await keysOf(viewer)).toMatchObject([{ state: 'never used', previous: null }])
    await moveClock(db, 0)
  })

  test('tells how long a key lay idle: since its last use, or since it was issued', async () => {
    const viewer = await aViewer(db, await aTeam(db))
    await aKey(db, viewer.teamId)
    await sql`update api_keys set created_at = created_at - interval '120 days' where team_id = ${viewer.teamId}`.execute(db)
    expect(await keysOf(viewer)).toMatchObject([{ state: 'never used', idle_days: 120 }])
    await sql`update api_keys set last_used_at = memanto_now() - interval '3 days' where team_id = ${viewer.teamId}`.execute(db)
    expect(await keysOf(viewer)).toMatchObject([{ state: 'active', idle_days: 3 }])
  })

  test('keeps a revoked key with who, when and why', async () => {
    const viewer = await aViewer(db, await aTeam(db), 'admin', 'Grace')
    const key = await aKey(db, viewer.teamId)
    await revokeKey(viewer, keyIdOf(key), 'it leaked')
    expect(await keysOf(viewer)).toMatchObject([{ state: 'revoked', is_live: false, revoked: { by: 'Grace', reason: 'it leaked' } }])
  })

  test('goes on where the page before ended, and knows no other team', async () => {
    const viewer = await aViewer(db, await aTeam(db))
    const made = [await aKey(db, viewer.teamId), await aKey(db, viewer.teamId), await aKey(db, viewer.teamId)].map(keyIdOf)
    const first = await listKeys(viewer, { limit: 2 })
    const second = await listKeys(viewer, { limit: 2, cursor: first.nextCursor ?? undefined })
    expect([...first.shown, ...second.shown].map(({ id }) => id).sort()).toEqual(made.sort())
    expect(second.nextCursor).toBeNull()
    await expect(listKeys(owner, { limit: 2, cursor: first.nextCursor ?? undefined })).rejects.toMatchObject({ code: 'invalid_request' })
  })

  test('is for owners and admins', async () => {
    for (const role of ['member', 'reader'] as const)
      await expect(listKeys(await aViewer(db, owner.teamId, role), { limit: 2 })).rejects.toMatchObject({ code: 'insufficient_scope' })
  })
})

describe('the form of a new key', () => {
  const asked = { name: ' bot ', preset: 'Agent runtime', reach: 'all', expiry: '30' }

  test('gives what a preset says, whatever boxes are ticked', async () => {
    const viewer = await aViewer(db, await aTeam(db))
    const { row } = await issueKey(viewer, readNewKey(form({ ...asked, scopes: ['agents:write'], agents: ['ghost'] })))
    expect(row).toMatchObject({
      name: 'bot',
      limited: false,
      scopes: ['agents:read', 'sessions:read', 'sessions:write', 'memories:read', 'memories:write'],
    })
    expect(await keysOf(viewer)).toMatchObject([{ preset: 'Agent runtime', agents: null, expires_in_days: 30 }])
  })

  test('takes single scopes, some agents, and a last day', () => {
    const sent = {
      ...asked,
      preset: 'custom',
      scopes: 'agents:read',
      reach: 'some',
      agents: ['a', 'b'],
      more_agents: 'b, c',
      expiry: 'date',
      expires_on: '2030-02-01',
    }
    expect(readNewKey(form(sent))).toEqual({
      name: 'bot',
      scopes: ['agents:read'],
      agentNames: ['a', 'b', 'c'],
      expiresAt: new Date('2030-02-01T23:59:59.999Z'),
    })
    expect(readNewKey(form({ ...asked, expiry: 'never' })).expiresAt).toBeNull()
  })

  test.each([
    [{ ...asked, name: ' ' }, 'name'],
    [{ ...asked, preset: 'root' }, 'preset'],
    [{ ...asked, preset: 'custom', scopes: 'keys:manage' }, 'scopes.0'],
    [{ ...asked, reach: 'some' }, 'agents'],
    [{ ...asked, expiry: '8' }, 'expiry'],
    [{ ...asked, expiry: 'date' }, 'expires_on'],
  ])('%j is refused at %s', (sent, field) => {
    expect(() => readNewKey(form(sent))).toThrow(expect.objectContaining({ facts: { errors: [expect.objectContaining({ field })] } }))
  })
})

describe('the rate limit of a key', () => {
  test('is changed by an admin, told in the list, and audited with what it was before', async () => {
    const viewer = await aViewer(db, await aTeam(db), 'admin')
    const id = keyIdOf(await aKey(db, viewer.teamId))
    for (const perMinute of [100, 0, null]) {
      await changeRateLimit(viewer, id, perMinute)
      expect(await keysOf(viewer)).toMatchObject([{ id, requests_per_minute: perMinute }])
    }
    const audit = await db.selectFrom('audit_log').select(['action', 'before', 'after']).where('team_id', '=', viewer.teamId).execute()
    expect(audit[1]).toEqual({
      action: 'key.rate_limit_changed',
      before: { requests_per_minute: 100 },
      after: { requests_per_minute: 0 },
    })
  })

  test('is not changed by a member, for another team, or of a revoked key', async () => {
    const viewer = await aViewer(db, await aTeam(db))
    const id = keyIdOf(await aKey(db, viewer.teamId))
    const member = await aViewer(db, viewer.teamId, 'member')
    await expect(changeRateLimit(member, id, 1)).rejects.toMatchObject({ code: 'insufficient_scope' })
    await expect(changeRateLimit(owner, id, 1)).rejects.toMatchObject({ code: 'not_found' })
    await revokeKey(viewer, id, 'lost')
    await expect(changeRateLimit(viewer, id, 1)).rejects.toMatchObject({ code: 'not_found' })
  })

  test.each(['-1', '1.5', 'many', '1e12'])('%s is no limit', (requests_per_minute) => {
    expect(() => readRateLimit(form({ id: 'x', requests_per_minute }))).toThrow(/requests_per_minute/)
  })

  test('left empty is that of the server', () => {
    expect(readRateLimit(form({ id: 'x', requests_per_minute: '' }))).toEqual({ id: 'x' })
  })
})
