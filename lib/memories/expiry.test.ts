import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { callOk, statusAndCode } from '../../test/calls'
import { moveClock } from '../../test/clock'
import { testOfMemories as test } from '../../test/memories'
import { runMaintenance } from '../maintenance'

describe('a memory with an expiry', () => {
  test('is recalled until then and not from then on, in every way of recalling', async ({ db, openAgent }) => {
    const agent = await openAgent()
    const { id, expires_at, created_at } = await agent.remember({ content: 'the code is 4711', ttl_hours: 2 })
    expect(Date.parse(String(expires_at)) - Date.parse(created_at)).toBe(2 * 3_600_000)
    await agent.remember('the code of the garage is lost')
    const ways = async () => [
      await agent.found('code 4711'),
      await agent.recalled('recent'),
      await agent.recalled('changed-since', { since: '2020-01-01' }),
    ]
    for (const way of await ways()) expect(way).toContain('the code is 4711')
    await moveClock(db, 2.01)
    for (const way of await ways()) expect(way).toEqual(['the code of the garage is lost'])
    expect(await agent.read(id)).toMatchObject({ status: 'expired' })
    expect(await agent.found('4711', { status: ['expired'] })).toEqual(['the code is 4711'])
    await moveClock(db, 0)
  })

  test('is written as expired by maintenance, as a version by the server, and recalls stay the same', async ({ db, openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember({ content: 'a parking place', ttl_hours: 1 })
    await moveClock(db, 1.01)
    await runMaintenance()
    expect((await agent.history(id)).versions).toMatchObject([
      { version: 2, status: 'expired', author: { kind: 'system' } },
      { version: 1, status: 'active' },
    ])
    expect(await agent.found('parking')).toEqual([])
    await moveClock(db, 0)
  })

  test('is active again when its expiry is moved or cleared, or when it is restored', async ({ db, openAgent }) => {
    const agent = await openAgent()
    const [moved, cleared, restored] = [
      await agent.remember({ content: 'falcon one', ttl_hours: 1 }),
      await agent.remember({ content: 'falcon two', ttl_hours: 1 }),
      await agent.remember({ content: 'falcon three', ttl_hours: 1 }),
    ]
    await moveClock(db, 1.5)
    expect(await agent.found('falcon')).toEqual([])
    await runMaintenance()
    await agent.call('PATCH', moved.id, { ttl_hours: 5 })
    await agent.call('PATCH', cleared.id, { expires_at: null })
    await agent.call('POST', `${restored.id}/restore`)
    expect((await agent.found('falcon')).sort()).toEqual(['falcon one', 'falcon three', 'falcon two'])
    expect([(await agent.read(cleared.id)).expires_at, (await agent.read(restored.id)).expires_at]).toEqual([null, null])
    await moveClock(db, 0)
  })

  test('has none after it is restored, when it passed while the memory was deleted or superseded', async ({ db, key, openAgent }) => {
    const agent = await openAgent()
    const store = (content: string, hours = 1) => agent.remember({ content, ttl_hours: hours })
    const ids = [await store('kestrel one'), await store('kestrel two'), await store('kestrel three')].map(({ id }) => id)
    const [superseded = '', deleted = '', inBulk = ''] = ids
    const later = await store('kestrel four', 5)
    await agent.call('POST', `${superseded}/supersede`)
    for (const id of [deleted, inBulk, later.id]) await agent.call('DELETE', id)
    await moveClock(db, 1.5)
    for (const id of [superseded, deleted, later.id])
      expect((await agent.call('POST', `${id}/restore`)).body).toMatchObject({ status: 'active' })
    await callOk('POST', '/api/v2/memories/bulk', { key, json: { act: 'restore', ids: [inBulk] } })
    for (const id of ids) expect(await agent.read(id)).toMatchObject({ status: 'active', expires_at: null })
    expect(await agent.read(later.id)).toMatchObject({ status: 'active', expires_at: later.expires_at })
    expect(await agent.found('kestrel')).toHaveLength(4)
    await moveClock(db, 0)
  })

  test('is in no recall that begins at or after the instant', async ({ db, openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember({ content: 'a comet', ttl_hours: 1 })
    expect(await agent.found('comet')).toEqual(['a comet'])
    const expiry = Date.now() + 300
    await db
      .updateTable('memories')
      .set({ expires_at: new Date(expiry) })
      .where('id', '=', id)
      .execute()
    let last = 0
    while (last < expiry + 100) {
      const before = Date.now()
      const found = await agent.found('comet')
      if (before >= expiry) expect(found).toEqual([])
      last = before
    }
  })

  test('takes a time or hours, more than 0, and not both', async ({ openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember('plain')
    const both = { content: 'x', ttl_hours: 1, expires_at: '2100-01-01' }
    expect(statusAndCode(await agent.call('PATCH', id, both))).toBe('422 invalid_request')
    await expect(agent.remember(both)).rejects.toThrow(/ttl_hours/)
    expect((await agent.call('PATCH', id, { ttl_hours: 0 })).status).toBe(422)
  })

  test('thousands that expire at once are all gone from the next recall', async ({ db, openAgent }) => {
    const agent = await openAgent()
    await agent.remember('a lasting meadow')
    await sql`insert into memories (team_id, id, agent_row_id, session_id, type, content, confidence, source, provenance, search, word_count, analysis, expires_at)
      select m.team_id, 'mem_x' || n, m.agent_row_id, m.session_id, m.type, 'a short meadow', 1, 'agent', 'observed', m.search, m.word_count, m.analysis,
        memanto_now() + interval '1 hour'
      from memories m cross join generate_series(1, 1500) n where m.content = 'a lasting meadow'`.execute(db)
    expect(await agent.found('meadow', { limit: 100 })).toHaveLength(100)
    await moveClock(db, 1.01)
    expect(await agent.found('meadow', { limit: 100 })).toEqual(['a lasting meadow'])
    await moveClock(db, 0)
  })
})
