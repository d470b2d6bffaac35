import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import type { Db } from '../../db/schema'
import { moveClock } from '../../test/clock'
import { testWithDatabase as base } from '../../test/fixtures'
import { createKey, createTeam, createViewer, keyIdOf, TEST_CONTEXT } from '../../test/teams'
import { requireCapability } from '../auth/viewer'
import { toCamelCaseFields } from '../input/camel-case'
import { readFields, valuesOf } from '../input/parameters'
import { changeRateLimit } from './change-rate-limit'
import { NEW_KEY, RATE_LIMIT, toNewKey } from './input'
import { issueKey } from './issue'
import { presentKey } from './present'
import { listKeys } from './read'
import { revokeKey } from './revoke'
import { rotateKey } from './rotate'
import { KEY_SORTS, type KeySort } from './rules'

const test = base
  .extend('owner', { scope: 'file' }, ({ db }) => createManager(db))
  .extend(
    'createManager',
    ({ db }) =>
      (role?: 'owner' | 'admin', name?: string) =>
        createManager(db, role, name),
  )

/** Creates an owner or admin of a new team. */
async function createManager(db: Db, role: 'owner' | 'admin' = 'owner', name?: string) {
  return requireCapability(await createViewer(db, await createTeam(db), role, name), 'keys:manage')
}

type Manager = Awaited<ReturnType<typeof createManager>>

const keysOf = async (viewer: Manager) => (await listKeys(viewer, { limit: 100 })).shown.map(presentKey)
const form = (fields: Record<string, string | string[]>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
  return valuesOf(form)
}
const newKeyOf = (fields: Record<string, string | string[]>) => toNewKey(toCamelCaseFields(readFields(NEW_KEY, form(fields))))

describe('the list of keys', () => {
  test('never contains a hash or more of a secret than its last four characters', async ({ db, owner }) => {
    const key = await createKey(db, owner.teamId)
    await rotateKey(owner, { id: keyIdOf(key), overlap: '24 h' }, TEST_CONTEXT)
    const { shown } = await listKeys(owner, { limit: 100 })
    const shownText = JSON.stringify([shown, shown.map(presentKey)])
    expect(shownText).not.toMatch(/hash/)
    expect(shownText).not.toContain(key.slice(19, -4))
  })

  test('shows the last four characters of both secrets during an overlap, and of one after it', async ({ db, createManager }) => {
    const viewer = await createManager()
    const key = await createKey(db, viewer.teamId)
    const { key: fresh } = await rotateKey(viewer, { id: keyIdOf(key), overlap: '15 min' }, TEST_CONTEXT)
    expect(await keysOf(viewer)).toMatchObject([{ state: 'in overlap', lastFour: fresh.slice(-4), previous: { lastFour: key.slice(-4) } }])
    await moveClock(db, 0.3)
    expect(await keysOf(viewer)).toMatchObject([{ state: 'never used', previous: null }])
    await moveClock(db, 0)
  })

  test('shows for how long a key was not used: since its last use, or since it was issued', async ({ db, createManager }) => {
    const viewer = await createManager()
    await createKey(db, viewer.teamId)
    await sql`update api_keys set created_at = created_at - interval '120 days' where team_id = ${viewer.teamId}`.execute(db)
    expect(await keysOf(viewer)).toMatchObject([{ state: 'never used', idleDays: 120 }])
    await sql`update api_keys set last_used_at = memanto_now() - interval '3 days' where team_id = ${viewer.teamId}`.execute(db)
    expect(await keysOf(viewer)).toMatchObject([{ state: 'active', idleDays: 3 }])
  })

  test('keeps a revoked key with who revoked it and why', async ({ db, createManager }) => {
    const viewer = await createManager('admin', 'Grace')
    const key = await createKey(db, viewer.teamId)
    await revokeKey(viewer, { id: keyIdOf(key), reason: 'it leaked' }, TEST_CONTEXT)
    expect(await keysOf(viewer)).toMatchObject([{ state: 'revoked', isUsable: false, revoked: { by: 'Grace', reason: 'it leaked' } }])
  })

  test('continues where the previous page ended, and accepts no cursor of another team', async ({ db, createManager, owner }) => {
    const viewer = await createManager()
    const made = [await createKey(db, viewer.teamId), await createKey(db, viewer.teamId), await createKey(db, viewer.teamId)].map(keyIdOf)
    const first = await listKeys(viewer, { limit: 2 })
    const second = await listKeys(viewer, { limit: 2, cursor: first.nextCursor ?? undefined })
    expect([...first.shown, ...second.shown].map(({ id }) => id).sort()).toEqual(made.sort())
    expect(second.nextCursor).toBeNull()
    await expect(listKeys(owner, { limit: 2, cursor: first.nextCursor ?? undefined })).rejects.toMatchObject({ code: 'invalid_request' })
  })

  test('is sorted in both directions over its pages, keys that were never used or never expire last', async ({ db, createManager }) => {
    const viewer = await createManager()
    const rows = [
      { name: 'beta', created: 1, used: null, expires: '2027-03-01' },
      { name: 'Alpha', created: 2, used: '2026-02-01', expires: null },
      { name: 'gamma', created: 3, used: '2026-03-01', expires: '2027-01-01' },
      { name: 'alpha', created: 4, used: null, expires: null },
      { name: 'delta', created: 5, used: '2026-01-01', expires: '2027-02-01' },
    ]
    const created: Record<number, string> = {}
    for (const { name, created: day, used, expires } of rows) {
      const id = keyIdOf(await createKey(db, viewer.teamId))
      created[day] = id
      await sql`update api_keys set name = ${name}, created_at = ${`2025-01-0${day}`}::timestamptz, last_used_at = ${used}::timestamptz,
        expires_at = ${expires}::timestamptz where team_id = ${viewer.teamId} and id = ${id}`.execute(db)
    }
    // Where values are the same, the ids decide, in the same direction.
    const { rows: byIdAscending } = await sql<{ id: string }>`select id from api_keys where team_id = ${viewer.teamId} order by id`.execute(
      db,
    )
    const ranks = byIdAscending.map(({ id }) => id)
    const byId = (days: number[], direction: 1 | -1) =>
      [...days].sort((a, b) => direction * (ranks.indexOf(created[a] ?? '') - ranks.indexOf(created[b] ?? '')))
    const expected: Record<KeySort, number[]> = {
      newest: [5, 4, 3, 2, 1],
      oldest: [1, 2, 3, 4, 5],
      name: [...byId([2, 4], 1), 1, 5, 3],
      name_desc: [3, 5, 1, ...byId([2, 4], -1)],
      last_used: [3, 2, 5, ...byId([1, 4], -1)],
      last_used_asc: [5, 2, 3, ...byId([1, 4], 1)],
      expires: [3, 5, 1, ...byId([2, 4], 1)],
      expires_desc: [1, 5, 3, ...byId([2, 4], -1)],
    }
    for (const sort of KEY_SORTS)
      for (const limit of [1, 2, 4, 5]) {
        const found: string[] = []
        let cursor: string | undefined
        do {
          const { shown, nextCursor } = await listKeys(viewer, { sort, limit, cursor })
          found.push(...shown.map(({ id }) => id))
          cursor = nextCursor ?? undefined
        } while (cursor !== undefined && found.length < 10)
        expect(found, `${sort}, ${limit} on a page`).toEqual(expected[sort].map((day) => created[day]))
      }
    const { nextCursor } = await listKeys(viewer, { sort: 'name', limit: 2 })
    await expect(listKeys(viewer, { sort: 'name_desc', limit: 2, cursor: nextCursor ?? undefined })).rejects.toMatchObject({
      code: 'invalid_request',
    })
  })

  test('is for owners and admins', async ({ db, owner }) => {
    for (const role of ['member', 'reader'] as const) {
      const viewer = await createViewer(db, owner.teamId, role)
      expect(() => requireCapability(viewer, 'keys:manage')).toThrow(expect.objectContaining({ code: 'insufficient_scope' }))
    }
  })
})

describe('the form of a new key', () => {
  const fields = { name: ' bot ', preset: 'Agent runtime', reach: 'all', expiry: '30' }

  test('grants the scopes of a preset, whatever checkboxes are checked', async ({ createManager }) => {
    const viewer = await createManager()
    const { row } = await issueKey(viewer, newKeyOf({ ...fields, scopes: ['agents:write'], agents: ['ghost'] }), TEST_CONTEXT)
    expect(row).toMatchObject({
      name: 'bot',
      limited: false,
      scopes: ['agents:read', 'sessions:read', 'sessions:write', 'memories:read', 'memories:write'],
    })
    const [shown] = await keysOf(viewer)
    expect(shown).toMatchObject({ preset: 'Agent runtime', agents: null })
    expect(Math.round((Date.parse(shown?.expiresAt ?? '') - Date.parse(shown?.createdAt ?? '')) / 86_400_000)).toBe(30)
  })

  test('accepts single scopes, some agents, and a last day', () => {
    const custom = {
      ...fields,
      preset: 'custom',
      scopes: 'agents:read',
      reach: 'some',
      agents: ['a', 'b'],
      more_agents: 'b, c',
      expiry: 'date',
      expires_on: '2030-02-01',
    }
    expect(newKeyOf(custom)).toEqual({
      name: 'bot',
      scopes: ['agents:read'],
      agentNames: ['a', 'b', 'c'],
      expiresAt: new Date('2030-02-01T23:59:59.999Z'),
      memoryTrust: 'trusted',
      allowedNetworks: null,
    })
    expect(newKeyOf({ ...fields, expiry: 'never' }).expiresAt).toBeNull()
  })

  test.each([
    [{ ...fields, name: ' ' }, 'name'],
    [{ ...fields, preset: 'root' }, 'preset'],
    [{ ...fields, preset: 'custom', scopes: 'keys:manage' }, 'scopes.0'],
    [{ ...fields, reach: 'some' }, 'agents'],
    [{ ...fields, expiry: '8' }, 'expiry'],
    [{ ...fields, expiry: 'date' }, 'expires_on'],
  ])('%j is refused at %s', (sent, field) => {
    expect(() => newKeyOf(sent)).toThrow(expect.objectContaining({ details: { errors: [expect.objectContaining({ field })] } }))
  })
})

describe('the rate limit of a key', () => {
  test('is changed by an admin, shown in the list, and recorded with the value before', async ({ db, createManager }) => {
    const viewer = await createManager('admin')
    const id = keyIdOf(await createKey(db, viewer.teamId))
    for (const requestsPerMinute of [100, 0, null]) {
      await changeRateLimit(viewer, { id, requestsPerMinute }, TEST_CONTEXT)
      expect(await keysOf(viewer)).toMatchObject([{ id, requestsPerMinute }])
    }
    const audit = await db.selectFrom('audit_log').select(['action', 'before', 'after']).where('team_id', '=', viewer.teamId).execute()
    expect(audit[1]).toEqual({
      action: 'key.rate_limit_changed',
      before: { requests_per_minute: 100 },
      after: { requests_per_minute: 0 },
    })
  })

  test('is not changed for another team, or of a revoked key', async ({ db, createManager, owner }) => {
    const viewer = await createManager()
    const id = keyIdOf(await createKey(db, viewer.teamId))
    await expect(changeRateLimit(owner, { id, requestsPerMinute: 1 }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'not_found' })
    await revokeKey(viewer, { id, reason: 'lost' }, TEST_CONTEXT)
    await expect(changeRateLimit(viewer, { id, requestsPerMinute: 1 }, TEST_CONTEXT)).rejects.toMatchObject({ code: 'not_found' })
  })

  test.each(['-1', '1.5', 'many', '1e12'])('%s is not accepted', (requests_per_minute) => {
    expect(() => readFields(RATE_LIMIT, form({ id: 'x', requests_per_minute }))).toThrow(/requests_per_minute/)
  })

  test('left empty is the limit of the server', () => {
    expect(readFields(RATE_LIMIT, form({ id: 'x', requests_per_minute: '' }))).toEqual({ id: 'x' })
  })
})
