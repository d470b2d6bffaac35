import { describe, expect } from 'vitest'
import { api, callOk, statusAndCode } from '../../test/calls'
import { moveClock } from '../../test/clock'
import { testOfMemories } from '../../test/memories'
import { createKey, createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import { requireViewerScope } from '../auth/viewer'
import { runMaintenance } from '../maintenance'
import { changeMemoryPolicy, type ExpiringCounts } from '../teams/memory-policy'

const DAY = 24
const PATH = '/api/v2/memory-policy'

interface Policy {
  retention: Record<string, number>
  would_expire?: Record<string, number>
}

const test = testOfMemories.extend(
  'change',
  ({ key }) =>
    (json: object) =>
      callOk<Policy>('PATCH', PATH, { key, json }),
)

describe('the retention of a team', () => {
  test('lets memories of a type expire that were last changed before, and later purges them', async ({ db, openAgent, change }) => {
    const agent = await openAgent()
    const store = (type: string) => agent.remember({ content: `a ${type} about turnips`, type })
    const [event, goal, changed] = [await store('event'), await store('goal'), await store('event')]
    await change({ retention: { event: 30, error: 2 } })
    await moveClock(db, 29 * DAY)
    await agent.call('PATCH', changed.id, { content: 'a changed event about turnips' })
    await runMaintenance()
    expect((await agent.read(event.id)).status).toBe('active')

    await moveClock(db, 31 * DAY)
    await runMaintenance()
    expect(await agent.read(event.id)).toMatchObject({ status: 'expired', version: 2 })
    expect((await agent.history(event.id)).versions[0]).toMatchObject({ author: { kind: 'system' }, reason: 'retention' })
    for (const { id } of [goal, changed]) expect((await agent.read(id)).status).toBe('active')

    await moveClock(db, 37 * DAY)
    await runMaintenance()
    expect((await agent.read(event.id)).status).toBe('expired')
    await moveClock(db, 39 * DAY)
    await runMaintenance()
    expect(statusAndCode(await agent.call('GET', event.id))).toBe('404 memory_not_found')
    await moveClock(db, 0)
    await change({ retention: { event: null, error: null } })
  })

  test('is changed by a form that names what would expire at once, and otherwise counted', async ({ db, teamId, openAgent, change }) => {
    const agent = await openAgent()
    for (const content of ['a learning', 'another learning']) await agent.remember({ content, type: 'learning' })
    await moveClock(db, 5 * DAY)
    const admin = requireViewerScope(await createViewer(db, teamId, 'admin'), 'memories:admin')
    const save = (expected: ExpiringCounts, days = 3) =>
      changeMemoryPolicy(admin, { retention: { learning: days }, expected }, TEST_CONTEXT)
    for (const expected of [{}, { learning: 1 }, { event: 2 }])
      expect(await save(expected)).toMatchObject({ retention: { learning: 3 }, wouldExpire: { learning: 2 } })
    expect((await change({})).retention).toEqual({})
    expect((await save({ learning: 2 })).wouldExpire).toBeUndefined()
    expect((await change({})).retention).toEqual({ learning: 3 })
    expect((await save({}, 6)).wouldExpire).toBeUndefined()
    await moveClock(db, 0)
    await change({ retention: { learning: null } })
  })

  test('does not purge what was restored, nor what expired by its own time', async ({ db, openAgent, change }) => {
    const agent = await openAgent()
    const restored = await agent.remember({ content: 'an observation', type: 'observation' })
    const own = await agent.remember({ content: 'a short observation', type: 'observation', ttl_hours: 1 })
    await moveClock(db, 2)
    await runMaintenance()
    await change({ retention: { observation: 10 } })
    await moveClock(db, 11 * DAY)
    await runMaintenance()
    expect((await agent.read(restored.id)).status).toBe('expired')
    await agent.call('POST', `${restored.id}/restore`)
    await moveClock(db, 20 * DAY)
    await runMaintenance()
    expect((await agent.read(restored.id)).status).toBe('active')
    expect((await agent.read(own.id)).status).toBe('expired')
    await moveClock(db, 0)
    await change({ retention: { observation: null } })
  })

  test('applies to superseded memories too, and to memories that were changed after it had let them expire', async ({
    db,
    openAgent,
    change,
  }) => {
    const agent = await openAgent()
    const store = (content: string, fields: object = {}) => agent.remember({ content, type: 'relationship', ...fields })
    const [superseded, changed, approved] = [await store('of turnips'), await store('of beets'), await store('of chard')]
    const own = await store('of kale', { ttl_hours: 1 })
    const both = await store('of leeks', { ttl_hours: 1 })
    for (const { id } of [superseded, both]) await agent.call('POST', `${id}/supersede`)
    await change({ retention: { relationship: 10 } })
    await moveClock(db, 2)
    await runMaintenance()
    await moveClock(db, 11 * DAY)
    await runMaintenance()
    const expired = { status: 'expired', type: 'relationship' }
    for (const { id } of [superseded, changed, approved, both]) expect(await agent.read(id)).toMatchObject(expired)
    for (const { id } of [changed, both]) await agent.call('PATCH', id, { content: 'of beetroots' })
    await db.updateTable('memories').set({ trust: 'unreviewed' }).where('id', '=', approved.id).execute()
    await agent.call('POST', `${approved.id}/approve`)

    await moveClock(db, 19 * DAY)
    await runMaintenance()
    expect(statusAndCode(await agent.call('GET', superseded.id))).toBe('404 memory_not_found')
    for (const { id } of [changed, approved, both]) expect(await agent.read(id)).toMatchObject(expired)
    await moveClock(db, 22 * DAY)
    await runMaintenance()
    expect((await agent.history(changed.id)).versions[0]).toMatchObject({ reason: 'retention' })
    await moveClock(db, 30 * DAY)
    await runMaintenance()
    for (const { id } of [changed, approved, both]) expect(statusAndCode(await agent.call('GET', id))).toBe('404 memory_not_found')
    expect(await agent.read(own.id)).toMatchObject(expired)
    await moveClock(db, 0)
    await change({ retention: { relationship: null } })
  })

  test('purges what expired by it also where the grace period is longer than the retention', async ({ db, openAgent, change }) => {
    const agent = await openAgent()
    const { id } = await agent.remember({ content: 'an instruction', type: 'instruction' })
    await change({ retention: { instruction: 2 }, deletion_grace_days: 7 })
    for (const day of [3, 6, 9]) {
      await moveClock(db, day * DAY)
      await runMaintenance()
      expect((await agent.history(id)).versions).toHaveLength(2)
    }
    await moveClock(db, 11 * DAY)
    await runMaintenance()
    expect(statusAndCode(await agent.call('GET', id))).toBe('404 memory_not_found')
    await moveClock(db, 0)
    await change({ retention: { instruction: null } })
  })

  test('is tried in a dry run, which changes nothing', async ({ db, key, openAgent, change }) => {
    const agent = await openAgent()
    for (let nth = 0; nth < 3; nth++) await agent.remember({ content: `artifact ${nth}`, type: 'artifact' })
    await agent.remember({ content: 'a decision', type: 'decision' })
    await moveClock(db, 3 * DAY)
    const tried = await change({ retention: { artifact: 2, decision: 10 }, dry_run: true })
    expect(tried).toMatchObject({ dry_run: true, retention: { artifact: 2, decision: 10 }, would_expire: { artifact: 3 } })
    expect((await callOk<Policy>('GET', PATH, { key })).retention).toEqual({})
    await runMaintenance()
    const path = `/api/v2/agents/${agent.name}/memories`
    expect(await callOk('GET', path, { key, query: { status: 'expired' } })).toMatchObject({ memories: [] })
    expect(await callOk('GET', path, { key })).toMatchObject({ count: 4 })
    await moveClock(db, 0)
  })

  test('is changed type by type, and refuses what is not a number of days', async ({ key, change }) => {
    expect((await change({ retention: { fact: 100 } })).retention).toEqual({ fact: 100 })
    expect((await change({ retention: { goal: 5 }, deletion_grace_days: 0 })).retention).toEqual({ fact: 100, goal: 5 })
    expect(await change({ retention: { fact: null }, deletion_grace_days: 7 })).toMatchObject({
      retention: { goal: 5 },
      deletion_grace_days: 7,
    })
    expect((await change({ retention: { goal: null } })).retention).toEqual({})
    for (const json of [
      { retention: { fact: 0 } },
      { retention: { fact: 1.5 } },
      { retention: { facts: 1 } },
      { deletion_grace_days: 400 },
    ])
      expect(statusAndCode(await api.call('PATCH', PATH, { key, json }))).toBe('422 invalid_request')
  })

  test('holds for its team alone, and not for an agent on legal hold', async ({ db, key, openAgent, change }) => {
    const [agent, held] = [await openAgent(), await openAgent()]
    const store = (to: typeof agent) => to.remember({ content: 'a commitment', type: 'commitment' })
    const [one, kept] = [await store(agent), await store(held)]
    await callOk('PATCH', `/api/v2/agents/${held.name}`, { key, json: { legal_hold: true } })
    const stranger = await createKey(db, await createTeam(db))
    const { session_token: token } = await callOk<{ session_token: string }>('POST', '/api/v2/agents/theirs/activate', {
      key: stranger,
      json: { create: true },
    })
    const theirs = await callOk<{ id: string }>('POST', '/api/v2/agents/theirs/remember', {
      token,
      json: { content: 'theirs', type: 'commitment' },
    })
    await change({ retention: { commitment: 1 } })
    await moveClock(db, 2 * DAY)
    await runMaintenance()
    expect((await agent.read(one.id)).status).toBe('expired')
    expect((await held.read(kept.id)).status).toBe('active')
    expect(await callOk('GET', `/api/v2/agents/theirs/memories/${theirs.id}`, { key: stranger })).toMatchObject({ status: 'active' })
    await moveClock(db, 0)
    await change({ retention: { commitment: null } })
  })
})
